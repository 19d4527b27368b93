// Context handles: the client's side of them, and the locks that a manager routine may change.
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/stub/exceptions.h>

#include "capi/guard.h"
#include "capi/process.h"
#include "runtime/server/call_contexts.h"

// Last: it defines `small` as a macro.
#include <farcall/sdk/rpcndr.h>

using namespace farcall;
using capi::Process;

namespace {

RPC_STATUS destroy_client_context(void** context_handle) {
  return capi::guard([&] {
    if (!context_handle) return Status{RPC_X_SS_CONTEXT_MISMATCH};
    const Status status = Process::get().client().contexts().destroy(*context_handle);
    if (status.ok()) *context_handle = nullptr;
    return status;
  });
}

// The call stays while its lock is waited for: it has not been answered, and the caller is its manager.
using Change = Status (runtime::CallContexts::*)(void* user_context);
RPC_STATUS change_lock(void* handle, void* user_context, Change change) {
  return capi::guard([&]() -> Status {
    runtime::ServerCall* call = handle ? nullptr : runtime::current_call();
    if (handle)
      Process::get().server().visit_call(handle, [&](runtime::ServerCall& found) {
        if (found.try_add_reference()) call = &found;
      });
    else if (call)
      call->add_reference();
    if (!call) return Status{handle ? RPC_S_INVALID_BINDING : RPC_S_NO_CALL_ACTIVE};
    const Status status = call->answered() ? Status{RPC_S_NO_CALL_ACTIVE}
                          : call->contexts ? (call->contexts->*change)(user_context)
                                           : Status{RPC_X_SS_CONTEXT_MISMATCH};
    call->drop_reference();
    return status;
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcSmDestroyClientContext(void** ContextHandle) {
  return destroy_client_context(ContextHandle);
}

void RPC_ENTRY RpcSsDestroyClientContext(void** ContextHandle) {
  const RPC_STATUS status = destroy_client_context(ContextHandle);
  if (status != RPC_S_OK) stub::raise(status);
}

RPC_STATUS RPC_ENTRY RpcSsGetContextBinding(void* ContextHandle, RPC_BINDING_HANDLE* Binding) {
  return capi::guard([&]() -> Result<void> {
    if (!Binding) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(const auto view, Process::get().client().contexts().look(ContextHandle));
    *Binding = view.binding;
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcSsContextLockExclusive(RPC_BINDING_HANDLE ServerBindingHandle,
                                               PVOID UserContext) {
  return change_lock(ServerBindingHandle, UserContext, &runtime::CallContexts::lock_exclusive);
}

RPC_STATUS RPC_ENTRY RpcSsContextLockShared(RPC_BINDING_HANDLE ServerBindingHandle,
                                            PVOID UserContext) {
  return change_lock(ServerBindingHandle, UserContext, &runtime::CallContexts::lock_shared);
}

void RPC_ENTRY RpcSsDontSerializeContext(void) {
  (void)capi::guard([]() -> Result<void> {
    Process::get().server().dont_serialize_contexts();
    return {};
  });
}

}  // extern "C"
