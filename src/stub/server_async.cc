// Completion and abort of asynchronous calls on the server. Any thread; exactly one answer per call
// wins. The structure is dead before the answer leaves, so whoever has seen the answer finds it so.
#include "stub/server_async.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "stub/server_contexts.h"
#include "runtime/server/server_pipes.h"
#include "stub/server_dispatch.h"
#include "stub/server_pipes.h"

namespace farcall::stub {
namespace {

constexpr ULONG k_live_signature = 0x53594e53;
constexpr ULONG k_dead_signature = 0xdeadca11;

SlabReuse reuse(const Limits& limits, const Clock& clock) {
  const uint64_t most = uint64_t{limits.async_state_reuse_calls} * ServerAsyncTable::k_most_resting;
  return {.frees = limits.async_state_reuse_calls,
          .time = limits.async_state_reuse_delay,
          .at_most = static_cast<uint32_t>(std::min<uint64_t>(most, UINT32_MAX)),
          .clock = &clock};
}

}  // namespace

ServerAsyncTable::State::State(runtime::ServerCall& owner, const ServerOperation& of)
    : call(&owner),
      operation(&of),
      interface(static_cast<const ServerInterface*>(owner.interface().spec().stub)) {
  static_assert(offsetof(State, public_part) == 0);
  public_part.Size = sizeof(RPC_ASYNC_STATE);
  public_part.Signature = k_live_signature;
  public_part.RuntimeInfo = &owner;
}

CallHistory ServerAsyncTable::State::history() const {
  return {interface->name, operation->name, started, ended, end};
}

// What a destructor writes is dead to the compiler, unless it is volatile; late users read it.
ServerAsyncTable::State::~State() {
  volatile RPC_ASYNC_STATE& dead = public_part;
  dead.Signature = k_dead_signature;
  dead.RuntimeInfo = nullptr;
}

ServerAsyncTable::ServerAsyncTable(const Limits& limits) : states_(reuse(limits, clock_)) {}

RPC_ASYNC_STATE* ServerAsyncTable::make(runtime::ServerCall& call,
                                        const ServerOperation& operation) {
  State* state = states_.make(call, operation);
  call.async_state = state;
  return state ? &state->public_part : nullptr;
}

template <class Check>
Result<ServerAsyncTable::State&> ServerAsyncTable::claim(void* address, CallEnd end, Check check) {
  Status status{RPC_S_INVALID_ASYNC_HANDLE};
  State* found = states_.visit(address, [&](State& live) {
    status = check(*live.operation);
    if (!status.ok()) return;
    if (!live.call->claim_answer()) {
      status = Status{RPC_S_INVALID_ASYNC_CALL};
      return;
    }
    live.call->add_reference();  // keeps the call past its answer, until we are done with it
    live.ended = this_moment();
    live.end = end;
  });
  if (status.ok()) return *found;
  if (status.code != RPC_S_INVALID_ARG) report_second_answer(address);
  return status;
}

// The first of each call.
void ServerAsyncTable::report_second_answer(const void* address) {
  std::optional<CallHistory> history;
  const auto look = [&](State& state) {
    if (!std::exchange(state.reported, true)) history = state.history();
  };
  if (!states_.visit_dead(address, look)) (void)states_.visit(address, look);
  if (history)
    report_misuse("async.answered_twice", "a call was answered that has been answered before",
                  *history);
}

void ServerAsyncTable::report_unanswered(runtime::ServerCall& call) {
  std::optional<CallHistory> history;
  (void)states_.visit(call.async_state, [&](State& state) {
    if (!std::exchange(state.reported, true)) history = state.history();
  });
  if (history)
    report_misuse("async.never_answered",
                  "a manager routine has returned and nobody has answered its call", *history);
}

Status ServerAsyncTable::complete(void* address, const void* reply) {
  RPC_TRY(State & state,
          claim(address, CallEnd::completed, [reply](const ServerOperation& operation) {
            const bool missing = !reply && (operation.flags & k_op_has_result);
            return Status{missing ? RPC_S_INVALID_ARG : RPC_S_OK};
          }));
  const ServerOperation& operation = *state.operation;
  if (operation.flags & k_op_has_result)
    std::memcpy(static_cast<uint8_t*>(state.call->frame) + operation.result_offset, reply,
                operation.result_size);
  const Status disciplined = state.call->pipes ? check_pipes(*state.call) : Status{};
  if (!disciplined.ok()) end_contexts(*state.call, runtime::ContextEnd::not_sent);
  Result<ndr::Marshalled> marshalled =
      disciplined.ok() ? marshal_out(operation, *state.call) : Result<ndr::Marshalled>(disciplined);
  if (!marshalled.ok()) {
    (void)end_with_fault(state, marshalled.status().code);
    return marshalled.status();
  }
  runtime::ServerCall& call = bury(state);
  const Status sent = call.reply(std::move(marshalled).value()).status();
  call.drop_reference();
  return sent;
}

Status ServerAsyncTable::abort(void* address, uint32_t code) {
  if (code == 0) return Status{RPC_S_INVALID_ARG};
  RPC_TRY(State & state,
          claim(address, CallEnd::aborted, [](const ServerOperation&) { return Status{}; }));
  return end_with_fault(state, static_cast<int32_t>(code));
}

void ServerAsyncTable::raised(runtime::ServerCall& call, int32_t status) {
  if (!call.claim_answer()) return;
  call.add_reference();
  State& state = *static_cast<State*>(call.async_state);
  (void)states_.visit(&state, [](State& live) {
    live.ended = this_moment();
    live.end = CallEnd::raised;
  });
  (void)end_with_fault(state, status);
}

void ServerAsyncTable::abandon(runtime::ServerCall& call) {
  if (call.async_state) (void)bury(*static_cast<State*>(call.async_state));
}

runtime::ServerCall& ServerAsyncTable::bury(State& state) {
  runtime::ServerCall& call = *state.call;
  end_contexts(call, runtime::ContextEnd::not_returned);  // unless [out] was marshalled
  end_frame(*state.operation, call, true);
  states_.destroy(&state);
  return call;
}

Status ServerAsyncTable::end_with_fault(State& state, int32_t code) {
  runtime::ServerCall& call = bury(state);
  const Status sent = call.fault(code).status();
  call.drop_reference();
  return sent;
}

}  // namespace farcall::stub
