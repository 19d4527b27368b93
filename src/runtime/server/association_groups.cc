// Ids, members and ends of association groups.
#include "runtime/server/association_groups.h"

#include <sys/random.h>

#include <new>
#include <utility>

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

AssociationGroup* AssociationGroups::join(uint32_t requested) {
  const std::lock_guard lock(mutex_);
  if (requested == 0) return make();
  const auto group = groups_.find(requested);
  if (group == groups_.end()) return nullptr;
  ++group->second->members_;
  return group->second.get();
}

// Requires the lock.
AssociationGroup* AssociationGroups::make() {
  try {
    for (;;) {
      const uint32_t id = random_id();
      if (id == 0 || groups_.contains(id)) continue;
      auto made = std::make_unique<AssociationGroup>(id, limits_);
      return groups_.emplace(id, std::move(made)).first->second.get();
    }
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

std::unique_ptr<AssociationGroup> AssociationGroups::leave(AssociationGroup& group) {
  const std::lock_guard lock(mutex_);
  if (--group.members_ != 0) return nullptr;
  const auto found = groups_.find(group.id());
  std::unique_ptr<AssociationGroup> ended = std::move(found->second);
  groups_.erase(found);
  return ended;
}

ContextList AssociationGroups::take_contexts(const void* interface) {
  ContextList taken;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, group] : groups_) group->contexts().take(interface, taken);
  return taken;
}

size_t AssociationGroups::size() const {
  const std::lock_guard lock(mutex_);
  return groups_.size();
}

}  // namespace farcall::runtime
