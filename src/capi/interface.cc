// Registration of interfaces: RegisterIf, RegisterIfEx, If2 and If3 over one body, and what can be asked.
#include <farcall/sdk/rpc.h>

#include "capi/guard.h"
#include "capi/if_spec.h"
#include "capi/process.h"
#include "runtime/sdk_identity.h"
#include "runtime/server/descriptors.h"
#include "stub/server_dispatch.h"

using namespace farcall;
using capi::Process;
using runtime::RegistrationOptions;

namespace {

constexpr unsigned k_known_flags = RPC_IF_AUTOLISTEN | RPC_IF_OLE | RPC_IF_ALLOW_UNKNOWN_AUTHORITY |
                                   RPC_IF_ALLOW_SECURE_ONLY | RPC_IF_ALLOW_CALLBACKS_WITH_NO_AUTH |
                                   RPC_IF_ALLOW_LOCAL_ONLY | RPC_IF_SEC_NO_CACHE |
                                   RPC_IF_SEC_CACHE_PER_PROC | RPC_IF_ASYNC_CALLBACK;

// Security callbacks that are answered later have no function to answer with yet.
Result<void> check_flags(unsigned flags) {
  if (flags & ~k_known_flags) return Status{RPC_S_INVALID_ARG};
  if (flags & RPC_IF_ASYNC_CALLBACK) return Status{RPC_S_CANNOT_SUPPORT};
  return {};
}

RPC_STATUS register_interface(RPC_IF_HANDLE handle, const UUID* type, const void* epv,
                              const RegistrationOptions& options) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const runtime::InterfaceSpec spec, stub::interface_spec(handle));
    RPC_TRY(check_flags(options.flags));
    const auto* structure = static_cast<const RPC_SERVER_INTERFACE*>(handle);
    const void* manager = epv ? epv : structure->DefaultManagerEpv;
    // midl -no_default_epv leaves it to the program to name the routines.
    if (!manager && spec.operation_count != 0) return Status{RPC_S_INVALID_ARG};
    return Process::get().server().register_interface(spec, runtime::uuid_value(type), manager,
                                                      options);
  });
}

// What the SDK calls "no limit" is 0 inside.
RegistrationOptions options_from(unsigned flags, unsigned max_calls, unsigned max_rpc_size,
                                 RPC_IF_CALLBACK_FN* callback) {
  return {.flags = flags,
          .max_calls = max_calls == RPC_C_LISTEN_MAX_CALLS_DEFAULT ? 0 : max_calls,
          .max_rpc_size = max_rpc_size,
          .security_callback = callback};
}

enum class Rundown : bool { no, yes };
RPC_STATUS unregister_interface(RPC_IF_HANDLE handle, const UUID* type, bool wait,
                                Rundown rundown = Rundown::no) {
  return capi::guard([&]() -> Result<void> {
    const bool every_manager = type == nullptr;
    runtime::Server& server = Process::get().server();
    RPC_TRY(server.unregister_interface(handle, runtime::uuid_value(type), every_manager, wait));
    if (rundown == Rundown::yes) server.run_down_contexts(handle);
    return {};
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcServerRegisterIf(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                         RPC_MGR_EPV* MgrEpv) {
  return register_interface(IfSpec, MgrTypeUuid, MgrEpv, {});
}

RPC_STATUS RPC_ENTRY RpcServerRegisterIfEx(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                           RPC_MGR_EPV* MgrEpv, unsigned int Flags,
                                           unsigned int MaxCalls, RPC_IF_CALLBACK_FN* IfCallback) {
  return register_interface(IfSpec, MgrTypeUuid, MgrEpv,
                            options_from(Flags, MaxCalls, UINT32_MAX, IfCallback));
}

RPC_STATUS RPC_ENTRY RpcServerRegisterIf2(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                          RPC_MGR_EPV* MgrEpv, unsigned int Flags,
                                          unsigned int MaxCalls, unsigned int MaxRpcSize,
                                          RPC_IF_CALLBACK_FN* IfCallbackFn) {
  return register_interface(IfSpec, MgrTypeUuid, MgrEpv,
                            options_from(Flags, MaxCalls, MaxRpcSize, IfCallbackFn));
}

RPC_STATUS RPC_ENTRY RpcServerRegisterIf3(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                          RPC_MGR_EPV* MgrEpv, unsigned int Flags,
                                          unsigned int MaxCalls, unsigned int MaxRpcSize,
                                          RPC_IF_CALLBACK_FN* IfCallback,
                                          void* SecurityDescriptor) {
  return capi::guard([&]() -> Result<void> {
    RegistrationOptions options = options_from(Flags, MaxCalls, MaxRpcSize, IfCallback);
    RPC_TRY(options.access, runtime::access_list_from(SecurityDescriptor));
    return Status{register_interface(IfSpec, MgrTypeUuid, MgrEpv, options)};
  });
}

RPC_STATUS RPC_ENTRY RpcServerUnregisterIf(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                           unsigned int WaitForCallsToComplete) {
  return unregister_interface(IfSpec, MgrTypeUuid, WaitForCallsToComplete != 0);
}

RPC_STATUS RPC_ENTRY RpcServerUnregisterIfEx(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                             int RundownContextHandles) {
  return unregister_interface(IfSpec, MgrTypeUuid, true,
                              RundownContextHandles ? Rundown::yes : Rundown::no);
}

RPC_STATUS RPC_ENTRY RpcServerInqIf(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid, RPC_MGR_EPV** MgrEpv) {
  return capi::guard([&]() -> Result<void> {
    if (!MgrEpv) return Status{RPC_S_INVALID_ARG};
    *MgrEpv = nullptr;
    RPC_TRY(stub::interface_spec(IfSpec));
    RPC_TRY(const void* manager,
            Process::get().server().interfaces().manager(IfSpec, runtime::uuid_value(MgrTypeUuid)));
    *MgrEpv = const_cast<void*>(manager);
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcIfInqId(RPC_IF_HANDLE RpcIfHandle, RPC_IF_ID* RpcIfId) {
  return capi::guard([&]() -> Result<void> {
    if (!RpcIfId) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(const RPC_SERVER_INTERFACE& spec, capi::if_spec(RpcIfHandle));
    const RPC_SYNTAX_IDENTIFIER& id = spec.InterfaceId;
    *RpcIfId = {id.SyntaxGUID, id.SyntaxVersion.MajorVersion, id.SyntaxVersion.MinorVersion};
    return {};
  });
}

}  // extern "C"
