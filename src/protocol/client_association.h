// ClientAssociation: the client's side of one connection, as a state machine without I/O (D1).
//
// 1. Bytes come in through on_bytes() in any split. Bytes go out only through pump(): the owner
// calls it after
//    every on_bytes() and intent while wants_to_send(), and again when its output has drained. All
//    on one driver.
// 2. Events are called from inside on_bytes(), pump() and the intents. Inside an event every intent
// may be called,
//    but the association is not destroyed, nor is another call's record.
// 3. A record that start_call() accepted belongs to the association until exactly one of
// on_response(), on_fault() or
//    on_call_failed() has been called for it; inside that call it is the owner's again.
// 4. on_close() comes exactly once, last.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/intrusive_list.h"
#include "base/limits.h"
#include "base/result.h"
#include "base/uuid.h"
#include "protocol/byte_sink.h"
#include "protocol/call_id_source.h"
#include "protocol/call_table.h"
#include "protocol/client_association_states.h"
#include "protocol/client_call_states.h"
#include "protocol/pdu_reader.h"
#include "protocol/presentation_contexts.h"
#include "protocol/recent_ids.h"
#include "protocol/stub_assembly.h"

namespace farcall::wire {
struct PduHeader;
}

namespace farcall::protocol {

// An interface as a client stub knows it; static data of the stub. Transfer syntaxes in order of
// preference.
struct InterfaceOffer {
  SyntaxId abstract;
  std::span<const SyntaxId> transfer_syntaxes = {&k_ndr20, 1};
};

// The association's part of a call; base of the runtime's client call.
struct ClientCallRecord {
  // Set before start_call().
  const InterfaceOffer* interface = nullptr;
  StubData stub_data;
  std::optional<Uuid> object;
  uint16_t opnum = 0;
  bool maybe = false;  // ends with on_response() without data when it was sent
  bool idempotent = false;
  bool pending_cancel = false;

  // The association's.
  bool cancel_unsent = false;  // a co_cancel is owed when the last fragment has left
  bool first_seen = false;     // of the response
  bool response_big_endian = false;
  ClientCallState state = ClientCallState::idle;
  uint16_t context_id = 0;
  uint32_t call_id = 0;  // drawn when the first fragment is produced
  size_t sent = 0;       // bytes of stub data handed to the sink
  StubAssembly response;
  ListLink link;
};

struct IncomingResponse {
  bool big_endian = false;
  uint16_t context_id = 0;
  SyntaxId transfer_syntax;
  // Valid during the up-call. With an owner, as long as the owner is kept.
  Bytes stub_data;
  BufferRef owner;
};

struct ClientConfig {
  const Limits& limits;
  BufferPool& buffers;
  CallIdSource& call_ids;
  uint32_t association_group = 0;  // 0: ask for a new one
  bool multiplex = true;           // offer concurrent multiplexing
};

class ClientAssociation {
 public:
  struct Events {
    virtual void on_bound() = 0;
    virtual void on_response(ClientCallRecord& call, IncomingResponse& response) = 0;
    virtual void on_fault(ClientCallRecord& call, int32_t status, bool did_not_execute) = 0;
    virtual void on_call_failed(ClientCallRecord& call, Status status) = 0;
    // The last call has ended; nothing is queued.
    virtual void on_idle() = 0;
    // The server asks us to go: no new calls here; closes itself when the last has ended.
    virtual void on_shutdown_requested() = 0;
    virtual void on_close(Status reason) = 0;

   protected:
    ~Events() = default;
  };

  ClientAssociation(const ClientConfig& config, Events& events);
  ClientAssociation(const ClientAssociation&) = delete;
  ClientAssociation& operator=(const ClientAssociation&) = delete;
  ~ClientAssociation();

  // The transport's side.
  void connected();
  // Calls fail with `status`: no byte has left.
  void connect_failed(Status status);
  void on_bytes(Bytes bytes);
  void connection_lost();
  [[nodiscard]] bool wants_to_send() const;
  // Writes PDUs until `budget` bytes are reached (the last one may exceed it) or nothing is left;
  // returns how many.
  size_t pump(ByteSink& output, size_t budget);

