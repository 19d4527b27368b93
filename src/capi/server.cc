// Listening: RpcServerListen, RpcMgmtWaitServerListen, RpcServerInqBindings, FarcallSetDispatchPolicy. The rest of
// RpcMgmt* is in mgmt.cc.
#include <farcall/farcall.h>
#include <farcall/sdk/rpc.h>

#include "capi/binding_vector.h"
#include "capi/guard.h"
#include "capi/process.h"

using namespace farcall;
using capi::Process;

extern "C" {

RPC_STATUS RPC_ENTRY RpcServerListen(unsigned int MinimumCallThreads, unsigned int MaxCalls,
                                     unsigned int DontWait) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(Process::get().server().listen(MinimumCallThreads, MaxCalls));
    if (DontWait) return {};
    return Process::get().server().wait_listen();
  });
}

RPC_STATUS RPC_ENTRY RpcMgmtWaitServerListen(void) {
  return capi::guard([] { return Process::get().server().wait_listen(); });
}

RPC_STATUS RPC_ENTRY RpcServerInqBindings(RPC_BINDING_VECTOR** BindingVector) {
  return capi::guard([&]() -> Result<void> {
    if (!BindingVector) return Status{RPC_S_INVALID_ARG};
    *BindingVector = nullptr;
    RPC_TRY(*BindingVector, capi::binding_vector(Process::get().server().endpoints()));
    return {};
  });
}

// Access to endpoints is the directory's business (docs/ncalrpc.md); no binding depends on a descriptor.
RPC_STATUS RPC_ENTRY RpcServerInqBindingsEx(void*, RPC_BINDING_VECTOR** BindingVector) {
  return RpcServerInqBindings(BindingVector);
}

int32_t FarcallSetDispatchPolicy(FARCALL_DISPATCH dispatch) {
  return capi::guard([&]() -> Result<void> {
    using runtime::DispatchPolicy;
    runtime::Dispatcher& dispatcher = Process::get().server().dispatcher();
    switch (dispatch) {
      case FARCALL_DISPATCH_POOL:
        return dispatcher.set_policy(DispatchPolicy::pool);
      case FARCALL_DISPATCH_INLINE:
        return dispatcher.set_policy(DispatchPolicy::inline_);
      case FARCALL_DISPATCH_BATON:
        return dispatcher.set_policy(DispatchPolicy::baton);
    }
    return Status{RPC_S_INVALID_ARG};
  });
}

}  // extern "C"
