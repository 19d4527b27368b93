// RpcEpRegister and its kin: what this process serves, told to the endpoint mapper of this computer; and
// RpcEpResolveBinding.
#include <farcall/sdk/rpc.h>

#include <span>
#include <string>
#include <vector>

#include "capi/ep_elements.h"
#include "capi/guard.h"
#include "capi/if_spec.h"
#include "capi/process.h"
#include "capi/text.h"
#include "runtime/sdk_identity.h"
#include "stub/client_operation.h"
#include "wellknown/epm_address.h"

using namespace farcall;
using capi::Process;
using wellknown::MapElement;

namespace {

Result<wellknown::MapperBinding> local_mapper() {
  RPC_TRY(const std::string where, wellknown::local_mapper());
  return wellknown::MapperBinding::to(where);
}

// The interface over each binding, for each object: the cross product (SDK RpcEpRegister).
Result<std::vector<MapElement>> elements(RPC_IF_HANDLE if_spec, const RPC_BINDING_VECTOR* bindings,
                                         const UUID_VECTOR* objects,
                                         const std::string& annotation) {
  RPC_TRY(const RPC_SERVER_INTERFACE& spec, capi::if_spec(if_spec));
  if (!bindings || bindings->Count == 0) return Status{RPC_S_NO_BINDINGS};
  std::vector<Uuid> of_objects;
  for (ULONG i = 0; objects && i < objects->Count; ++i)
    of_objects.push_back(runtime::uuid_value(objects->Uuid[i]));
  if (of_objects.empty()) of_objects.emplace_back();
  std::vector<MapElement> result;
  for (ULONG i = 0; i < bindings->Count; ++i) {
    RPC_TRY(const wellknown::TowerBytes tower,
            capi::tower_of_binding(bindings->BindingH[i], runtime::syntax_id(spec.InterfaceId)));
    for (const Uuid& object : of_objects) result.push_back({object, tower, annotation});
  }
  return result;
}

// Several addresses of one port have one tower when they are no IPv4 addresses: it is told once.
void remove_doubles(std::vector<MapElement>& all) {
  std::vector<MapElement> unique;
  for (MapElement& each : all) {
    bool known = false;
    for (const MapElement& other : unique)
      known |= other.object == each.object && other.tower == each.tower;
    if (!known) unique.push_back(std::move(each));
  }
  all = std::move(unique);
}

template <class Unit>
RPC_STATUS register_endpoints(RPC_IF_HANDLE if_spec, const RPC_BINDING_VECTOR* bindings,
                              const UUID_VECTOR* objects, const Unit* annotation, bool replace) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(std::vector<MapElement> all,
            elements(if_spec, bindings, objects, capi::from_text(annotation)));
    remove_doubles(all);
    RPC_TRY(const wellknown::MapperBinding mapper, local_mapper());
    return wellknown::insert(mapper.handle(), all, replace);
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcEpRegisterA(RPC_IF_HANDLE IfSpec, RPC_BINDING_VECTOR* BindingVector,
                                    UUID_VECTOR* UuidVector, RPC_CSTR Annotation) {
  return register_endpoints(IfSpec, BindingVector, UuidVector, Annotation, true);
}

RPC_STATUS RPC_ENTRY RpcEpRegisterW(RPC_IF_HANDLE IfSpec, RPC_BINDING_VECTOR* BindingVector,
                                    UUID_VECTOR* UuidVector, RPC_WSTR Annotation) {
  return register_endpoints(IfSpec, BindingVector, UuidVector, Annotation, true);
}

RPC_STATUS RPC_ENTRY RpcEpRegisterNoReplaceA(RPC_IF_HANDLE IfSpec,
                                             RPC_BINDING_VECTOR* BindingVector,
                                             UUID_VECTOR* UuidVector, RPC_CSTR Annotation) {
  return register_endpoints(IfSpec, BindingVector, UuidVector, Annotation, false);
}

RPC_STATUS RPC_ENTRY RpcEpRegisterNoReplaceW(RPC_IF_HANDLE IfSpec,
                                             RPC_BINDING_VECTOR* BindingVector,
                                             UUID_VECTOR* UuidVector, RPC_WSTR Annotation) {
  return register_endpoints(IfSpec, BindingVector, UuidVector, Annotation, false);
}

RPC_STATUS RPC_ENTRY RpcEpUnregister(RPC_IF_HANDLE IfSpec, RPC_BINDING_VECTOR* BindingVector,
                                     UUID_VECTOR* UuidVector) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(std::vector<MapElement> all, elements(IfSpec, BindingVector, UuidVector, {}));
    remove_doubles(all);
    RPC_TRY(const wellknown::MapperBinding mapper, local_mapper());
    return wellknown::remove(mapper.handle(), all);
  });
}

RPC_STATUS RPC_ENTRY RpcEpResolveBinding(RPC_BINDING_HANDLE Binding, RPC_IF_HANDLE IfSpec) {
  return capi::guard([&]() -> Result<void> {
    runtime::client::Client& client = Process::get().client();
    RPC_TRY(const runtime::client::BindingRef binding, client.bindings().find(Binding));
    RPC_TRY(const runtime::client::CallInterface& interface, client.interfaces().find(IfSpec));
    const runtime::client::InterfacePlace place{interface.endpoints, &interface.offer.abstract,
                                                client.endpoint_lookup()};
    RPC_TRY(stub::resolve(*binding, place));
    RPC_TRY(binding->target(client.groups(), place));
    return {};
  });
}

}  // extern "C"
