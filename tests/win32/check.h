/* Tests in C: a list of named functions, CHECK inside, RUN at the end. A failed check ends the
 * program. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#define CHECK(condition)                                                             \
  do {                                                                               \
    if (!(condition)) {                                                              \
      fprintf(stderr, "%s:%d: %s (last error %u)\n", __FILE__, __LINE__, #condition, \
              (unsigned)GetLastError());                                             \
      exit(1);                                                                       \
    }                                                                                \
  } while (0)

/* The call fails with this value and this last error. */
#define CHECK_FAILS(call, value, error) \
  do {                                  \
    SetLastError(0);                    \
    CHECK((call) == (value));           \
    CHECK(GetLastError() == (error));   \
  } while (0)

#define TEST(name) static void name(void)
#define RUN(test)          \
  do {                     \
    printf("%s\n", #test); \
    fflush(stdout);        \
    test();                \
  } while (0)

/* Longer than anything takes; what waits that long has lost its wake-up. */
#define PATIENCE 20000u

static inline HANDLE start(LPTHREAD_START_ROUTINE routine, void* parameter) {
  HANDLE thread = CreateThread(NULL, 0, routine, parameter, 0, NULL);
  CHECK(thread != NULL);
  return thread;
}

static inline void finish(HANDLE thread) {
  CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
  CHECK(CloseHandle(thread));
}

#endif
