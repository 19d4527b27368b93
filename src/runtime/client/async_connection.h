// AsyncConnection: a connection for asynchronous calls, driven by a loop.
//
// Resolve, connect, bind on the first call, then bytes from the stream into the association and
// PDUs from the association into the stream, which sends what a turn has queued in one write. All
// on the group's loop. It keeps its group alive and is destroyed by AsyncConnections::remove().
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/intrusive_list.h"
#include "base/result.h"
#include "protocol/byte_sink.h"
#include "protocol/client_association.h"
#include "runtime/call_statistics.h"
#include "runtime/client/com_timeout.h"
#include "transport/connector.h"
#include "transport/loop.h"
#include "transport/part.h"
#include "transport/resolver.h"
#include "transport/stream.h"

namespace farcall::runtime::client {

class AssociationGroup;
class AsyncConnections;
class ClientCall;

class AsyncConnection final : private protocol::ClientAssociation::Events,
                              private protocol::ByteSink,
                              private transport::StreamHandler,
                              private transport::ResolveHandler,
                              private transport::ConnectHandler {
 public:
  AsyncConnection(std::shared_ptr<AssociationGroup> group, transport::Loop& loop);
  AsyncConnection(const AsyncConnection&) = delete;
  AsyncConnection& operator=(const AsyncConnection&) = delete;
  ~AsyncConnection();

  // Whether it takes calls at all, and whether it takes one now.
  [[nodiscard]] bool takes_calls() const;
  [[nodiscard]] bool takes_next() const;
  [[nodiscard]] bool idle() const { return association_.idle(); }
  [[nodiscard]] bool bound() const { return bound_; }
  [[nodiscard]] bool multiplexed() const { return association_.multiplexed(); }
  // Its bind was refused, and had asked for an association group that the server no longer knows.
  [[nodiscard]] bool named_unknown_group() const {
    return connected_ && !bound_ && requested_group_ != 0;
  }

  // False when the association takes no calls any more: the call stays the caller's.
  [[nodiscard]] bool start(ClientCall& call);
  void cancel(ClientCall& call, bool abortive);
  // Of its call with pipes: the program has pushed or pulled.
  void feed();
  void close_if_idle();
  // For a client that ends: calls fail, no report follows.
  void shut_down();

  ListLink link;  // AsyncConnections

 private:
  enum class Phase : uint8_t { fresh, connecting, open, closing, gone };

  // Runs a step of the association, then sends what it wants to send, then sees to its end.
  template <class Step>
  void drive(Step step);
  void pump();
  bool supply();
  void acknowledge();
  void settle_reading();
  void take_back(ClientCall& call);
  void conclude();
  void open();
  [[nodiscard]] bool may_go_elsewhere(const ClientCall& call, Status status);
  static void run_turn_end(transport::TurnEnd& end);
  static void run_pump(transport::Watch& watch);
  static void run_linger(transport::Timer& timer);
  static void run_connect_timer(transport::Timer& timer);
  void apply_com_timeout(std::optional<ComTimeout> timeout);

  // ClientAssociation::Events
  void on_bound() override;
  void on_transfer_syntax(const protocol::InterfaceOffer& interface,
                          const SyntaxId& transfer) override;
  void on_step(std::shared_ptr<security::SecurityContext> context,
               std::vector<uint8_t> token) override;
  void on_response(protocol::ClientCallRecord& record,
                   protocol::IncomingResponse& response) override;
  void on_response_data(protocol::ClientCallRecord& record, bool big_endian, Bytes data) override;
  void on_fault(protocol::ClientCallRecord& record, int32_t status, bool did_not_execute) override;
  void on_call_failed(protocol::ClientCallRecord& record, Status status) override;
  void on_idle() override;
  void on_shutdown_requested() override {}
  void on_close(Status reason) override;
  // ByteSink
  void append(Bytes small) override;
  void append(BufferRef block, size_t offset, size_t length) override;
  // StreamHandler
  void on_bytes(Bytes bytes) override;
  void on_closed(int error) override;
  void on_drained() override;
  // ResolveHandler, ConnectHandler
  void on_resolved(Result<transport::AddressList> addresses) override;
  void on_connected(transport::UniqueFd fd, const transport::Address& peer) override;
  void on_connect_failed(Status status) override;

  const std::shared_ptr<AssociationGroup> group_;
  AsyncConnections& owner_;
  transport::Loop& loop_;
  const uint32_t requested_group_;
  protocol::ClientAssociation association_;
  transport::Resolution resolution_;
  transport::Connector connector_;
  transport::Stream stream_;
  transport::Part<transport::TurnEnd, AsyncConnection> turn_end_;
  transport::Part<transport::Watch, AsyncConnection> pump_watch_;
  transport::Part<transport::Timer, AsyncConnection> linger_timer_;
  transport::Part<transport::Timer, AsyncConnection> connect_timer_;
  transport::KeepAlive keep_alive_ = transport::k_usual_keep_alive;
  Time connect_by_{};
  // What a step that runs elsewhere knows of this connection, which may be gone when it ends.
  std::shared_ptr<AsyncConnection*> self_;
  ClientCall* piped_ = nullptr;  // a call with pipes: the only one
  Time idle_since_{};
  Status reason_;
  int transport_error_ = 0;  // errno
  Phase phase_ = Phase::fresh;
  PacketCount packets_;
  bool driving_ = false;
  bool connected_ = false;
  bool bound_ = false;
  bool handshake_failed_ = false;  // here, by our mechanism
  bool refuses_ = false;           // the association has not taken a call
  bool ended_ = false;             // the association is closed
  bool reported_ = false;          // lost() was called
  bool shutting_down_ = false;
};

}  // namespace farcall::runtime::client
