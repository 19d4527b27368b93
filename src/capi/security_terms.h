// What a program says about security, in the terms of the run-time: services, levels, identities,
// quality of service.
#pragma once

#include <farcall/sdk/rpc.h>

#include <cstdint>

#include "base/result.h"
#include "runtime/client/auth_info.h"

namespace farcall::capi {

// RPC_C_AUTHN_*: the trailer's auth_type. RPC_C_AUTHN_DEFAULT is RPC_C_AUTHN_GSS_NEGOTIATE.
// RPC_S_UNKNOWN_AUTHN_SERVICE.
Result<uint8_t> auth_type_from(ULONG service);
// RPC_C_AUTHN_LEVEL_*, not NONE. RPC_S_UNKNOWN_AUTHN_LEVEL.
Result<uint8_t> auth_level_from(ULONG level);
// SEC_WINNT_AUTH_IDENTITY_A or _W, as its Flags say; NULL: the process's own.
// RPC_S_INVALID_AUTH_IDENTITY.
Result<security::Identity> identity_from(RPC_AUTH_IDENTITY_HANDLE handle);
// Versions 1 to 5; NULL: the defaults. After the target is settled. `local`: of a binding over ncalrpc.
// RPC_S_INVALID_ARG; RPC_S_CANNOT_SUPPORT: credentials for HTTP, or a server's account where nobody
// can tell what it is.
Result<void> apply_qos(const RPC_SECURITY_QOS* qos, bool local, security::ClientTerms& terms);
// The other way.
void fill_qos(const security::ClientTerms& terms, RPC_SECURITY_QOS& out);

}  // namespace farcall::capi
