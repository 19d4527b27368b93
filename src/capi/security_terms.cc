// Conversions between the SDK's security structures and security::ClientTerms.
#include "capi/security_terms.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "capi/text.h"
#include "runtime/client/server_identity.h"

namespace farcall::capi {
namespace {

// Nobody's name or password is longer (Windows: CRED_MAX_USERNAME_LENGTH, 256 for a password).
constexpr ULONG k_most_characters = 4096;

Result<std::string> text_of(const unsigned char* text, ULONG length) {
  if (!text) return std::string();
  if (length > k_most_characters) return Status{RPC_S_INVALID_AUTH_IDENTITY};
  return std::string(reinterpret_cast<const char*>(text), length);
}

Result<std::string> text_of(const unsigned short* text, ULONG length) {
  if (!text) return std::string();
  if (length > k_most_characters) return Status{RPC_S_INVALID_AUTH_IDENTITY};
  return utf8_from_utf16({reinterpret_cast<const char16_t*>(text), length});
}

template <class Sdk>
Result<security::Identity> identity_of(const Sdk& sdk) {
  security::Identity identity;
  RPC_TRY(identity.user, text_of(sdk.User, sdk.UserLength));
  RPC_TRY(identity.domain, text_of(sdk.Domain, sdk.DomainLength));
  RPC_TRY(const std::string password, text_of(sdk.Password, sdk.PasswordLength));
  identity.password = security::Secret(password);
  // DOMAIN\user in one field is as common as in two.
  const size_t backslash = identity.user.find('\\');
  if (identity.domain.empty() && backslash != std::string::npos) {
    identity.domain = identity.user.substr(0, backslash);
    identity.user.erase(0, backslash + 1);
  }
  if (identity.user.empty() && !password.empty()) return Status{RPC_S_INVALID_AUTH_IDENTITY};
  return identity;
}

}  // namespace

Result<uint8_t> auth_type_from(ULONG service) {
  switch (service) {
    case RPC_C_AUTHN_DEFAULT:
      return security::k_spnego;
    case RPC_C_AUTHN_GSS_NEGOTIATE:
    case RPC_C_AUTHN_WINNT:
    case RPC_C_AUTHN_GSS_KERBEROS:
      return static_cast<uint8_t>(service);
    default:
      return Status{RPC_S_UNKNOWN_AUTHN_SERVICE};
  }
}

// CALL is PKT on connections, as on Windows ([MS-RPCE] 2.2.1.1.8).
Result<uint8_t> auth_level_from(ULONG level) {
  switch (level) {
    case RPC_C_AUTHN_LEVEL_DEFAULT:
      return security::k_level_privacy;
    case RPC_C_AUTHN_LEVEL_CALL:
      return security::k_level_pkt;
    case RPC_C_AUTHN_LEVEL_CONNECT:
    case RPC_C_AUTHN_LEVEL_PKT:
    case RPC_C_AUTHN_LEVEL_PKT_INTEGRITY:
    case RPC_C_AUTHN_LEVEL_PKT_PRIVACY:
      return static_cast<uint8_t>(level);
    default:
      return Status{RPC_S_UNKNOWN_AUTHN_LEVEL};
  }
}

Result<security::Identity> identity_from(RPC_AUTH_IDENTITY_HANDLE handle) {
  if (!handle) return security::Identity{};
  if (handle == RPC_C_NO_CREDENTIALS) return Status{RPC_S_INVALID_AUTH_IDENTITY};  // of Schannel
  // Both forms have their Flags at the same place.
  static_assert(offsetof(SEC_WINNT_AUTH_IDENTITY_A, Flags) ==
                offsetof(SEC_WINNT_AUTH_IDENTITY_W, Flags));
  switch (static_cast<const SEC_WINNT_AUTH_IDENTITY_A*>(handle)->Flags) {
    case SEC_WINNT_AUTH_IDENTITY_ANSI:
      return identity_of(*static_cast<const SEC_WINNT_AUTH_IDENTITY_A*>(handle));
    case SEC_WINNT_AUTH_IDENTITY_UNICODE:
      return identity_of(*static_cast<const SEC_WINNT_AUTH_IDENTITY_W*>(handle));
    default:
      return Status{RPC_S_INVALID_AUTH_IDENTITY};
  }
}

namespace {

// Who the server must be. Either member is the kernel's to prove, so only where it knows the server.
Result<void> apply_server(const RPC_SECURITY_QOS_V5_A& qos, bool local,
                          security::ClientTerms& terms) {
  const void* const descriptor = qos.Version >= 5 ? qos.ServerSecurityDescriptor : nullptr;
  if (!qos.Sid && !descriptor) return {};
  if (qos.Sid && (descriptor || !terms.target.empty())) return Status{RPC_S_INVALID_ARG};
  if (!local) return Status{RPC_S_CANNOT_SUPPORT};
  if (qos.Sid) {
    RPC_TRY(terms.server, runtime::client::server_from_sid(qos.Sid));
  } else {
    RPC_TRY(terms.server, runtime::client::server_from_descriptor(descriptor));
  }
  return {};
}

// What the versions add; each begins with the one before it.
Result<void> apply_later_versions(const RPC_SECURITY_QOS* qos, bool local,
                                  security::ClientTerms& terms) {
  static_assert(offsetof(RPC_SECURITY_QOS_V2_A, u) == offsetof(RPC_SECURITY_QOS_V5_A, u));
  static_assert(offsetof(RPC_SECURITY_QOS_V3_A, Sid) == offsetof(RPC_SECURITY_QOS_V5_A, Sid));
  static_assert(sizeof(RPC_SECURITY_QOS_V5_A) == sizeof(RPC_SECURITY_QOS_V5_W));
  const auto& later = *reinterpret_cast<const RPC_SECURITY_QOS_V5_A*>(qos);
  if (qos->Version >= 2 && later.AdditionalSecurityInfoType != 0)  // credentials of HTTP proxies
    return Status{later.AdditionalSecurityInfoType == RPC_C_AUTHN_INFO_TYPE_HTTP
                      ? RPC_S_CANNOT_SUPPORT
                      : RPC_S_INVALID_ARG};
  // EffectiveOnly of version 4 is about privileges in tokens, which there are none of.
  return qos->Version >= 3 ? apply_server(later, local, terms) : Result<void>{};
}

}  // namespace

// Credentials are copied when they are set, so identities are static whatever is asked for.
Result<void> apply_qos(const RPC_SECURITY_QOS* qos, bool local, security::ClientTerms& terms) {
  if (!qos) return {};
  if (qos->Version < 1 || qos->Version > 5) return Status{RPC_S_INVALID_ARG};
  if (qos->IdentityTracking > RPC_C_QOS_IDENTITY_DYNAMIC) return Status{RPC_S_INVALID_ARG};
  terms.mutual = (qos->Capabilities & RPC_C_QOS_CAPABILITIES_MUTUAL_AUTH) != 0;
  if (qos->ImpersonationType > RPC_C_IMP_LEVEL_DELEGATE) return Status{RPC_S_INVALID_ARG};
  if (qos->ImpersonationType != RPC_C_IMP_LEVEL_DEFAULT)
    terms.impersonation = static_cast<security::Impersonation>(qos->ImpersonationType);
  return apply_later_versions(qos, local, terms);
}

void fill_qos(const security::ClientTerms& terms, RPC_SECURITY_QOS& out) {
  out.Version = RPC_C_SECURITY_QOS_VERSION;
  out.Capabilities = terms.mutual ? RPC_C_QOS_CAPABILITIES_MUTUAL_AUTH : 0;
  out.IdentityTracking = RPC_C_QOS_IDENTITY_STATIC;  // credentials are copied
  out.ImpersonationType = static_cast<ULONG>(terms.impersonation);
}

}  // namespace farcall::capi
