// Which mechanisms there are. A new one is a line here.
#include "security/mechanisms.h"

#include "security/gss/gss_provider.h"

namespace farcall::security {
namespace {

struct Mechanisms {
  gss::CredentialCache credentials;
  gss::GssProvider spnego{k_spnego, credentials};
  gss::GssProvider ntlm{k_ntlm, credentials};
  gss::GssProvider kerberos{k_kerberos, credentials};
};

}  // namespace

Result<Provider&> find_provider(uint8_t auth_type) {
  if (!gss::find_library()) return Status{RPC_S_UNKNOWN_AUTHN_SERVICE};
  // Never destroyed: loops still run when the process exits.
  static Mechanisms& mechanisms = *new Mechanisms;
  for (gss::GssProvider* provider : {&mechanisms.spnego, &mechanisms.ntlm, &mechanisms.kerberos})
    if (provider->auth_type() == auth_type) return *provider;
  return Status{RPC_S_UNKNOWN_AUTHN_SERVICE};
}

}  // namespace farcall::security
