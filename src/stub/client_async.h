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

#include <memory>

#include "base/clock.h"
#include "base/result.h"
#include "base/slab.h"
#include "runtime/client/client_call.h"
#include "stub/client_call_map.h"

namespace farcall::stub {

struct PreparedCall;

// What the `state` of a client's asynchronous pipe points to.
struct ClientPipeHandle {
  runtime::client::ClientCall* call;
  uint16_t index;
};
using ClientPipeHandles = Slab<ClientPipeHandle>;

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
  // A push or pull of the call has failed: it ends with `status`, nobody is told, and it is not collected (AR-096).
  void give_up(RPC_ASYNC_STATE* state, runtime::client::ClientCall& call, int32_t status);
  // What the program's pipes point to. Never unmapped, so that a pipe used after its call is recognised.
  [[nodiscard]] ClientPipeHandles& pipe_handles() { return pipe_handles_; }
  // FarcallAsyncSetDeadline.
  Status set_deadline(RPC_ASYNC_STATE* state, Time at, Duration grace);

 private:
  static constexpr uint32_t k_resting_pipe_handles = 4096;
  struct Release {
    void operator()(runtime::client::ClientCall* call) const { call->release(); }
  };
  using CallRef = std::unique_ptr<runtime::client::ClientCall, Release>;

  static Result<CallRef> make_call(const ClientOperation& operation, const void* frame);
  Status start(RPC_ASYNC_STATE* state, void* binding, PreparedCall& prepared, CallRef call);
  void report_live_call(const RPC_ASYNC_STATE* state, const char* event, const char* what);
  // With a reference to it.
  Result<runtime::client::ClientCall*> hold(RPC_ASYNC_STATE* state);

  ClientCallMap calls_;
  ClientPipeHandles pipe_handles_{k_resting_pipe_handles};
};

}  // namespace farcall::stub
