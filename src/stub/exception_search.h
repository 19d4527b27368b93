// The search phase of a raise: who takes the exception? Looks at the stack, changes nothing.
#pragma once

#include "stub/exception_chain.h"

namespace farcall::stub {

struct Destination {
  // False: throw a C++ exception. The nearest handler is a C++ one, or there is none at all.
  bool is_c_frame = false;
  uint32_t index = 0;  // of the C frame in the chain
  StackPosition stack_end =
      0;  // where the frame's function ends; 0 when the stack could not be walked that far
};

// The nearest handler of a raise by the calling function: a frame of the chain, or a plain C++ catch clause for
// RpcException that lies closer than the chain's frame.
Destination find_handler(const ExceptionChain& chain);

}  // namespace farcall::stub
