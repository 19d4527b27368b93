// ServerCall: one call on the server, from its request until its reply has been handed to the
// connection.
//
// Life (design, section 4): made on the loop when the request is complete; dispatched on the loop
// or on a pool thread; answered once, from any thread, by reply() or fault(); given back on the
// loop. References: the connection holds one until the answer is processed, the dispatching thread
// one while the manager runs. A ServerCall is also the binding handle that a manager sees
// (handle_t): it lives in a Slab, so a late or foreign handle is recognised.
//
// Which thread touches what: `request` data belongs to the dispatching thread; what the client did
// and who answers are atomic; everything else is set before dispatch and constant afterwards.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/result.h"
#include "base/uuid.h"
#include "ndr/marshal_buffer.h"
#include "runtime/server/interface_registry.h"
#include "runtime/server/thread_pool.h"
#include "transport/task_queue.h"

namespace farcall::protocol {
struct IncomingRequest;
}
namespace farcall::security {
class SecurityContext;
}

namespace farcall::runtime {

class CallContexts;
class ServerPipes;
class CallSubscriptions;
class ServerConnection;
struct NotificationRequest;
enum class AsyncEvent : int32_t;

// What a stub needs to know of a request.
struct RequestInfo {
  uint32_t call_id = 0;
  uint16_t context_id = 0;
  uint16_t opnum = 0;
  bool big_endian = false;
  bool maybe = false;
  bool ndr64 = false;  // the transfer syntax
  std::optional<Uuid> object;
};

class ServerCall {
 public:
  // `interface` is kept alive by the connection.
  ServerCall(ServerConnection& connection, RegisteredInterface& interface, const void* manager_epv,
             const protocol::IncomingRequest& request);
  ServerCall(const ServerCall&) = delete;
  ServerCall& operator=(const ServerCall&) = delete;
  ~ServerCall();

  [[nodiscard]] const RequestInfo& request() const { return request_; }
  [[nodiscard]] RegisteredInterface& interface() const { return interface_; }
  [[nodiscard]] const void* manager_epv() const { return manager_epv_; }
  [[nodiscard]] ServerConnection& connection() const { return connection_; }
  // Who calls; nullptr: unauthenticated. Its facts() and trailer() are constant; nothing else of it
  // is for any thread but the connection's.
  [[nodiscard]] const security::SecurityContext* security() const { return security_; }
  [[nodiscard]] Arena& arena() { return arena_; }

  // [in] stub data. Valid until release_request(), at the latest until the dispatching thread
  // returns.
  [[nodiscard]] Bytes stub_data() const { return stub_data_; }
  void release_request();

  // True for the one caller that may, and then must, answer: the law's compare-and-swap. What it
  // still has to do for the answer (marshalling) comes between this and reply() or fault().
  bool claim_answer() { return !claimed_.exchange(true, std::memory_order_acq_rel); }
  // The answer, from the thread that claimed it. RPC_S_CALL_FAILED when the client is gone or has
  // given the call up: the answer is dropped, the call is over all the same. The call may be gone
  // when these return, unless the caller holds a reference.
  Result<void> reply(ndr::Marshalled stub_data);
  // With it go the errors of the calling thread, if they are of this status (AR-063).
  Result<void> fault(int32_t status);

  // The client asked for a cancel, gave the call up, or is gone: what RpcServerTestCancel tells.
  [[nodiscard]] bool cancelled() const { return client_state() != 0; }
  // The connection is gone.
  [[nodiscard]] bool disconnected() const { return (client_state() & k_disconnected) != 0; }
  // Nobody will see the answer.
  [[nodiscard]] bool abandoned() const {
    return (client_state() & (k_orphaned | k_disconnected)) != 0;
  }
  // Of an asynchronous call: only an answer is missing.
  void note_manager_returned() { manager_returned_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool manager_returned() const {
    return manager_returned_.load(std::memory_order_relaxed);
  }
  [[nodiscard]] bool answered() const { return claimed_.load(std::memory_order_acquire); }

  // By one who holds a reference. What has happened already is told at once. Errors as of
  // CallSubscriptions, or RPC_S_OUT_OF_MEMORY.
  Status subscribe(AsyncEvent event, const NotificationRequest& request);
  Result<uint32_t> unsubscribe(AsyncEvent event);

  // By one who holds a reference, or has claimed the answer.
  void add_reference() { references_.fetch_add(1, std::memory_order_relaxed); }
  // By one who found the call by its address (Server::visit_call): false when it is ending.
  bool try_add_reference();
  void drop_reference();

  // Its context handles, once it has met one; the stub layer drives them.
  CallContexts* contexts = nullptr;
  // Its pipes, when its operation has any; made on the loop before it is dispatched.
  std::unique_ptr<ServerPipes> pipes;
  // The stub layer's own: the frame and the asynchronous state of the call.
  void* frame = nullptr;
  void* async_state = nullptr;
  static constexpr size_t k_inline_frame = 64;
  alignas(16) unsigned char inline_frame[k_inline_frame];

 private:
  friend class ServerConnection;
  friend class Dispatcher;
  struct AnswerTask : transport::Task {
    ServerCall* call;
  };
  struct DispatchTask : PoolTask {
    ServerCall* call;
  };
  struct ResumeTask : transport::Task {
    ServerCall* call;
  };
  // First it waits for a thread, last it waits for the loop.
  union Queued {
    Queued() : dispatch{} {}
    DispatchTask dispatch;
    ResumeTask resume;  // parked before, under the inline policy
    AnswerTask answer;
  };

  // Bits of client_state_.
  static constexpr uint8_t k_cancel_asked = 1;
  static constexpr uint8_t k_orphaned = 2;
  static constexpr uint8_t k_disconnected = 4;
  [[nodiscard]] uint8_t client_state() const {
    return client_state_.load(std::memory_order_acquire);
  }
  // On the loop.
  void note(uint8_t what);
  CallSubscriptions* make_subscriptions();

  // Copies the stub data out of the loop's scratch. False when memory is out.
  bool keep_request();
  void attach_errors();
  Result<void> send_answer();
  static void run_answer(transport::Task& task);

  ServerConnection& connection_;
  RegisteredInterface& interface_;
  const void* const manager_epv_;
  const RequestInfo request_;
  const security::SecurityContext* const security_;
  Arena arena_;
  Bytes stub_data_;
  BufferRef stub_block_;  // keeps stub_data_, unless that lies in the loop's scratch
  ndr::Marshalled answer_;
  // Sequentially consistent, as client_state_: a subscriber shows up, then looks at what happened;
  // who notes something then looks for subscribers. One of the two sees the other.
  std::atomic<CallSubscriptions*> subscriptions_{nullptr};
  int32_t fault_status_ = RPC_S_OK;
  std::atomic<uint32_t> references_{1};
  std::atomic<bool> claimed_{false};
  std::atomic<bool> manager_returned_{false};
  std::atomic<uint8_t> client_state_{0};
  bool dispatched_ = false;  // the stub has seen it
  Queued queued_;
};

// A parked call is small (D8).
static_assert(sizeof(ServerCall) <= 320);

}  // namespace farcall::runtime
