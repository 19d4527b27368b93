// The pipes of an asynchronous client call: the push and pull that the program calls, over runtime/client/call_pipes.h
// (AR-082 to AR-100).
//
// They answer statuses. RPC_S_ASYNC_CALL_PENDING of a pull: RpcReceiveComplete follows where the program has asked for
// notifications. A misuse (order, arguments) changes nothing; any other failure has ended the call, which is not
// collected any more then (AR-096). A push waits while too much is on its way, unless the program has set
// RPC_C_NOTIFY_ON_SEND_COMPLETE, or pushes on a thread of the run-time. Any thread, one at a time for each call.
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/stub/frames.h>

#include "base/result.h"
#include "runtime/client/client_call.h"
#include "stub/client_operation.h"

namespace farcall::stub {

// RPC_X_NULL_REF_POINTER when a pipe's struct is missing.
[[nodiscard]] Status check_async_pipes(const ClientOperation& operation, const void* frame);

// Marshals the request as far as it stands in front of the pipes, and makes what they need. Errors are local.
Result<PreparedCall> prepare_call_with_pipes(const ClientOperation& operation, void* binding,
                                             const void* frame, runtime::client::ClientCall& call);
// Fills the program's structs; RpcSendComplete comes when the first push may.
[[nodiscard]] Status connect_pipes(const ClientOperation& operation, RPC_ASYNC_STATE* state,
                                   runtime::client::ClientCall& call);
// The structs are dead: the call is collected, or was never started.
void disconnect_pipes(runtime::client::ClientCall& call);

// RPC_X_PIPE_DISCIPLINE_ERROR while an [in] pipe has not been ended by its push of nothing (AR-095).
[[nodiscard]] Status check_async_pipe_discipline(const runtime::client::ClientCall& call);
// Unmarshals what stands behind the [out] pipes of a call that has ended well.
[[nodiscard]] Status accept_behind_async_pipes(const ClientOperation& operation,
                                               runtime::client::ClientCall& call,
                                               ContextMarshaller& contexts);

}  // namespace farcall::stub
