// RpcImpersonateClient and its relatives: closed by default.
//
// A thread on Linux has no token of a client, and a manager that believes that it acts as the
// client while it acts as the server is a hole. So impersonation is refused unless the
// administrator says what is enough: FARCALL_IMPERSONATION=token means that the program asks who the
// client is and decides for itself; =thread, that it is about files (runtime/server/impersonation.h).
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/sdk/winerror.h>

#include <cstdlib>
#include <string_view>

#include "capi/guard.h"
#include "capi/process.h"
#include "capi/server_call.h"
#include "runtime/server/call_caller.h"
#include "runtime/server/impersonation.h"

using namespace farcall;

namespace {

bool is_enough(std::string_view what) {
  const char* const text = std::getenv("FARCALL_IMPERSONATION");
  return text && text == what;
}

// RPC_S_NO_CONTEXT_AVAILABLE: the caller is nobody.
Result<void> check_caller(RPC_BINDING_HANDLE handle) {
  const Result<void> seen =
      capi::with_server_call(handle, [&](const runtime::ServerCall& call) -> Result<void> {
        return Status{runtime::caller_of(call) ? RPC_S_OK : RPC_S_NO_CONTEXT_AVAILABLE};
      });
  const bool clients_own =
      !seen.ok() && handle && capi::Process::get().bindings().find(handle).ok();
  return clients_own ? Status{RPC_S_WRONG_KIND_OF_BINDING} : seen;
}

RPC_STATUS revert(RPC_BINDING_HANDLE handle) {
  return capi::guard([&]() -> Result<void> {
    runtime::revert();  // whatever the handle is: nobody stays who he is not
    const Result<void> seen = check_caller(handle);
    // There is nothing to revert of a call without an identity, and that is no error.
    return seen.status() == Status{RPC_S_NO_CONTEXT_AVAILABLE} ? Result<void>{} : seen;
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcImpersonateClient(RPC_BINDING_HANDLE BindingHandle) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(check_caller(BindingHandle));
    if (!is_enough("thread")) return Status{is_enough("token") ? RPC_S_OK : RPC_S_CANNOT_SUPPORT};
    return capi::with_server_call(
        BindingHandle, [](const runtime::ServerCall& call) { return runtime::impersonate(call); });
  });
}

RPC_STATUS RPC_ENTRY RpcRevertToSelf(void) {
  return revert(nullptr);
}

RPC_STATUS RPC_ENTRY RpcRevertToSelfEx(RPC_BINDING_HANDLE BindingHandle) {
  return revert(BindingHandle);
}

// An authorization context is an object of Windows' own.
RPC_STATUS RPC_ENTRY RpcGetAuthorizationContextForClient(RPC_BINDING_HANDLE ClientBinding, BOOL,
                                                         PVOID Reserved1, PLARGE_INTEGER, LUID,
                                                         DWORD Reserved3, PVOID Reserved4,
                                                         PVOID* pAuthzClientContext) {
  return capi::guard([&]() -> Result<void> {
    if (!pAuthzClientContext || Reserved1 || Reserved3 || Reserved4)
      return Status{ERROR_INVALID_PARAMETER};
    *pAuthzClientContext = nullptr;
    RPC_TRY(check_caller(ClientBinding));
    return Status{RPC_S_CANNOT_SUPPORT};
  });
}

RPC_STATUS RPC_ENTRY RpcFreeAuthorizationContext(PVOID* pAuthzClientContext) {
  if (pAuthzClientContext) *pAuthzClientContext = nullptr;
  return RPC_S_OK;
}

}  // extern "C"
