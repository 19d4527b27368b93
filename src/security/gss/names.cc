// Importing names, and reading them back.
#include "security/gss/names.h"

#include <algorithm>
#include <cctype>

namespace farcall::security::gss {
namespace {

Result<Name> import(std::string_view text, const Oid& type, int32_t failure) {
  if (text.find('\0') != text.npos) return Status{failure};
  OM_uint32 minor = 0;
  gss_buffer_desc buffer = lend(text);
  gss_OID_desc oid = type.desc();
  Name name;
  if (library().import_name(&minor, &buffer, &oid, name.out()) != GSS_S_COMPLETE)
    return Status{failure};
  return name;
}

// Realms are upper case by convention, and Windows programs write them in any.
std::string upper_case(std::string_view realm) {
  std::string text(realm);
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

// An empty realm asks the library for its own mapping, and for referrals where that has none.
// DOMAIN\user is how Windows programs name a service account.
std::string with_realm(std::string_view principal) {
  const size_t backslash = principal.find('\\');
  if (backslash != principal.npos)
    return std::string(principal.substr(backslash + 1)) + '@' +
           upper_case(principal.substr(0, backslash));
  std::string text(principal);
  if (text.find('@') == text.npos) text += '@';
  return text;
}

std::string host_based(std::string_view target) {
  target = target.substr(0, target.find('@'));
  const size_t slash = target.find('/');
  if (slash == target.npos) return "host@unspecified";
  return std::string(target.substr(0, slash)) + '@' + std::string(target.substr(slash + 1));
}

std::string principal_of(const Identity& identity) {
  const std::string& user = identity.user;
  if (identity.domain.empty() || user.find('@') != user.npos) return user;
  return user + '@' + upper_case(identity.domain);
}

}  // namespace

const Oid& oid_of(Mechanism mechanism) {
  return mechanism == Mechanism::ntlm ? k_oid_ntlm : k_oid_kerberos;
}

Result<Name> import_target(std::string_view target, Mechanism mechanism) {
  if (mechanism == Mechanism::ntlm)
    return import(host_based(target), k_name_host_based, RPC_S_UNKNOWN_PRINCIPAL);
  if (target.empty()) return Status{RPC_S_UNKNOWN_PRINCIPAL};
  return import(with_realm(target), k_name_principal, RPC_S_UNKNOWN_PRINCIPAL);
}

Result<Name> import_user(const Identity& identity, Mechanism mechanism) {
  if (mechanism == Mechanism::kerberos)
    return import(principal_of(identity), k_name_principal, RPC_S_INVALID_AUTH_IDENTITY);
  const std::string text =
      identity.domain.empty() ? identity.user : identity.domain + '\\' + identity.user;
  return import(text, k_name_user, RPC_S_INVALID_AUTH_IDENTITY);
}

Result<Name> import_acceptor(std::string_view principal) {
  return import(principal, k_name_principal, RPC_S_UNKNOWN_PRINCIPAL);
}

std::string display(gss_name_t name) {
  if (name == GSS_C_NO_NAME) return {};
  OM_uint32 minor = 0;
  Buffer text;
  if (GSS_ERROR(library().display_name(&minor, name, text.out(), nullptr))) return {};
  std::string_view shown = text.text();
  // NTLM's plugin counts the closing zero; a target without realm is shown with an empty one.
  while (!shown.empty() && (shown.back() == '\0' || shown.back() == '@')) shown.remove_suffix(1);
  return std::string(shown);
}

bool names_principal(std::string_view wanted, std::string_view full) {
  if (wanted.find('@') == wanted.npos) full = full.substr(0, full.rfind('@'));
  return wanted == full;
}

}  // namespace farcall::security::gss
