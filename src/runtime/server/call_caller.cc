// Reads the facts of a call's security context, which do not change once its handshake is over.
#include "runtime/server/call_caller.h"

#include "runtime/server/server_call.h"
#include "runtime/server/server_connection.h"
#include "security/provider.h"

namespace farcall::runtime {
namespace {

// D12: identity by the kernel's word, which nobody can listen to or change.
std::optional<CallCaller> local_caller(const ServerCall& call) {
  const auto& credentials = call.connection().origin().credentials;
  if (!credentials) return std::nullopt;
  CallCaller caller;
  caller.client_name = std::to_string(credentials->uid) + "@localhost";
  caller.auth_type = security::k_ntlm;  // Observed: Windows' ncalrpc says RPC_C_AUTHN_WINNT
  caller.auth_level = security::k_level_privacy;
  caller.impersonation = security::Impersonation::impersonate;
  return caller;
}

}  // namespace

std::optional<CallCaller> caller_of(const ServerCall& call) {
  const security::SecurityContext* const context = call.security();
  if (!context) return local_caller(call);
  const security::Facts& facts = context->facts();
  const wire::AuthTrailer trailer = context->trailer();
  return CallCaller{facts.windows_name(), facts.server_name, trailer.auth_type, trailer.auth_level,
                    facts.impersonation};
}

const char16_t* privileges_of(const ServerCall& call, const std::u16string& name) {
  return call.connection().keep_name(call.security(), name);
}

}  // namespace farcall::runtime
