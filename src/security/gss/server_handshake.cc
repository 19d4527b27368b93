// The library would choose a mechanism by looking at the token, whatever the trailer says. So the
// choice is made here, from the trailer's type and from SPNEGO's list, and the credential that is
// shown to the library serves that mechanism alone. NTLM tokens pass the guard first.
#include "security/gss/server_handshake.h"

#include <algorithm>

#include "security/ntlm/spnego_token.h"

namespace farcall::security::gss {
namespace {

constexpr uint8_t k_ap_req = 0x6e;
constexpr uint8_t k_framed = 0x60;

// What Windows clients put first in the list: Kerberos with an old mistake in its identifier.
constexpr Oid k_oid_kerberos_microsoft{"\x2a\x86\x48\x82\xf7\x12\x01\x02\x02"};

bool is(Bytes encoded, const Oid& oid) {
  return std::string_view(reinterpret_cast<const char*>(encoded.data()), encoded.size()) ==
         std::string_view(oid.text, oid.size);
}

std::optional<Mechanism> mechanism_of_oid(Bytes encoded) {
  if (is(encoded, k_oid_kerberos) || is(encoded, k_oid_kerberos_microsoft))
    return Mechanism::kerberos;
  if (is(encoded, k_oid_ntlm)) return Mechanism::ntlm;
  return std::nullopt;
}

}  // namespace

bool ServerHandshake::step(Bytes token, Step& step, Failure& failure) {
  if (!chosen_ && !choose(token, failure)) return false;
  if (!guard_) return accept(token, step, failure);
  const Result<std::vector<uint8_t>> admitted = guard_->admit(token);
  if (!admitted) {
    failure = {admitted.status().code,
               "the client's NTLM token is malformed, anonymous or too old"};
    return false;
  }
  if (!accept(*admitted, step, failure)) {
    // The plugin calls a wrong password by several names.
    failure.status = RPC_S_ACCESS_DENIED;
    return false;
  }
  if (step.token.empty() || guard_->sent(step.token)) return true;
  failure = {RPC_S_SEC_PKG_ERROR, "the NTLM plugin answered with something else than a challenge"};
  return false;
}

bool ServerHandshake::choose(Bytes token, Failure& failure) {
  chosen_ = mechanism_of(token);
  if (!chosen_) {
    failure = {RPC_S_SEC_PKG_ERROR, "the client offers no mechanism that this server accepts"};
    return false;
  }
  const bool is_ntlm = *chosen_ == Mechanism::ntlm;
  credential_ = is_ntlm ? keys_.ntlm : keys_.kerberos;
  if (is_ntlm) guard_.emplace(auth_type_ == k_spnego);
  return true;
}

std::optional<Mechanism> ServerHandshake::mechanism_of(Bytes token) const {
  if (auth_type_ == k_spnego) return preferred(token);
  if (auth_type_ == k_ntlm) return Mechanism::ntlm;
  if (token.empty() || (token[0] != k_ap_req && token[0] != k_framed)) return std::nullopt;
  return Mechanism::kerberos;
}

// The first of the client's list that we serve (RFC 4178 4.2.2).
std::optional<Mechanism> ServerHandshake::preferred(Bytes token) const {
  const Result<ntlm::SpnegoToken> spnego = ntlm::read_spnego_token(token);
  if (!spnego || !spnego->initial) return std::nullopt;
  for (const Bytes oid : spnego->mech_types) {
    const std::optional<Mechanism> offered = mechanism_of_oid(oid);
    if (offered == Mechanism::kerberos && keys_.kerberos) return offered;
    if (offered == Mechanism::ntlm && keys_.ntlm) return offered;
  }
  return std::nullopt;
}

bool ServerHandshake::accept(Bytes token, Step& step, Failure& failure) {
  gss_buffer_desc input = lend(token);
  Buffer output;
  OM_uint32 minor = 0;
  const OM_uint32 major = library().accept_sec_context(
      &minor, context_.out(), credential_->get(), &input, GSS_C_NO_CHANNEL_BINDINGS, nullptr,
      nullptr, output.out(), nullptr, nullptr, nullptr);
  if (major != GSS_S_COMPLETE && major != GSS_S_CONTINUE_NEEDED) {
    failure = explain(major, minor, oid_of(*chosen_));
    return false;
  }
  step.leg = major == GSS_S_COMPLETE ? Leg::complete : Leg::more;
  step.token.assign(output.bytes().begin(), output.bytes().end());
  return true;
}

}  // namespace farcall::security::gss
