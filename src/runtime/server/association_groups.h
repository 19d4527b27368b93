// AssociationGroups: the association groups of a server, how many connections each has, and the context handles that
// hang on it.
//
// A client opens several connections under one group id ([MS-RPCE] 3.3.1.5.2); what belongs to the client as a whole
// (context handles, rundown) belongs to the group. Ids are random: only a member can know one, and joining a group
// that does not exist is refused. A connection is a member until it is closed and its last call has ended; when the
// last member leaves, the context handles that are left are run down (AR-132, AR-133). Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "runtime/server/context_table.h"

namespace farcall::runtime {

class AssociationGroup {
 public:
  AssociationGroup(uint32_t id, const ContextLimits& limits) : id_(id), contexts_(limits) {}

  [[nodiscard]] uint32_t id() const { return id_; }
  [[nodiscard]] ContextTable& contexts() { return contexts_; }

 private:
  friend class AssociationGroups;
  const uint32_t id_;
  uint32_t members_ = 1;  // AssociationGroups' lock
  ContextTable contexts_;
};

class AssociationGroups {
 public:
  explicit AssociationGroups(const Limits& limits)
      : limits_{limits.max_context_handles_per_association, limits.max_context_handles, &handles_} {
  }

  // `requested` 0: a new group. nullptr: there is no such group, or memory is out. Valid until leave().
  AssociationGroup* join(uint32_t requested);
  // Once for each join() that succeeded. The last one ends the group and gets it.
  std::unique_ptr<AssociationGroup> leave(AssociationGroup& group);

  // Takes the context handles of an interface (nullptr: of all) out of all groups.
  ContextList take_contexts(const void* interface);
  [[nodiscard]] size_t size() const;
  // Context handles of all groups.
  [[nodiscard]] uint32_t context_count() const { return handles_.load(std::memory_order_relaxed); }

 private:
  AssociationGroup* make();

  std::atomic<uint32_t> handles_{0};
  const ContextLimits limits_;
  mutable std::mutex mutex_;
  std::unordered_map<uint32_t, std::unique_ptr<AssociationGroup>> groups_;
};

}  // namespace farcall::runtime
