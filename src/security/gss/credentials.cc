// How each kind of identity becomes a credential.
//
// - A password for Kerberos goes to the KDC here; for NTLM it becomes the NT hash, because the
//   plugin leaks memory for each password that it hashes itself.
// - Every initiator credential is told not to ask for CONF and INTEG on its own: Samba takes its
//   signature size from those flags. For SPNEGO that must precede the choice of mechanisms.
// - No replay cache: with DCE style the client proves in the third leg that it knows the key, so a
//   replayed AP-REQ leads nowhere.
#include "security/gss/credentials.h"

#include <krb5/krb5.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <vector>

#include "security/ntlm/crypto.h"

namespace farcall::security::gss {
namespace {

using Store = std::vector<gss_key_value_element_desc>;

class MechanismSet {
 public:
  explicit MechanismSet(const Oid& oid) : desc_(oid.desc()), set_{1, &desc_} {}
  [[nodiscard]] gss_OID_set get() { return &set_; }

 private:
  gss_OID_desc desc_;
  gss_OID_set_desc set_;
};

struct Request {
  Wanted wanted;
  gss_name_t name = GSS_C_NO_NAME;
  gss_cred_usage_t usage = GSS_C_INITIATE;
};

const Oid& outer_oid(Wanted wanted) {
  return wanted.spnego ? k_oid_spnego : oid_of(wanted.mechanism);
}

bool succeeded(OM_uint32 major, OM_uint32 minor, const Oid& oid, Failure& failure) {
  if (major == GSS_S_COMPLETE) return true;
  failure = explain(major, minor, oid);
  return false;
}

bool acquire(const Request& request, const Store& store, Credential& credential, Failure& failure) {
  const Oid& oid = outer_oid(request.wanted);
  MechanismSet mechanisms{oid};
  const gss_key_value_set_desc set{static_cast<OM_uint32>(store.size()),
                                   const_cast<gss_key_value_element_desc*>(store.data())};
  OM_uint32 minor = 0;
  const OM_uint32 major = library().acquire_cred_from(
      &minor, request.name, GSS_C_INDEFINITE, mechanisms.get(), request.usage,
      store.empty() ? GSS_C_NO_CRED_STORE : &set, credential.out(), nullptr, nullptr);
  return succeeded(major, minor, oid, failure);
}

bool ask_with_password(const Request& request, const Secret& password, Credential& credential,
                       Failure& failure) {
  const Oid& oid = outer_oid(request.wanted);
  MechanismSet mechanisms{oid};
  gss_buffer_desc text = lend(password.text());
  OM_uint32 minor = 0;
  const OM_uint32 major = library().acquire_cred_with_password(
      &minor, request.name, &text, GSS_C_INDEFINITE, mechanisms.get(), request.usage,
      credential.out(), nullptr, nullptr);
  // Of accounts without pre-authentication the client finds out itself.
  if (minor == static_cast<OM_uint32>(KRB5KRB_AP_ERR_BAD_INTEGRITY))
    minor = static_cast<OM_uint32>(KRB5KDC_ERR_PREAUTH_FAILED);
  return succeeded(major, minor, oid, failure);
}

// SPNEGO would tell nothing of why it failed, so Kerberos is asked first, for itself. Once: a wrong
// password must not count twice.
bool acquire_with_password(const Request& request, const Secret& password, Credential& credential,
                           Failure& failure) {
  if (request.wanted.spnego) {
    Request plain = request;
    plain.wanted.spnego = false;
    Credential probe;
    if (!ask_with_password(plain, password, probe, failure)) return false;
  }
  return ask_with_password(request, password, credential, failure);
}

bool acquire_with_keytab(const Request& request, const std::string& keytab, Credential& credential,
                         Failure& failure) {
  // A ticket cache of its own in memory; the library drops it with the credential.
  static std::atomic<uint64_t> number{0};
  const std::string cache = "MEMORY:farcall" + std::to_string(++number);
  return acquire(request, {{"client_keytab", keytab.c_str()}, {"ccache", cache.c_str()}},
                 credential, failure);
}

bool acquire_ntlm(const Request& request, const Identity& identity, Credential& credential,
                  Failure& failure) {
  const Secret hash =
      identity.nt_hash.empty() ? ntlm::nt_hash(identity.password.text()) : identity.nt_hash;
  if (hash.empty()) {
    failure = {RPC_S_INVALID_AUTH_IDENTITY, "the password is not UTF-8"};
    return false;
  }
  Store store{{"ntlmssp_nthash", hash.text().c_str()}};
  if (!identity.domain.empty()) store.push_back({"ntlmssp_domain", identity.domain.c_str()});
  return acquire(request, store, credential, failure);
}

bool acquire_explicit(const Request& request, const Identity& identity, Credential& credential,
                      Failure& failure) {
  if (request.wanted.mechanism == Mechanism::ntlm)
    return acquire_ntlm(request, identity, credential, failure);
  if (!identity.client_keytab.empty())
    return acquire_with_keytab(request, identity.client_keytab, credential, failure);
  return acquire_with_password(request, identity.password, credential, failure);
}

// The plugin for NTLM knows nothing of this option, and asks for nothing by itself.
void ask_for_no_more_than_told(const Credential& credential) {
  OM_uint32 minor = 0;
  gss_cred_id_t handle = credential.get();
  gss_OID_desc option = k_no_ci_flags.desc();
  gss_buffer_desc nothing = GSS_C_EMPTY_BUFFER;
  (void)library().set_cred_option(&minor, &handle, &option, &nothing);
}

bool choose_inner(const Credential& credential, Wanted wanted, Failure& failure) {
  if (!wanted.spnego) return true;
  MechanismSet inner{oid_of(wanted.mechanism)};
  OM_uint32 minor = 0;
  const OM_uint32 major = library().set_neg_mechs(&minor, credential.get(), inner.get());
  return succeeded(major, minor, k_oid_spnego, failure);
}

bool acquire_any(const Identity& identity, Wanted wanted, Credential& credential,
                 Failure& failure) {
  if (identity.user.empty()) return acquire({wanted}, {}, credential, failure);
  const Result<Name> name = import_user(identity, wanted.mechanism);
  if (!name) {
    failure = {name.status().code, "not a user's name: " + identity.user};
    return false;
  }
  return acquire_explicit({wanted, name->get()}, identity, credential, failure);
}

// The plugin for NTLM wants either no name and no store, and then serves the process's user file, or
// both, and does not survive a store alone. Which host the name has does not matter to it.
bool acquire_ntlm_acceptor(Request request, const ServerTerms& terms, Credential& credential,
                           Failure& failure) {
  if (terms.ntlm_users.empty()) return acquire(request, {}, credential, failure);
  if (access(terms.ntlm_users.c_str(), R_OK) != 0) {
    failure = {RPC_S_UNKNOWN_PRINCIPAL,
               "the file of NTLM's users cannot be read: " + terms.ntlm_users};
    return false;
  }
  const Result<Name> name = import_target({}, Mechanism::ntlm);
  if (!name) {
    failure = {name.status().code, "the NTLM plugin takes no name"};
    return false;
  }
  request.name = name->get();
  return acquire(request, {{"ntlmssp_keyfile", terms.ntlm_users.c_str()}}, credential, failure);
}

Store acceptor_store(const ServerTerms& terms) {
  Store store{{"rcache", "none:"}};
  if (!terms.keytab.empty()) store.push_back({"keytab", terms.keytab.c_str()});
  return store;
}

}  // namespace

SharedCredential acquire_initiator(const Identity& identity, Wanted wanted, Failure& failure) {
  auto credential = std::make_shared<Credential>();
  if (!acquire_any(identity, wanted, *credential, failure)) return nullptr;
  ask_for_no_more_than_told(*credential);
  if (!choose_inner(*credential, wanted, failure)) return nullptr;
  return credential;
}

SharedCredential acquire_acceptor(const ServerTerms& terms, Wanted wanted, Failure& failure) {
  auto credential = std::make_shared<Credential>();
  Request request{wanted, GSS_C_NO_NAME, GSS_C_ACCEPT};
  if (wanted.mechanism == Mechanism::ntlm) {
    if (!acquire_ntlm_acceptor(request, terms, *credential, failure)) return nullptr;
    return choose_inner(*credential, wanted, failure) ? credential : nullptr;
  }
  Result<Name> name = Name{};
  if (!terms.principal.empty()) name = import_acceptor(terms.principal);
  if (!name) {
    failure = {name.status().code, "not a principal: " + terms.principal};
    return nullptr;
  }
  request.name = name->get();
  if (!acquire(request, acceptor_store(terms), *credential, failure)) return nullptr;
  return choose_inner(*credential, wanted, failure) ? credential : nullptr;
}

bool is_fresh(const Credential& credential) {
  OM_uint32 minor = 0;
  OM_uint32 lifetime = 0;
  const OM_uint32 major =
      library().inquire_cred(&minor, credential.get(), nullptr, &lifetime, nullptr, nullptr);
  return major == GSS_S_COMPLETE && lifetime > 0;
}

}  // namespace farcall::security::gss
