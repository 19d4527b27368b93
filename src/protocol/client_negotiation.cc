// Negotiation on the client: bind, alter_context and what comes back (C706 12.6.4.1–5, [MS-RPCE]
// 3.3.1.5.3, 3.3.1.5.8, 3.3.2).
//
// The bind proposes the interface of the first call, each of its transfer syntaxes as a context of
// its own, and, beside it, the context that is none: the offer of bind-time features. So Windows
// does, and Windows takes one context an interface: what it left may be proposed again, alone. Every
// further interface is proposed by an alter_context of its own when its first call is next in line;
// nothing else starts until that is answered, because a server takes requests only when it is not
// negotiating ([MS-RPCE] 3.3.1.5.8).
#include <algorithm>
#include <array>

#include "protocol/client_association.h"
#include "wire/bind.h"
#include "wire/bind_time_features.h"
#include "wire/error_information.h"

namespace farcall::protocol {
namespace {

// The contexts of the most syntaxes that an interface offers, and that of the features.
constexpr size_t k_most_contexts = InterfaceOffer::k_max_offered_syntaxes + 1;
constexpr size_t k_negotiation_room = 64 + k_most_contexts * (4 + 2 * wire::k_syntax_size);

// The one of an interface's syntaxes, or nothing.
std::span<const SyntaxId> only(const InterfaceOffer& interface, const SyntaxId& syntax) {
  const auto& all = interface.transfer_syntaxes;
  const auto at = std::find(all.begin(), all.end(), syntax);
  return at == all.end() ? std::span<const SyntaxId>{} : std::span(at, 1);
}

Status status_of_nak(wire::BindNakReason reason) {
  switch (reason) {
    case wire::BindNakReason::temporary_congestion:
    case wire::BindNakReason::local_limit_exceeded:
      return Status{RPC_S_SERVER_TOO_BUSY};
    case wire::BindNakReason::protocol_version_not_supported:
      return Status{RPC_S_PROTOCOL_ERROR};
    case wire::BindNakReason::authentication_type_not_recognized:
      return Status{RPC_S_UNKNOWN_AUTHN_SERVICE};
    case wire::BindNakReason::invalid_checksum:
      return Status{RPC_S_ACCESS_DENIED};
    default:
      return Status{RPC_S_CALL_FAILED_DNE};
  }
}

// The reason counts whoever rejects (C706 12.6.3.1). Observed: Impacket's server lets the "user"
// reject what it does not know.
Status status_of_rejection(const wire::ContextOutcome& outcome) {
  switch (outcome.reason) {
    case wire::k_abstract_syntax_not_supported:
      return Status{RPC_S_UNKNOWN_IF};
    case wire::k_proposed_transfer_syntaxes_not_supported:
      return Status{RPC_S_UNSUPPORTED_TRANS_SYN};
    case wire::k_local_limit_exceeded:
      return Status{RPC_S_SERVER_TOO_BUSY};
    default:
      return Status{RPC_S_CALL_FAILED_DNE};
  }
}

bool keeps_connection(const wire::ContextOutcome& features) {
  return features.result == wire::ContextResult::negotiate_ack &&
         (features.reason & wire::k_keep_connection_on_orphan);
}

}  // namespace

// What the next bind or alter_context is about: the interface of the call at the front of the
// queue; in the middle of a handshake, whatever the last one was.
Result<void> ClientAssociation::choose_proposal(bool bind) {
  const uint32_t call_id = config_.call_ids.draw();
  if (call_id == 0) return Status{RPC_S_CALL_FAILED_DNE};
  const bool later_leg = handshake_ && proposal_.call_id != 0 && handshake_->begun;
  if (later_leg || queue_.empty()) {
    repeat_accepted();
  } else {
    RPC_TRY(propose_for(*queue_.front()));
    if (bind) ++next_context_id_;  // that of the features
  }
  proposal_.call_id = call_id;
  proposal_.awaited = true;
  return {};
}

// All syntaxes of an interface that is new here; of another one that which the call is in.
Result<void> ClientAssociation::propose_for(const ClientCallRecord& call) {
  const InterfaceOffer& interface = *call.interface;
  const SyntaxId* const wanted = call.transfer_syntax();
  proposal_.interface = &interface;
  if (const PresentationContext* known = contexts_.find_abstract(interface.abstract, wanted)) {
    proposal_.transfer_syntaxes = only(interface, known->transfer);
    proposal_.context_id = known->id;
    if (!proposal_.transfer_syntaxes.empty()) return {};
  }
  const bool others = contexts_.find_abstract(interface.abstract) != nullptr;
  const auto& all = interface.transfer_syntaxes;
  proposal_.transfer_syntaxes =
      others && wanted ? only(interface, *wanted)
                       : all.first(std::min(all.size(), InterfaceOffer::k_max_offered_syntaxes));
  const size_t count = proposal_.transfer_syntaxes.size();
  if (next_context_id_ > UINT16_MAX - 1 - count ||
      contexts_.size() >= config_.limits.max_contexts_per_association)
    return Status{RPC_S_CALL_FAILED_DNE};
  proposal_.context_id = next_context_id_;
  next_context_id_ = static_cast<uint16_t>(next_context_id_ + count);
  return {};
}

void ClientAssociation::repeat_accepted() {
  for (size_t i = 0; i < proposal_.transfer_syntaxes.size(); ++i) {
    const auto id = static_cast<uint16_t>(proposal_.context_id + i);
    if (!contexts_.find(id)) continue;
    proposal_.context_id = id;
    proposal_.transfer_syntaxes = proposal_.transfer_syntaxes.subspan(i, 1);
    return;
  }
}

size_t ClientAssociation::propose(ByteSink& output, bool bind) {
  if (!choose_proposal(bind)) {
    move(Event::retire);
    return 0;
  }
  const SyntaxId features = wire::bind_time_features_syntax(wire::k_keep_connection_on_orphan);
  std::array<wire::ContextProposal, k_most_contexts> contexts;
  const SyntaxId& abstract = proposal_.interface->abstract;
  size_t count = 0;
  for (const SyntaxId& transfer : proposal_.transfer_syntaxes) {
    contexts[count] = {
        static_cast<uint16_t>(proposal_.context_id + count), abstract, {&transfer, 1}};
    ++count;
  }
  if (bind) {
    contexts[count] = {
        static_cast<uint16_t>(proposal_.context_id + count), abstract, {&features, 1}};
    ++count;
  }

  wire::PduHeader header;
  header.ptype = bind ? wire::PduType::bind : wire::PduType::alter_context;
  header.call_id = proposal_.call_id;
  if (config_.multiplex) header.pfc_flags |= wire::k_pfc_conc_mpx;
  if (offers_header_signing()) {
    header.pfc_flags |= wire::k_pfc_support_header_sign;
    handshake_->offers_header_signing = true;
  }
  const size_t token = handshake_ ? handshake_->token.size() : 0;
  const size_t room = k_negotiation_room + wire::k_sec_trailer_size + token;
  const BufferRef block = config_.buffers.get(room);
  if (!block) return break_off(Status{RPC_S_OUT_OF_MEMORY}), 0;
  const MutableBytes pdu{block.data(), room};
  Result<size_t> length = wire::encode_bind(
      pdu, header, {config_.limits.max_frag, config_.limits.max_frag, association_group_},
      std::span(contexts).first(count));
  if (length && handshake_) length = add_token(pdu, *length);
  if (!length) return break_off(length.status()), 0;
  if (handshake_) {
    move(*handshake_, ClientSecurityEvent::sent);
    handshake_->begun = true;
    handshake_->token.clear();
  }
  move(bind ? Event::bind_sent : Event::alter_sent);
  ++output.pdus;
  output.append(block, 0, *length);
  return *length;
}

// Negotiation is never fragmented (C706 12.6.3.1).
bool ClientAssociation::answers_proposal(const wire::PduHeader& header) const {
  return proposal_.awaited && header.call_id == proposal_.call_id &&
         header.has(wire::k_pfc_first_frag) && header.has(wire::k_pfc_last_frag);
}

Status ClientAssociation::on_bind_ack(const wire::PduHeader& header, Bytes pdu) {
  RPC_TRY(const wire::BindAck ack, wire::decode_bind_ack(pdu, header));
  RPC_TRY(const wire::CutPdu cut, wire::cut_pdu(pdu, header));
  const size_t proposed = proposal_.transfer_syntaxes.size();  // and the features
  const bool answers = answers_proposal(header) && ack.p_result_list.n_results() == proposed + 1;
  // A group that was asked for is joined, or the bind is refused (C706 12.6.4.4).
  const bool joined = association_group_ == 0 || ack.assoc_group_id == association_group_;
  if (!answers || !joined || ack.max_recv_frag < config_.limits.must_recv_frag)
    return Status{RPC_S_PROTOCOL_ERROR};
  RPC_TRY(check_answer(cut));
  association_group_ = ack.assoc_group_id;
  max_xmit_frag_ = std::min(config_.limits.max_frag, ack.max_recv_frag);
  multiplexed_ = config_.multiplex && header.has(wire::k_pfc_conc_mpx);
  keep_on_orphan_ = keeps_connection(ack.p_result_list[proposed]);
  agree_on_header_signing(header);
  move(Event::bind_ack);
  events_.on_bound();
  RPC_TRY(on_outcomes(ack.p_result_list));
  take_answer(cut);
  return {};
}

Status ClientAssociation::on_alter_context_resp(const wire::PduHeader& header, Bytes pdu) {
  RPC_TRY(const wire::BindAck answer, wire::decode_bind_ack(pdu, header));
  RPC_TRY(const wire::CutPdu cut, wire::cut_pdu(pdu, header));
  if (!answers_proposal(header) ||
      answer.p_result_list.n_results() != proposal_.transfer_syntaxes.size())
    return Status{RPC_S_PROTOCOL_ERROR};
  RPC_TRY(check_answer(cut));
  agree_on_header_signing(header);
  move(Event::alter_context_resp);
  RPC_TRY(on_outcomes(answer.p_result_list));
  take_answer(cut);
  return {};
}

// A syntax that is refused while another one is accepted is proposed again when a call needs it. An
// interface of which nothing is accepted is the end of its calls and of nothing else.
Status ClientAssociation::on_outcomes(const wire::OutcomeList& outcomes) {
  if (state_ == State::closed) return {};
  proposal_.awaited = false;
  const SyntaxId* chosen = nullptr;
  for (size_t i = 0; i < proposal_.transfer_syntaxes.size(); ++i) {
    const wire::ContextOutcome outcome = outcomes[i];
    switch (outcome.result) {
      case wire::ContextResult::acceptance:
        RPC_TRY(on_acceptance(i, outcome));
        chosen = &proposal_.transfer_syntaxes[i];
        break;
      case wire::ContextResult::user_rejection:
      case wire::ContextResult::provider_rejection:
        if (!contexts_.find(static_cast<uint16_t>(proposal_.context_id + i))) break;
        return Status{RPC_S_PROTOCOL_ERROR};
      default:
        return Status{RPC_S_PROTOCOL_ERROR};
    }
  }
  if (!chosen)
    refuse(status_of_rejection(outcomes[0]));
  else if (proposal_.whole())
    events_.on_transfer_syntax(*proposal_.interface, *chosen);
  return {};
}

// An accepted context is one that was proposed, and stays as it is.
Status ClientAssociation::on_acceptance(size_t index, const wire::ContextOutcome& outcome) {
  const auto id = static_cast<uint16_t>(proposal_.context_id + index);
  const SyntaxId& transfer = proposal_.transfer_syntaxes[index];
  if (outcome.transfer_syntax != transfer) return Status{RPC_S_PROTOCOL_ERROR};
  if (const PresentationContext* const known = contexts_.find(id))
    return known->transfer == transfer ? Status{} : Status{RPC_S_PROTOCOL_ERROR};
  if (!contexts_.add({id, proposal_.interface->abstract, transfer, nullptr}))
    return Status{RPC_S_OUT_OF_MEMORY};
  return {};
}

Status ClientAssociation::on_bind_nak(const wire::PduHeader& header, Bytes pdu) {
  RPC_TRY(const wire::BindNak nak, wire::decode_bind_nak(pdu, header));
  if (!answers_proposal(header)) return Status{RPC_S_PROTOCOL_ERROR};
  int32_t code = status_of_nak(nak.provider_reject_reason).code;
  // Observed: so Windows and Samba refuse a token.
  if (handshake_ && nak.provider_reject_reason == wire::BindNakReason::reason_not_specified)
    code = RPC_S_ACCESS_DENIED;
  const Status status = with_errors(code, [&] {
    ErrorChain errors = wire::decode_error_information(nak.error_information, config_.limits);
    const auto reason = static_cast<int64_t>(nak.provider_reject_reason);
    errors.insert(errors.begin(),
                  error_record(ErrorComponent::runtime, code, {error_number(reason)},
                               ErrorLocation::bind_ack_or_nak));
    return errors;
  });
  close(Event::bind_nak, status, status, status);
  return {};
}

// Some servers refuse a bind with a fault, and all of them an alter_context that fails. In a
// handshake it is our token that was refused.
void ClientAssociation::on_negotiation_fault(Status status) {
  if (state_ == State::binding) return close(Event::fault, status, status, status);
  move(Event::fault);
  proposal_.awaited = false;
  if (handshake_) return break_off(status);
  refuse(status);
}

// Ends the calls of the proposal; for want of the syntaxes in it, only those that need one of them.
// An owner may start the same interface again from inside the event: that call waits for a new
// proposal.
void ClientAssociation::refuse(Status reason) {
  const auto& proposed = proposal_.transfer_syntaxes;
  queue_.for_each([&](ClientCallRecord& call) {
    if (call.interface->abstract != proposal_.interface->abstract) return;
    const SyntaxId* const wanted = call.transfer_syntax();
    if (reason.code == RPC_S_UNSUPPORTED_TRANS_SYN && wanted &&
        std::find(proposed.begin(), proposed.end(), *wanted) == proposed.end())
      return;
    call.link.unlink();
    refused_.push_back(call);
  });
  fail_all(refused_, reason);
}

}  // namespace farcall::protocol
