// raise(): search, then throw or forced unwinding.
//
// Forced unwinding runs the destructors and cleanups of every function between, and asks stop_at() before each. It ends
// in one of two places: in the cleanup of the C frame itself (objects built with -fexceptions), or in stop_at() once
// the frame's function has been passed. Both jump to the frame's mark.
#include "stub/exception_raise.h"

#include <farcall/stub/exceptions.h>
#include <unwind.h>

#include <csetjmp>
#include <cstdlib>
#include <exception>
#include <utility>

#include "base/log.h"
#include "stub/exception_object.h"
#include "stub/exception_search.h"

// AddressSanitizer must hear that frames go away without returning; it knows throw and longjmp only.
extern "C" __attribute__((weak)) void __asan_handle_no_return();

namespace farcall::stub {
namespace {

void tell_sanitizer() {
  if (__asan_handle_no_return) __asan_handle_no_return();
}

// What stands behind the part of farcall_try that all compilers share, unless there is a resume function.
struct TryWithContext {
  farcall_try frame;
  std::jmp_buf context;
};

[[noreturn, gnu::noinline]] void jump_to(farcall_try& frame) {
  tell_sanitizer();
  if (frame.resume) frame.resume(&frame);
  std::longjmp(reinterpret_cast<TryWithContext&>(frame).context, 1);
}

// Takes `arriving` off the list, and with it the raises that it has overtaken: newer ones, and older ones whose frame is
// the same or lies inside of it.
void forget_overtaken(ExceptionChain& chain, const InFlight& arriving) {
  const uint32_t index = arriving.index;
  const InFlight* stop = arriving.outer;
  while (stop && stop->index >= index) stop = stop->outer;
  while (chain.in_flight != stop) {
    InFlight& raise = *chain.in_flight;
    chain.in_flight = raise.outer;
    raise.over = true;
    dispose(raise.exception);
  }
}

[[noreturn]] void arrive(InFlight& raise) {
  ExceptionChain& chain = ExceptionChain::of_this_thread();
  farcall_try& frame = *raise.frame;
  chain.cut(raise.index);
  forget_overtaken(chain, raise);
  frame.state = k_try_raised;
  jump_to(frame);
}

_Unwind_Reason_Code stop_at(int, _Unwind_Action actions, _Unwind_Exception_Class,
                            _Unwind_Exception*, _Unwind_Context* context, void* argument) {
  auto& raise = *static_cast<InFlight*>(argument);
  const bool no_tables = (actions & _UA_END_OF_STACK) != 0;
  if (no_tables)
    log(Level::warn, "exception.no_unwind_tables",
        "a function without unwind tables: cleanups between it and the handler do not run");
  if (no_tables || _Unwind_GetCFA(context) == raise.stack_end) arrive(raise);
  return _URC_NO_REASON;
}

// The end of a catch (...) clause that took a raise to a C frame. It may have raised or thrown something else instead;
// otherwise the program has lost the exception.
void catch_all_ended(_Unwind_Reason_Code reason, _Unwind_Exception* exception) {
  InFlight& raise = in_flight_of(exception);
  if (!raise.over) {
    ExceptionChain& chain = ExceptionChain::of_this_thread();
    const bool replaced = chain.in_flight != &raise || std::uncaught_exceptions() > 0;
    InFlight** link = &chain.in_flight;
    while (*link && *link != &raise) link = &(*link)->outer;
    if (*link) *link = raise.outer;
    if (!replaced) {
      log(Level::error, "exception.swallowed",
          "RPC exception %d on its way to a C try block ended in a catch (...) clause",
          raise.frame->code);
#ifdef FARCALL_DEBUG
      std::abort();
#endif
    }
  }
  raise.standard_cleanup(reason, exception);
}

[[noreturn]] void unwind_to(ExceptionChain& chain, const Destination& destination, int32_t code) {
  _Unwind_Exception* exception = make_exception(code);
  InFlight& raise = in_flight_of(exception);
  raise.standard_cleanup = std::exchange(exception->exception_cleanup, &catch_all_ended);
  raise.frame = chain[destination.index].c_frame();
  raise.index = destination.index;
  raise.stack_end = destination.stack_end;
  raise.outer = chain.in_flight;
  raise.over = false;
  raise.frame->code = code;
  chain.in_flight = &raise;
  tell_sanitizer();
  _Unwind_ForcedUnwind(exception, &stop_at, &raise);
  arrive(raise);  // the unwinder gave up
}

// As `throw` does, but an exception that nobody will catch is logged before the program ends. The stack is still
// whole then, for the debugger.
[[noreturn]] void throw_exception(int32_t code) {
  _Unwind_Exception* exception = make_exception(code);
  tell_sanitizer();
  _Unwind_RaiseException(exception);
  log(Level::error, "exception.unhandled",
      "RPC exception %d (0x%x) was raised outside of any RpcTryExcept; the program ends", code,
      static_cast<uint32_t>(code));
  abi::__cxa_begin_catch(exception);
  std::terminate();
}

}  // namespace

void leave(farcall_try& frame) {
  ExceptionChain& chain = ExceptionChain::of_this_thread();
  if (frame.state != k_try_open) return;
  if (chain.in_flight && chain.in_flight->frame == &frame) arrive(*chain.in_flight);
  frame.state = k_try_closed;
  chain.leave(&frame, frame.index);
}

inline namespace v1 {

[[gnu::noinline]] void raise(int32_t status) {
  ExceptionChain& chain = ExceptionChain::of_this_thread();
  chain.drop_dead(reinterpret_cast<StackPosition>(__builtin_frame_address(0)));
  const Destination destination = find_handler(chain);
  if (destination.is_c_frame) unwind_to(chain, destination, status);
  throw_exception(status);
}

}  // namespace v1

}  // namespace farcall::stub
