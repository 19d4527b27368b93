// Start, status, cancel and collection of asynchronous calls on the client (rules AR-007 to AR-049
// and AR-064 to AR-070 of the async contract).
#include "stub/client_async.h"

#include <atomic>
#include <cstring>
#include <optional>
#include <utility>

#include "runtime/runtime.h"
#include "stub/async_signature.h"
#include "stub/call_history.h"
#include "stub/client_async_pipes.h"
#include "stub/client_contexts.h"
#include "stub/client_operation.h"
#include "stub/environment.h"
#include "stub/notification_request.h"

namespace farcall::stub {
namespace {

using runtime::NotificationRequest;
using runtime::client::ClientCall;

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
  if (frame) std::memcpy(call.frame, frame, operation.frame_size);
  return true;
}

const ClientOperation& operation_of(const ClientCall& call) {
  return *static_cast<const ClientOperation*>(call.operation);
}

CallHistory history_of(const ClientCall& call) {
  const ClientOperation& operation = operation_of(call);
  return {operation.interface->name, operation.name, {call.started_ms, call.started_by}, {}, {}};
}

// What a collected structure keeps of its call, to be told when it is collected again. Written and
// read in the program's own calls only; the program does not touch these members (AR-008).
struct Remains {
  const ClientOperation* operation;
  Moment started;
  Moment ended;
};
static_assert(sizeof(Remains) <= sizeof(RPC_ASYNC_STATE::Reserved));
constexpr LONG k_collected = 0x434f4c4c;

void leave_remains(RPC_ASYNC_STATE& state, const ClientCall& call) {
  const Remains remains{&operation_of(call), {call.started_ms, call.started_by}, this_moment()};
  std::memcpy(state.Reserved, &remains, sizeof remains);
  std::atomic_ref(state.Lock).store(k_collected, std::memory_order_release);
}

void report_second_collection(RPC_ASYNC_STATE& state) {
  // Another thread may be collecting just now: whoever loses looks for what the winner left.
  if (std::atomic_ref(state.Lock).exchange(0, std::memory_order_acquire) != k_collected) return;
  Remains remains;
  std::memcpy(&remains, state.Reserved, sizeof remains);
  report_misuse("async.completed_twice", "a call was completed that has been completed before",
                {remains.operation->interface->name, remains.operation->name, remains.started,
                 remains.ended, CallEnd::completed});
}

bool has_result(const ClientOperation& operation) {
  return (operation.flags & k_op_has_result) != 0;
}

}  // namespace

Status ClientAsyncTable::begin(const ClientOperation& operation, RPC_ASYNC_STATE* state,
                               void* binding, const void* frame) {
  RPC_TRY(check_client_async_handle(state));
  RPC_TRY(CallRef call, make_call(operation, frame));
  if (operation.pipes.count) {
    RPC_TRY(PreparedCall prepared, prepare_call_with_pipes(operation, binding, frame, *call));
    return start(state, binding, prepared, std::move(call));
  }
  RPC_TRY(PreparedCall prepared, prepare_call(operation, binding, frame, MayWait::no));
  return start(state, binding, prepared, std::move(call));
}

Status ClientAsyncTable::begin_bind(RPC_ASYNC_STATE* state, void* binding, const void* if_handle) {
  static const ClientInterface rpc{k_interface_magic, "rpc", nullptr, {}};
  static const ClientOperation bind{&rpc, "RpcBindingBind", 0,       k_op_maybe, 0, 0,
                                    0,    nullptr,          nullptr, {}};
  RPC_TRY(check_client_async_handle(state));
  RPC_TRY(PreparedCall prepared, prepare_bind(binding, if_handle));
  RPC_TRY(CallRef call, make_call(bind, nullptr));
  return start(state, binding, prepared, std::move(call));
}

Result<ClientAsyncTable::CallRef> ClientAsyncTable::make_call(const ClientOperation& operation,
                                                              const void* frame) {
  CallRef call(environment().client->make_call());
  if (!call || !copy_frame(*call, operation, frame)) return Status{RPC_S_OUT_OF_MEMORY};
  return call;
}

