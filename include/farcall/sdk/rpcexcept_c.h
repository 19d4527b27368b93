/* The RPC exception blocks of C functions; rpcexcept.h includes it.
 *
 * A try block marks its place (as setjmp does) and enters the thread's chain; a raise comes back to the mark. The
 * frame's cleanup attribute takes it off the chain on every way out. GCC's __builtin_setjmp keeps the values of local
 * variables right, which setjmp does not; ThreadSanitizer must see a setjmp as well. */
#ifndef FARCALL_SDK_RPCEXCEPT_C_H
#define FARCALL_SDK_RPCEXCEPT_C_H

#include "rpcexcept.h"

#if defined(__GNUC__) && !defined(__clang__)
#define FARCALL_TRY_BUILTIN_ 1
#endif
#if !defined(FARCALL_TRY_BUILTIN_) || defined(__SANITIZE_THREAD__)
#include <setjmp.h>
#define FARCALL_TRY_SETJMP_ 1
#endif

struct farcall_try {
  uintptr_t check; /* tells a live frame from stack memory that was used again */
  uint32_t index;  /* in the thread's chain */
  uint32_t state;
  int32_t code;
  void (*resume)(struct farcall_try* frame); /* goes to the mark; NULL: longjmp(context) */
#ifdef FARCALL_TRY_SETJMP_
  jmp_buf context;
#endif
#ifdef FARCALL_TRY_BUILTIN_
  void* mark[5];
#endif
};

#ifdef FARCALL_TRY_BUILTIN_
#define FARCALL_TRY_MARK_() __builtin_setjmp(farcall_try_.mark)
/* Here and not in the library, because what a mark contains depends on compiler flags (-fcf-protection). */
__attribute__((unused, noreturn, noinline, no_sanitize("thread"))) static void farcall_try_resume_(
    struct farcall_try* frame) {
  __builtin_longjmp(frame->mark, 1);
}
#else
#define FARCALL_TRY_MARK_() setjmp(farcall_try_.context)
#endif

#if !defined(FARCALL_TRY_SETJMP_)
#define FARCALL_TRY_ENTER_()                                                              \
  FarcallTryEnter(&farcall_try_, __builtin_frame_address(0), __builtin_return_address(0), \
                  farcall_try_resume_)
#elif !defined(FARCALL_TRY_BUILTIN_)
#define FARCALL_TRY_ENTER_()                                                              \
  FarcallTryEnter(&farcall_try_, __builtin_frame_address(0), __builtin_return_address(0), \
                  (void (*)(struct farcall_try*))0)
#else
#pragma GCC diagnostic ignored "-Wclobbered"
#define FARCALL_TRY_ENTER_()                                                              \
  FarcallTryEnter(&farcall_try_, __builtin_frame_address(0), __builtin_return_address(0), \
                  (void (*)(struct farcall_try*))0);                                      \
  if (setjmp(farcall_try_.context) != 0) farcall_try_resume_(&farcall_try_)
#endif

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
