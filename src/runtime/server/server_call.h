// ServerCall: one call on the server, from its request until its reply has been handed to the connection.
//
// Life (design, section 4): made on the loop when the request is complete; dispatched on the loop or on a pool
// thread; answered once, from any thread, by reply() or fault(); given back on the loop. References: the connection
// holds one until the answer is processed, the dispatching thread one while the manager runs. A ServerCall is also
// the binding handle that a manager sees (handle_t): it lives in a Slab, so a late or foreign handle is recognised.
//
// Which thread touches what: `request` data belongs to the dispatching thread; the outcome, `cancelled` and
// `disconnected` are atomic; everything else is set before dispatch and constant afterwards.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "base/arena.h"
#include "base/intrusive_list.h"
#include "base/result.h"
#include "base/uuid.h"
#include "ndr/marshal_buffer.h"
#include "runtime/async/call_outcome.h"
#include "runtime/server/interface_registry.h"
#include "runtime/server/thread_pool.h"
#include "transport/loop.h"

namespace farcall::runtime {

class ServerConnection;

// What a stub needs to know of a request.
struct RequestInfo {
  uint32_t call_id = 0;
  uint16_t context_id = 0;
  uint16_t opnum = 0;
  bool big_endian = false;
  bool maybe = false;
  std::optional<Uuid> object;
};

class ServerCall {
 public:
  ServerCall(ServerConnection& connection, InterfaceRef interface, const RequestInfo& request);
  ServerCall(const ServerCall&) = delete;
  ServerCall& operator=(const ServerCall&) = delete;
  ~ServerCall();

  [[nodiscard]] const RequestInfo& request() const { return request_; }
  [[nodiscard]] RegisteredInterface& interface() const { return *interface_; }
  [[nodiscard]] const void* manager_epv() const { return manager_epv_; }
  [[nodiscard]] ServerConnection& connection() const { return connection_; }
  [[nodiscard]] Arena& arena() { return arena_; }

  // [in] stub data. Valid until release_request(), at the latest until the dispatching thread returns.
  [[nodiscard]] Bytes stub_data() const { return stub_data_; }
  void release_request();

  // True for the one caller that may, and then must, answer: the law's compare-and-swap. What it still has to do
  // for the answer (marshalling) comes between this and reply() or fault().
  bool claim_answer() { return !claimed_.exchange(true, std::memory_order_acq_rel); }
  // The answer, from the thread that claimed it. RPC_S_CALL_FAILED when the client is gone: the answer is dropped,
  // the call is over all the same.
  Result<void> reply(ndr::Marshalled stub_data);
  Result<void> fault(int32_t status);

  [[nodiscard]] bool cancelled() const { return cancelled_.load(std::memory_order_acquire); }
  [[nodiscard]] bool disconnected() const { return disconnected_.load(std::memory_order_acquire); }
  [[nodiscard]] bool answered() const { return claimed_.load(std::memory_order_acquire); }

  void add_reference() { references_.fetch_add(1, std::memory_order_relaxed); }
  void drop_reference();

  // The stub layer's own: the frame and the asynchronous state of the call.
  void* frame = nullptr;
  void* async_state = nullptr;
  static constexpr size_t k_inline_frame = 96;
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

  Result<void> send_answer();
  static void run_answer(transport::Task& task);

  ServerConnection& connection_;
  InterfaceRef interface_;
  const RequestInfo request_;
  const void* manager_epv_ = nullptr;
  Arena arena_;
  Bytes stub_data_;
  BufferRef stub_block_;  // keeps stub_data_ when it is not in the loop's read buffer
  ndr::Marshalled answer_;
  int32_t fault_status_ = RPC_S_OK;
  std::atomic<uint32_t> references_{1};
  std::atomic<bool> claimed_{false};
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> disconnected_{false};
  bool entered_manager_ = false;
  ListLink link_;  // in the connection's list of calls; on the loop only
  AnswerTask answer_task_;
  DispatchTask dispatch_task_;
};

}  // namespace farcall::runtime
