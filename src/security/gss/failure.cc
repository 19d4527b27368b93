// Causes that an administrator can mend, by the mechanism's own error number, with the remedy; the
// library's words for all others.
#include "security/gss/failure.h"

#include <krb5/krb5.h>

#include "security/gss/handles.h"

namespace farcall::security::gss {
namespace {

struct Cause {
  OM_uint32 minor;
  int32_t status;
  const char* text;
};

constexpr OM_uint32 code(long number) {
  return static_cast<OM_uint32>(number);
}

constexpr Cause k_causes[] = {
    {code(KRB5_FCC_NOFILE), RPC_S_SEC_PKG_ERROR, "no ticket: run kinit, or name a user"},
    {code(KRB5_CC_NOTFOUND), RPC_S_SEC_PKG_ERROR, "no ticket: run kinit, or name a user"},
    {code(KRB5KRB_AP_ERR_TKT_EXPIRED), RPC_S_SEC_PKG_ERROR, "the ticket has expired: run kinit"},
    {code(KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN), RPC_S_UNKNOWN_PRINCIPAL,
     "the KDC does not know the server's principal: check the SPN"},
    {code(KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN), RPC_S_ACCESS_DENIED, "the KDC does not know the user"},
    {code(KRB5KDC_ERR_PREAUTH_FAILED), RPC_S_ACCESS_DENIED, "wrong password"},
    {code(KRB5KDC_ERR_KEY_EXP), RPC_S_ACCESS_DENIED, "the password has expired"},
    {code(KRB5KDC_ERR_CLIENT_REVOKED), RPC_S_ACCESS_DENIED, "the account is locked"},
    {code(KRB5KDC_ERR_ETYPE_NOSUPP), RPC_S_SEC_PKG_ERROR,
     "client, server and KDC share no encryption type"},
    {code(KRB5_KDC_UNREACH), RPC_S_SEC_PKG_ERROR,
     "no KDC answers: check krb5.conf and the network"},
    {code(KRB5_REALM_UNKNOWN), RPC_S_SEC_PKG_ERROR,
     "no KDC is known for the realm: check krb5.conf"},
    {code(KRB5KRB_AP_ERR_SKEW), RPC_S_SEC_PKG_ERROR,
     "the clocks of client and server differ too much: set them"},
    {code(KRB5KRB_AP_ERR_MODIFIED), RPC_S_ACCESS_DENIED,
     "the ticket is for another key: the SPN names another account, or the keytab is old"},
    {code(KRB5KRB_AP_ERR_BAD_INTEGRITY), RPC_S_ACCESS_DENIED,
     "the ticket is for another key: the SPN names another account, or the keytab is old"},
    {code(KRB5_KT_NOTFOUND), RPC_S_UNKNOWN_PRINCIPAL,
     "the keytab has no key of the server's principal: add it with ktadd"},
    {code(KRB5_KT_KVNONOTFOUND), RPC_S_UNKNOWN_PRINCIPAL,
     "the keytab has an old key of the server's principal: run ktadd again"},
    {code(KRB5KRB_AP_ERR_NOKEY), RPC_S_UNKNOWN_PRINCIPAL,
     "the keytab has no key of the server's principal: add it with ktadd"},
    {code(KRB5KRB_AP_ERR_NOT_US), RPC_S_UNKNOWN_PRINCIPAL,
     "the keytab has no key of the principal that the client wants: ktadd it, or check the SPN"},
    {code(KRB5KRB_AP_WRONG_PRINC), RPC_S_UNKNOWN_PRINCIPAL,
     "the ticket is for a principal that the server does not serve: check the SPN"},
};

std::string words(OM_uint32 value, int kind, const Oid& mechanism) {
  OM_uint32 minor = 0;
  OM_uint32 more = 0;
  Buffer text;
  gss_OID_desc oid = mechanism.desc();
  if (GSS_ERROR(library().display_status(&minor, value, kind, &oid, &more, text.out()))) return {};
  return std::string(text.text());
}

int32_t status_of(OM_uint32 major) {
  switch (GSS_ROUTINE_ERROR(major)) {
    case GSS_S_DEFECTIVE_CREDENTIAL:
    case GSS_S_UNAUTHORIZED:
    case GSS_S_BAD_BINDINGS:
      return RPC_S_ACCESS_DENIED;
    default:
      return RPC_S_SEC_PKG_ERROR;
  }
}

}  // namespace

Failure explain(OM_uint32 major, OM_uint32 minor, const Oid& mechanism) {
  for (const Cause& cause : k_causes)
    if (cause.minor == minor) return {cause.status, cause.text};
  std::string text = words(major, GSS_C_GSS_CODE, mechanism);
  if (minor) text += ": " + words(minor, GSS_C_MECH_CODE, mechanism);
  return {status_of(major), text};
}

}  // namespace farcall::security::gss
