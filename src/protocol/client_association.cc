// The association as a whole: its states, what comes in, what ends it (C706 chapter 11,
// [MS-RPCE] 3.3.2).
//
// The order of one entry is always the same: the state moves first, then calls end one by one, and
// settle() does what has become due. So an owner that starts, cancels or closes inside an event
// finds a state that is already true.
#include "protocol/client_association.h"

#include <cassert>
#include <optional>
#include <utility>

#include "wire/control.h"
#include "wire/pdu_header.h"

namespace farcall::protocol {
namespace {

// What a PDU is to the state machine, if a server may send it at all.
std::optional<ClientAssociationEvent> event_of(wire::PduType type) {
  using E = ClientAssociationEvent;
  switch (type) {
    case wire::PduType::bind_ack:
      return E::bind_ack;
    case wire::PduType::bind_nak:
      return E::bind_nak;
    case wire::PduType::alter_context_resp:
      return E::alter_context_resp;
    case wire::PduType::response:
      return E::response;
    case wire::PduType::fault:
      return E::fault;
    case wire::PduType::shutdown:
      return E::shutdown_pdu;
    default:
      return std::nullopt;
  }
}

}  // namespace

ClientAssociation::ClientAssociation(const ClientConfig& config, Events& events)
    : config_(config),
      events_(events),
      reader_(config.buffers),
      association_group_(config.association_group),
      max_xmit_frag_(config.limits.max_frag) {}

void ClientAssociation::move(Event event) {
  const bool moved = step(state_, k_client_association, event);
  assert(moved);
  (void)moved;
}

void ClientAssociation::connected() {
  if (state_ != State::closed) move(Event::connected);
}

void ClientAssociation::connect_failed(Status status) {
  close(Event::connection_lost, status, status, status);
}

void ClientAssociation::connection_lost() {
  close(Event::connection_lost, Status{RPC_S_CALL_FAILED}, Status{RPC_S_CALL_FAILED},
        Status{RPC_S_CALL_FAILED_DNE});
}

void ClientAssociation::close() {
  close(Event::close, Status{}, Status{RPC_S_CALL_FAILED}, Status{RPC_S_CALL_FAILED_DNE});
}

void ClientAssociation::on_bytes(Bytes bytes) {
  const PduLimits limits{config_.limits.max_frag,
                         static_cast<uint16_t>(config_.limits.max_handshake_pdu)};
  while (state_ != State::closed) {
    const Result<Bytes> pdu = reader_.next(bytes, limits);
    if (!pdu) return break_off(pdu.status());
    if (pdu.value().empty()) break;
    on_pdu(pdu.value());
  }
  settle();
}

void ClientAssociation::on_pdu(Bytes pdu) {
  Result<wire::PduHeader> header = wire::decode_pdu_header(pdu);
  if (header) header->call_id = meant_id(header->call_id);
  const Status status = header ? dispatch(header.value(), pdu) : header.status();
  if (!status.ok()) break_off(status);
}

Status ClientAssociation::dispatch(const wire::PduHeader& header, Bytes pdu) {
  const std::optional<Event> event = event_of(header.ptype);
  if (!event || !k_client_association.allows(state_, *event) || !header.representation_supported())
    return Status{RPC_S_PROTOCOL_ERROR};
  switch (header.ptype) {
    case wire::PduType::bind_ack:
      return on_bind_ack(header, pdu);
    case wire::PduType::bind_nak:
      return on_bind_nak(header, pdu);
    case wire::PduType::alter_context_resp:
      return on_alter_context_resp(header, pdu);
    case wire::PduType::response:
      return on_response(header, pdu);
    case wire::PduType::fault:
      return on_fault(header, pdu);
    default:
      return on_shutdown(header, pdu);
  }
}

Status ClientAssociation::on_shutdown(const wire::PduHeader& header, Bytes pdu) {
  RPC_TRY(wire::decode_control(pdu, header));
  const bool told = state_ == State::draining;
  move(Event::shutdown_pdu);
  if (!told) events_.on_shutdown_requested();
  return {};
}

bool ClientAssociation::wants_to_send() const {
  switch (state_) {
    case State::unbound:
      return !queue_.empty() && (!handshake_ || leg_to_send());
    case State::open:
      if (leg_to_send()) return true;
      [[fallthrough]];
    case State::draining:
      return next_control_ < control_.size() ||
             (sending_ ? sending_->has_fragment() : may_start_next());
    default:
      return false;
  }
}

size_t ClientAssociation::pump(ByteSink& output, size_t budget) {
  size_t written = 0;
  while (written < budget && wants_to_send()) written += produce(output);
  settle();
  return written;
}

Result<void> ClientAssociation::start_call(ClientCallRecord& call) {
  if (state_ == State::draining || state_ == State::closed) return Status{RPC_S_CALL_FAILED_DNE};
  if (!step(call.state, k_client_call, ClientCallEvent::start))
    return Status{RPC_S_CALL_IN_PROGRESS};
  call.cancel_told = call.first_seen = false;
  call.cancel_unsent = call.cancel_asked;
  call.call_id = 0;
  call.sent = 0;
  call.response.clear();
  queue_.push_back(call);
  ++live_calls_;
  idle_told_ = false;
  return {};
}

void ClientAssociation::supply(ClientCallRecord& call, StubData data, bool last) {
  assert(call.wants_data() && (last || data.length % 8 == 0));
  call.stub_data = std::move(data);
  call.sent = 0;
  call.more = !last;
}

bool ClientAssociation::can_start_call() const {
  if (state_ == State::draining || state_ == State::closed) return false;
  if (state_ != State::open) return live_calls_ == 0;  // whether calls may overlap is not known yet
  return multiplexed_ ? calls_.size() < config_.limits.max_calls_per_association
                      : calls_.empty() && live_calls_ == 0;
}

void ClientAssociation::settle() {
  if (state_ == State::draining) {
    fail_all(queue_, Status{RPC_S_CALL_FAILED_DNE});  // handed back
    // An orphaned or co_cancel PDU that is owed still leaves.
    if (state_ == State::draining && live_calls_ == 0 && next_control_ == control_.size())
      return close(Event::last_call_done, Status{}, Status{}, Status{});
  }
  if (state_ == State::closed || live_calls_ != 0 || idle_told_) return;
  idle_told_ = true;
  events_.on_idle();
}

void ClientAssociation::close(Event event, Status reason, Status sent_calls, Status queued_calls) {
  if (!step(state_, k_client_association, event)) return;  // closed already
  calls_.clear();
  control_.clear();
  next_control_ = 0;
  proposal_ = {};
  handshake_ = nullptr;
  fail_all(sent_, sent_calls);
  fail_all(refused_, queued_calls);
  fail_all(queue_, queued_calls);
  events_.on_close(reason);
}

// A server that breaks the protocol is not talked to any more; its calls learn why.
void ClientAssociation::break_off(Status reason) {
  // What was sent may have been executed, whatever has become of a negotiation.
  const Status sent_calls =
      reason.code == RPC_S_CALL_FAILED_DNE ? Status{RPC_S_CALL_FAILED, reason.record} : reason;
  close(Event::protocol_error, reason, sent_calls, reason);
}

// Nothing is added to a list while the state refuses new calls, so this ends.
void ClientAssociation::fail_all(CallList& calls, Status status) {
  while (ClientCallRecord* call = calls.front()) fail_call(*call, status);
}

}  // namespace farcall::protocol
