// Start, status, cancel and collection of asynchronous calls on the client (rules AR-007 to AR-049
// and AR-064 to AR-070 of the async contract).
#include "stub/client_async.h"

#include <cstring>
#include <memory>
#include <utility>

#include "runtime/runtime.h"
#include "stub/async_signature.h"
#include "stub/client_contexts.h"
#include "stub/client_operation.h"
#include "stub/environment.h"
#include "stub/notification_request.h"

namespace farcall::stub {
namespace {

using runtime::NotificationRequest;
using runtime::client::ClientCall;

struct Release {
  void operator()(ClientCall* call) const { call->release(); }
};
using CallRef = std::unique_ptr<ClientCall, Release>;

// The program may have written any number where the type stands.
Result<NotificationRequest> notification_of(const RPC_ASYNC_STATE& state) {
  uint32_t type = 0;
  static_assert(sizeof type == sizeof state.NotificationType);
  std::memcpy(&type, &state.NotificationType, sizeof type);
  return notification_request(type, state.u);
}

bool copy_frame(ClientCall& call, const ClientOperation& operation, const void* frame) {
  call.operation = &operation;
  call.frame = call.inline_frame;
  if (operation.frame_size > sizeof call.inline_frame) {
    call.frame_block = environment().runtime->buffers().get(operation.frame_size);
    if (!call.frame_block) return false;
    call.frame = call.frame_block.data();
  }
  std::memcpy(call.frame, frame, operation.frame_size);
  return true;
}

const ClientOperation& operation_of(const ClientCall& call) {
  return *static_cast<const ClientOperation*>(call.operation);
}

bool has_result(const ClientOperation& operation) {
  return (operation.flags & k_op_has_result) != 0;
}

}  // namespace

Status ClientAsyncTable::begin(const ClientOperation& operation, RPC_ASYNC_STATE* state,
                               void* binding, const void* frame) {
  RPC_TRY(check_client_async_handle(state));
  RPC_TRY(const NotificationRequest notification, notification_of(*state));
  RPC_TRY(PreparedCall prepared, prepare_call(operation, binding, frame));
  CallRef call(environment().client->make_call());
  if (!call || !copy_frame(*call, operation, frame)) return Status{RPC_S_OUT_OF_MEMORY};
  call->context_binding = std::move(prepared.context_binding);
  RPC_TRY(call->prepare_notification(notification, state));
  RPC_TRY(call->prepare(prepared.target, std::move(prepared.request)));

  // The call is known before it starts, because it may be over, and collected, before start()
  // returns (AR-034).
  ClientCall& known = *call;
  known.retain();
  const CallRef ours(&known);
  RPC_TRY(calls_.insert(state, known));
  (void)call.release();  // the map's now
  state->RuntimeInfo = binding;
  const Status started = known.start().status();
  if (started.ok()) return started;
  const Result<ClientCall&> taken =
      calls_.take(state, [&](ClientCall& live) { return &live == &known ? Status{} : started; });
  if (taken.ok()) taken->release();
  return started;
}

Status ClientAsyncTable::call_status(RPC_ASYNC_STATE* state) {
  RPC_TRY(check_client_async_handle(state));
  int32_t status = RPC_S_OK;
  RPC_TRY(calls_.visit(state, [&](ClientCall& call) { status = call.status(); }));
  return Status{status};
}

Status ClientAsyncTable::cancel(RPC_ASYNC_STATE* state, bool abortive) {
  RPC_TRY(check_client_async_handle(state));
  CallRef call;
  RPC_TRY(calls_.visit(state, [&](ClientCall& live) {
    live.retain();
    call.reset(&live);
  }));
  call->cancel(abortive);
  return Status{};
}

Status ClientAsyncTable::complete(RPC_ASYNC_STATE* state, void* reply) {
  RPC_TRY(check_client_async_handle(state));
  const auto may_end = [reply](ClientCall& call) {
    const int32_t status = call.status();
    if (status == RPC_S_ASYNC_CALL_PENDING) return Status{status};
    const bool needs_reply = status == RPC_S_OK && has_result(operation_of(call));
    return needs_reply && !reply ? Status{RPC_S_INVALID_ARG} : Status{};
  };
  RPC_TRY(auto& taken, calls_.take(state, may_end));
  const CallRef call(&taken);
  if (call->status() != RPC_S_OK) return Status{call->status()};
  const ClientOperation& operation = operation_of(*call);
  ClientContextMarshaller contexts(call->group(), call->context_binding.handle());
  RPC_TRY(accept_response(operation, call->reply(), contexts, call->frame));
  if (has_result(operation))
    std::memcpy(reply, static_cast<const uint8_t*>(call->frame) + operation.result_offset,
                operation.result_size);
  return Status{};
}

}  // namespace farcall::stub