  // The owner's side. RPC_S_CALL_FAILED_DNE when no new call is taken any more: the record stays
  // the owner's.
  Result<void> start_call(ClientCallRecord& call);
  // Asks, or with `abortive` ends the call at once: on_call_failed(RPC_S_CALL_CANCELLED) before it
  // returns. Of a call that is over already, does nothing.
  void cancel(ClientCallRecord& call, bool abortive);
  // Calls fail; on_close(RPC_S_OK).
  void close();

  // Whether a call started now would leave without waiting for another call's end.
  [[nodiscard]] bool can_start_call() const;
  [[nodiscard]] ClientAssociationState state() const { return state_; }
  [[nodiscard]] bool idle() const { return live_calls_ == 0; }
  [[nodiscard]] bool multiplexed() const { return multiplexed_; }
  [[nodiscard]] bool keeps_connection_on_orphan() const { return keep_on_orphan_; }
  [[nodiscard]] uint32_t association_group() const { return association_group_; }

 private:
  using State = ClientAssociationState;
  using Event = ClientAssociationEvent;
  using CallList = IntrusiveList<ClientCallRecord, &ClientCallRecord::link>;

  struct ControlPdu {
    bool orphaned;  // else co_cancel
    uint32_t call_id;
  };
  // A presentation context that was sent in a bind or alter_context and not answered yet.
  struct Proposal {
    uint32_t call_id = 0;  // of that PDU; 0: there is none
    PresentationContext context;
    std::span<const SyntaxId> transfer_syntaxes;
  };

  // client_association.cc
  void on_pdu(Bytes pdu);
  Status dispatch(const wire::PduHeader& header, Bytes pdu);
  void retire();
  void protocol_error(Status reason);
  void close(Event event, Status reason, Status sent_calls, Status queued_calls);
  void fail_all(Status sent_calls, Status queued_calls);

  // client_negotiation.cc
  size_t send_bind(ByteSink& output);
  size_t send_alter_context(ByteSink& output, const ClientCallRecord& call);
  Status on_bind_ack(const wire::PduHeader& header, Bytes pdu);
  Status on_bind_nak(const wire::PduHeader& header, Bytes pdu);
  Status on_alter_context_resp(const wire::PduHeader& header, Bytes pdu);
  void fail_queued(const SyntaxId& abstract, Status reason);

  // client_calls.cc
  [[nodiscard]] bool may_start_next() const;
  size_t produce(ByteSink& output);
  size_t send_control(ByteSink& output);
  size_t send_first_fragment(ByteSink& output, ClientCallRecord& call);
  size_t send_fragment(ByteSink& output, ClientCallRecord& call);
  void on_sent(ClientCallRecord& call);
  Status on_response(const wire::PduHeader& header, Bytes pdu);
  Status on_fault(const wire::PduHeader& header, Bytes pdu);
  void orphan(ClientCallRecord& call);
  // Takes the call out of everything and tells its owner.
  template <class Tell>
  void end_call(ClientCallRecord& call, Tell tell);
  void fail_call(ClientCallRecord& call, Status status);

  const ClientConfig config_;
  Events& events_;
  PduReader reader_;
  PresentationContexts contexts_;
  CallTable<ClientCallRecord*> calls_;  // nullptr: a tombstone
  CallList queue_;                      // nothing of them has left
  CallList sent_;                       // all others
  ClientCallRecord* sending_ = nullptr;
  std::vector<ControlPdu> control_;
  size_t next_control_ = 0;
  RecentIds recent_;
  Proposal proposal_;
  size_t live_calls_ = 0;
  uint32_t association_group_;
  uint16_t max_xmit_frag_;
  uint16_t next_context_id_ = 0;
  State state_ = State::connecting;
  bool multiplexed_ = false;
  bool keep_on_orphan_ = false;
};

}  // namespace farcall::protocol
