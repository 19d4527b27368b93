// The table of object types.
#include "runtime/server/object_types.h"

#include <cstring>
#include <new>

namespace farcall::runtime {

Result<void> ObjectTypes::set(const Uuid& object, const Uuid& type) {
  if (object.is_nil()) return Status{RPC_S_INVALID_OBJECT};
  const std::lock_guard lock(mutex_);
  if (type.is_nil()) {
    types_.erase(object);
    return {};
  }
  try {
    if (!types_.try_emplace(object, type).second) return Status{RPC_S_ALREADY_REGISTERED};
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
  return {};
}

Result<Uuid> ObjectTypes::type_of(const Uuid& object) const {
  if (object.is_nil()) return Uuid{};
  {
    const std::lock_guard lock(mutex_);
    const auto found = types_.find(object);
    if (found != types_.end()) return found->second;
  }
  const ObjectInquiry inquiry = inquiry_.load();
  if (!inquiry) return Status{RPC_S_OBJECT_NOT_FOUND};
  UUID asked;
  UUID answer{};
  RPC_STATUS status = RPC_S_OK;
  std::memcpy(&asked, &object, sizeof asked);
  inquiry(&asked, &answer, &status);
  if (status != RPC_S_OK) return Status{status};
  Uuid type;
  std::memcpy(static_cast<void*>(&type), &answer, sizeof type);
  return type;
}

Result<Uuid> ObjectTypes::type_for_call(const Uuid& object) const {
  const Result<Uuid> type = type_of(object);
  if (type.ok()) return type;
  if (type.status().code == RPC_S_OBJECT_NOT_FOUND) return Uuid{};
  return Status{RPC_S_UNSUPPORTED_TYPE};
}

}  // namespace farcall::runtime
