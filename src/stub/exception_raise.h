// The second phase of a raise: throw, or unwind to a C frame and jump there (D6).
#pragma once

#include "stub/exception_chain.h"

namespace farcall::stub {

// What farcall_try.state says.
enum TryState : uint32_t {
  k_try_closed,   // not on the chain: not entered yet, left, or its finally block has begun
  k_try_open,     // the try block runs
  k_try_done,     // the try block has run to its end; its finally block comes next
  k_try_raised,   // a raise has arrived
  k_try_passing,  // its finally block runs because of a raise, which goes on afterwards
};

// A C frame leaves its scope. When a raise to it is unwinding, this is where it arrives, after the cleanups of the
// scopes inside; then it does not return.
void leave(farcall_try& frame);

}  // namespace farcall::stub
