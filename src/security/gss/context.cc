// From handshake to protection ([MS-RPCE] 3.3.1.5.2.2).
#include "security/gss/context.h"

#include <algorithm>

#include "security/gss/exit_gate.h"
#include "security/gss/kerberos_protection.h"
#include "security/gss/session.h"
#include "security/kerberos/take_over.h"
#include "security/ntlm/spnego_token.h"
#include "security/ntlm/take_over.h"

namespace farcall::security::gss {
namespace {

constexpr const char* k_process_ends = "the process ends";

// Numbers of RFC 3961's registry. DES is older than RC4; what is newer than all of them is better.
constexpr uint8_t k_last_des = 16;
constexpr uint8_t k_rc4[] = {23, 24};

bool is_weak(uint8_t enctype, const Policy& policy) {
  if (std::ranges::find(k_rc4, enctype) != std::end(k_rc4)) return !policy.rc4;
  return enctype <= k_last_des;
}

bool carries_mic(Bytes token) {
  const Result<ntlm::SpnegoToken> read = ntlm::read_spnego_token(token);
  return read && read->mic;
}

// Stub data and pad, which lie one behind the other.
Bytes data_of(const wire::CutPdu& cut) {
  return {cut.body.data(), cut.body.size() + cut.pad.size()};
}

// Every byte is header, data, trailer or token: none is left without protection.
bool covers(const IncomingPdu& pdu) {
  const size_t head = pdu.header.size();
  const size_t tail = pdu.cut.sec_trailer.size() + pdu.cut.trailer.auth_value.size();
  return pdu.header.data() == pdu.pdu.data() && head + tail <= pdu.pdu.size() &&
         pdu.cut.body.data() == pdu.pdu.data() + head &&
         head + data_of(pdu.cut).size() + tail == pdu.pdu.size();
}

}  // namespace

GssContext::GssContext(std::unique_ptr<Handshake> handshake, const wire::AuthTrailer& trailer,
                       Requirements requirements)
    : handshake_(std::move(handshake)),
      trailer_{trailer.auth_type, trailer.auth_level, 0, 0, trailer.auth_context_id, {}},
      requirements_(std::move(requirements)) {}

Result<Step> GssContext::step(Bytes token) {
  if (state_ != State::handshake) return die(RPC_S_SEC_PKG_ERROR, "a token after the handshake");
  const ExitGate gate;
  if (!gate.open()) return die(RPC_S_SEC_PKG_ERROR, k_process_ends);
  Step step;
  Failure failure;
  bool good = handshake_->step(token, step, failure);
  if (trailer_.auth_type == k_spnego && carries_mic(token)) ++peer_signatures_;
  if (!good) fail(std::move(failure));
  if (good && step.leg == Leg::complete) good = finish();
  if (good) return step;
  state_ = State::dead;
  handshake_.reset();
  return Status{failure_.status};
}

bool GssContext::fail(Failure failure) {
  failure_ = std::move(failure);
  return false;
}

Status GssContext::die(int32_t status, const char* text) {
  state_ = State::dead;
  failure_ = {status, text};
  return Status{status};
}

bool GssContext::finish() {
  const Mechanism mechanism = handshake_->mechanism();
  const bool client = handshake_->is_client();
  Context context = std::move(handshake_->context());
  // Who promises privacy in the trailer must have asked for it in the handshake, as Samba and Windows
  // see it. Integrity needs no such word: every key signs.
  const OM_uint32 protection = seals() ? GSS_C_CONF_FLAG : 0;
  std::optional<Facts> facts = facts_of(context.get(), {mechanism, protection}, client);
  std::optional<SessionKey> key = session_key(context.get(), mechanism);
  if (!facts)
    return fail(
        {RPC_S_SEC_PKG_ERROR, "the peer agreed to another mechanism or to weaker protection"});
  if (!key && protects()) return fail({RPC_S_SEC_PKG_ERROR, "the mechanism gives no session key"});
  facts_ = std::move(*facts);
  if (key) facts_.session_key = key->key;
  if (mechanism == Mechanism::kerberos && !meets_requirements(key ? key->enctype : 0)) return false;
  handshake_.reset();
  const bool own =
      key && !requirements_.policy.library_ciphers && kerberos::can_take_over(key->enctype);
  if (protects() && mechanism == Mechanism::kerberos && own)
    protection_ = kerberos::take_over(std::move(context), seals(), peer_signatures_);
  else if (protects() && mechanism == Mechanism::kerberos)
    protection_ = KerberosProtection::create(std::move(context), seals(), key->enctype);
  else if (protects())
    protection_ = ntlm::take_over(std::move(context), facts_.session_key, client, seals());
  if (protects() && !protection_)
    return fail({RPC_S_SEC_PKG_ERROR, "the peer agreed to weaker protection than is required"});
  state_ = State::complete;
  return true;
}

bool GssContext::meets_requirements(uint8_t enctype) {
  if (is_weak(enctype, requirements_.policy))
    return fail({RPC_S_ACCESS_DENIED,
                 "the session key is of a type that is forbidden (RC4: FARCALL_SECURITY=rc4=on)"});
  if (requirements_.mutual && !facts_.mutual)
    return fail({RPC_S_ACCESS_DENIED, "the server has not proved its name"});
  if (!requirements_.principal.empty() &&
      !names_principal(requirements_.principal, facts_.server_name))
    return fail({RPC_S_ACCESS_DENIED, "the client asked for another principal of the keytab"});
  return true;
}

Sizes GssContext::sizes() const {
  return {protection_ ? protection_->auth_length() : uint16_t{0}, 16};
}

Result<void> GssContext::protect(const OutgoingPdu& pdu) {
  if (state_ != State::complete) return die(RPC_S_SEC_PKG_ERROR, "the context is not usable");
  if (!protection_) return {};
  const ExitGate gate;
  if (!gate.open()) return die(RPC_S_SEC_PKG_ERROR, k_process_ends);
  if (protection_->protect(pdu, sign_headers_)) return {};
  return die(RPC_S_SEC_PKG_ERROR, "a PDU could not be signed");
}

bool GssContext::is_ours(const wire::CutPdu& cut) const {
  return cut.authenticated() && cut.trailer.auth_type == trailer_.auth_type &&
         cut.trailer.auth_level == trailer_.auth_level &&
         cut.trailer.auth_context_id == trailer_.auth_context_id;
}

Result<ClearStub> GssContext::unprotect(const IncomingPdu& pdu, BufferPool& buffers) {
  if (state_ != State::complete) return die(RPC_S_SEC_PKG_ERROR, "the context is not usable");
  // At CONNECT nothing is verified, and a trailer is tolerated (Observed: Samba).
  const bool may_lack = !protection_ && !pdu.cut.authenticated();
  if (!may_lack && !is_ours(pdu.cut))
    return die(RPC_S_ACCESS_DENIED, "a PDU with another trailer than was agreed, or with none");
  if (!protection_) return ClearStub{pdu.cut.body, {}};
  if (!covers(pdu)) return die(RPC_S_ACCESS_DENIED, "a PDU with bytes that nothing covers");

  ClearStub clear{pdu.cut.body, {}};
  const Bytes received = data_of(pdu.cut);
  MutableBytes data{const_cast<uint8_t*>(received.data()), received.size()};
  if (seals()) {
    clear.owner = buffers.get(received.size());
    if (!clear.owner) return die(RPC_S_OUT_OF_MEMORY, "no memory to unseal a PDU in");
    data = {clear.owner.data(), received.size()};
    std::ranges::copy(received, data.begin());
    clear.stub = data.first(pdu.cut.body.size());
  }
  const ExitGate gate;
  if (!gate.open()) return die(RPC_S_SEC_PKG_ERROR, k_process_ends);
  if (protection_->unprotect(pdu, data, sign_headers_)) return clear;
  return die(RPC_S_SEC_PKG_ERROR, "a PDU was changed, repeated or lost on its way");
}

}  // namespace farcall::security::gss
