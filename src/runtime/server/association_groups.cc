// Ids and counts of association groups.
#include "runtime/server/association_groups.h"

#include <sys/random.h>

#include <new>

namespace farcall::runtime {
namespace {

uint32_t random_id() {
  uint32_t id = 0;
  // getrandom(2): up to 256 bytes are never cut short once the generator is seeded.
  while (getrandom(&id, sizeof id, 0) != sizeof id) {
  }
  return id;
}

}  // namespace

uint32_t AssociationGroups::join(uint32_t requested) {
  const std::lock_guard lock(mutex_);
  if (requested == 0) return make();
  const auto group = connections_.find(requested);
  if (group == connections_.end()) return 0;
  ++group->second;
  return requested;
}

// Requires the lock.
uint32_t AssociationGroups::make() {
  try {
    for (;;) {
      const uint32_t id = random_id();
      if (id != 0 && connections_.try_emplace(id, 1).second) return id;
    }
  } catch (const std::bad_alloc&) {
    return 0;
  }
}

void AssociationGroups::leave(uint32_t id) {
  const std::lock_guard lock(mutex_);
  const auto group = connections_.find(id);
  if (group != connections_.end() && --group->second == 0) connections_.erase(group);
}

size_t AssociationGroups::size() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

}  // namespace farcall::runtime
