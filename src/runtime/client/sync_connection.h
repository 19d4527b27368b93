// SyncConnection: a connection that a synchronous caller pumps itself, on no loop (D9).
//
// Its association is driven by the calling thread: resolve, connect, bind, write, read with a
// deadline. One thread at a time: the caller that has borrowed it from its group. Between calls it
// holds no buffer. It never outlives its group.
//
// A cancel of the calling thread (RpcCancelThread) is passed on to the server, whose answer is then
// waited for as long as the cancel says; while nothing has been sent, it ends the call at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/sync/cancel_port.h"
#include "protocol/byte_sink.h"
#include "protocol/client_association.h"
#include "runtime/call_statistics.h"
#include "runtime/client/call_request.h"
#include "runtime/client/com_timeout.h"
#include "runtime/client/sync_stream.h"
#include "transport/blocking_channel.h"
#include "transport/output_queue.h"

namespace farcall::runtime::client {

class AssociationGroup;

class SyncConnection final : private protocol::ClientAssociation::Events,
                             private protocol::ByteSink {
 public:
  explicit SyncConnection(AssociationGroup& group);
  SyncConnection(const SyncConnection&) = delete;
  SyncConnection& operator=(const SyncConnection&) = delete;
  ~SyncConnection();

  // Carries out one call; connects and binds first where that has not been done. `timeout_ms` (0:
  // none) begins anew with each packet; when it passes, the call ends with RPC_S_CALL_CANCELLED and
  // the server is not told (AR-112). `cancels`: of the calling thread, `stream`: the call's pipes, or nullptr. Afterwards the
  // record is the caller's again.
  Result<Response> call(protocol::ClientCallRecord& record, uint32_t timeout_ms,
                        sync::CancelPort* cancels = nullptr, SyncStream* stream = nullptr);

  [[nodiscard]] bool connected() const { return channel_.is_open(); }
  // For the next call.
  void set_com_timeout(std::optional<ComTimeout> timeout);
  // Of a connected one between calls: whether the server is still there and silent.
  [[nodiscard]] bool is_alive() const { return channel_.is_alive(); }
  // Whether another call may follow on it.
  [[nodiscard]] bool reusable() const;

  // After a failed call: whether it may be tried again elsewhere without the program noticing,
  // because nothing of it left this host: the server had closed an idle connection, or did not know
  // our association group any more.
  [[nodiscard]] bool failed_unsent() const { return unsent_; }

  // The group's, while the connection is idle.
  std::unique_ptr<SyncConnection> next_idle;
  Time idle_since{};

 private:
  [[nodiscard]] Status connect();
  void send();
  void run_step();
  bool write_queue();
  void receive();
  void feed(protocol::ClientCallRecord& record);
  void look();
  void stopped(const transport::Transfer& transfer);
  void timed_out();
  void cancelled();
  void give_up(Status status);
  void read_last_words();
  void lost();
  [[nodiscard]] transport::Patience patience();
  [[nodiscard]] bool make_room();

  // ClientAssociation::Events
  void on_bound() override;
  void on_transfer_syntax(const protocol::InterfaceOffer& interface,
                          const SyntaxId& transfer) override;
  void on_step(std::shared_ptr<security::SecurityContext> context,
               std::vector<uint8_t> token) override;
  void on_response(protocol::ClientCallRecord& call, protocol::IncomingResponse& response) override;
  void on_response_data(protocol::ClientCallRecord& call, bool big_endian, Bytes data) override;
  void on_fault(protocol::ClientCallRecord& call, int32_t status, bool did_not_execute) override;
  void on_call_failed(protocol::ClientCallRecord& call, Status status) override;
  void on_idle() override {}
  void on_shutdown_requested() override {}
  void on_close(Status reason) override;
  // ByteSink
  void append(Bytes small) override;
  void append(BufferRef block, size_t offset, size_t length) override;

  AssociationGroup& group_;
  const uint32_t requested_group_;
  protocol::ClientAssociation association_;
  transport::BlockingChannel channel_;
  transport::OutputQueue output_;

  transport::KeepAlive keep_alive_ = transport::k_usual_keep_alive;

  // Of the call under way.
  BufferRef room_;  // what is read lands here; the response may point into it
  size_t wanted_room_ = 0;
  Response response_;
  Status status_;
  int transport_error_ = 0;  // errno
  Duration timeout_{};
  protocol::ClientCallRecord* record_ = nullptr;
  sync::CancelPort* cancels_ = nullptr;
  Time cancel_ends_ = Time::max();  // of a cancel that the server was told
  Status cancel_status_;
  SyncStream* stream_ = nullptr;
  Status stream_failure_;
  bool ended_ = false;
  bool unsent_ = false;
  bool request_left_ = false;  // bytes were sent after the bind
  bool out_of_memory_ = false;
  // A step of the handshake, to be run by the caller's thread between two packets.
  std::shared_ptr<security::SecurityContext> stepping_;
  std::vector<uint8_t> token_;

  PacketCount packets_;
  bool bound_ = false;
  bool closed_ = false;
};

}  // namespace farcall::runtime::client
