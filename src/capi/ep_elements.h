// Elements of an endpoint map and the binding handles of a program.
#pragma once

#include <farcall/sdk/rpc.h>

#include "base/result.h"
#include "base/uuid.h"
#include "wellknown/epm_client.h"

namespace farcall::capi {

// The tower of an interface at the place to which a binding leads. RPC_S_INVALID_BINDING,
// RPC_S_WRONG_KIND_OF_BINDING.
Result<wellknown::TowerBytes> tower_of_binding(RPC_BINDING_HANDLE binding,
                                               const SyntaxId& interface);

}  // namespace farcall::capi
