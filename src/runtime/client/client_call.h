// ClientCall: one asynchronous call on the client, from its start until the application has
// collected it.
//
// References: one of whoever collects the outcome, one of the connections (from start() until the
// association is done with the record), one of a posting to the loop, one of an APC on its way.
// Which thread touches what: the record and "the connection's half" belong to the group's loop
// after start(); the outcome and the work word are atomic; the reply is written before the
// outcome is final and read after.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "base/buffer.h"
#include "base/error_record.h"
#include "base/result.h"
#include "base/slab.h"
#include "protocol/client_association.h"
#include "runtime/async/call_outcome.h"
#include "runtime/async/notification.h"
#include "runtime/client/call_pipes.h"
#include "runtime/client/call_request.h"
#include "runtime/client/client_contexts.h"
#include "runtime/client/com_timeout.h"
#include "transport/loop.h"
#include "transport/part.h"

namespace farcall::runtime::client {

class AssociationGroup;
class AsyncConnection;
class CallDeadline;
struct CallTarget;

class ClientCall final : public protocol::ClientCallRecord, public NotificationOwner {
 public:
  // With one reference, the collector's.
  explicit ClientCall(Slab<ClientCall>& home);
  ClientCall(const ClientCall&) = delete;
  ClientCall& operator=(const ClientCall&) = delete;
  ~ClientCall() { delete errors_.load(std::memory_order_relaxed); }

  // In this order, once each; errors are local: nothing was started then, nothing will be told.
  // How its end shall be told. Errors as Notification::prepare().
  Status prepare_notification(const NotificationRequest& request, void* async_state) {
    return notification_.prepare(request, async_state);
  }
  // Where it goes and what it carries. From here on other threads may know the call.
  // RPC_S_OUT_OF_RESOURCES: there is no loop.
  Result<void> prepare(const CallTarget& target, CallRequest request);
  // Sends it on its way; its notification may come before this returns.
  Result<void> start();

  // Any thread that holds a reference. RPC_S_ASYNC_CALL_PENDING until the call is over.
  [[nodiscard]] int32_t status() const { return outcome_.status(); }
  [[nodiscard]] bool finished() const { return outcome_.finished(); }
  // Asks the server, or with `abortive` ends the call here at once. Any number of times.
  void cancel(bool abortive);
  // Ends the call here and tells nobody: the program has learnt `status` from a push or pull.
  void abandon(int32_t status);
  // Of a call with pipes: request data is there to be sent, or there is room for more of the response.
  void feed() { (void)post(k_feed); }
  // Likewise: the last [out] pipe has been pulled to its end.
  void drained() { (void)post(k_drained); }
  // Of a call that has failed: its status, with all that is known of the failure as the calling
  // thread's errors.
  [[nodiscard]] Status error() const;
  // Of a call that has ended with RPC_S_OK.
  [[nodiscard]] const Response& reply() const { return reply_; }

  void retain() override { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() override;

  // Any thread that holds a reference: at `at` the server is asked to cancel, and `grace` later the
  // call ends here with RPC_S_CALL_CANCELLED, whatever the server does. Takes the place of an
  // earlier deadline; Time::max() is none. RPC_S_OUT_OF_MEMORY.
  Status set_deadline(Time at, Duration grace);

  // The connection's half; on the loop.
  [[nodiscard]] AsyncConnection* connection() const { return connection_; }
  void set_connection(AsyncConnection* connection) { connection_ = connection; }
  [[nodiscard]] std::optional<ComTimeout> com_timeout() const { return com_timeout_; }
  [[nodiscard]] bool noncausal() const { return noncausal_; }
  [[nodiscard]] transport::Loop& loop() const { return *loop_; }
  [[nodiscard]] bool waiting() const { return waiting_; }
  void set_waiting(bool waiting) { waiting_ = waiting; }
  // True once.
  [[nodiscard]] bool take_second_chance() { return !std::exchange(second_chance_used_, true); }
  // The end of the connections' part; gives their reference back, at once or, with [out] pipes, when they have been
  // pulled. The caller touches the call no more.
  void answer(BufferPool& pool, protocol::IncomingResponse& response);
  void end(Status status);
  void end(int32_t status) { end(Status{status}); }
  // Ends a call whose whole response is here, and which has been given up before it was pulled.
  void drop_unpulled();

  // Where it goes; valid after prepare().
  [[nodiscard]] const std::shared_ptr<AssociationGroup>& group() const { return group_; }

  // Before start(), if it has any.
  std::unique_ptr<CallPipes> pipes;

  // The stub layer's own.
  OwnedBinding context_binding;  // for context handles that come back
  uint32_t started_ms = 0;       // for reports
  int32_t started_by = 0;
  bool misuse_reported = false;
  const void* operation = nullptr;
  void* frame = nullptr;
  BufferRef frame_block;  // of a frame that does not fit here
  static constexpr size_t k_inline_frame = 96;
  alignas(16) unsigned char inline_frame[k_inline_frame];

 private:
  friend class CallDeadline;
  // Work for the loop.
  enum Work : uint8_t {
    k_start = 1,
    k_cancel = 2,
    k_abort = 4,
    k_notify = 8,
    k_feed = 16,
    k_drained = 32
  };
  bool post(uint8_t work);
  static void run_work(transport::Task& task);
  void end_when_drained();

  Slab<ClientCall>& home_;
  std::shared_ptr<AssociationGroup> group_;
  transport::Loop* loop_ = nullptr;
  CallOutcome outcome_;
  Notification notification_{*this};
  Response reply_;
  std::atomic<ErrorChain*> errors_{nullptr};  // of a call that has failed; set once
  transport::Part<transport::Task, ClientCall> task_;
  AsyncConnection* connection_ = nullptr;
  CallDeadline* deadline_ = nullptr;  // on the loop
  std::atomic<uint32_t> references_{1};
  std::atomic<uint8_t> work_{0};
  std::optional<ComTimeout> com_timeout_;
  bool noncausal_ = false;
  bool over_ = false;  // the connections' part
  bool waiting_ = false;
  bool second_chance_used_ = false;
};

}  // namespace farcall::runtime::client
