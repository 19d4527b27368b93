// What an RPC_IF_HANDLE leads to: the interface structures that midl put into the stubs.
#pragma once

#include <farcall/sdk/rpcdcep.h>

#include "base/result.h"

namespace farcall::capi {

// The structure of a server's or a client's interface; their layouts are the same as far as this shows.
// RPC_S_INVALID_ARG for NULL and for what no stub of ours made.
Result<const RPC_SERVER_INTERFACE&> if_spec(RPC_IF_HANDLE handle);

}  // namespace farcall::capi
