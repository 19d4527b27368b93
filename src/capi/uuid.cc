// The Uuid* functions (C706 appendix A). A NULL UUID is the nil UUID where one is read.
#include "base/uuid.h"

#include <farcall/sdk/rpc.h>

#include <cstring>

#include "capi/guard.h"
#include "capi/sequential_uuid.h"
#include "capi/text.h"
#include "runtime/sdk_identity.h"

using namespace farcall;

namespace {

void set_ok(RPC_STATUS* status) {
  if (status) *status = RPC_S_OK;
}

template <class Unit>
RPC_STATUS uuid_to_text(const UUID* uuid, Unit** text) {
  return capi::guard([&]() -> Result<void> {
    if (!text) return Status{RPC_S_INVALID_ARG};
    return capi::give_text(to_string(runtime::uuid_value(uuid)), text);
  });
}

// A NULL string is the nil UUID (SDK UuidFromString).
template <class Unit>
RPC_STATUS uuid_from_text(const Unit* text, UUID* uuid) {
  return capi::guard([&]() -> Result<void> {
    if (!uuid) return Status{RPC_S_INVALID_ARG};
    Uuid value;
    if (text) {
      RPC_TRY(value, parse_uuid(capi::from_text(text)));
    }
    runtime::put_uuid(value, uuid);
    return {};
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY UuidCreate(UUID* Uuid) {
  if (!Uuid) return RPC_S_INVALID_ARG;
  runtime::put_uuid(random_uuid(), Uuid);
  return RPC_S_OK;
}

RPC_STATUS RPC_ENTRY UuidCreateSequential(UUID* Uuid) {
  return capi::guard([&]() -> Result<void> {
    if (!Uuid) return Status{RPC_S_INVALID_ARG};
    const capi::SequentialUuid made = capi::sequential_uuid();
    runtime::put_uuid(made.uuid, Uuid);
    return Status{made.local_only ? RPC_S_UUID_LOCAL_ONLY : RPC_S_OK};
  });
}

RPC_STATUS RPC_ENTRY UuidCreateNil(UUID* NilUuid) {
  if (!NilUuid) return RPC_S_INVALID_ARG;
  *NilUuid = UUID{};
  return RPC_S_OK;
}

RPC_STATUS RPC_ENTRY UuidToStringA(const UUID* Uuid, RPC_CSTR* StringUuid) {
  return uuid_to_text(Uuid, StringUuid);
}

RPC_STATUS RPC_ENTRY UuidToStringW(const UUID* Uuid, RPC_WSTR* StringUuid) {
  return uuid_to_text(Uuid, StringUuid);
}

RPC_STATUS RPC_ENTRY UuidFromStringA(RPC_CSTR StringUuid, UUID* Uuid) {
  return uuid_from_text(StringUuid, Uuid);
}

RPC_STATUS RPC_ENTRY UuidFromStringW(RPC_WSTR StringUuid, UUID* Uuid) {
  return uuid_from_text(StringUuid, Uuid);
}

int RPC_ENTRY UuidCompare(UUID* Uuid1, UUID* Uuid2, RPC_STATUS* Status) {
  set_ok(Status);
  const auto order = runtime::uuid_value(Uuid1) <=> runtime::uuid_value(Uuid2);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int RPC_ENTRY UuidEqual(UUID* Uuid1, UUID* Uuid2, RPC_STATUS* Status) {
  set_ok(Status);
  return runtime::uuid_value(Uuid1) == runtime::uuid_value(Uuid2);
}

unsigned short RPC_ENTRY UuidHash(UUID* Uuid, RPC_STATUS* Status) {
  set_ok(Status);
  return uuid_hash(runtime::uuid_value(Uuid));
}

int RPC_ENTRY UuidIsNil(UUID* Uuid, RPC_STATUS* Status) {
  set_ok(Status);
  return runtime::uuid_value(Uuid).is_nil();
}

}  // extern "C"
