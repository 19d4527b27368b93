// Listening: RpcServerListen, RpcMgmtWaitServerListen, RpcServerInqBindings, FarcallSetDispatchPolicy. The rest of
// RpcMgmt* is in mgmt.cc.
#include <farcall/farcall.h>
#include <farcall/sdk/rpc.h>

#include <cstdlib>

#include "capi/guard.h"
#include "capi/process.h"
#include "runtime/client/string_binding.h"

using namespace farcall;
using capi::Process;

namespace {

Result<void*> binding_of(const runtime::EndpointName& name) {
  RPC_TRY(const std::string text, runtime::client::compose_string_binding(
                                      {{}, name.protseq, name.address, name.endpoint, {}}));
  return Process::get().bindings().from_string(text);
}

// Room for `count` handles, none of them there yet.
RPC_BINDING_VECTOR* make_vector(size_t count) {
  auto* vector = static_cast<RPC_BINDING_VECTOR*>(
      std::calloc(1, offsetof(RPC_BINDING_VECTOR, BindingH) + count * sizeof(RPC_BINDING_HANDLE)));
  return vector;
}

void free_handles(RPC_BINDING_VECTOR& vector) {
  for (ULONG i = 0; i < vector.Count; ++i)
    if (vector.BindingH[i]) (void)Process::get().bindings().free(vector.BindingH[i]);
}

}  // namespace

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
    const std::vector<runtime::EndpointName> names = Process::get().server().endpoints();
    if (names.empty()) return Status{RPC_S_NO_BINDINGS};
    RPC_BINDING_VECTOR* vector = make_vector(names.size());
    if (!vector) return Status{RPC_S_OUT_OF_MEMORY};
    for (const runtime::EndpointName& name : names) {
      Result<void*> handle = binding_of(name);
      if (!handle.ok()) {
        RpcBindingVectorFree(&vector);
        return handle.status();
      }
      vector->BindingH[vector->Count++] = *handle;
    }
    *BindingVector = vector;
    return {};
  });
}

// Access to endpoints is the directory's business (docs/ncalrpc.md); no binding depends on a descriptor.
RPC_STATUS RPC_ENTRY RpcServerInqBindingsEx(void*, RPC_BINDING_VECTOR** BindingVector) {
  return RpcServerInqBindings(BindingVector);
}

RPC_STATUS RPC_ENTRY RpcBindingVectorFree(RPC_BINDING_VECTOR** BindingVector) {
  return capi::guard([&]() -> Result<void> {
    if (!BindingVector || !*BindingVector) return Status{RPC_S_INVALID_ARG};
    free_handles(**BindingVector);
    std::free(*BindingVector);
    *BindingVector = nullptr;
    return {};
  });
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
