// The answer of a call and the end of it.
//
// An answer from the connection's loop goes straight into the association, so that all answers of a
// turn leave in one write; one from another thread is posted, with a task that lies in the call.
#include "runtime/server/server_call.h"

#include <cstring>
#include <new>
#include <utility>

#include "base/error_record.h"
#include "protocol/server_association.h"
#include "runtime/server/admission.h"
#include "runtime/server/call_subscriptions.h"
#include "runtime/server/server_connection.h"
#include "runtime/server/server_pipes.h"

namespace farcall::runtime {

ServerCall::ServerCall(ServerConnection& connection, RegisteredInterface& interface,
                       const void* manager_epv, const protocol::IncomingRequest& request)
    : connection_(connection),
      interface_(interface),
      manager_epv_(manager_epv),
      request_{.call_id = request.call_id,
               .context_id = request.context_id,
               .opnum = request.opnum,
               .big_endian = request.big_endian,
               .maybe = request.maybe,
               .ndr64 = request.transfer_syntax == k_ndr64,
               .object = request.object},
      security_(request.security),
      arena_(connection.buffers()),
      stub_data_(request.stub_data),
      stub_block_(request.owner),
      client_state_(request.pending_cancel ? k_cancel_asked : uint8_t{}) {}

ServerCall::~ServerCall() {
  delete subscriptions_.load(std::memory_order_relaxed);
}

bool ServerCall::keep_request() {
  if (stub_block_ || stub_data_.empty()) return true;
  stub_block_ = connection_.buffers().get(stub_data_.size());
  if (!stub_block_) return false;
  std::memcpy(stub_block_.data(), stub_data_.data(), stub_data_.size());
  stub_data_ = {stub_block_.data(), stub_data_.size()};
  return true;
}

void ServerCall::release_request() {
  if (stub_data_.empty() && !stub_block_) return;
  stub_data_ = {};
  stub_block_.reset();
}

Result<void> ServerCall::reply(ndr::Marshalled stub_data) {
  answer_ = std::move(stub_data);
  return send_answer();
}

Result<void> ServerCall::fault(int32_t status) {
  // A fault of status 0 would tell the client nothing (C706 12.6.4.7).
  fault_status_ = status != RPC_S_OK ? status : RPC_S_CALL_FAILED;
  if (!abandoned() && !request_.maybe) attach_errors();
  return send_answer();
}

// In the place of stub data, which a fault has not.
void ServerCall::attach_errors() {
  const ServerCore& core = connection_.core();
  const ErrorChain& known = thread_errors();
  const bool same = !known.empty() && known.front().status == static_cast<uint32_t>(fault_status_);
  const std::vector<uint8_t> report =
      error_report(fault_status_, same ? known : ErrorChain{}, connection_.caller(security_),
                   core.tell_errors, core.runtime.limits());
  answer_ = {report.empty() ? BufferRef{} : connection_.buffers().get(report.size()), 0, 0};
  if (!answer_.block) return;
  std::memcpy(answer_.block.data(), report.data(), report.size());
  answer_.length = report.size();
}

Result<void> ServerCall::send_answer() {
  transport::Loop& loop = connection_.loop();
  if (loop.is_current()) return connection_.answer(*this);
  const bool in_vain = abandoned();
  auto* task = new (&queued_.answer) AnswerTask{{nullptr, run_answer}, this};
  if (!loop.post(*task)) {  // the loop has ended, and the connection with it
    connection_.drop_answer(*this);
    return Status{RPC_S_CALL_FAILED};
  }
  if (in_vain) return Status{RPC_S_CALL_FAILED};
  return {};
}

void ServerCall::run_answer(transport::Task& task) {
  ServerCall& call = *static_cast<AnswerTask&>(task).call;
  (void)call.connection_.answer(call);
}

void ServerCall::note(uint8_t what) {
  client_state_.fetch_or(what);
  CallSubscriptions* const subscriptions = subscriptions_.load();
  if (!subscriptions || answered()) return;
  subscriptions->tell(what == k_disconnected ? AsyncEvent::client_disconnect
                                             : AsyncEvent::client_cancel);
}

CallSubscriptions* ServerCall::make_subscriptions() {
  if (CallSubscriptions* known = subscriptions_.load()) return known;
  auto* made = new (std::nothrow) CallSubscriptions;
  CallSubscriptions* first = nullptr;
  if (!made || subscriptions_.compare_exchange_strong(first, made)) return made;
  delete made;
  return first;
}

// A routine is given the asynchronous handle of the call where there is one (AR-110).
Status ServerCall::subscribe(AsyncEvent event, const NotificationRequest& request) {
  CallSubscriptions* const subscriptions = make_subscriptions();
  if (!subscriptions) return Status{RPC_S_OUT_OF_MEMORY};
  void* const handle = async_state ? async_state : this;
  RPC_TRY(subscriptions->subscribe(event, request, handle, connection_.loop()));
  const uint8_t happened =
      event == AsyncEvent::client_disconnect ? k_disconnected : k_cancel_asked | k_orphaned;
  if (client_state_.load() & happened) subscriptions->tell(event);
  return Status{};
}

Result<uint32_t> ServerCall::unsubscribe(AsyncEvent event) {
  CallSubscriptions* const subscriptions = subscriptions_.load();
  if (!subscriptions) return Status{RPC_S_INVALID_ARG};
  return subscriptions->unsubscribe(event);
}

bool ServerCall::try_add_reference() {
  uint32_t count = references_.load(std::memory_order_relaxed);
  while (count != 0)
    if (references_.compare_exchange_weak(count, count + 1, std::memory_order_relaxed)) return true;
  return false;
}

void ServerCall::drop_reference() {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) end_call(*this);
}

}  // namespace farcall::runtime
