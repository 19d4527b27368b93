// What tells a client's initialised RPC_ASYNC_STATE from other memory (AR-008, AR-013).
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>

#include <cstdint>

#include "base/status.h"

namespace farcall::stub {

// Written by RpcAsyncInitializeHandle.
inline constexpr uint32_t k_client_async_signature = 0x46434143;

// RPC_S_INVALID_ASYNC_HANDLE for NULL, and for contents that RpcAsyncInitializeHandle did not make.
inline Status check_client_async_handle(const RPC_ASYNC_STATE* state) {
  const bool initialised = state && state->Size == sizeof(RPC_ASYNC_STATE) &&
                           state->Signature == k_client_async_signature;
  return initialised ? Status{} : Status{RPC_S_INVALID_ASYNC_HANDLE};
}

}  // namespace farcall::stub
