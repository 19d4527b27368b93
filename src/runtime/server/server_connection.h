// ServerConnection: one accepted connection: the stream on a loop, the association that reads it,
// and the calls that came in over it.
//
// 1. Everything happens on its loop, except where "any thread" is said. Answers from other threads
//    come as tasks that lie in their calls.
// 2. References: the stream's life holds one, each call one. The last one deletes the object, on
//    whatever thread: by then the stream is gone.
// 3. What the loop's turn answers is queued in the stream and leaves in one write at its end (D2).
// 4. Back-pressure: nothing is read while the peer has more than limits.output_high_water unread,
//    until all of it has left, or while more than limits.max_queued_requests wait for a thread,
//    until half of them have one.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/byte_sink.h"
#include "protocol/server_association.h"
#include "runtime/server/access_policy.h"
#include "runtime/server/connection_set.h"
#include "runtime/server/group_scope.h"
#include "runtime/server/server_core.h"
#include "runtime/server/server_pipes.h"
#include "security/sid.h"
#include "transport/loop.h"
#include "transport/part.h"
#include "transport/peer_credentials.h"
#include "transport/protocol_sequence.h"
#include "transport/stream.h"
#include "transport/timer.h"

namespace farcall::runtime {

class ServerConnection final : public ConnectionEntry,
                               private transport::StreamHandler,
                               private protocol::ServerAssociation::Events,
                               private protocol::ByteSink {
 public:
  // Where the connection came from and how.
  struct Origin {
    const transport::ProtocolSequence* protseq = nullptr;
    transport::Address peer;
    transport::Address local;
    std::optional<transport::PeerCredentials> credentials;  // of a local protocol sequence
    GroupScopeRef scope;                                    // of the endpoint
  };

  // Takes over an accepted descriptor and serves it on `loop`. Closes it when there are too many
  // connections or memory is out. Any thread. `secondary_address` outlives the server's
  // connections.
  static void serve(ServerCore& core, transport::Loop& loop, transport::UniqueFd fd,
                    const Origin& origin, std::string_view secondary_address);

  ServerConnection(const ServerConnection&) = delete;
  ServerConnection& operator=(const ServerConnection&) = delete;

  // Any thread; constant.
  [[nodiscard]] ServerCore& core() const { return core_; }
  [[nodiscard]] transport::Loop& loop() const { return loop_; }
  [[nodiscard]] BufferPool& buffers() const { return core_.runtime.buffers(); }
  [[nodiscard]] const Origin& origin() const { return origin_; }
  // Of a request that came under `security`; nullptr: without a security context. Whoever calls over
  // a local protocol sequence is known by credentials that the kernel vouches for (D12).
  [[nodiscard]] Caller caller(const security::SecurityContext* security) const {
    return {origin_.peer.is_this_host(), security != nullptr || origin_.credentials.has_value(),
            origin_.protseq->local, security ? security->trailer().auth_level : uint8_t{0}};
  }

  // A copy of `name` for `context` (which may be nullptr), one of the connection's; as long as the
  // connection. Any thread.
  [[nodiscard]] const char16_t* keep_name(const security::SecurityContext* context,
                                          const std::u16string& name);

  // The SIDs of who calls under `context`, found once by `make` (which may block); as long as the
  // connection. Any thread.
  using Token = std::vector<security::Sid>;
  [[nodiscard]] const Token& keep_token(const security::SecurityContext* context,
                                        const std::function<Token()>& make);

  // Any thread.
  void add_reference() { references_.fetch_add(1, std::memory_order_relaxed); }
  void drop_reference();
  // The connection ends soon, as if the peer had gone. Once.
  void close();

  // The group that the connection joined when it was bound; one use for its life and one for each call, any thread.
  [[nodiscard]] AssociationGroup* association_group() const { return association_group_; }
  void hold_group() { group_uses_.fetch_add(1, std::memory_order_relaxed); }
  // The last use of the last connection ends the group and runs its context handles down.
  void release_group();

  // Processes the answer that lies in `call` and gives up the connection's reference to it.
  // RPC_S_CALL_FAILED when nobody will see it. On the loop.
  Result<void> answer(ServerCall& call);
  // The same for a call whose loop has ended.
  void drop_answer(ServerCall& call) { call.drop_reference(); }

