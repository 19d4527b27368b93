// The mechanisms of this installation, found by their auth_type. They are never destroyed and may
// be used from any thread.
#pragma once

#include "security/provider.h"

namespace farcall::security {

// RPC_S_UNKNOWN_AUTHN_SERVICE: none of that type, or its library is not installed.
Result<Provider&> find_provider(uint8_t auth_type);

}  // namespace farcall::security
