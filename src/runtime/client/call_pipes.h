// CallPipes: the pipes of one asynchronous call on the client: request data on its way from pushes to the connection,
// response data on its way to pulls.
//
// Made before the call starts, gone with it. A push waits, or is told later, while too much is on its way; what lies
// here for pulls is bounded because the connection, which is the call's alone meanwhile, is not read then. The call's
// end is told before, and instead of, what is armed here (AR-087).
#pragma once

#include "runtime/async/pipe_stream.h"

namespace farcall::runtime::client {

class CallPipes {
 public:
  CallPipes(BufferPool& pool, size_t limit, bool has_out)
      : input(pool, limit), output(limit, false), streams_response(has_out) {}
  CallPipes(const CallPipes&) = delete;
  CallPipes& operator=(const CallPipes&) = delete;
  ~CallPipes() {
    if (drop_stub) drop_stub(stub);
  }

  // Any thread. Pushes and pulls, waiting ones included, answer `status` from now on, and nobody is told.
  void fail_quietly(int32_t status) {
    input.fail_quietly(status);
    output.fail_quietly(status);
  }

  PipeInput input;              // of the response
  PipeOutput output;            // of the request; opened by its connection
  const bool streams_response;  // there are [out] pipes

  // On the loop.
  bool supplied = false;  // something was taken of the output: the call cannot be sent again
  bool answered = false;  // the whole response is in the input
  bool drained = false;   // the last [out] pipe has been pulled to its end

  // The stub layer's own, freed with this.
  void* stub = nullptr;
  void (*drop_stub)(void* stub) = nullptr;
};

}  // namespace farcall::runtime::client
