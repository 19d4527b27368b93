// The server's RPC_ASYNC_STATE structures: made by the run-time for each asynchronous call, dead after the answer.
//
// They live in a Slab of their own whose slots are reused late (Limits::async_state_reuse_calls), so that a program
// that completes a call twice, or long after it ended, gets a status.
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/stub/frames.h>

#include "base/slab.h"
#include "runtime/server/server_call.h"

namespace farcall::stub {

class ServerAsyncTable {
 public:
  explicit ServerAsyncTable(const Limits& limits) : states_(limits.async_state_reuse_calls) {}

  // The state of a call that is about to be dispatched, or nullptr when memory is out.
  RPC_ASYNC_STATE* make(runtime::ServerCall& call, const ServerInterface& interface,
                        const ServerOperation& operation);

  // True for any address this table ever gave out.
  [[nodiscard]] bool owns(const void* state) const { return states_.owns(state); }

  // RpcAsyncCompleteCall: marshals [out] on the calling thread. When it fails the call is over all the same and its
  // parameters are freed, except for RPC_S_INVALID_ARG (no Reply for an operation with a result: nothing happened)
  // and RPC_S_INVALID_ASYNC_HANDLE / RPC_S_INVALID_ASYNC_CALL (there is no call to complete).
  Status complete(void* state, const void* reply);
  // RpcAsyncAbortCall: the client receives `code` as a fault.
  Status abort(void* state, uint32_t code);
  // The manager routine raised `status` on the dispatching thread; ignored when the call was answered already.
  void raised(runtime::ServerCall& call, int32_t status);

 private:
  struct State {
    RPC_ASYNC_STATE public_part;  // first: its address is what the program knows
    runtime::ServerCall* call;
    const ServerInterface* interface;
    const ServerOperation* operation;
    ~State();
  };

  // The claimed state behind `state`, or the status for a caller that may not answer.
  Result<State&> claim(void* state, bool needs_reply, const void* reply);
  Status end_with_fault(State& state, int32_t code);

  Slab<State> states_;
};

}  // namespace farcall::stub
