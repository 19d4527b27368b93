/* The RPC exception blocks of C functions; rpcexcept.h includes it.
 *
 * A try block marks its place (as setjmp does) and enters the thread's chain; a raise comes back to the mark. The
 * frame's cleanup attribute takes it off the chain on every way out. GCC's __builtin_setjmp keeps the values of local
 * variables right, which setjmp does not; ThreadSanitizer must see a setjmp as well. */
#ifndef FARCALL_SDK_RPCEXCEPT_C_H
#define FARCALL_SDK_RPCEXCEPT_C_H

#include "rpcexcept.h"

#if defined(__GNUC__) && !defined(__clang__)
#define FARCALL_TRY_MARK_() __builtin_setjmp(farcall_try_.context)
#if !defined(__SANITIZE_THREAD__)
#define FARCALL_TRY_HOW_ 1u
#define FARCALL_TRY_CONTEXT_ void* context[5];
#else
#include <setjmp.h>
#define FARCALL_TRY_HOW_ 2u
#define FARCALL_TRY_CONTEXT_ \
  void* context[5];          \
  jmp_buf first;
#pragma GCC diagnostic ignored "-Wclobbered"
#endif
#else
#include <setjmp.h>
#define FARCALL_TRY_HOW_ 0u
#define FARCALL_TRY_CONTEXT_ jmp_buf context;
#define FARCALL_TRY_MARK_() setjmp(farcall_try_.context)
#endif

struct farcall_try {
  uintptr_t check; /* tells a live frame from stack memory that was used again */
  uint32_t index;  /* in the thread's chain */
  uint32_t state;
  int32_t code;
  uint32_t how; /* which kind of mark `context` is */
  FARCALL_TRY_CONTEXT_
};

#if FARCALL_TRY_HOW_ == 2u
#define FARCALL_TRY_PREPARE_() \
  if (setjmp(farcall_try_.first) != 0) FarcallTryResume(&farcall_try_)
#else
#define FARCALL_TRY_PREPARE_() ((void)0)
#endif
#define FARCALL_TRY_ENTER_()                                                              \
  FarcallTryEnter(&farcall_try_, __builtin_frame_address(0), __builtin_return_address(0), \
                  FARCALL_TRY_HOW_);                                                      \
  FARCALL_TRY_PREPARE_()

#define RpcTryExcept                                                           \
  {                                                                            \
    FARCALL_QUIET_                                                             \
    struct farcall_try farcall_try_ __attribute__((cleanup(FarcallTryLeave))); \
    FARCALL_LOUD_                                                              \
    FARCALL_TRY_ENTER_();                                                      \
    if (FARCALL_TRY_MARK_() == 0) {
#define RpcExcept(expr)                                                  \
  }                                                                      \
  else {                                                                 \
    FARCALL_QUIET_                                                       \
    const ULONG farcall_exception_code_ = FarcallTryCode(&farcall_try_); \
    FARCALL_LOUD_                                                        \
    FarcallTryFilter(farcall_exception_code_, (int)(expr));              \
    {
#define RpcEndExcept \
  }                  \
  }                  \
  }

#if defined(__GNUC__) && !defined(__clang__)
/* The block is a nested function that is the frame's cleanup, so it runs on every way out. */
#define RpcTryFinally                                                           \
  {                                                                             \
    FARCALL_QUIET_                                                              \
    auto void farcall_finally_(struct farcall_try*);                            \
    struct farcall_try farcall_try_ __attribute__((cleanup(farcall_finally_))); \
    FARCALL_LOUD_                                                               \
    FARCALL_TRY_ENTER_();                                                       \
    if (FARCALL_TRY_MARK_() == 0) {
#define RpcFinally                                                     \
  FarcallFinallyDone(&farcall_try_);                                   \
  }                                                                    \
  else {                                                               \
    farcall_finally_(&farcall_try_);                                   \
    FarcallFinallyEnd(&farcall_try_);                                  \
    __builtin_unreachable();                                           \
  }                                                                    \
  FARCALL_QUIET_                                                       \
  void farcall_finally_(struct farcall_try* farcall_frame_) {          \
    const int farcall_abnormal_ = FarcallFinallyBegin(farcall_frame_); \
    FARCALL_LOUD_                                                      \
    if (farcall_abnormal_ >= 0) {
#define RpcEndFinally \
  }                   \
  }                   \
  }
#else
#define RpcTryFinally                                                              \
  {                                                                                \
    FARCALL_QUIET_                                                                 \
    struct farcall_try farcall_try_ __attribute__((cleanup(FarcallFinallyLeave))); \
    FARCALL_LOUD_                                                                  \
    FARCALL_TRY_ENTER_();                                                          \
    if (FARCALL_TRY_MARK_() == 0) {
#define RpcFinally                                                    \
  FarcallFinallyDone(&farcall_try_);                                  \
  }                                                                   \
  {                                                                   \
    FARCALL_QUIET_                                                    \
    const int farcall_abnormal_ = FarcallFinallyBegin(&farcall_try_); \
    FARCALL_LOUD_(void) farcall_abnormal_;                            \
    {
#define RpcEndFinally               \
  }                                 \
  }                                 \
  FarcallFinallyEnd(&farcall_try_); \
  }
#endif

#endif