  // The calls of the connection that wait for a thread.
  [[nodiscard]] PoolLane& lane() { return lane_; }
  // Pipes. What a manager has pushed goes into the association; on the loop.
  void send_parts(ServerPipes& pipes);
  // A manager has pulled enough for the connection to read on; any thread.
  void pipe_has_room();
  // A call waits for a thread of the pool (on the loop), and has got it (any thread).
  void request_queued();
  void request_started();

 private:
  ServerConnection(ServerCore& core, transport::Loop& loop, transport::UniqueFd fd,
                   const Origin& origin, std::string_view secondary_address);
  ~ServerConnection() = default;

  using ConnectionTask = transport::Part<transport::Task, ServerConnection>;
  static void run_open(transport::Task& task);
  static void run_close(transport::Task& task);
  static void run_resume(transport::Task& task);
  static void run_timer(transport::Timer& timer);
  static void run_pipe_room(transport::Task& task);
  static void run_pipe_turn_end(transport::TurnEnd& end);

  // StreamHandler
  void on_bytes(Bytes bytes) override;
  void on_closed(int error) override;
  void on_drained() override;
  // ServerAssociation::Events
  Result<void*> find_interface(const SyntaxId& abstract) override;
  [[nodiscard]] bool speaks(void* interface, const SyntaxId& transfer) override;
  [[nodiscard]] size_t max_request(void* interface, size_t usual) override;
  uint32_t join_association_group(uint32_t requested) override;
  security::Acceptor* find_acceptor(uint8_t auth_type) override;
  void on_step(std::shared_ptr<security::SecurityContext> context,
               std::vector<uint8_t> token) override;
  void on_request(protocol::IncomingRequest& request) override;
  bool streams_requests(void* interface, uint16_t opnum) override;
  void on_request_data(void* call, Bytes data, bool last) override;
  void on_request_refused(void* call, int32_t status) override;
  void on_cancel(void* call) override;
  void on_orphaned(void* call) override;
  void on_disconnected(void* call) override;
  void on_close(Status reason, protocol::CloseMode mode) override;
  std::vector<uint8_t> explain_refusal(Status reason) override;
  // ByteSink
  void append(Bytes small) override;
  void append(BufferRef block, size_t offset, size_t length) override;

  RegisteredInterface& serving(void* interface);
  void refuse(const protocol::IncomingRequest& request, Status reason);
  // False when memory is out.
  bool open_pipes(ServerCall& call, bool more);
  void close_pipes(ServerCall& call, int32_t status);
  void acknowledge_parts();
  // After anything that may have queued bytes or changed what the association waits for.
  void settle();
  void settle_reading();
  void settle_timer();
  void finish();

  ServerCore& core_;
  transport::Loop& loop_;
  const Origin origin_;
  transport::UniqueFd accepted_;  // until the stream has it
  std::optional<transport::Stream> stream_;
  protocol::ServerAssociation association_;
  transport::Part<transport::Timer, ServerConnection> timer_;
  ConnectionTask open_task_;
  ConnectionTask close_task_;
  ConnectionTask resume_task_;
  ConnectionTask pipe_room_task_;
  transport::Part<transport::TurnEnd, ServerConnection> pipe_turn_end_;
  IntrusiveList<ServerPipes, &ServerPipes::link> sending_;  // their parts have not left
  std::vector<InterfaceRef> interfaces_;  // all that a context or a call refers to
  std::optional<Time> not_before_;        // grace for the peer's next bytes after a pause of ours
  AssociationGroup* association_group_ = nullptr;  // set before the first call
  // Made when a program asks first.
  struct Names {
    std::mutex mutex;
    std::map<const security::SecurityContext*, std::u16string> of;
  };
  std::once_flag names_made_;
  std::unique_ptr<Names> names_;
  struct Tokens {
    std::mutex mutex;
    std::map<const security::SecurityContext*, Token> of;
  };
  std::once_flag tokens_made_;
  std::unique_ptr<Tokens> tokens_;
  PoolLane lane_;
  PacketCount packets_;
  bool output_full_ = false;
  bool queue_full_ = false;
  bool input_full_ = false;  // of a pipe
  std::atomic<uint32_t> queued_requests_{0};
  std::atomic<bool> resume_posted_{false};
  std::atomic<bool> pipe_room_posted_{false};
  std::atomic<uint32_t> group_uses_{1};
  std::atomic<uint32_t> references_{1};
};

}  // namespace farcall::runtime
