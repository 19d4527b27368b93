// The C++ exception object behind every raise.
//
// A raise to a C frame unwinds with a real C++ exception too, so that what runs meanwhile sees what it expects: the
// destructors std::uncaught_exceptions(), a catch (...) clause std::current_exception() and a working `throw;`.
#pragma once

#include <unwind.h>

#include <cstdint>

struct farcall_try;

namespace farcall::stub {

// A raise on its way to a C frame. Lives in the memory of its exception object.
struct InFlight {
  _Unwind_Exception* exception;
  farcall_try* frame;
  uint32_t index;       // of the frame in the chain
  uintptr_t stack_end;  // Destination::stack_end
  InFlight* outer;      // the raise that was unwinding when this one began
  _Unwind_Exception_Cleanup_Fn standard_cleanup;
  bool over;  // it has arrived, or another raise has overtaken it
};

// An RpcException that counts as thrown. Ends the program when memory is out, as `throw` does.
_Unwind_Exception* make_exception(int32_t code);
InFlight& in_flight_of(_Unwind_Exception* exception);
// As if a catch clause had taken it and ended.
void dispose(_Unwind_Exception* exception);

}  // namespace farcall::stub
