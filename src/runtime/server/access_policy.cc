// The default-deny rules for unauthenticated and for weak callers, in one place. No state; any thread.
#include "runtime/server/access_policy.h"

#include <farcall/sdk/rpcnterr.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "base/error_record.h"
#include "base/log.h"
#include "security/terms.h"

namespace farcall::runtime {
namespace {

constexpr uint32_t k_if_allow_secure_only = 0x0008;
constexpr uint32_t k_if_allow_callbacks_with_no_auth = 0x0010;
constexpr uint32_t k_if_allow_local_only = 0x0020;

bool is_remote(const Caller& caller, RestrictRemote policy) {
  if (caller.local_protseq) return false;
  return !caller.loopback || policy == RestrictRemote::high;
}

// PKT has the signatures of PKT_INTEGRITY (docs/security.md).
bool is_weak(uint8_t auth_level) {
  const uint8_t real = auth_level >= security::k_level_call
                           ? std::max(auth_level, security::k_level_integrity)
                           : auth_level;
  return real < security::Policy::of_process().remote_level;
}

const char* refusal_of_level(const RegistrationOptions& options, const Caller& caller,
                             RestrictRemote policy) {
  const uint32_t invitation =
      options.flags & (k_if_allow_callbacks_with_no_auth | k_if_allow_secure_only);
  const bool open = policy == RestrictRemote::none || !is_remote(caller, policy) ||
                    invitation == k_if_allow_callbacks_with_no_auth;
  if (open || !is_weak(caller.auth_level)) return nullptr;
  return "remote callers must sign what they send; let the client use "
         "RPC_C_AUTHN_LEVEL_PKT_INTEGRITY or more, "
         "or set FARCALL_SECURITY=level=connect for old programs";
}

const char* refusal(const RegistrationOptions& options, const Caller& caller,
                    RestrictRemote policy) {
  if (options.flags & k_if_allow_local_only && is_remote(caller, policy))
    return "the interface takes local callers only (RPC_IF_ALLOW_LOCAL_ONLY)";
  if (caller.authenticated) return refusal_of_level(options, caller, policy);
  if (options.flags & k_if_allow_secure_only)
    return "the interface takes authenticated callers only (RPC_IF_ALLOW_SECURE_ONLY)";
  if (options.flags & k_if_allow_callbacks_with_no_auth) return nullptr;
  if (options.security_callback)
    return "the interface has a security callback; unauthenticated callers reach it only with "
           "RPC_IF_ALLOW_CALLBACKS_WITH_NO_AUTH";
  if (policy != RestrictRemote::none && is_remote(caller, policy))
    return "unauthenticated remote callers are refused; register the interface with "
           "RPC_IF_ALLOW_CALLBACKS_WITH_NO_AUTH, or set FARCALL_RESTRICT_REMOTE=none for old "
           "programs";
  return nullptr;
}

}  // namespace

RestrictRemote restrict_remote_from_environment() {
  const char* text = std::getenv("FARCALL_RESTRICT_REMOTE");
  if (!text) return RestrictRemote::by_default;
  const std::string_view value = text;
  if (value == "none") return RestrictRemote::none;
  if (value == "high") return RestrictRemote::high;
  if (value != "default")
    log(Level::error, "server.configuration",
        "FARCALL_RESTRICT_REMOTE=%s is none of none, default, high", text);
  return RestrictRemote::by_default;
}

Status check_access(RegisteredInterface& interface, const Caller& caller, RestrictRemote policy) {
  const char* reason = refusal(interface.options(), caller, policy);
  if (!reason) return Status{};
  if (interface.note_refusal())
    log(Level::error, "server.access_denied", "interface %s: %s",
        to_string(interface.spec().id.uuid).c_str(), reason);
  return with_errors(RPC_S_ACCESS_DENIED, [&] {
    return ErrorChain{
        error_record(ErrorComponent::runtime, RPC_S_ACCESS_DENIED, {error_text(reason)})};
  });
}

}  // namespace farcall::runtime
