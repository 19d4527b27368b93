/* The matrix of RPC exception blocks: functions in C and in C++, each with one kind of block, call each other in every
 * order. What they do is written into a trace, which matrix.cc compares with a model. */
#ifndef TESTS_EXCEPTIONS_MATRIX_H
#define TESTS_EXCEPTIONS_MATRIX_H

#include <rpcexcept.h>

#ifdef __cplusplus
extern "C" {
#endif

enum kind {
  k_plain,    /* no block; in C++ an object whose destructor is traced */
  k_handle,   /* RpcExcept(1) */
  k_search,   /* RpcExcept(0) */
  k_filter,   /* RpcExcept(a function of the code) */
  k_again,    /* raises another code in the handler */
  k_continue, /* RpcExcept(-1) */
  k_finally,  /* RpcTryFinally */
  k_c_kinds,
  k_native = k_c_kinds, /* C++ only: catch (const RpcException&) */
  k_rethrow,            /* C++ only: catch (...) { throw; } */
  k_cxx_kinds
};

enum bottom { k_raise, k_throw, k_return };

enum { k_levels = 3, k_code = 1722, k_other_code = 1723 };

struct step {
  int is_c;
  enum kind kind;
};

extern struct step steps[k_levels];
/* Whether matrix_c.c was compiled so that its RpcFinally blocks are cleanups of the compiler's. */
extern const int c_blocks_are_cleanups;

/* The functions at `level`, and what they call: the next level or, below the last, the bottom. */
void c_level(int level);
void cxx_level(int level);
void next(int level);
void trace(int level, char event, unsigned value);

#ifdef __cplusplus
}
#endif

/* The blocks, the same text in both languages. */
#define MATRIX_BLOCKS(level)                            \
  case k_handle:                                        \
    RpcTryExcept {                                      \
      next(level);                                      \
    }                                                   \
    RpcExcept(1) {                                      \
      trace(level, 'h', RpcExceptionCode());            \
    }                                                   \
    RpcEndExcept;                                       \
    break;                                              \
  case k_search:                                        \
    RpcTryExcept {                                      \
      next(level);                                      \
    }                                                   \
    RpcExcept(0) {                                      \
      trace(level, '!', 0);                             \
    }                                                   \
    RpcEndExcept;                                       \
    break;                                              \
  case k_filter:                                        \
    RpcTryExcept {                                      \
      next(level);                                      \
    }                                                   \
    RpcExcept(filter(level, RpcExceptionCode())) {      \
      trace(level, 'h', RpcExceptionCode());            \
    }                                                   \
    RpcEndExcept;                                       \
    break;                                              \
  case k_again:                                         \
    RpcTryExcept {                                      \
      next(level);                                      \
    }                                                   \
    RpcExcept(1) {                                      \
      trace(level, 'h', RpcExceptionCode());            \
      RpcRaiseException(k_other_code);                  \
    }                                                   \
    RpcEndExcept;                                       \
    break;                                              \
  case k_continue:                                      \
    RpcTryExcept {                                      \
      next(level);                                      \
    }                                                   \
    RpcExcept(EXCEPTION_CONTINUE_EXECUTION) {           \
      trace(level, '!', 0);                             \
    }                                                   \
    RpcEndExcept;                                       \
    break;                                              \
  case k_finally:                                       \
    RpcTryFinally {                                     \
      next(level);                                      \
    }                                                   \
    RpcFinally {                                        \
      trace(level, 'f', RpcAbnormalTermination() != 0); \
    }                                                   \
    RpcEndFinally;                                      \
    break;

#ifdef __cplusplus
/* Runs every case; the number of those that went wrong. */
int matrix_failures();
#endif

static inline int filter(int level, unsigned code) {
  trace(level, 'q', code);
  return code == k_code;
}

#endif
