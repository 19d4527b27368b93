// bind and alter_context on the server (C706 9.3.1, 12.6.4.1–5, [MS-RPCE] 3.3.3.4).
//
// Each proposed context gets its own result; only a malformed proposal refuses the whole PDU. Of
// the contexts that propose one interface in one PDU, the one with our preferred transfer syntax
// is accepted and no other: clients propose NDR and NDR64 as two contexts and use what is accepted.
#include <algorithm>
#include <array>

#include "protocol/server_association.h"
#include "wire/bind.h"
#include "wire/bind_time_features.h"

namespace farcall::protocol {

using wire::BindNakReason;
using wire::ContextElement;
using wire::ContextOutcome;
using wire::ContextResult;
using wire::PduHeader;
using wire::PduType;

namespace {

constexpr size_t k_most_contexts = 255;
// A bind_ack with as many results, and room for the longest secondary address that we have.
constexpr size_t k_answer_size = 8192;
// Observed: Windows (2012 R2) and Samba never answer less, whatever a client offers.
constexpr uint16_t k_smallest_answer = 2048;
// What every client receives in one piece (C706 12.6.3.1, must_recv_frag_size).
constexpr size_t k_largest_refusal = 1432;
// Features that we share ([MS-RPCE] 2.2.2.14).
constexpr uint16_t k_features =
    wire::k_security_context_multiplexing | wire::k_keep_connection_on_orphan;

ContextOutcome rejection(uint16_t reason) {
  return {ContextResult::provider_rejection, reason, {}};
}

uint16_t reason_for(Status status) {
  switch (status.code) {
    case RPC_S_UNKNOWN_IF:
      return wire::k_abstract_syntax_not_supported;
    case RPC_S_OUT_OF_MEMORY:
    case RPC_S_OUT_OF_RESOURCES:
    case RPC_S_SERVER_TOO_BUSY:
      return wire::k_local_limit_exceeded;
    default:
      return wire::k_reason_not_specified;
  }
}

// The error that a refused token is reported as.
Status cause_of(BindNakReason refusal, Status status) {
  switch (refusal) {
    case BindNakReason::authentication_type_not_recognized:
      return Status{RPC_S_UNKNOWN_AUTHN_SERVICE};
    case BindNakReason::invalid_checksum:
      return Status{RPC_S_UNSUPPORTED_AUTHN_LEVEL};
    default:
      return status;
  }
}

bool offers(const ContextElement& element, const SyntaxId& transfer) {
  for (size_t i = 0; i < element.n_transfer_syn; ++i)
    if (element.transfer_syntax(i) == transfer) return true;
  return false;
}

// The results for one bind or alter_context.
class ContextNegotiation {
 public:
  ContextNegotiation(const ServerConfig& config, ServerAssociation::Events& events,
                     PresentationContexts& contexts)
      : config_(config), events_(events), contexts_(contexts) {}

  // RPC_S_PROTOCOL_ERROR: the proposal as a whole is malformed.
  Status run(const wire::ContextList& proposed, bool with_features) {
    count_ = proposed.n_context_elem();
    size_t index = 0;
    proposed.for_each([&](const ContextElement& e) { look_up(e, index++, with_features); });
    for (const SyntaxId& transfer : config_.transfer_syntaxes) {
      index = 0;
      proposed.for_each([&](const ContextElement& e) { try_transfer(e, index++, transfer); });
    }
    index = 0;
    proposed.for_each([&](const ContextElement& e) { check_redefinition(e, index++); });
    return malformed_ ? Status{RPC_S_PROTOCOL_ERROR} : Status{};
  }

  [[nodiscard]] std::span<const ContextOutcome> outcomes() const {
    return {outcomes_.data(), count_};
  }
  [[nodiscard]] std::optional<uint16_t> features() const { return features_; }

 private:
  void look_up(const ContextElement& element, size_t index, bool with_features) {
    ContextOutcome& outcome = outcomes_[index];
    if (element.n_transfer_syn == 0) {
      malformed_ = true;
      return;
    }
    // Only the first transfer syntax makes a feature offer. Observed: Windows, Samba.
    const auto offered = wire::bind_time_features(element.transfer_syntax(0));
    if (with_features && offered) {
      malformed_ = malformed_ || features_.has_value();
      features_ = static_cast<uint16_t>(*offered & k_features);
      outcome = {ContextResult::negotiate_ack, *features_, {}};
      return;
    }
    outcome = rejection(wire::k_local_limit_exceeded);
    if (index >= config_.limits.max_contexts_per_bind) return;
    const Result<void*> interface = events_.find_interface(element.abstract_syntax);
    outcome = rejection(interface ? wire::k_proposed_transfer_syntaxes_not_supported
                                  : reason_for(interface.status()));
    interfaces_[index] = interface ? *interface : nullptr;
    undecided_[index] = interface.ok();
  }

