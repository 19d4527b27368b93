// Where the endpoint mapper is (docs/epmapper.md).
//
// FARCALL_EPMAPPER=host[port] names the mapper for everything; without it, an endpoint is asked for
// at the computer where the server is, TCP port 135. A mapper on port N of this computer is also at
// the ncalrpc endpoint "epmapper-N", on port 135 at "epmapper": there, and only there, servers
// register.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace farcall::wellknown {

// String bindings. RPC_S_INVALID_STRING_BINDING when FARCALL_EPMAPPER is malformed.
Result<std::string> mapper_for(std::string_view protseq, std::string_view network_address);
Result<std::string> local_mapper();

}  // namespace farcall::wellknown