Status ClientAsyncTable::start(RPC_ASYNC_STATE* state, void* binding, PreparedCall& prepared,
                               CallRef call) {
  RPC_TRY(const NotificationRequest notification, notification_of(*state));
  call->context_binding = std::move(prepared.context_binding);
  RPC_TRY(call->prepare_notification(notification, state));
  RPC_TRY(call->prepare(prepared.target, std::move(prepared.request)));

  // The call is known before it starts, because it may be over, and collected, before start()
  // returns (AR-034).
  ClientCall& known = *call;
  const Moment now = this_moment();
  known.started_ms = now.milliseconds;
  known.started_by = now.thread;
  known.retain();
  const CallRef ours(&known);
  const Status inserted = calls_.insert(state, known);
  if (!inserted.ok()) {
    report_live_call(state, "async.reused", "a structure was used again whose call is under way");
    return inserted;
  }
  state->Lock = 0;
  (void)call.release();  // the map's now
  state->RuntimeInfo = binding;
  Status started = known.pipes ? connect_pipes(operation_of(known), state, known) : Status{};
  if (started.ok()) started = known.start().status();
  if (started.ok()) return started;
  disconnect_pipes(known);
  const Result<ClientCall&> taken =
      calls_.take(state, [&](ClientCall& live) { return &live == &known ? Status{} : started; });
  if (taken.ok()) taken->release();
  return started;
}

void ClientAsyncTable::report_live_call(const RPC_ASYNC_STATE* state, const char* event,
                                        const char* what) {
  std::optional<CallHistory> history;
  (void)calls_.visit(state, [&](ClientCall& live) {
    if (!std::exchange(live.misuse_reported, true)) history = history_of(live);
  });
  if (history) report_misuse(event, what, *history);
}

void ClientAsyncTable::note_initialisation(const RPC_ASYNC_STATE* state) {
  report_live_call(state, "async.initialised_again",
                   "a structure was initialised whose call is under way");
}

Status ClientAsyncTable::call_status(RPC_ASYNC_STATE* state) {
  RPC_TRY(check_client_async_handle(state));
  int32_t status = RPC_S_OK;
  RPC_TRY(calls_.visit(state, [&](ClientCall& call) { status = call.status(); }));
  return Status{status};
}

Result<ClientCall*> ClientAsyncTable::hold(RPC_ASYNC_STATE* state) {
  RPC_TRY(check_client_async_handle(state));
  ClientCall* held = nullptr;
  RPC_TRY(calls_.visit(state, [&](ClientCall& live) {
    live.retain();
    held = &live;
  }));
  return held;
}

Status ClientAsyncTable::cancel(RPC_ASYNC_STATE* state, bool abortive) {
  RPC_TRY(ClientCall* const held, hold(state));
  CallRef(held)->cancel(abortive);
  return Status{};
}

void ClientAsyncTable::give_up(RPC_ASYNC_STATE* state, ClientCall& call, int32_t status) {
  call.abandon(status);
  const Result<ClientCall&> taken = calls_.take(
      state, [&](ClientCall& live) { return Status{&live == &call ? RPC_S_OK : status}; });
  if (!taken.ok()) return;  // somebody collects it just now
  disconnect_pipes(call);
  taken->release();
}

Status ClientAsyncTable::set_deadline(RPC_ASYNC_STATE* state, Time at, Duration grace) {
  RPC_TRY(ClientCall* const held, hold(state));
  return CallRef(held)->set_deadline(at, grace);
}

Status ClientAsyncTable::complete(RPC_ASYNC_STATE* state, void* reply) {
  RPC_TRY(check_client_async_handle(state));
  const auto may_end = [reply](ClientCall& call) {
    const int32_t status = call.status();
    if (status == RPC_S_ASYNC_CALL_PENDING) {
      if (call.pipes) RPC_TRY(check_async_pipe_discipline(call));
      return Status{status};
    }
    const bool needs_reply = status == RPC_S_OK && has_result(operation_of(call));
    return needs_reply && !reply ? Status{RPC_S_INVALID_ARG} : Status{};
  };
  const Result<ClientCall&> taken = calls_.take(state, may_end);
  if (taken.status().code == RPC_S_INVALID_ASYNC_CALL) report_second_collection(*state);
  RPC_TRY(taken);
  const CallRef call(&*taken);
  leave_remains(*state, *call);
  disconnect_pipes(*call);
  if (call->status() != RPC_S_OK) return call->error();
  const ClientOperation& operation = operation_of(*call);
  ClientContextMarshaller contexts(call->group(), call->context_binding.handle());
  const bool behind_pipes = call->pipes && call->pipes->streams_response;
  RPC_TRY(behind_pipes ? accept_behind_async_pipes(operation, *call, contexts)
                       : accept_response(operation, call->reply(), contexts, call->frame));
  if (has_result(operation))
    std::memcpy(reply, static_cast<const uint8_t*>(call->frame) + operation.result_offset,
                operation.result_size);
  return Status{};
}

}  // namespace farcall::stub