  void try_transfer(const ContextElement& element, size_t index, const SyntaxId& transfer) {
    if (malformed_ || !undecided_[index] || !offers(element, transfer)) return;
    if (has_accepted(element.abstract_syntax)) return;
    if (!events_.speaks(interfaces_[index], transfer)) return;
    if (const PresentationContext* known = contexts_.find(element.p_cont_id)) {
      // Repeated as it was, or a protocol error.
      malformed_ = known->abstract != element.abstract_syntax || known->transfer != transfer;
    } else if (!add_context(element, index, transfer)) {
      outcomes_[index] = rejection(wire::k_local_limit_exceeded);
      undecided_[index] = false;
      return;
    }
    outcomes_[index] = {ContextResult::acceptance, wire::k_reason_not_specified, transfer};
    undecided_[index] = false;
    accepted_[accepted_count_++] = element.abstract_syntax;
  }

  [[nodiscard]] bool has_accepted(const SyntaxId& abstract) const {
    const auto end = accepted_.begin() + static_cast<ptrdiff_t>(accepted_count_);
    return std::find(accepted_.begin(), end, abstract) != end;
  }

  bool add_context(const ContextElement& element, size_t index, const SyntaxId& transfer) {
    return contexts_.size() < config_.limits.max_contexts_per_association &&
           contexts_.add(
               {element.p_cont_id, element.abstract_syntax, transfer, interfaces_[index]});
  }

  // A known context stays what it is: one that is proposed with syntaxes we do not have is refused
  // in its result, one with another interface is an error.
  void check_redefinition(const ContextElement& element, size_t index) {
    if (!undecided_[index]) return;
    const PresentationContext* known = contexts_.find(element.p_cont_id);
    if (known && known->abstract != element.abstract_syntax) malformed_ = true;
  }

