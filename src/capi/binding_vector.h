// RPC_BINDING_VECTOR: handles that lead to a server's endpoints.
#pragma once

#include <farcall/sdk/rpc.h>

#include <vector>

#include "base/result.h"
#include "runtime/server/endpoint.h"

namespace farcall::capi {

// A new vector with one handle for each name, for RpcBindingVectorFree. RPC_S_NO_BINDINGS when there
// is no name.
Result<RPC_BINDING_VECTOR*> binding_vector(const std::vector<runtime::EndpointName>& names);

}  // namespace farcall::capi
