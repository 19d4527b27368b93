/* Tests in C: named functions, checks inside, RUN at the end. A failed check ends the program. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                \
    }                                                                         \
  } while (0)

/* The call answers with this status. */
#define GIVES(status, call)                                                                     \
  do {                                                                                          \
    const long check_answer = (long)(call);                                                     \
    if (check_answer != (long)(status)) {                                                       \
      fprintf(stderr, "%s:%d: %s gives %ld, not %s\n", __FILE__, __LINE__, #call, check_answer, \
              #status);                                                                         \
      exit(1);                                                                                  \
    }                                                                                           \
  } while (0)

#define TEXT_IS(expected, text) CHECK(strcmp((expected), (const char*)(text)) == 0)

#define TEST(name) static void name(void)
#define RUN(test)          \
  do {                     \
    printf("%s\n", #test); \
    fflush(stdout);        \
    test();                \
  } while (0)

/* Text literals as the ...A functions take them. */
#define A(literal) ((RPC_CSTR)(literal))
/* And the ...W functions, where wchar_t has 32 bits. */
#define W(literal) ((RPC_WSTR)(u##literal))

static inline int same_wide(const unsigned short* left, const unsigned short* right) {
  while (*left && *left == *right) ++left, ++right;
  return *left == *right;
}

#endif
