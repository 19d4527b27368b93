// ClientAsyncTable: the client's RPC_ASYNC_STATE structures while a call is under way.
//
// The structure belongs to the application. It is read and written only inside the application's
// own API calls: begin() copies what is needed of it, and until complete() the live calls are found
// by the structure's address, so garbage in it cannot lead astray and its reuse while a call is
// live is refused. Any thread.
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/stub/frames.h>

#include "base/result.h"
#include "stub/client_call_map.h"

namespace farcall::stub {

class ClientAsyncTable {
 public:
  // Starts the call (frames.h, begin()). An error is local: nothing was started, no notification
  // will come. RPC_S_INVALID_ASYNC_HANDLE, RPC_S_INVALID_ASYNC_CALL (a call is live on this
  // structure), RPC_S_UNSUPPORTED_TYPE and RPC_S_INVALID_ARG (its notification),
  // RPC_S_INVALID_BINDING, …
  Status begin(const ClientOperation& operation, RPC_ASYNC_STATE* state, void* binding,
               const void* frame);

  // All three: RPC_S_INVALID_ASYNC_HANDLE for what RpcAsyncInitializeHandle did not make,
  // RPC_S_INVALID_ASYNC_CALL when no call is live on the structure.
  // RpcAsyncGetCallStatus: RPC_S_OK, RPC_S_ASYNC_CALL_PENDING, or how the call failed.
  Status call_status(RPC_ASYNC_STATE* state);
  // RpcAsyncCompleteCall: RPC_S_ASYNC_CALL_PENDING, and RPC_S_INVALID_ARG (`reply` is NULL and the
  // operation has a result), change nothing; any other answer ends the call.
  Status complete(RPC_ASYNC_STATE* state, void* reply);
  // RpcAsyncCancelCall.
  Status cancel(RPC_ASYNC_STATE* state, bool abortive);

 private:
  ClientCallMap calls_;
};

}  // namespace farcall::stub
