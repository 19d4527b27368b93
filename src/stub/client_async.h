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

#include "base/clock.h"
#include "base/result.h"
#include "stub/client_call_map.h"

namespace farcall::stub {

struct PreparedCall;

class ClientAsyncTable {
 public:
  // Starts the call (frames.h, begin()). An error is local: nothing was started, no notification
  // will come. RPC_S_INVALID_ASYNC_HANDLE, RPC_S_INVALID_ASYNC_CALL (a call is live on this
  // structure), RPC_S_UNSUPPORTED_TYPE and RPC_S_INVALID_ARG (its notification),
  // RPC_S_INVALID_BINDING, …
  Status begin(const ClientOperation& operation, RPC_ASYNC_STATE* state, void* binding,
               const void* frame);

  // RpcBindingBind: a call that ends when the server has accepted the interface. Errors as of
  // begin().
  Status begin_bind(RPC_ASYNC_STATE* state, void* binding, const void* if_handle);

  // All: RPC_S_INVALID_ASYNC_HANDLE for what RpcAsyncInitializeHandle did not make,
  // RPC_S_INVALID_ASYNC_CALL when no call is live on the structure.
  // RpcAsyncGetCallStatus: RPC_S_OK, RPC_S_ASYNC_CALL_PENDING, or how the call failed.
  Status call_status(RPC_ASYNC_STATE* state);
  // RpcAsyncCompleteCall: RPC_S_ASYNC_CALL_PENDING, and RPC_S_INVALID_ARG (`reply` is NULL and the
  // operation has a result), change nothing; any other answer ends the call.
  Status complete(RPC_ASYNC_STATE* state, void* reply);
  // RpcAsyncInitializeHandle is about to overwrite the structure: reports it when a call is live there.
  void note_initialisation(const RPC_ASYNC_STATE* state);
  // RpcAsyncCancelCall.
  Status cancel(RPC_ASYNC_STATE* state, bool abortive);
  // FarcallAsyncSetDeadline.
  Status set_deadline(RPC_ASYNC_STATE* state, Time at, Duration grace);

 private:
  Status start(RPC_ASYNC_STATE* state, void* binding, PreparedCall& prepared,
               const ClientOperation& operation, const void* frame);
  void report_live_call(const RPC_ASYNC_STATE* state, const char* event, const char* what);
  // With a reference to it.
  Result<runtime::client::ClientCall*> hold(RPC_ASYNC_STATE* state);

  ClientCallMap calls_;
};

}  // namespace farcall::stub
