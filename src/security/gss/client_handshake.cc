// Candidates are tried in the first step only: once a token has left there is no way back to
// another mechanism, so that nobody between the two can ask for a weaker one.
#include "security/gss/client_handshake.h"

#include "base/log.h"

namespace farcall::security::gss {
namespace {

const Oid& outer_oid(Wanted wanted) {
  return wanted.spnego ? k_oid_spnego : oid_of(wanted.mechanism);
}

const char* text_of(Mechanism mechanism) {
  return mechanism == Mechanism::ntlm ? "NTLM" : "Kerberos";
}

}  // namespace

OM_uint32 requested_flags(uint8_t auth_level, Impersonation impersonation) {
  OM_uint32 flags = GSS_C_DCE_STYLE | GSS_C_MUTUAL_FLAG;
  if (auth_level > k_level_connect)
    flags |= GSS_C_INTEG_FLAG | GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG;
  if (auth_level == k_level_privacy) flags |= GSS_C_CONF_FLAG;
  if (impersonation == Impersonation::identify) flags |= GSS_C_IDENTIFY_FLAG;
  return flags;
}

bool ClientHandshake::step(Bytes token, Step& step, Failure& failure) {
  if (!credential_) return begin(step, failure);
  return advance(token, step, failure);
}

bool ClientHandshake::begin(Step& step, Failure& failure) {
  std::string text;
  int32_t status = RPC_S_OK;
  for (const Wanted candidate : plan_.candidates) {
    Failure why;
    if (begin_with(candidate, step, why)) {
      if (!text.empty()) log(Level::info, "security.next_mechanism", "%s", text.c_str());
      return true;
    }
    credential_.reset();
    context_.reset();
    if (status == RPC_S_OK) status = why.status;
    text +=
        (text.empty() ? "" : "; ") + std::string(text_of(candidate.mechanism)) + ": " + why.text;
  }
  failure = {status == RPC_S_OK ? RPC_S_SEC_PKG_ERROR : status, text};
  return false;
}

bool ClientHandshake::begin_with(Wanted candidate, Step& step, Failure& failure) {
  Result<Name> target = import_target(plan_.target, candidate.mechanism);
  if (!target) {
    failure = {target.status().code, "no server principal (SPN) is given, or it is not one"};
    return false;
  }
  target_ = std::move(*target);
  chosen_ = candidate;
  credential_ = plan_.credentials->get(candidate, failure);
  return credential_ && advance({}, step, failure);
}

bool ClientHandshake::advance(Bytes token, Step& step, Failure& failure) {
  gss_OID_desc oid = outer_oid(chosen_).desc();
  gss_buffer_desc input = lend(token);
  Buffer output;
  OM_uint32 minor = 0;
  const OM_uint32 major = library().init_sec_context(
      &minor, credential_->get(), context_.out(), target_.get(), &oid, plan_.flags, 0,
      GSS_C_NO_CHANNEL_BINDINGS, token.empty() ? GSS_C_NO_BUFFER : &input, nullptr, output.out(),
      nullptr, nullptr);
  if (major != GSS_S_COMPLETE && major != GSS_S_CONTINUE_NEEDED) {
    failure = explain(major, minor, outer_oid(chosen_));
    return false;
  }
  step.leg = major == GSS_S_COMPLETE ? Leg::complete : Leg::more;
  step.token.assign(output.bytes().begin(), output.bytes().end());
  return true;
}

}  // namespace farcall::security::gss
