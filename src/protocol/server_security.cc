// Handshakes on the server: which token may come when, what is answered, and under which context a
// request comes ([MS-RPCE] 3.3.1.5.2, 3.3.3.4.1). docs/wire/authentication.md has the refusals in a
// table.
//
// While a mechanism works nothing is read: what has been received already is held. So a request
// that was sent behind an auth3 meets the outcome of that auth3.
#include "protocol/server_security.h"

#include <algorithm>
#include <new>
#include <utility>

#include "base/log.h"
#include "protocol/server_association.h"
#include "wire/bind.h"
#include "wire/fault_status.h"
#include "wire/request.h"
#include "wire/verification_trailer.h"

namespace farcall::protocol {

using wire::BindNakReason;
using wire::PduHeader;
using wire::PduType;

namespace {

// Far more than an owner has read before it sees that it shall pause.
constexpr size_t k_most_held = 1u << 20;

}  // namespace

ServerSecurity::Index ServerSecurity::find(uint32_t auth_context_id) const {
  for (size_t i = 0; i < contexts_.size(); ++i)
    if (contexts_[i].auth_context_id == auth_context_id) return static_cast<Index>(i + 1);
  return k_none;
}

ServerSecurity::Index ServerSecurity::add(const wire::AuthTrailer& first,
                                          std::unique_ptr<security::SecurityContext> context) {
  try {
    contexts_.push_back({std::move(context), first.auth_context_id, first.auth_type,
                         first.auth_level, ServerSecurityState::fresh});
  } catch (const std::bad_alloc&) {
    return k_none;
  }
  return static_cast<Index>(contexts_.size());
}

size_t ServerSecurity::unfinished() const {
  return static_cast<size_t>(
      std::ranges::count_if(contexts_, [](const auto& each) { return each.unfinished(); }));
}

void ServerSecurity::sign_headers(bool negotiated) {
  for (ServerSecurityContext& each : contexts_) each.context->sign_headers(negotiated);
}

// The reason for a bind_nak when there is none. Observed: Windows, Samba.
Result<ServerSecurity::Index> ServerAssociation::new_security(const wire::AuthTrailer& first,
                                                              BindNakReason& refusal) {
  refusal = BindNakReason::reason_not_specified;
  if (first.auth_level < security::k_level_connect || first.auth_level > security::k_level_privacy)
    return Status{RPC_S_ACCESS_DENIED};
  security::Acceptor* const acceptor = events_.find_acceptor(first.auth_type);
  refusal = BindNakReason::authentication_type_not_recognized;
  if (!acceptor) return Status{RPC_S_ACCESS_DENIED};
  Result<std::unique_ptr<security::SecurityContext>> context = acceptor->accept(first);
  if (context.status() == Status{RPC_S_UNSUPPORTED_AUTHN_LEVEL})
    refusal = BindNakReason::invalid_checksum;
  if (!context) return Status{RPC_S_ACCESS_DENIED};
  refusal = BindNakReason::local_limit_exceeded;
  const ServerSecurity::Index made = security_.add(first, std::move(context).value());
  if (made == ServerSecurity::k_none) return Status{RPC_S_OUT_OF_MEMORY};
  if (security_.unfinished() == 1)
    handshake_deadline_ = config_.clock.now() + config_.limits.handshake;
  return made;
}

// The context of an alter_context's token. What a handshake began with holds for all its legs.
Result<ServerSecurity::Index> ServerAssociation::security_of_alter(
    const wire::AuthTrailer& trailer) {
  if (const ServerSecurity::Index known = security_.find(trailer.auth_context_id)) {
    ServerSecurityContext& security = security_.at(known);
    if (security.state == ServerSecurityState::waiting && security.matches(trailer)) return known;
    (void)security.move(ServerSecurityEvent::changed);
    const bool other_type = trailer.auth_type != 0 && trailer.auth_type != security.auth_type;
    return Status{other_type ? RPC_S_SEC_PKG_ERROR : RPC_S_ACCESS_DENIED};
  }
  if (security_.size() >= config_.limits.max_security_contexts ||
      security_.unfinished() >= config_.limits.max_unfinished_handshakes)
    return Status{RPC_S_PROTOCOL_ERROR};
  BindNakReason refusal;
  return new_security(trailer, refusal);
}

// A context whose handshake has ended takes no other token.
bool ServerAssociation::finished(const wire::AuthTrailer& trailer) {
  const ServerSecurity::Index known = security_.find(trailer.auth_context_id);
  return known != ServerSecurity::k_none && security_.at(known).state == ServerSecurityState::ready;
}

void ServerAssociation::agree_on_header_signing(const PduHeader& proposal) {
  if (proposal.has(wire::k_pfc_support_header_sign)) header_signing_ = true;
  security_.sign_headers(header_signing_);
}

// `answer`: the PDU that the token of this step will be added to.
Status ServerAssociation::begin_step(ServerSecurity::Index index, const PduHeader& header,
                                     Bytes token, Bytes answer) {
  ServerSecurityContext& security = security_.at(index);
  const bool auth3 = header.ptype == PduType::auth3;
  if (!security.move(auth3 ? ServerSecurityEvent::token_auth3 : ServerSecurityEvent::token))
    return Status{RPC_S_PROTOCOL_ERROR};
  try {
    leg_ = Leg{index, header.ptype, header.call_id, {answer.begin(), answer.end()}};
    events_.on_step(security.context, {token.begin(), token.end()});
  } catch (const std::bad_alloc&) {
    leg_.reset();
    return Status{RPC_S_OUT_OF_MEMORY};
  }
  return {};
}

void ServerAssociation::hold(Bytes bytes) {
  if (bytes.empty() || state_ == State::closed) return;
  try {
    if (bytes.size() <= k_most_held && held_.size() <= k_most_held - bytes.size()) {
      held_.insert(held_.end(), bytes.begin(), bytes.end());
      return;
    }
  } catch (const std::bad_alloc&) {
  }
  close(Event::protocol_error, Status{RPC_S_OUT_OF_MEMORY}, CloseMode::at_once);
}

void ServerAssociation::stepped(Result<security::Step> result) {
  if (!leg_) return;  // closed since
  const Leg leg = *std::exchange(leg_, std::nullopt);
  finish_leg(leg, std::move(result));
  if (state_ == State::closed) return;
  const std::vector<uint8_t> held = std::exchange(held_, {});
  on_bytes(held);
}

void ServerAssociation::finish_leg(const Leg& leg, Result<security::Step> result) {
  ServerSecurityContext& security = security_.at(leg.security);
  const bool auth3 = leg.ptype == PduType::auth3;
  const bool unsayable = auth3 && result && !result->token.empty();
  if (!result || unsayable) {
    (void)security.move(ServerSecurityEvent::failed);
    log(Level::info, "server.authentication_failed", "type %u: %s", security.auth_type,
        security.context->failure().c_str());
    if (auth3) return;  // its requests will be refused: there is no other answer
    if (leg.ptype == PduType::bind) {
      // Not why: who asks may be anybody.
      (void)refuse_bind(leg.call_id, BindNakReason::reason_not_specified,
                        Status{RPC_S_ACCESS_DENIED});
    } else {
      fail({leg.call_id, 0, true}, Status{RPC_S_SEC_PKG_ERROR});
    }
    return;
  }
  const bool complete = result->leg == security::Leg::complete;
  (void)security.move(complete ? ServerSecurityEvent::step_complete
                               : ServerSecurityEvent::step_more);
  if (security.state == ServerSecurityState::ready &&
      security.auth_level == security::k_level_connect)
    connect_security_ = leg.security;
  if (!auth3) answer_leg(leg, result->token);
}

// Observed: Windows and Samba put a trailer without a token behind the answer to an alter_context
// that took none.
void ServerAssociation::answer_leg(const Leg& leg, const std::vector<uint8_t>& token) {
  std::vector<uint8_t> pdu = leg.answer;
  if (!token.empty() || leg.ptype == PduType::alter_context) {
    pdu.resize(pdu.size() + 3 + wire::k_sec_trailer_size + token.size());
    wire::AuthTrailer trailer = security_.at(leg.security).context->trailer();
    trailer.auth_value = token;
    const Result<size_t> length = wire::append_auth_trailer(pdu, leg.answer.size(), trailer);
    if (!length) return fail({leg.call_id, 0, true}, Status{RPC_S_SEC_PKG_ERROR});
    pdu.resize(*length);
  }
  ++output_.pdus;
  output_.append(Bytes{pdu});
  if (leg.ptype == PduType::bind) (void)step(state_, k_server_association, Event::bind_accepted);
}

// What cannot be said in an answer is remembered: the first request learns it.
Status ServerAssociation::on_auth3(const PduHeader& header, Bytes pdu) {
  const Result<wire::AuthTrailer> trailer = wire::decode_auth3(pdu, header);
  if (!trailer) {
    // Observed: Windows and Samba, for a trailer that does not fit.
    const bool malformed_trailer = header.auth_length != 0 && security_.unfinished() != 0;
    return Status{malformed_trailer ? RPC_S_OUT_OF_MEMORY : RPC_S_PROTOCOL_ERROR};
  }
  const ServerSecurity::Index index = security_.find(trailer->auth_context_id);
  if (index == ServerSecurity::k_none) return Status{RPC_S_PROTOCOL_ERROR};
  ServerSecurityContext& security = security_.at(index);
  if (security.state == ServerSecurityState::ready) return Status{RPC_S_PROTOCOL_ERROR};
  if (security.matches(*trailer) && security.state == ServerSecurityState::waiting)
    return begin_step(index, header, trailer->auth_value, {});
  (void)security.move(ServerSecurityEvent::changed);
  return {};
}

// Whether there is a context that the PDU's trailer, if it has one, may belong to.
bool ServerAssociation::knows(const wire::CutPdu& cut) const {
  if (!cut.authenticated()) return true;
  const ServerSecurity::Index index = security_.find(cut.trailer.auth_context_id);
  return index != ServerSecurity::k_none && security_.at(index).matches(cut.trailer);
}

// Before its handshake has ended, or after that has failed, a context serves no request.
bool ServerAssociation::refuses_requests(const wire::CutPdu& cut) {
  if (!cut.authenticated()) return false;
  const ServerSecurity::Index index = security_.find(cut.trailer.auth_context_id);
  if (index == ServerSecurity::k_none) return false;
  const ServerSecurityContext& security = security_.at(index);
  return security.matches(cut.trailer) &&
         !k_server_security.allows(security.state, ServerSecurityEvent::request);
}

// A request without a trailer belongs to the context at level CONNECT if there is one; where the
// bind was authenticated it belongs to nobody else.
Result<ServerSecurity::Index> ServerAssociation::security_of_first(const wire::CutPdu& cut) {
  if (!cut.authenticated()) {
    if (connect_security_ != ServerSecurity::k_none) return connect_security_;
    if (bind_authenticated_) return Status{RPC_S_ACCESS_DENIED};
    return ServerSecurity::k_none;
  }
  const ServerSecurity::Index index = security_.find(cut.trailer.auth_context_id);
  if (index == ServerSecurity::k_none) return Status{RPC_S_ACCESS_DENIED};
  ServerSecurityContext& security = security_.at(index);
  const bool matches = security.matches(cut.trailer);
  if (!security.move(matches ? ServerSecurityEvent::request : ServerSecurityEvent::changed) ||
      !matches)
    return Status{RPC_S_ACCESS_DENIED};
  return index;
}

// What the first fragment came under holds for all (CVE-2021-23192).
Result<ServerSecurity::Index> ServerAssociation::security_of_next(const wire::CutPdu& cut) {
  const ServerSecurity::Index index = partial_.security;
  if (index == ServerSecurity::k_none) return index;
  const ServerSecurityContext& security = security_.at(index);
  if (!cut.authenticated() && security.auth_level != security::k_level_connect)
    return Status{RPC_S_PROTOCOL_ERROR};
  if (cut.authenticated() && cut.trailer.auth_context_id != security.auth_context_id)
    return Status{RPC_S_SEC_PKG_ERROR};
  return index;
}

Result<security::ClearStub> ServerAssociation::unprotect(ServerSecurity::Index index, Bytes pdu,
                                                         const wire::Request& request) {
  const Bytes head = pdu.first(wire::request_header_size(request.object.has_value()));
  Result<security::ClearStub> clear =
      context_of(index).unprotect({pdu, head, request.cut}, config_.buffers);
  if (!clear && index != ServerSecurity::k_none)
    (void)security_.at(index).move(ServerSecurityEvent::failed);
  return clear;
}

// Takes the verification trailer off a request whose data was verified. RPC_S_ACCESS_DENIED: what
// it repeats is not what was received.
Result<void> ServerAssociation::check_verification(ServerSecurity::Index index,
                                                   const PduHeader& header,
                                                   IncomingRequest& request) {
  if (index == ServerSecurity::k_none || context_of(index).sizes().auth_length == 0) return {};
  RPC_TRY(const wire::VerifiedStub verified,
          wire::cut_verification_trailer(request.stub_data, request.big_endian));
  request.stub_data = verified.stub;
  if (!verified.trailer) return {};
  const wire::VerificationTrailer& trailer = *verified.trailer;
  const PresentationContext* presentation = contexts_.find(request.context_id);
  const bool claims_signing =
      (trailer.bitmask.value_or(0) & wire::k_client_support_header_signing) != 0;
  const wire::VerificationTrailer::Header received{header.ptype, header.packed_drep, header.call_id,
                                                   request.context_id, request.opnum};
  const bool agreed =
      presentation && (!claims_signing || header_signing_) &&
      (!trailer.pcontext ||
       *trailer.pcontext == wire::VerificationTrailer::Presentation{presentation->abstract,
                                                                    presentation->transfer}) &&
      (!trailer.header2 || *trailer.header2 == received);
  return agreed ? Status{} : Status{RPC_S_ACCESS_DENIED};
}

}  // namespace farcall::protocol
