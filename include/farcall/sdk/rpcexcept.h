/* RPC exception blocks: RpcTryExcept/RpcExcept/RpcEndExcept and RpcTryFinally/RpcFinally/RpcEndFinally.
 *
 * 1. They work in C11 and C++20 and across both; docs/exceptions.md has the rules, the promises and what is fatal.
 * 2. return, break, continue and goto out of a try block are safe. In C compiled by clang they skip the block of
 *    RpcFinally (logged); everywhere else that block runs. A `return` inside an RpcFinally block ends the block.
 * 3. C compiled by clang: a local variable that the try block assigns and the handler reads is volatile, as with
 *    setjmp. GCC and C++ need nothing.
 * 4. RpcExceptionCode() can be used in the RpcExcept expression and in the handler, RpcAbnormalTermination() in the
 *    RpcFinally block.
 * 5. Names that begin with farcall_ or Farcall belong to the macros. */
#ifndef FARCALL_SDK_RPCEXCEPT_H
#define FARCALL_SDK_RPCEXCEPT_H

#include "farcall_api.h"
#include "windef.h"

typedef LONG RPC_STATUS;

#ifndef EXCEPTION_EXECUTE_HANDLER
#define EXCEPTION_EXECUTE_HANDLER 1
#define EXCEPTION_CONTINUE_SEARCH 0
#define EXCEPTION_CONTINUE_EXECUTION (-1)
#endif

/* The handler's exception code and the RpcFinally block's reason, as the blocks declare them. */
#define RpcExceptionCode() (farcall_exception_code_)
#define RpcAbnormalTermination() (farcall_abnormal_)

/* The frame of a try block in a C function. Only the run-time reads and writes it. */
struct farcall_try;

#ifdef __cplusplus
extern "C" {
#endif

/* Ends the innermost try block that is open; does not return. Without any handler the program ends. */
FARCALL_API __attribute__((noreturn, cold)) void RpcRaiseException(RPC_STATUS exception);

/* EXCEPTION_CONTINUE_SEARCH for the codes of hardware and system errors, else EXCEPTION_EXECUTE_HANDLER. */
FARCALL_API int RpcExceptionFilter(ULONG ExceptionCode);
FARCALL_API int I_RpcExceptionFilter(ULONG ExceptionCode);

/* For the macros only. */
FARCALL_API void FarcallTryEnter(struct farcall_try* frame, const void* position,
                                 const void* return_address, void (*resume)(struct farcall_try*));
FARCALL_API void FarcallTryLeave(struct farcall_try* frame);
FARCALL_API ULONG FarcallTryCode(const struct farcall_try* frame);
FARCALL_API void FarcallTryFilter(ULONG code, int disposition);
FARCALL_API void FarcallFinallyDone(struct farcall_try* frame);
FARCALL_API int FarcallFinallyBegin(struct farcall_try* frame);
FARCALL_API void FarcallFinallyEnd(struct farcall_try* frame);
FARCALL_API void FarcallFinallyLeave(struct farcall_try* frame);

#ifdef __cplusplus
}
#endif

/* Blocks may be nested, so the macros' variables shadow each other: on purpose. */
#define FARCALL_QUIET_                                                          \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"") \
      _Pragma("GCC diagnostic ignored \"-Wpedantic\"")
#define FARCALL_LOUD_ _Pragma("GCC diagnostic pop")

#ifdef __cplusplus
extern "C++" { /* some programs include rpc.h in an extern "C" block */
#include "rpcexcept_cxx.h"
}
#else
#include "rpcexcept_c.h"
#endif

#endif
