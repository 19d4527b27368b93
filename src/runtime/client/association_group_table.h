// AssociationGroupTable: the association groups of a client, found by where they lead.
//
// Bindings to the same place share a group, unless they ask for one of their own
// (RPC_C_OPT_UNIQUE_BINDING). The table does not keep groups alive. Any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/result.h"
#include "runtime/client/association_group.h"

namespace farcall::runtime::client {

class AssociationGroupTable {
 public:
  AssociationGroupTable(Runtime& runtime, transport::Resolver& resolver)
      : runtime_(runtime), resolver_(resolver) {}
  AssociationGroupTable(const AssociationGroupTable&) = delete;
  AssociationGroupTable& operator=(const AssociationGroupTable&) = delete;

  // A binding's hold on its group; `unique`: on a new one. RPC_S_INVALID_ENDPOINT_FORMAT,
  // RPC_S_OUT_OF_MEMORY.
  Result<std::shared_ptr<AssociationGroup>> group_for(GroupKey key, bool unique);
  // A group of its own for a server that is found when it is called.
  Result<std::shared_ptr<AssociationGroup>> group_for(GroupKey key, transport::Destination server);

  // Ends the calls of all groups; see AssociationGroup.
  void shut_down();
  // Groups that live now.
  [[nodiscard]] size_t size() const;

 private:
  struct Entry {
    std::weak_ptr<AssociationGroup> group;
    bool unique;
  };
  struct KeyHash {
    size_t operator()(const GroupKey& key) const;
  };

  [[nodiscard]] std::shared_ptr<AssociationGroup> find(const GroupKey& key);
  void sweep();
  Result<std::shared_ptr<AssociationGroup>> make(GroupKey key, bool unique,
                                                 transport::Destination server);

  Runtime& runtime_;
  transport::Resolver& resolver_;
  mutable std::mutex mutex_;
  std::unordered_multimap<GroupKey, Entry, KeyHash> groups_;
  size_t sweep_at_ = 64;  // entries at which those of dead groups are looked for
};

}  // namespace farcall::runtime::client
