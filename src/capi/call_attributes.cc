// RpcServerInqCallAttributes: what is known of a call and its client, versions 1 to 3, both text forms.
//
// Of an unauthenticated caller there are no names: where one is asked for, its length comes back 0 and its buffer
// untouched. A name or an address that does not fit gives ERROR_MORE_DATA and the size it needs, in bytes with the
// final NUL; all else is filled in all the same.
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/sdk/winerror.h>

#include <cstring>
#include <optional>
#include <string_view>

#include "capi/guard.h"
#include "capi/server_call.h"
#include "capi/text.h"
#include "runtime/sdk_identity.h"
#include "runtime/server/call_caller.h"
#include "runtime/server/call_origin.h"

using namespace farcall;

namespace {

// What the structures have in common, whatever their version and text form.
struct Attributes {
  runtime::CallOrigin origin;
  ULONG call_status = 0;
  uint16_t opnum = 0;
  Uuid interface;
  std::optional<runtime::CallCaller> caller;
};

Result<Attributes> attributes_of(RPC_BINDING_HANDLE handle) {
  Attributes found;
  const Result<void> seen =
      capi::with_server_call(handle, [&](const runtime::ServerCall& call) -> Result<void> {
        found.origin = runtime::origin_of(call);
        if (call.cancelled()) found.call_status |= RPC_CALL_STATUS_CANCELLED;
        if (call.disconnected()) found.call_status |= RPC_CALL_STATUS_DISCONNECTED;
        found.opnum = call.request().opnum;
        found.interface = call.interface().spec().id.uuid;
        found.caller = runtime::caller_of(call);
        return {};
      });
  if (seen.ok()) return found;
  if (handle && capi::Process::get().bindings().find(handle).ok())
    return Status{RPC_S_WRONG_KIND_OF_BINDING};
  return seen.status();
}

// False when the name does not fit.
template <class Unit>
bool fill_name(std::string_view name, Unit* buffer, ULONG& length) {
  const ULONG room = length;
  length = 0;
  if (name.empty()) return true;
  const auto text = capi::units(name, buffer);
  length = static_cast<ULONG>((text.size() + 1) * sizeof(Unit));
  if (!buffer || room < length) return false;
  std::memcpy(buffer, text.data(), text.size() * sizeof(Unit));
  buffer[text.size()] = 0;
  return true;
}

template <class V1>
Result<void> fill_v1(V1& out, const Attributes& found) {
  const runtime::CallCaller caller = found.caller.value_or(runtime::CallCaller{});
  bool fits = true;
  if (out.Flags & RPC_QUERY_SERVER_PRINCIPAL_NAME)
    fits &=
        fill_name(caller.server_name, out.ServerPrincipalName, out.ServerPrincipalNameBufferLength);
  if (out.Flags & RPC_QUERY_CLIENT_PRINCIPAL_NAME)
    fits &=
        fill_name(caller.client_name, out.ClientPrincipalName, out.ClientPrincipalNameBufferLength);
  out.AuthenticationLevel = found.caller ? caller.auth_level : RPC_C_AUTHN_LEVEL_NONE;
  out.AuthenticationService = found.caller ? caller.auth_type : RPC_C_AUTHN_NONE;
  out.NullSession = FALSE;
  return Status{fits ? RPC_S_OK : ERROR_MORE_DATA};
}

Result<void> fill_local_address(const runtime::CallOrigin& origin, RPC_CALL_LOCAL_ADDRESS_V1* out) {
  if (!out || out->Version != 1) return Status{RPC_S_INVALID_ARG};
  const auto needed = static_cast<ULONG>(origin.server_address_size);
  if (needed == 0) {
    out->BufferSize = 0;
    out->AddressFormat = rlafInvalid;
    return {};
  }
  const bool fits = out->Buffer && out->BufferSize >= needed;
  out->BufferSize = needed;
  out->AddressFormat = needed == 4 ? rlafIPv4 : rlafIPv6;
  if (!fits) return Status{ERROR_MORE_DATA};
  std::memcpy(out->Buffer, origin.server_address.data(), needed);
  return {};
}

template <class V2>
Result<void> fill_v2(V2& out, const Attributes& found) {
  const Result<void> names = fill_v1(out, found);
  out.KernelModeCaller = FALSE;
  out.ProtocolSequence = found.origin.protseq_number;
  out.IsClientLocal = found.origin.local ? rcclLocal : rcclRemote;
  const auto& client = found.origin.credentials;  // of ncalrpc only
  out.ClientPID = client ? reinterpret_cast<HANDLE>(static_cast<uintptr_t>(client->pid)) : nullptr;
  out.CallStatus = found.call_status;
  out.CallType = rctNormal;
  out.OpNum = found.opnum;
  runtime::put_uuid(found.interface, &out.InterfaceUuid);
  if (out.Flags & RPC_QUERY_CALL_LOCAL_ADDRESS) {
    RPC_TRY(fill_local_address(found.origin, out.CallLocalAddress));
  }
  return names;
}

template <class V3>
Result<void> fill_v3(V3& out, const Attributes& found) {
  if (out.Flags & RPC_QUERY_CLIENT_ID) out.ClientIdentifierBufferLength = 0;
  return fill_v2(out, found);
}

// Every version begins with its number.
template <class V1, class V2, class V3>
RPC_STATUS inquire(RPC_BINDING_HANDLE handle, void* out) {
  return capi::guard([&]() -> Result<void> {
    if (!out) return Status{RPC_S_INVALID_ARG};
    const unsigned version = static_cast<V1*>(out)->Version;
    if (version < 1 || version > RPC_CALL_ATTRIBUTES_VERSION) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(const Attributes found, attributes_of(handle));
    if (version == 2) return fill_v2(*static_cast<V2*>(out), found);
    if (version == 3) return fill_v3(*static_cast<V3*>(out), found);
    return fill_v1(*static_cast<V1*>(out), found);
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcServerInqCallAttributesA(RPC_BINDING_HANDLE ClientBinding,
                                                 void* RpcCallAttributes) {
  return inquire<RPC_CALL_ATTRIBUTES_V1_A, RPC_CALL_ATTRIBUTES_V2_A, RPC_CALL_ATTRIBUTES_V3_A>(
      ClientBinding, RpcCallAttributes);
}

RPC_STATUS RPC_ENTRY RpcServerInqCallAttributesW(RPC_BINDING_HANDLE ClientBinding,
                                                 void* RpcCallAttributes) {
  return inquire<RPC_CALL_ATTRIBUTES_V1_W, RPC_CALL_ATTRIBUTES_V2_W, RPC_CALL_ATTRIBUTES_V3_W>(
      ClientBinding, RpcCallAttributes);
}

}  // extern "C"
