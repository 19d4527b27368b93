// RpcMgmtEpEltInq*: a walk through an endpoint map; RpcMgmtEpUnregister.
#include <farcall/sdk/rpc.h>

#include <memory>
#include <new>
#include <string>

#include "base/slab.h"
#include "capi/ep_elements.h"
#include "capi/guard.h"
#include "capi/process.h"
#include "capi/text.h"
#include "runtime/sdk_identity.h"
#include "wellknown/binding_tower.h"
#include "wellknown/epm_address.h"

using namespace farcall;
using capi::Process;
using wellknown::Inquiry;

namespace farcall::capi {

Result<wellknown::TowerBytes> tower_of_binding(RPC_BINDING_HANDLE handle,
                                               const SyntaxId& interface) {
  RPC_TRY(const runtime::client::BindingRef binding, Process::get().bindings().find(handle));
  RPC_TRY(const std::string text, binding->to_string());
  RPC_TRY(const runtime::client::StringBinding parts, runtime::client::parse_string_binding(text));
  return wellknown::tower_of(parts, interface);
}

}  // namespace farcall::capi

namespace {

// Handles of inquiries are told from other pointers, and freed ones are recognised for a while.
Slab<Inquiry>& inquiries() {
  static auto* const table = new Slab<Inquiry>(64);
  return *table;
}

Result<Inquiry&> find(RPC_EP_INQ_HANDLE handle) {
  Inquiry* const found = inquiries().visit(handle, [](Inquiry&) {});
  if (!found) return Status{RPC_S_INVALID_ARG};
  return *found;
}

SyntaxId syntax_of(const RPC_IF_ID* id) {
  if (!id) return {};
  return {runtime::uuid_value(&id->Uuid), id->VersMajor, id->VersMinor};
}

Result<wellknown::MapperBinding> mapper_of(RPC_BINDING_HANDLE binding) {
  if (!binding) {
    RPC_TRY(const std::string where, wellknown::local_mapper());
    return wellknown::MapperBinding::to(where);
  }
  RPC_TRY(const runtime::client::BindingRef given, Process::get().bindings().find(binding));
  RPC_TRY(const std::string text, given->to_string());
  RPC_TRY(runtime::client::StringBinding parts, runtime::client::parse_string_binding(text));
  if (!parts.endpoint.empty()) return wellknown::MapperBinding::copy_of(*given);
  RPC_TRY(const std::string where, wellknown::mapper_for(parts.protseq, parts.network_address));
  return wellknown::MapperBinding::to(where);
}

Result<void> check_terms(ULONG type, const RPC_IF_ID* interface, ULONG version_option,
                         const UUID* object) {
  const bool by_interface = type == RPC_C_EP_MATCH_BY_IF || type == RPC_C_EP_MATCH_BY_BOTH;
  const bool by_object = type == RPC_C_EP_MATCH_BY_OBJ || type == RPC_C_EP_MATCH_BY_BOTH;
  if (type > RPC_C_EP_MATCH_BY_BOTH) return Status{RPC_S_INVALID_ARG};
  if ((by_interface && !interface) || (by_object && !object)) return Status{RPC_S_INVALID_ARG};
  if (by_interface && (version_option < RPC_C_VERS_ALL || version_option > RPC_C_VERS_UPTO))
    return Status{RPC_S_INVALID_VERS_OPTION};
  return {};
}

template <class Unit>
RPC_STATUS next(RPC_EP_INQ_HANDLE handle, RPC_IF_ID* interface, RPC_BINDING_HANDLE* binding,
                UUID* object, Unit** annotation) {
  return capi::guard([&]() -> Result<void> {
    if (binding) *binding = nullptr;
    if (annotation) *annotation = nullptr;
    RPC_TRY(Inquiry & inquiry, find(handle));
    for (;;) {
      RPC_TRY(const wellknown::MapElement element, inquiry.next());
      const auto place = wellknown::place_of(element.tower, element.object);
      if (!place.ok()) continue;  // of a mapper that keeps what is no tower
      RPC_BINDING_HANDLE made = nullptr;
      if (binding && !place->binding.empty()) {
        const Result<void*> bound = Process::get().bindings().from_string(place->binding);
        if (bound.ok()) made = *bound;
      }
      if (binding && !made) continue;  // a protocol sequence of others
      const Result<void> given = capi::give_text(element.annotation, annotation);
      if (!given.ok()) {
        if (made) (void)Process::get().bindings().free(made);
        return given;
      }
      if (binding) *binding = made;
      if (object) runtime::put_uuid(element.object, object);
      if (interface) {
        runtime::put_uuid(place->interface.uuid, &interface->Uuid);
        interface->VersMajor = place->interface.major;
        interface->VersMinor = place->interface.minor;
      }
      return {};
    }
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcMgmtEpEltInqBegin(RPC_BINDING_HANDLE EpBinding, ULONG InquiryType,
                                          RPC_IF_ID* IfId, ULONG VersOption, UUID* ObjectUuid,
                                          RPC_EP_INQ_HANDLE* InquiryContext) {
  return capi::guard([&]() -> Result<void> {
    if (!InquiryContext) return Status{RPC_S_INVALID_ARG};
    *InquiryContext = nullptr;
    RPC_TRY(check_terms(InquiryType, IfId, VersOption, ObjectUuid));
    RPC_TRY(wellknown::MapperBinding mapper, mapper_of(EpBinding));
    Inquiry* const made = inquiries().make(
        std::move(mapper), wellknown::InquiryTerms{InquiryType, runtime::uuid_value(ObjectUuid),
                                                   syntax_of(IfId), VersOption});
    if (!made) return Status{RPC_S_OUT_OF_MEMORY};
    *InquiryContext = reinterpret_cast<RPC_EP_INQ_HANDLE>(made);
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcMgmtEpEltInqNextA(RPC_EP_INQ_HANDLE InquiryContext, RPC_IF_ID* IfId,
                                          RPC_BINDING_HANDLE* Binding, UUID* ObjectUuid,
                                          RPC_CSTR* Annotation) {
  return next(InquiryContext, IfId, Binding, ObjectUuid, Annotation);
}

RPC_STATUS RPC_ENTRY RpcMgmtEpEltInqNextW(RPC_EP_INQ_HANDLE InquiryContext, RPC_IF_ID* IfId,
                                          RPC_BINDING_HANDLE* Binding, UUID* ObjectUuid,
                                          RPC_WSTR* Annotation) {
  return next(InquiryContext, IfId, Binding, ObjectUuid, Annotation);
}

RPC_STATUS RPC_ENTRY RpcMgmtEpEltInqDone(RPC_EP_INQ_HANDLE* InquiryContext) {
  return capi::guard([&]() -> Result<void> {
    if (!InquiryContext) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(Inquiry & inquiry, find(*InquiryContext));
    inquiries().destroy(&inquiry);
    *InquiryContext = nullptr;
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcMgmtEpUnregister(RPC_BINDING_HANDLE EpBinding, RPC_IF_ID* IfId,
                                         RPC_BINDING_HANDLE Binding, UUID* ObjectUuid) {
  return capi::guard([&]() -> Result<void> {
    if (!IfId) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(const wellknown::TowerBytes tower, capi::tower_of_binding(Binding, syntax_of(IfId)));
    RPC_TRY(const wellknown::MapperBinding mapper, mapper_of(EpBinding));
    const Uuid object = runtime::uuid_value(ObjectUuid);
    return wellknown::management_delete(mapper.handle(), ObjectUuid ? &object : nullptr, tower);
  });
}

}  // extern "C"
