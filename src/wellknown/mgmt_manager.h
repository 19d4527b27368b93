// The management interface of this process (C706 appendix Q), which the run-time serves on every
// endpoint, and the same questions asked of this process directly.
#pragma once

#include <farcall/sdk/rpc.h>

#include <vector>

#include "base/result.h"
#include "base/uuid.h"

namespace farcall::runtime {
class Server;
}

namespace farcall::wellknown {

// Before anything is served.
Result<void> serve_management(runtime::Server& server);

// RpcMgmtSetAuthorizationFn; NULL: remote callers may do everything but stop the server.
void set_management_authorization(RPC_MGMT_AUTHORIZATION_FN function);

}  // namespace farcall::wellknown
