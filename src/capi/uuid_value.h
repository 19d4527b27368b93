// UUID of the SDK and Uuid inside: the same bytes under two names.
#pragma once

#include <farcall/sdk/guiddef.h>

#include <cstring>

#include "base/uuid.h"

namespace farcall::capi {

static_assert(sizeof(Uuid) == sizeof(GUID));

inline Uuid uuid_value(const GUID* uuid) {
  Uuid value;
  if (uuid) std::memcpy(static_cast<void*>(&value), uuid, sizeof value);
  return value;
}

inline void put_uuid(const Uuid& value, GUID* out) {
  std::memcpy(out, &value, sizeof value);
}

}  // namespace farcall::capi
