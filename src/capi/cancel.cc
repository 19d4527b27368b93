// The call a thread serves: RpcServerInqBindingHandle, RpcServerTestCancel. Both only look.
#include <farcall/sdk/rpc.h>

#include "capi/guard.h"
#include "capi/server_call.h"

using namespace farcall;

extern "C" {

RPC_STATUS RPC_ENTRY RpcServerInqBindingHandle(RPC_BINDING_HANDLE* Binding) {
  return capi::guard([&]() -> Result<void> {
    if (!Binding) return Status{RPC_S_INVALID_ARG};
    *Binding = nullptr;
    return capi::with_server_call(nullptr, [&](runtime::ServerCall& call) -> Result<void> {
      *Binding = &call;
      return {};
    });
  });
}

// RPC_S_OK means that the client has cancelled.
RPC_STATUS RPC_ENTRY RpcServerTestCancel(RPC_BINDING_HANDLE BindingHandle) {
  return capi::guard([&] {
    return capi::with_server_call(
        BindingHandle, [](const runtime::ServerCall& call) -> Result<void> {
          return Status{call.cancelled() ? RPC_S_OK : RPC_S_CALL_IN_PROGRESS};
        });
  });
}

}  // extern "C"
