// Negotiation on the client: bind, alter_context and what comes back (C706 12.6.4.1–5, [MS-RPCE]
// 3.3.1.5.3, 3.3.1.5.8, 3.3.2).
//
// The bind proposes the interface of the first call and, beside it, the context that is none: the
// offer of bind-time features. Every further interface is proposed by an alter_context of its own
// when its first call is next in line; nothing else starts until that is answered, because a server
// takes requests only when it is not negotiating ([MS-RPCE] 3.3.1.5.8).
#include <algorithm>
#include <array>
#include <utility>

#include "protocol/client_association.h"
#include "wire/bind.h"
#include "wire/bind_time_features.h"
#include "wire/error_information.h"

namespace farcall::protocol {
namespace {

// Two contexts of the most syntaxes that an interface offers fit.
constexpr size_t k_negotiation_room =
    64 + 2 * 24 + (InterfaceOffer::k_max_offered_syntaxes + 1) * wire::k_syntax_size;

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

// For the call at the front of the queue.
size_t ClientAssociation::propose(ByteSink& output, bool bind) {
  const InterfaceOffer& offer = *queue_.front()->interface;
  const uint32_t call_id = config_.call_ids.draw();
  if (call_id == 0 || next_context_id_ > UINT16_MAX - 2 ||
      contexts_.size() >= config_.limits.max_contexts_per_association) {
    move(Event::retire);
    return 0;
  }
  const auto syntaxes = offer.transfer_syntaxes.first(
      std::min(offer.transfer_syntaxes.size(), InterfaceOffer::k_max_offered_syntaxes));
  proposal_ = {call_id, next_context_id_++, offer.abstract, syntaxes};

  const SyntaxId features = wire::bind_time_features_syntax(wire::k_keep_connection_on_orphan);
  const std::array<wire::ContextProposal, 2> contexts{
      {{proposal_.context_id, offer.abstract, syntaxes},
       {next_context_id_, offer.abstract, {&features, 1}}}};
  if (bind) ++next_context_id_;

  wire::PduHeader header;
  header.ptype = bind ? wire::PduType::bind : wire::PduType::alter_context;
  header.call_id = call_id;
  if (config_.multiplex) header.pfc_flags |= wire::k_pfc_conc_mpx;
  std::array<uint8_t, k_negotiation_room> pdu;
  const Result<size_t> length = wire::encode_bind(
      pdu, header, {config_.limits.max_frag, config_.limits.max_frag, association_group_},
      std::span(contexts).first(bind ? 2 : 1));
  move(bind ? Event::bind_sent : Event::alter_sent);
  ++output.pdus;
  output.append(Bytes(pdu).first(length.value()));  // the room is for the largest
  return length.value();
}

// Negotiation is never fragmented (C706 12.6.3.1), and nothing is authenticated yet.
bool ClientAssociation::answers_proposal(const wire::PduHeader& header) const {
  return proposal_.call_id != 0 && header.call_id == proposal_.call_id &&
         header.has(wire::k_pfc_first_frag) && header.has(wire::k_pfc_last_frag) &&
         header.auth_length == 0;
}

Status ClientAssociation::on_bind_ack(const wire::PduHeader& header, Bytes pdu) {
  RPC_TRY(const wire::BindAck ack, wire::decode_bind_ack(pdu, header));
  const bool answers = answers_proposal(header) && ack.p_result_list.n_results() == 2;
  // A group that was asked for is joined, or the bind is refused (C706 12.6.4.4).
  const bool joined = association_group_ == 0 || ack.assoc_group_id == association_group_;
  if (!answers || !joined || ack.max_recv_frag < config_.limits.must_recv_frag)
    return Status{RPC_S_PROTOCOL_ERROR};
  association_group_ = ack.assoc_group_id;
  max_xmit_frag_ = std::min(config_.limits.max_frag, ack.max_recv_frag);
  multiplexed_ = config_.multiplex && header.has(wire::k_pfc_conc_mpx);
  keep_on_orphan_ = keeps_connection(ack.p_result_list[1]);
  move(Event::bind_ack);
  events_.on_bound();
  return on_outcome(ack.p_result_list[0]);
}

Status ClientAssociation::on_alter_context_resp(const wire::PduHeader& header, Bytes pdu) {
  RPC_TRY(const wire::BindAck answer, wire::decode_bind_ack(pdu, header));
  if (!answers_proposal(header) || answer.p_result_list.n_results() != 1)
    return Status{RPC_S_PROTOCOL_ERROR};
  move(Event::alter_context_resp);
  return on_outcome(answer.p_result_list[0]);
}

// An accepted context is one that was proposed; a refused one is the end of its interface's calls
// and of nothing else.
Status ClientAssociation::on_outcome(const wire::ContextOutcome& outcome) {
  if (state_ == State::closed) return {};
  const Proposal answered = std::exchange(proposal_, {});
  switch (outcome.result) {
    case wire::ContextResult::acceptance:
      break;
    case wire::ContextResult::user_rejection:
    case wire::ContextResult::provider_rejection:
      refuse(answered.abstract, status_of_rejection(outcome));
      return {};
    default:
      return Status{RPC_S_PROTOCOL_ERROR};
  }
  const auto& offered = answered.transfer_syntaxes;
  if (std::find(offered.begin(), offered.end(), outcome.transfer_syntax) == offered.end())
    return Status{RPC_S_PROTOCOL_ERROR};
  if (!contexts_.add({answered.context_id, answered.abstract, outcome.transfer_syntax, nullptr}))
    return Status{RPC_S_OUT_OF_MEMORY};
  return {};
}

Status ClientAssociation::on_bind_nak(const wire::PduHeader& header, Bytes pdu) {
  RPC_TRY(const wire::BindNak nak, wire::decode_bind_nak(pdu, header));
  if (!answers_proposal(header)) return Status{RPC_S_PROTOCOL_ERROR};
  const int32_t code = status_of_nak(nak.provider_reject_reason).code;
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

// Some servers refuse a bind with a fault, and all of them an alter_context that fails.
void ClientAssociation::on_negotiation_fault(Status status) {
  if (state_ == State::binding) return close(Event::fault, status, status, status);
  move(Event::fault);
  refuse(std::exchange(proposal_, {}).abstract, status);
}

// An owner may start the same interface again from inside the event: that call waits for a new
// proposal.
void ClientAssociation::refuse(const SyntaxId& abstract, Status reason) {
  queue_.for_each([&](ClientCallRecord& call) {
    if (call.interface->abstract != abstract) return;
    call.link.unlink();
    refused_.push_back(call);
  });
  fail_all(refused_, reason);
}

}  // namespace farcall::protocol
