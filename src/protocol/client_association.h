// ClientAssociation: the client's side of one connection, as a state machine without I/O (D1).
//
// 1. Bytes come in through on_bytes() in any split. Bytes go out only through pump(): the owner
//    calls it after every on_bytes() and intent while wants_to_send(), and again when its output
//    has drained. All on one driver.
// 2. Events are called from inside on_bytes(), pump() and the intents. Inside an event every intent
//    may be called, but not on_bytes() or pump(), and the association is not destroyed, nor is
//    another call's record.
// 3. A record that start_call() accepted belongs to the association until exactly one of
//    on_response(), on_fault() or on_call_failed() has been called for it; inside that call it is
//    the owner's again.
// 4. on_close() comes exactly once, last.
// 5. Calls of which nothing has left are handed back when the association starts draining:
//    on_call_failed(RPC_S_CALL_FAILED_DNE) while state() is draining. Their records are as they
//    were before start_call() and may be started on another association.
// 6. A security context's step may block, so it is the owner's to run (on_step) and to bring back
//    (stepped), at once or later; one at a time. Whoever runs it holds the context: the association
//    may be gone meanwhile.
#pragma once

#include <cstdint>
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
#include "protocol/client_call_record.h"
#include "protocol/client_security.h"
#include "protocol/pdu_reader.h"
#include "protocol/presentation_contexts.h"
#include "protocol/recent_ids.h"
#include "security/none.h"
#include "security/provider.h"

namespace farcall::wire {
struct ContextOutcome;
class OutcomeList;
struct CutPdu;
struct PduHeader;
struct Response;
}  // namespace farcall::wire

namespace farcall::protocol {

struct ClientConfig {
  const Limits& limits;
  BufferPool& buffers;
  CallIdSource& call_ids;
  uint32_t association_group = 0;  // 0: ask for a new one
  bool multiplex = true;           // offer concurrent multiplexing
  bool header_signing = true;      // offer it where PDUs are signed
};

class ClientAssociation {
 public:
  struct Events {
    virtual void on_bound() = 0;
    // The server has chosen among all the syntaxes of an interface. No intent may be called inside.
    virtual void on_transfer_syntax(const InterfaceOffer&, const SyntaxId&) {}
    // context.step(token) has to be run where it may block; its result comes back by stepped().
    virtual void on_step(std::shared_ptr<security::SecurityContext> context,
                         std::vector<uint8_t> token) = 0;
    virtual void on_response(ClientCallRecord& call, IncomingResponse& response) = 0;
    // A part of a response that streams; no intent for this call may be called inside.
    virtual void on_response_data(ClientCallRecord&, bool /*big_endian*/, Bytes) {}
    // `status` as programs see it.
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
  // No call is live any more.
  ~ClientAssociation() = default;

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
  // The next stub data of a live call that wants_data(); with `last` the end, which may be empty.
  void supply(ClientCallRecord& call, StubData data, bool last);
  // Asks, or with `abortive` ends the call at once: on_call_failed(RPC_S_CALL_CANCELLED) before it
  // returns. Of a call that is over already, does nothing.
  void cancel(ClientCallRecord& call, bool abortive);
  // Calls fail; on_close(RPC_S_OK).
  void close();
  // The result of on_step(). Of an association that is closed, does nothing.
  void stepped(Result<security::Step> result);

  // Whether a call started now would leave without waiting for another call's end.
  [[nodiscard]] bool can_start_call() const;
  [[nodiscard]] uint64_t pdus_read() const { return reader_.count(); }
  [[nodiscard]] ClientAssociationState state() const { return state_; }
  [[nodiscard]] bool idle() const { return live_calls_ == 0; }
  [[nodiscard]] bool multiplexed() const { return multiplexed_; }
  [[nodiscard]] bool keeps_connection_on_orphan() const { return keep_on_orphan_; }
  [[nodiscard]] bool header_signing() const { return header_signing_; }
  [[nodiscard]] uint32_t association_group() const { return association_group_; }
  // During on_fault(): what the server says of it ([MS-EERR]); nearly always empty.
  [[nodiscard]] Bytes fault_information() const { return fault_information_; }

 private:
  using State = ClientAssociationState;
  using Event = ClientAssociationEvent;
  using CallList = IntrusiveList<ClientCallRecord, &ClientCallRecord::link>;

  struct ControlPdu {
    bool orphaned;  // else co_cancel
    uint32_t call_id;
  };
  // The presentation contexts of the last bind or alter_context: one a transfer syntax, with ids
  // that follow each other. The legs of a handshake repeat what was accepted of them.
  struct Proposal {
    uint32_t call_id = 0;  // of that PDU
    bool awaited = false;  // it is not answered yet
    uint16_t context_id = 0;
    const InterfaceOffer* interface = nullptr;
    std::span<const SyntaxId> transfer_syntaxes;
    [[nodiscard]] bool whole() const {
      return transfer_syntaxes.size() == interface->transfer_syntaxes.size();
    }
  };

