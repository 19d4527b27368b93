// RpcObject*: the types of objects, which choose among the managers of an interface.
#include <farcall/sdk/rpc.h>

#include "capi/guard.h"
#include "capi/process.h"
#include "runtime/sdk_identity.h"

using namespace farcall;
using capi::Process;

extern "C" {

RPC_STATUS RPC_ENTRY RpcObjectSetType(UUID* ObjUuid, UUID* TypeUuid) {
  return capi::guard([&] {
    return Process::get().server().objects().set(runtime::uuid_value(ObjUuid),
                                                 runtime::uuid_value(TypeUuid));
  });
}

RPC_STATUS RPC_ENTRY RpcObjectInqType(UUID* ObjUuid, UUID* TypeUuid) {
  return capi::guard([&]() -> Result<void> {
    const Result<Uuid> type =
        Process::get().server().objects().type_of(runtime::uuid_value(ObjUuid));
    if (TypeUuid) runtime::put_uuid(type.ok() ? *type : Uuid{}, TypeUuid);
    return type.status();
  });
}

RPC_STATUS RPC_ENTRY RpcObjectSetInqFn(RPC_OBJECT_INQ_FN* InquiryFn) {
  return capi::guard([&]() -> Result<void> {
    Process::get().server().objects().set_inquiry(InquiryFn);
    return {};
  });
}

}  // extern "C"
