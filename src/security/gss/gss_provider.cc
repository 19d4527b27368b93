// What policy and terms allow becomes a list of mechanisms here, once for each initiator and
// acceptor; no handshake asks for more than stands on it.
#include "security/gss/gss_provider.h"

#include "base/log.h"
#include "security/gss/context.h"
#include "security/gss/server_handshake.h"

namespace farcall::security::gss {
namespace {

class GssInitiator final : public Initiator {
 public:
  GssInitiator(uint8_t auth_type, uint8_t auth_level, ClientPlan plan, Requirements requirements)
      : auth_type_(auth_type),
        auth_level_(auth_level),
        plan_(std::move(plan)),
        requirements_(std::move(requirements)) {}

  [[nodiscard]] uint8_t auth_type() const override { return auth_type_; }
  [[nodiscard]] uint8_t auth_level() const override { return auth_level_; }
  Result<std::unique_ptr<SecurityContext>> initiate(uint32_t auth_context_id) override {
    const wire::AuthTrailer trailer{auth_type_, auth_level_, 0, 0, auth_context_id, {}};
    return std::unique_ptr<SecurityContext>(std::make_unique<GssContext>(
        std::make_unique<ClientHandshake>(plan_), trailer, requirements_));
  }

 private:
  uint8_t auth_type_;
  uint8_t auth_level_;
  ClientPlan plan_;
  Requirements requirements_;
};

class GssAcceptor final : public Acceptor {
 public:
  GssAcceptor(uint8_t auth_type, ServerKeys keys, const ServerTerms& terms)
      : auth_type_(auth_type),
        keys_(std::move(keys)),
        requirements_{terms.policy, false, terms.principal} {}

  [[nodiscard]] uint8_t auth_type() const override { return auth_type_; }
  [[nodiscard]] const std::string& principal() const override { return requirements_.principal; }
  Result<std::unique_ptr<SecurityContext>> accept(const wire::AuthTrailer& first) override {
    const uint8_t level = first.auth_level;
    // CALL is not a level of connections (Observed: Samba's cases, made on Windows).
    if (level < k_level_connect || level > k_level_privacy || level == k_level_call ||
        level < requirements_.policy.minimum_level)
      return Status{RPC_S_UNSUPPORTED_AUTHN_LEVEL};
    return std::unique_ptr<SecurityContext>(std::make_unique<GssContext>(
        std::make_unique<ServerHandshake>(keys_, auth_type_), first, requirements_));
  }

 private:
  uint8_t auth_type_;
  ServerKeys keys_;
  Requirements requirements_;
};

// NTLM may be the mechanism where the type names it; inside SPNEGO where the terms or the policy
// say so too.
bool allows_ntlm(uint8_t auth_type, bool in_terms, const Policy& policy) {
  if (policy.ntlm == NtlmUse::off || auth_type == k_kerberos) return false;
  return auth_type == k_ntlm || in_terms || policy.ntlm == NtlmUse::on;
}

std::vector<Wanted> candidates(uint8_t auth_type, const ClientTerms& terms) {
  const bool spnego = auth_type == k_spnego;
  std::vector<Wanted> list;
  if (auth_type != k_ntlm && !terms.target.empty()) list.push_back({Mechanism::kerberos, spnego});
  // Which NTLM cannot give, and which need not be given where the kernel tells who the server is.
  const bool proof = terms.mutual && terms.policy.mutual && !terms.server;
  if (allows_ntlm(auth_type, terms.ntlm, terms.policy) && !proof && is_installed(Mechanism::ntlm))
    list.push_back({Mechanism::ntlm, spnego});
  return list;
}

// Why nothing is left of the candidates.
Status no_candidate(uint8_t auth_type, const ClientTerms& terms) {
  if (auth_type != k_ntlm) return Status{RPC_S_UNKNOWN_PRINCIPAL};
  return Status{terms.mutual ? RPC_S_CANNOT_SUPPORT : RPC_S_UNKNOWN_AUTHN_SERVICE};
}

// Connection-oriented protocol sequences have no CALL (RPC_C_AUTHN_LEVEL_CALL becomes PKT).
uint8_t effective_level(uint8_t level) {
  return level == k_level_call ? k_level_pkt : level;
}

}  // namespace

Result<std::shared_ptr<Initiator>> GssProvider::initiator(const ClientTerms& terms) {
  const uint8_t level = effective_level(terms.auth_level);
  if (level < k_level_connect || level > k_level_privacy) return Status{RPC_S_UNKNOWN_AUTHN_LEVEL};
  if (level < terms.policy.minimum_level) return Status{RPC_S_UNSUPPORTED_AUTHN_LEVEL};
  const Identity& identity = terms.identity;
  const bool keyless =
      identity.password.empty() && identity.nt_hash.empty() && identity.client_keytab.empty();
  if (identity.user.empty() && !keyless) return Status{RPC_S_INVALID_AUTH_IDENTITY};
  ClientPlan plan;
  plan.candidates = candidates(auth_type_, terms);
  if (plan.candidates.empty()) return no_candidate(auth_type_, terms);
  plan.credentials = std::make_shared<InitiatorCredentials>(cache_, identity);
  plan.target = terms.target;
  plan.flags = requested_flags(level, terms.impersonation);
  return std::shared_ptr<Initiator>(std::make_shared<GssInitiator>(
      auth_type_, level, std::move(plan), Requirements{terms.policy, terms.mutual, {}}));
}

Result<std::shared_ptr<Acceptor>> GssProvider::acceptor(const ServerTerms& terms) {
  const bool spnego = auth_type_ == k_spnego;
  Failure failure;
  ServerKeys keys;
  if (allows_ntlm(auth_type_, terms.ntlm, terms.policy) && is_installed(Mechanism::ntlm))
    keys.ntlm = acquire_acceptor(terms, {Mechanism::ntlm, spnego}, failure);
  else if (auth_type_ == k_ntlm)
    return Status{RPC_S_UNKNOWN_AUTHN_SERVICE};
  if (auth_type_ != k_ntlm)
    keys.kerberos = acquire_acceptor(terms, {Mechanism::kerberos, spnego}, failure);
  if (!failure.text.empty())
    log(Level::warn, "security.no_server_key", "%s: %s", terms.principal.c_str(),
        failure.text.c_str());
  // Who names a principal wants Kerberos, and is told if it cannot be; unless the administrator says
  // that NTLM is as good.
  const bool kerberos_required =
      auth_type_ == k_kerberos || (!terms.principal.empty() && terms.policy.ntlm != NtlmUse::on);
  const bool usable =
      keys.kerberos || (!kerberos_required && keys.ntlm) || (auth_type_ == k_ntlm && keys.ntlm);
  if (!usable) return Status{RPC_S_UNKNOWN_PRINCIPAL};
  return std::shared_ptr<Acceptor>(
      std::make_shared<GssAcceptor>(auth_type_, std::move(keys), terms));
}

bool is_installed(Mechanism mechanism) {
  OM_uint32 minor = 0;
  OidSet mechanisms;
  if (library().indicate_mechs(&minor, mechanisms.out()) != GSS_S_COMPLETE) return false;
  gss_OID_desc oid = oid_of(mechanism).desc();
  int present = 0;
  (void)library().test_oid_set_member(&minor, &oid, mechanisms.get(), &present);
  return present != 0;
}

}  // namespace farcall::security::gss
