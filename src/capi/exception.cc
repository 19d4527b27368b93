// RpcRaiseException, the exception filters, and what the macros of rpcexcept.h call. On the thread of the try block.
#include <farcall/sdk/rpcexcept.h>
#include <farcall/stub/exceptions.h>

#include <algorithm>
#include <iterator>

#include "base/log.h"
#include "stub/exception_chain.h"
#include "stub/exception_raise.h"

using namespace farcall;

namespace {

// Codes of hardware and system errors that an RPC server had better not hide (page of RpcExceptionFilter).
constexpr ULONG k_not_to_be_handled[] = {
    0xC0000005,  // STATUS_ACCESS_VIOLATION
    0xC0000194,  // STATUS_POSSIBLE_DEADLOCK
    0xC00000AA,  // STATUS_INSTRUCTION_MISALIGNMENT
    0x80000002,  // STATUS_DATATYPE_MISALIGNMENT
    0xC0000096,  // STATUS_PRIVILEGED_INSTRUCTION
    0xC000001D,  // STATUS_ILLEGAL_INSTRUCTION
    0x80000003,  // STATUS_BREAKPOINT
    0xC00000FD,  // STATUS_STACK_OVERFLOW
    0xC0000235,  // STATUS_HANDLE_NOT_CLOSABLE
    0xC0000006,  // STATUS_IN_PAGE_ERROR
    0xC0000420,  // STATUS_ASSERTION_FAILURE
    0xC0000409,  // STATUS_STACK_BUFFER_OVERRUN
    0x80000001,  // STATUS_GUARD_PAGE_VIOLATION
    0xC00002C9,  // STATUS_REG_NAT_CONSUMPTION
};
constexpr auto k_noncontinuable_exception = static_cast<RPC_STATUS>(0xC0000025);

}  // namespace

extern "C" {

void RpcRaiseException(RPC_STATUS exception) {
  stub::raise(exception);
}

int RpcExceptionFilter(ULONG ExceptionCode) {
  const bool listed = std::find(std::begin(k_not_to_be_handled), std::end(k_not_to_be_handled),
                                ExceptionCode) != std::end(k_not_to_be_handled);
  return listed ? EXCEPTION_CONTINUE_SEARCH : EXCEPTION_EXECUTE_HANDLER;
}

int I_RpcExceptionFilter(ULONG ExceptionCode) {
  return RpcExceptionFilter(ExceptionCode);
}

void FarcallTryEnter(farcall_try* frame, const void* position, const void* return_address,
                     void (*resume)(farcall_try*)) {
  frame->state = stub::k_try_closed;  // enter() may raise, and then the frame's cleanup runs
  frame->resume = resume;
  const uint32_t index = stub::ExceptionChain::of_this_thread().enter(
      {.frame = frame,
       .position = reinterpret_cast<stub::StackPosition>(position),
       .kind = stub::HandlerKind::c,
       .code = static_cast<const char*>(__builtin_return_address(0)) - 1,
       .return_address = return_address});
  stub::seal(*frame, index);
  frame->state = stub::k_try_open;
}

void FarcallTryLeave(farcall_try* frame) {
  stub::leave(*frame);
}

ULONG FarcallTryCode(const farcall_try* frame) {
  return static_cast<ULONG>(frame->code);
}

// A raise cannot be continued: as on Windows, a filter that asks for it gets another exception in its place.
void FarcallTryFilter(ULONG code, int disposition) {
  if (disposition > 0) return;
  if (disposition == EXCEPTION_CONTINUE_SEARCH) stub::raise(static_cast<RPC_STATUS>(code));
  log(Level::error, "exception.noncontinuable",
      "a filter answered EXCEPTION_CONTINUE_EXECUTION to RPC exception %d",
      static_cast<RPC_STATUS>(code));
  stub::raise(k_noncontinuable_exception);
}

// The body of RpcTryFinally has run to its end.
void FarcallFinallyDone(farcall_try* frame) {
  stub::leave(*frame);
  frame->state = stub::k_try_done;
}

// Before the block: 0 after a body that ran to its end, 1 after any other, -1 when the block has had its turn.
int FarcallFinallyBegin(farcall_try* frame) {
  const uint32_t before = frame->state;
  if (before == stub::k_try_closed || before == stub::k_try_passing) return -1;
  stub::leave(*frame);
  frame->state = before == stub::k_try_raised ? stub::k_try_passing : stub::k_try_closed;
  return before == stub::k_try_done ? 0 : 1;
}

// After the block: a raise goes on its way.
void FarcallFinallyEnd(farcall_try* frame) {
  if (frame->state != stub::k_try_passing) return;
  frame->state = stub::k_try_closed;
  stub::raise(frame->code);
}

// Only where the compiler has no nested functions: the body was left by return, break or goto.
void FarcallFinallyLeave(farcall_try* frame) {
  const bool skipped = frame->state == stub::k_try_open;
  stub::leave(*frame);
  if (skipped)
    log(Level::error, "exception.finally_skipped",
        "a try block ended by return, break, goto or a C++ exception: its RpcFinally block did not "
        "run");
}

uint32_t FarcallFrameEnter(void* frame, const void* position) {
  return stub::ExceptionChain::of_this_thread().enter(
      {.frame = frame,
       .position = reinterpret_cast<stub::StackPosition>(position),
       .kind = stub::HandlerKind::cxx});
}

void FarcallFrameLeave(const void* frame, uint32_t index) noexcept {
  stub::ExceptionChain::of_this_thread().leave(frame, index);
}

}  // extern "C"
