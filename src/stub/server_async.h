// The server's RPC_ASYNC_STATE structures: made by the run-time for each asynchronous call, dead
// after the answer.
//
// They live in a Slab of their own, never unmapped, so that a program that completes a call twice,
// or long after it ended, gets RPC_S_INVALID_ASYNC_HANDLE; the signature of a dead one is poisoned.
// A dead structure rests for at least Limits::async_state_reuse_calls later calls *and*
// async_state_reuse_delay, first in, first out: a program that makes few calls is protected for
// long, and a busy one for the whole delay. Only when more than k_most_resting times
// async_state_reuse_calls are resting (40,000, about 7 MB) does the number alone decide, so that
// memory stays bounded whatever the rate. A structure that was reused is a live one: what a program
// does to it later still concerns a call of someone else's, and no table can know that.
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/stub/frames.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/slab.h"
#include "runtime/server/server_call.h"
#include "stub/call_history.h"

namespace farcall::stub {

class ServerAsyncTable {
 public:
  static constexpr uint32_t k_most_resting = 4;

  explicit ServerAsyncTable(const Limits& limits);

  // The state of a call that is about to be dispatched, or nullptr when memory is out.
  RPC_ASYNC_STATE* make(runtime::ServerCall& call, const ServerOperation& operation);

  // True for any address this table ever gave out.
  [[nodiscard]] bool owns(const void* state) const { return states_.owns(state); }

  // RpcAsyncCompleteCall: marshals [out] on the calling thread. When it fails the call is over all
  // the same and its parameters are freed (AR-053), except for RPC_S_INVALID_ARG (no Reply for an
  // operation with a result: nothing happened) and RPC_S_INVALID_ASYNC_HANDLE /
  // RPC_S_INVALID_ASYNC_CALL (there is no call to complete). `reply` points to a value of the
  // type that the C prototype gives the result; for an operation without one it is ignored.
  Status complete(void* state, const void* reply);
  // RpcAsyncAbortCall: the client receives `code` as a fault; [in] parameters are freed.
  // RPC_S_INVALID_ARG for 0.
  Status abort(void* state, uint32_t code);
  // The manager routine raised `status` on the dispatching thread; ignored when the call was
  // answered already (AR-058).
  void raised(runtime::ServerCall& call, int32_t status);
  // The server ends and has claimed the answer: frees what the call holds.
  void abandon(runtime::ServerCall& call);
  // The manager routine has returned long ago, and nobody has answered: says so, once.
  void report_unanswered(runtime::ServerCall& call);

 private:
  class State {
   public:
    State(runtime::ServerCall& owner, const ServerOperation& of);
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State();

    RPC_ASYNC_STATE public_part{};  // first: its address is what the program knows
    [[nodiscard]] CallHistory history() const;

    runtime::ServerCall* const call;
    const ServerOperation* const operation;
    // What is left of it tells of a call that is over. Under the slab's lock, from here on.
    const ServerInterface* const interface;
    const Moment started = this_moment();
    Moment ended;
    CallEnd end = CallEnd::none;
    bool reported = false;
  };

  // The state behind `address`, claimed and with a reference to its call, or the status for a
  // caller that may not answer. `check(operation)` may refuse before that.
  template <class Check>
  Result<State&> claim(void* address, CallEnd end, Check check);
  void report_second_answer(const void* address);
  // Kills the structure and frees the parameters; returns the call.
  runtime::ServerCall& bury(State& state);
  Status end_with_fault(State& state, int32_t code);

  SteadyClock clock_;
  Slab<State> states_;
};

}  // namespace farcall::stub
