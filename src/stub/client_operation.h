// From a client stub's frame to a request, and from the response back into the frame.
#pragma once

#include <farcall/stub/frames.h>

#include "base/result.h"
#include "runtime/client/client.h"

namespace farcall::stub {

// A call that is ready to be sent.
struct PreparedCall {
  runtime::client::CallTarget target;
  runtime::client::CallRequest request;
  runtime::client::OwnedBinding context_binding;  // for context handles that come back
  SyntaxKind syntax = SyntaxKind::ndr20;          // in which it goes and its answer comes
};

// A binding without an endpoint gets one here when the caller may wait, else on the way.
enum class MayWait : uint8_t { no, yes };

// Looks the binding (a handle_t, or with k_op_context_binding a context handle) up and marshals
// [in]. All errors are local: RPC_S_INVALID_BINDING, EPT_S_NOT_REGISTERED, RPC_X_BAD_STUB_DATA, …
// `into`: where [in] data goes that is not the whole request; nullptr: into the request.
Result<PreparedCall> prepare_call(const ClientOperation& operation, void* binding,
                                  const void* frame, MayWait may_wait, StubOutput* into = nullptr);

// Gives a binding without an endpoint the one that its interface's mapper knows; waits.
Status resolve(runtime::client::Binding& binding, const runtime::client::InterfacePlace& place);

// The same for RpcBindingBind: no operation, nothing to marshal.
Result<PreparedCall> prepare_bind(void* binding, const void* if_handle);

// RpcBindingBind without an asynchronous handle: connects and binds on the calling thread.
Status bind_and_wait(void* binding, const void* if_handle);

// The transfer syntaxes that the stub of an RPC_CLIENT_INTERFACE has code for; others than midl's have NDR 2.0.
std::span<const SyntaxId> transfer_syntaxes_of(const void* if_handle);

// Whether a call that has failed so may be made once more, in another syntax: nothing of it was done.
bool wrong_syntax(const PreparedCall& prepared, Status status);

// Unmarshals [out] and the result into the frame and what it points to, on the calling thread.
// `contexts`: for the context handles that come.
Status accept_response(const ClientOperation& operation, const runtime::client::Response& response,
                       ContextMarshaller& contexts, void* frame);

// The same for stub data that stands behind pipes: alignment counts from `base`.
Status accept_behind_pipes(const ClientOperation& operation, SyntaxKind syntax, Bytes data,
                           const uint8_t* base, bool big_endian, ContextMarshaller& contexts,
                           void* frame);

}  // namespace farcall::stub
