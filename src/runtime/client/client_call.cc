// The client's half of the law of an asynchronous call (runtime/async/call_outcome.h).
#include "runtime/client/client_call.h"

#include <cstring>
#include <utility>

#include "runtime/client/association_group.h"
#include "runtime/client/binding.h"
#include "runtime/client/call_deadline.h"
#include "runtime/client/call_errors.h"

namespace farcall::runtime::client {

ClientCall::ClientCall(Slab<ClientCall>& home) : home_(home), task_(*this, nullptr, run_work) {}

Result<void> ClientCall::prepare(const CallTarget& target, CallRequest request) {
  RPC_TRY(auto& loop, target.group->loop());
  prepare_record(*this, request, target.object, target.group->security());
  group_ = target.group;
  loop_ = &loop;
  com_timeout_ = target.com_timeout;
  noncausal_ = target.noncausal;
  outcome_.start();
  return {};
}

Result<void> ClientCall::start() {
  group_->runtime().statistics().calls_out.fetch_add(1, std::memory_order_relaxed);
  retain();  // the connections'
  if (post(k_start)) return {};
  release();
  return Status{RPC_S_OUT_OF_RESOURCES};  // the loop has ended
}

// The task is posted by whoever finds no work there; it does all that there is when it runs.
bool ClientCall::post(uint8_t work) {
  if (work_.fetch_or(work, std::memory_order_acq_rel) != 0) return true;
  retain();
  if (loop_->post(task_)) return true;
  release();
  return false;
}

void ClientCall::run_work(transport::Task& task) {
  ClientCall& call = transport::Part<transport::Task, ClientCall>::of(task);
  AsyncConnections& connections = call.group_->async();
  const uint8_t work = call.work_.exchange(0, std::memory_order_acq_rel);
  if (work & k_start) connections.start(call);
  if (work & (k_cancel | k_abort)) connections.cancel(call, (work & k_abort) != 0);
  if (work & k_notify) call.notification_.fire(AsyncEvent::call_complete);
  if (work & k_drained) call.end_when_drained();
  if (work & (k_feed | k_drained)) connections.feed(call);
  call.release();
}

void ClientCall::cancel(bool abortive) {
  if (!abortive) {
    if (!finished()) (void)post(k_cancel);
    return;
  }
  if (!outcome_.finish(RPC_S_CALL_CANCELLED)) return;
  if (pipes) pipes->fail_quietly(RPC_S_CALL_CANCELLED);
  if (notification_.needs_runtime_thread()) {
    (void)post(k_abort | k_notify);
  } else {
    (void)post(k_abort);
    notification_.fire(AsyncEvent::call_complete);
  }
}

void ClientCall::abandon(int32_t status) {
  if (!outcome_.finish(status)) return;
  pipes->fail_quietly(status);
  (void)post(k_abort);
}

Status ClientCall::set_deadline(Time at, Duration grace) {
  return CallDeadline::post(*this, at, grace);
}

// Bytes that lie in the loop's read buffer are copied; the others stay where they are.
void ClientCall::answer(BufferPool& pool, protocol::IncomingResponse& incoming) {
  if (finished()) return end(RPC_S_CALL_CANCELLED);  // late: recognised and dropped
  reply_.big_endian = incoming.big_endian;
  reply_.transfer_syntax = incoming.transfer_syntax;
  if (pipes && pipes->streams_response) {
    pipes->input.append({}, true);
    pipes->answered = true;
    if (pipes->drained) end(RPC_S_OK);
    return;
  }
  reply_.stub_data = incoming.stub_data;
  reply_.owner = std::move(incoming.owner);
  if (!reply_.owner && !incoming.stub_data.empty()) {
    reply_.owner = pool.get(incoming.stub_data.size());
    if (!reply_.owner) return end(RPC_S_OUT_OF_MEMORY);
    std::memcpy(reply_.owner.data(), incoming.stub_data.data(), incoming.stub_data.size());
    reply_.stub_data = {reply_.owner.data(), incoming.stub_data.size()};
  }
  end(RPC_S_OK);
}

// What comes behind the pipes is kept whole, like any response.
void ClientCall::end_when_drained() {
  if (over_ || std::exchange(pipes->drained, true)) return;
  pipes->input.set_limit(group_->runtime().limits().max_response);
  if (pipes->answered) end(RPC_S_OK);
}

void ClientCall::drop_unpulled() {
  if (pipes && pipes->answered && !over_) end(RPC_S_CALL_CANCELLED);
}

void ClientCall::end(Status status) {
  errors_.store(keep_errors(status).release(), std::memory_order_release);
  stub_data = {};
  ClientCallRecord::response.clear();
  over_ = true;
  if (deadline_) std::exchange(deadline_, nullptr)->drop();
  if (outcome_.finish(status.code)) {
    if (pipes && status.code != RPC_S_OK) pipes->fail_quietly(status.code);
    notification_.fire(AsyncEvent::call_complete);
  }
  release();
}

Status ClientCall::error() const {
  const Status plain{status()};
  const ErrorChain* const errors = errors_.load(std::memory_order_acquire);
  if (!errors) return call_error(plain, *group_);
  return call_error(with_errors(plain.code, [&] { return *errors; }), *group_);
}

void ClientCall::release() {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) home_.destroy(this);
}

}  // namespace farcall::runtime::client
