// Handshakes on the client: which token leaves in which PDU, what is taken as its answer, and what
// requests repeat in their verification trailer ([MS-RPCE] 3.3.1.5.2, 3.3.2.4.1.2; C706 13.3).
//
// While a handshake goes on no call starts, whatever its security is. A handshake that fails ends
// the association: the server has closed its side or is about to. After the handshake a context
// dies with its first failure, and so does the association.
#include "protocol/client_security.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "protocol/client_association.h"
#include "wire/bind.h"
#include "wire/response.h"

namespace farcall::protocol {
namespace {

// auth3 has four bytes of no meaning in front of its trailer ([MS-RPCE] 2.2.2.5).
constexpr size_t k_auth3_size = wire::k_header_size + 4;

}  // namespace

wire::VerificationTrailer ClientSecurityContext::trailer_for(
    const PresentationContext& presentation, const wire::VerificationTrailer::Header& header,
    bool headers_signed) const {
  wire::VerificationTrailer trailer;
  // What was offered, not what was agreed: so that nobody can take the offer away on its way.
  if (!bitmask_verified)
    trailer.bitmask = offers_header_signing ? wire::k_client_support_header_signing : 0;
  if (!presentation_verified || verified_presentation != presentation.id)
    trailer.pcontext = {presentation.abstract, presentation.transfer};
  if (!headers_signed) trailer.header2 = header;
  return trailer;
}

Result<ClientSecurityContext&> ClientSecurity::of(security::Initiator& initiator) {
  if (ClientSecurityContext* known = find(&initiator)) return *known;
  try {
    auto made = std::make_unique<ClientSecurityContext>();
    RPC_TRY(made->context, initiator.initiate(static_cast<uint32_t>(contexts_.size() + 1)));
    made->initiator = &initiator;
    contexts_.push_back(std::move(made));
    return *contexts_.back();
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
}

ClientSecurityContext* ClientSecurity::find(const security::Initiator* initiator) {
  for (const auto& each : contexts_)
    if (each->initiator == initiator) return each.get();
  return nullptr;
}

ClientSecurityContext* ClientSecurity::find(uint32_t auth_context_id) {
  for (const auto& each : contexts_)
    if (each->context->trailer().auth_context_id == auth_context_id) return each.get();
  return nullptr;
}

void ClientSecurity::sign_headers(bool negotiated) {
  for (const auto& each : contexts_) each->context->sign_headers(negotiated);
}

void ClientAssociation::move(ClientSecurityContext& security, ClientSecurityEvent event) {
  const bool moved = step(security.state, k_client_security, event);
  assert(moved);
  (void)moved;
}

bool ClientAssociation::needs_step(const ClientCallRecord& call) {
  if (!call.security || handshake_) return false;
  const ClientSecurityContext* known = security_.find(call.security);
  return !known || !known->ready();
}

void ClientAssociation::begin_handshake(security::Initiator& initiator) {
  const Result<ClientSecurityContext&> security = security_.of(initiator);
  if (!security) return break_off(security.status());
  handshake_ = &*security;
  move(*handshake_, ClientSecurityEvent::begin);
  events_.on_step(handshake_->context, {});
}

void ClientAssociation::stepped(Result<security::Step> result) {
  if (!handshake_ || handshake_->state != ClientSecurityState::stepping) return;  // closed since
  const Status status = result ? on_step_result(std::move(result).value()) : result.status();
  if (!status.ok()) {
    move(*handshake_, ClientSecurityEvent::failed);
    break_off(status);
  }
  settle();
}

Status ClientAssociation::on_step_result(security::Step step) {
  const bool complete = step.leg == security::Leg::complete;
  // A mechanism that has nothing to say must have been told something.
  if (step.token.empty() && (!complete || state_ == State::unbound))
    return Status{RPC_S_SEC_PKG_ERROR};
  handshake_->token = std::move(step.token);
  if (!complete) {
    move(*handshake_, ClientSecurityEvent::step_more);
  } else if (!handshake_->token.empty()) {
    move(*handshake_, ClientSecurityEvent::step_last);
  } else {
    move(*handshake_, ClientSecurityEvent::step_complete);
    handshake_ = nullptr;
  }
  return {};
}

// Where nothing is signed there is nothing to offer.
bool ClientAssociation::offers_header_signing() const {
  return config_.header_signing && handshake_ &&
         handshake_->context->trailer().auth_level >= security::k_level_pkt;
}

Result<size_t> ClientAssociation::add_token(MutableBytes pdu, size_t length) {
  wire::AuthTrailer trailer = handshake_->context->trailer();
  trailer.auth_value = handshake_->token;
  const Result<size_t> whole = wire::append_auth_trailer(pdu, length, trailer);
  if (!whole) return Status{RPC_S_SEC_PKG_ERROR};  // no PDU can carry it
  return whole;
}

size_t ClientAssociation::send_auth3(ByteSink& output) {
  const size_t room = k_auth3_size + wire::k_sec_trailer_size + handshake_->token.size();
  const BufferRef pdu = config_.buffers.get(room);
  if (!pdu) return break_off(Status{RPC_S_OUT_OF_MEMORY}), 0;
  wire::PduHeader header;
  header.ptype = wire::PduType::auth3;
  header.call_id = proposal_.call_id;  // Observed: Windows, Samba
  std::fill_n(pdu.data(), k_auth3_size, uint8_t{0});
  wire::encode_pdu_header({pdu.data(), room}, header);
  const Result<size_t> length = add_token({pdu.data(), room}, k_auth3_size);
  if (!length) return break_off(length.status()), 0;
  handshake_->token.clear();
  handshake_->answered_last_token = false;
  move(*handshake_, ClientSecurityEvent::sent_auth3);
  handshake_ = nullptr;
  ++output.pdus;
  output.append(pdu, 0, *length);
  return *length;
}

// The token's answer has the token's type, level and context; one that was stripped is refused. A
// server need not answer a last token.
Status ClientAssociation::check_answer(const wire::CutPdu& cut) const {
  if (!handshake_) return cut.authenticated() ? Status{RPC_S_PROTOCOL_ERROR} : Status{};
  if (!cut.authenticated())
    return handshake_->state == ClientSecurityState::finishing ? Status{}
                                                               : Status{RPC_S_ACCESS_DENIED};
  return handshake_->matches(cut.trailer) ? Status{} : Status{RPC_S_ACCESS_DENIED};
}

void ClientAssociation::take_answer(const wire::CutPdu& cut) {
  if (!handshake_ || state_ == State::closed) return;
  const bool finished = handshake_->state == ClientSecurityState::finishing;
  move(*handshake_, ClientSecurityEvent::answer);
  if (finished) {
    handshake_ = nullptr;
    return;
  }
  const Bytes token = cut.trailer.auth_value;
  events_.on_step(handshake_->context, {token.begin(), token.end()});
}

void ClientAssociation::agree_on_header_signing(const wire::PduHeader& answer) {
  if (offers_header_signing() && answer.has(wire::k_pfc_support_header_sign))
    header_signing_ = true;
  security_.sign_headers(header_signing_);
}

// What is protected begins where the stub data of a response does. The answer to a call that was
// given up is opened with the context that it names, for the order of the others.
Result<security::ClearStub> ClientAssociation::unprotect(Bytes pdu, const wire::CutPdu& cut,
                                                         const ClientCallRecord* call) {
  security::SecurityContext* context = &security::none();
  const ClientSecurityContext* known = nullptr;
  if (call && call->security)
    known = security_.find(call->security);
  else if (!call && cut.authenticated())
    known = security_.find(cut.trailer.auth_context_id);
  if (known && !known->ready()) return Status{RPC_S_ACCESS_DENIED};
  if (known) context = known->context.get();
  return context->unprotect({pdu, pdu.first(wire::k_response_header_size), cut}, config_.buffers);
}

// Whoever was refused by auth3 is told with its first request ([MS-RPCE] 3.3.3.4.1.3).
int32_t ClientAssociation::explain_fault(const ClientCallRecord& call, int32_t status,
                                         bool did_not_execute) {
  const ClientSecurityContext* known = call.security ? security_.find(call.security) : nullptr;
  const bool refused =
      known && !known->answered_last_token && did_not_execute && status == RPC_S_PROTOCOL_ERROR;
  return refused ? RPC_S_ACCESS_DENIED : status;
}

}  // namespace farcall::protocol
