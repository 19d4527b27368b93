// Server side of the stub ABI: from a request's bytes to the manager routine and back.
#pragma once

#include <farcall/stub/frames.h>

#include "base/result.h"
#include "ndr/marshal_buffer.h"
#include "runtime/server/interface_registry.h"
#include "runtime/server/server_call.h"

namespace farcall::stub {

// What an RPC_IF_HANDLE (RPC_SERVER_INTERFACE made by midl) says of its interface. RPC_S_INVALID_ARG for anything
// that is not one.
Result<runtime::InterfaceSpec> interface_spec(const void* if_handle);

// Unmarshals, calls the manager, answers (or leaves an asynchronous call parked). On the dispatching thread.
void dispatch(runtime::ServerCall& call);

// The transfer syntax of the call's presentation context.
inline SyntaxKind syntax_of(const runtime::ServerCall& call) {
  return call.request().ndr64 ? SyntaxKind::ndr64 : SyntaxKind::ndr20;
}
// [out] parameters and result as stub data, or the status of what does not fit.
Result<ndr::Marshalled> marshal_out(const ServerOperation& operation, runtime::ServerCall& call);
// The end of a call's parameters: frees what the frame holds from midl_user_allocate, then tells the program (ACF
// [notify]). `entered`: the manager routine was called.
void end_frame(const ServerOperation& operation, runtime::ServerCall& call, bool entered);

}  // namespace farcall::stub