  // client_association.cc
  void move(Event event);
  void on_pdu(Bytes pdu);
  Status dispatch(const wire::PduHeader& header, Bytes pdu);
  Status on_shutdown(const wire::PduHeader& header, Bytes pdu);
  // What is due when the calls or the state have changed: at the end of every entry.
  void settle();
  void close(Event event, Status reason, Status sent_calls, Status queued_calls);
  void break_off(Status reason);
  void fail_all(CallList& calls, Status status);

  // client_negotiation.cc
  size_t propose(ByteSink& output, bool bind);
  Status on_bind_ack(const wire::PduHeader& header, Bytes pdu);
  Status on_bind_nak(const wire::PduHeader& header, Bytes pdu);
  Status on_alter_context_resp(const wire::PduHeader& header, Bytes pdu);
  [[nodiscard]] bool answers_proposal(const wire::PduHeader& header) const;
  void on_negotiation_fault(Status status);
  Status on_outcomes(const wire::OutcomeList& outcomes);
  Status on_acceptance(size_t index, const wire::ContextOutcome& outcome);
  void refuse(Status reason);
  [[nodiscard]] Result<void> choose_proposal(bool bind);
  [[nodiscard]] Result<void> propose_for(const ClientCallRecord& call);
  void repeat_accepted();

  // client_security.cc
  [[nodiscard]] bool needs_step(const ClientCallRecord& call);
  void begin_handshake(security::Initiator& initiator);
  static void move(ClientSecurityContext& security, ClientSecurityEvent event);
  Status on_step_result(security::Step step);
  Result<size_t> add_token(MutableBytes pdu, size_t length);
  size_t send_auth3(ByteSink& output);
  [[nodiscard]] Status check_answer(const wire::CutPdu& cut) const;
  void take_answer(const wire::CutPdu& cut);
  [[nodiscard]] bool offers_header_signing() const;
  void agree_on_header_signing(const wire::PduHeader& answer);
  Result<security::ClearStub> unprotect(Bytes pdu, const wire::CutPdu& cut,
                                        const ClientCallRecord* call);
  [[nodiscard]] int32_t explain_fault(const ClientCallRecord& call, int32_t status,
                                      bool did_not_execute);
  [[nodiscard]] bool leg_to_send() const {
    return handshake_ && handshake_->has_token() && !proposal_.awaited;
  }

  // client_requests.cc
  [[nodiscard]] bool may_start_next() const;
  size_t produce(ByteSink& output);
  void start_sending(ClientCallRecord& call, const PresentationContext& context);
  [[nodiscard]] wire::VerificationTrailer verification_of(const ClientCallRecord& call);
  size_t send_fragment(ByteSink& output);
  void on_sent(ClientCallRecord& call);
  size_t end_unanswered(ClientCallRecord& call);
  size_t send_control(ByteSink& output);

  // client_calls.cc
  Status on_response(const wire::PduHeader& header, Bytes pdu);
  Status on_response_fragment(ClientCallRecord& call, const wire::PduHeader& header,
                              const wire::Response& response, const security::ClearStub& clear);
  void deliver(ClientCallRecord& call, Bytes stub_data, BufferRef owner);
  Status on_streamed(ClientCallRecord& call, bool last, Bytes stub_data);
  Status give_up(ClientCallRecord& call, bool last, Status reason);
  Status on_fault(const wire::PduHeader& header, Bytes pdu);
  Status on_call_fault(ClientCallRecord& call, int32_t status, bool did_not_execute);
  // The call id that the server means by `call_id`: docs/decisions/0005.
  [[nodiscard]] uint32_t meant_id(uint32_t call_id);
  // The call whose answer this is. nullptr: it may be dropped, nobody waits for it any more.
  Result<ClientCallRecord*> answered_call(uint32_t call_id);
  void ask_cancel(ClientCallRecord& call);
  void send_co_cancel(ClientCallRecord& call);
  void orphan(ClientCallRecord& call);
  [[nodiscard]] bool owe(ControlPdu pdu);
  // Takes the call out of all lists; its owner is told next.
  void end_call(ClientCallRecord& call, ClientCallEvent event);
  void fail_call(ClientCallRecord& call, Status status);

  const ClientConfig config_;
  Events& events_;
  PduReader reader_;
  PresentationContexts contexts_;
  CallTable<ClientCallRecord*> calls_;  // nullptr: a tombstone
  CallList queue_;                      // nothing of them has left
  CallList refused_;                    // taken from the queue, about to be told why
  CallList sent_;                       // all others
  ClientCallRecord* sending_ = nullptr;
  security::SecurityContext* sending_security_ = nullptr;  // of `sending_`
  ClientSecurityContext* handshake_ = nullptr;             // that is not complete yet
  ClientSecurity security_;
  std::vector<ControlPdu> control_;
  size_t next_control_ = 0;
  RecentIds recent_;
  Bytes fault_information_;
  Proposal proposal_;
  size_t live_calls_ = 0;
  uint32_t association_group_;
  uint16_t max_xmit_frag_;
  uint16_t next_context_id_ = 0;
  State state_ = State::connecting;
  bool multiplexed_ = false;
  bool keep_on_orphan_ = false;
  bool header_signing_ = false;
  bool idle_told_ = true;
};

}  // namespace farcall::protocol
