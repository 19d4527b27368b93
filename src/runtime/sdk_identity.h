// UUIDs and syntax identifiers of the SDK, and ours: the same bytes under two names.
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcdcep.h>

#include <cstring>

#include "base/uuid.h"

namespace farcall::runtime {

static_assert(sizeof(Uuid) == sizeof(GUID));

// NULL is the nil UUID.
inline Uuid uuid_value(const GUID* uuid) {
  Uuid value;
  if (uuid) std::memcpy(static_cast<void*>(&value), uuid, sizeof value);
  return value;
}

inline void put_uuid(const Uuid& value, GUID* out) {
  std::memcpy(out, &value, sizeof value);
}

inline SyntaxId syntax_id(const RPC_SYNTAX_IDENTIFIER& id) {
  return {uuid_value(&id.SyntaxGUID), id.SyntaxVersion.MajorVersion, id.SyntaxVersion.MinorVersion};
}

}  // namespace farcall::runtime
