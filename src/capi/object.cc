// RpcObject*: the types of objects, which choose among the managers of an interface.
#include <farcall/sdk/rpc.h>

#include "capi/guard.h"
#include "capi/process.h"
#include "capi/uuid_value.h"

using namespace farcall;
using capi::Process;

extern "C" {

RPC_STATUS RPC_ENTRY RpcObjectSetType(UUID* ObjUuid, UUID* TypeUuid) {
  return capi::guard([&] {
    return Process::get().server().objects().set(capi::uuid_value(ObjUuid),
                                                 capi::uuid_value(TypeUuid));
  });
}

RPC_STATUS RPC_ENTRY RpcObjectInqType(UUID* ObjUuid, UUID* TypeUuid) {
  return capi::guard([&]() -> Result<void> {
    const Result<Uuid> type = Process::get().server().objects().type_of(capi::uuid_value(ObjUuid));
    if (TypeUuid) capi::put_uuid(type.ok() ? *type : Uuid{}, TypeUuid);
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
