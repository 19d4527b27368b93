// Completion and abort of asynchronous calls on the server. Any thread; exactly one answer per call wins.
#include "stub/server_async.h"

#include <cstring>

#include "stub/server_dispatch.h"

namespace farcall::stub {
namespace {
constexpr uint32_t k_live_signature = 0x53594e53;
constexpr uint32_t k_dead_signature = 0xdeadca11;
}  // namespace

ServerAsyncTable::State::~State() {
  public_part.Signature = k_dead_signature;
  public_part.RuntimeInfo = nullptr;
}

RPC_ASYNC_STATE* ServerAsyncTable::make(runtime::ServerCall& call, const ServerInterface& interface,
                                        const ServerOperation& operation) {
  State* state = states_.make(State{{}, &call, &interface, &operation});
  if (!state) return nullptr;
  state->public_part.Size = sizeof(RPC_ASYNC_STATE);
  state->public_part.Signature = k_live_signature;
  state->public_part.RuntimeInfo = &call;
  call.async_state = state;
  return &state->public_part;
}

Result<ServerAsyncTable::State&> ServerAsyncTable::claim(void* state, bool needs_reply, const void* reply) {
  int32_t status = RPC_S_INVALID_ASYNC_HANDLE;
  State* found = states_.visit(state, [&](State& live) {
    if (needs_reply && !reply && live.operation->flags & k_op_has_result) {
      status = RPC_S_INVALID_ARG;
    } else if (!live.call->claim_answer()) {
      status = RPC_S_INVALID_ASYNC_CALL;
    } else {
      live.call->add_reference();  // keeps the call past its answer, until we are done with it
      status = RPC_S_OK;
    }
  });
  if (status != RPC_S_OK) return Status{status};
  return *found;
}

Status ServerAsyncTable::end_with_fault(State& state, int32_t code) {
  runtime::ServerCall& call = *state.call;
  release_frame(*state.operation, call);
  states_.destroy(&state);
  const Status sent = call.fault(code).status();
  call.drop_reference();
  return sent;
}

Status ServerAsyncTable::complete(void* address, const void* reply) {
  const Result<State&> claimed = claim(address, true, reply);
  if (!claimed.ok()) return claimed.status();
  State& state = *claimed;
  runtime::ServerCall& call = *state.call;
  const ServerOperation& operation = *state.operation;
  if (operation.flags & k_op_has_result)
    std::memcpy(static_cast<uint8_t*>(call.frame) + operation.result_offset, reply, operation.result_size);

  Result<ndr::Marshalled> marshalled = marshal_out(operation, call);
  if (!marshalled.ok()) {
    (void)end_with_fault(state, marshalled.status().code);
    return marshalled.status();
  }
  release_frame(operation, call);
  states_.destroy(&state);
  const Status sent = call.reply(std::move(marshalled).value()).status();
  call.drop_reference();
  return sent;
}

Status ServerAsyncTable::abort(void* address, uint32_t code) {
  if (code == 0) return Status{RPC_S_INVALID_ARG};
  const Result<State&> claimed = claim(address, false, nullptr);
  if (!claimed.ok()) return claimed.status();
  return end_with_fault(*claimed, static_cast<int32_t>(code));
}

void ServerAsyncTable::raised(runtime::ServerCall& call, int32_t status) {
  if (!call.claim_answer()) return;
  call.add_reference();
  (void)end_with_fault(*static_cast<State*>(call.async_state), status);
}

}  // namespace farcall::stub
