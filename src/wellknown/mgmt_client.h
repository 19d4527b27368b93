// The management interface of another process, asked through a binding to one of its endpoints.
// All: what the call ends with, or the status that the server tells.
#pragma once

#include <farcall/sdk/rpc.h>

#include <array>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"

namespace farcall::wellknown {

using Statistics = std::array<uint32_t, 4>;  // RPC_C_STATS_*

Result<std::vector<SyntaxId>> remote_interfaces(handle_t server);
Result<Statistics> remote_statistics(handle_t server);
Result<bool> remote_listening(handle_t server);
Result<void> remote_stop(handle_t server);
Result<std::string> remote_principal(handle_t server, uint32_t authn_service);

}  // namespace farcall::wellknown