  const ServerConfig& config_;
  ServerAssociation::Events& events_;
  PresentationContexts& contexts_;
  size_t count_ = 0;
  bool malformed_ = false;
  std::optional<uint16_t> features_;
  std::array<ContextOutcome, k_most_contexts> outcomes_;
  std::array<void*, k_most_contexts> interfaces_;
  std::array<bool, k_most_contexts> undecided_{};
  std::array<SyntaxId, k_most_contexts> accepted_;
  size_t accepted_count_ = 0;
};

PduHeader answer_to(const PduHeader& proposal, PduType type, uint8_t echoed_flags) {
  PduHeader header;
  header.ptype = type;
  header.call_id = proposal.call_id;
  header.pfc_flags |= static_cast<uint8_t>(proposal.pfc_flags & echoed_flags);
  return header;
}

}  // namespace

Status ServerAssociation::on_bind(const PduHeader& header, Bytes pdu) {
  // One bind for a connection; others are alter_contexts.
  if (!k_server_association.allows(state_, Event::bind_accepted))
    return refuse_bind(header.call_id, BindNakReason::reason_not_specified,
                       Status{RPC_S_PROTOCOL_ERROR});
  RPC_TRY(const wire::Bind bind, wire::decode_bind(pdu, header));
  RPC_TRY(const wire::CutPdu cut, wire::cut_pdu(pdu, header));

  ContextNegotiation negotiation{config_, events_, contexts_};
  if (bind.p_context_elem.n_context_elem() == 0 || !negotiation.run(bind.p_context_elem, true).ok())
    return refuse_bind(header.call_id, BindNakReason::reason_not_specified,
                       Status{RPC_S_PROTOCOL_ERROR});
  association_group_ = events_.join_association_group(bind.assoc_group_id);
  if (association_group_ == 0)
    return refuse_bind(header.call_id, BindNakReason::reason_not_specified,
                       Status{RPC_S_PROTOCOL_ERROR});
  bind_authenticated_ = cut.authenticated();
  ServerSecurity::Index security = ServerSecurity::k_none;
  if (bind_authenticated_) {
    BindNakReason refusal;
    const Result<ServerSecurity::Index> made = new_security(cut.trailer, refusal);
    if (!made) return refuse_bind(header.call_id, refusal, cause_of(refusal, made.status()));
    security = *made;
  }

  agree_on_header_signing(header);
  choose_fragment_size(bind.max_xmit_frag, bind.max_recv_frag);
  multiplexed_ = header.has(wire::k_pfc_conc_mpx);
  keep_on_orphan_ = (negotiation.features().value_or(0) & wire::k_keep_connection_on_orphan) != 0;

  std::array<uint8_t, k_answer_size> out;
  const Result<size_t> length = wire::encode_bind_ack(
      out,
      answer_to(header, PduType::bind_ack, wire::k_pfc_conc_mpx | wire::k_pfc_support_header_sign),
      {max_frag_, max_frag_, association_group_}, config_.secondary_address,
      negotiation.outcomes());
  if (!length)
    return refuse_bind(header.call_id, BindNakReason::local_limit_exceeded, length.status());
  if (bind_authenticated_)
    return begin_step(security, header, cut.trailer.auth_value, Bytes{out}.first(*length));
  ++output_.pdus;
  output_.append(Bytes{out}.first(*length));
  (void)step(state_, k_server_association, Event::bind_accepted);
  return {};
}

// One size for both directions, a multiple of 8. We send no more than the client says it receives,
// but what every implementation must receive (C706 12.6.3.1, must_recv_frag_size).
void ServerAssociation::choose_fragment_size(uint16_t max_xmit_frag, uint16_t max_recv_frag) {
  const uint16_t offered = std::max(k_smallest_answer, std::min(max_xmit_frag, max_recv_frag));
  max_frag_ = static_cast<uint16_t>(std::min(offered, config_.limits.max_frag) & ~7);
  const uint16_t received = std::max(max_recv_frag, config_.limits.must_recv_frag);
  max_xmit_frag_ = static_cast<uint16_t>(std::min(max_frag_, received) & ~7);
}

// Fragment sizes, group and multiplexing stay as the bind left them. Observed: Windows, Samba.
Status ServerAssociation::on_alter_context(const PduHeader& header, Bytes pdu) {
  if (!step(state_, k_server_association, Event::alter_context))
    return Status{RPC_S_PROTOCOL_ERROR};
  RPC_TRY(const wire::Bind alter, wire::decode_bind(pdu, header));
  RPC_TRY(const wire::CutPdu cut, wire::cut_pdu(pdu, header));
  if (cut.authenticated() && (cut.trailer.auth_type == 0 || finished(cut.trailer)))
    return Status{RPC_S_ACCESS_DENIED};
  if (alter.p_context_elem.n_context_elem() == 0) return Status{RPC_S_PROTOCOL_ERROR};

  ContextNegotiation negotiation{config_, events_, contexts_};
  RPC_TRY(negotiation.run(alter.p_context_elem, false));
  ServerSecurity::Index security = ServerSecurity::k_none;
  if (cut.authenticated()) {
    RPC_TRY(security, security_of_alter(cut.trailer));
  }
  agree_on_header_signing(header);
  std::array<uint8_t, k_answer_size> out;
  RPC_TRY(const size_t length,
          wire::encode_bind_ack(
              out, answer_to(header, PduType::alter_context_resp, wire::k_pfc_support_header_sign),
              {max_frag_, max_frag_, association_group_}, {}, negotiation.outcomes()));
  if (cut.authenticated())
    return begin_step(security, header, cut.trailer.auth_value, Bytes{out}.first(length));
  ++output_.pdus;
  output_.append(Bytes{out}.first(length));
  return {};
}

Status ServerAssociation::refuse_bind(uint32_t call_id, BindNakReason reason, Status cause) {
  // 5.1 is accepted too, but Windows and Samba name only this one.
  constexpr wire::ProtocolVersion versions[] = {{5, 0}};
  const std::vector<uint8_t> explanation = events_.explain_refusal(cause);
  std::array<uint8_t, k_largest_refusal> out;
  const bool fits = explanation.size() <= out.size() - wire::k_explained_bind_nak_size;
  const Result<size_t> length =
      wire::encode_bind_nak(out, call_id, reason, versions, fits ? Bytes{explanation} : Bytes{});
  if (length) {
    ++output_.pdus;
    output_.append(Bytes{out}.first(*length));
  }
  close(Event::bind_refused, Status{RPC_S_PROTOCOL_ERROR}, CloseMode::after_flush);
  return {};
}

}  // namespace farcall::protocol
