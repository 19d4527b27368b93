// Entries of groups that are gone stay until there are as many of them as of others.
#include "runtime/client/association_group_table.h"

#include <algorithm>
#include <functional>
#include <new>
#include <utility>
#include <vector>

#include "runtime/client/protocol_sequence.h"

namespace farcall::runtime::client {

size_t AssociationGroupTable::KeyHash::operator()(const GroupKey& key) const {
  const std::hash<std::string> hash;
  size_t mixed = hash(key.protseq);
  for (const std::string* part : {&key.network_address, &key.endpoint, &key.options})
    mixed = mixed * 31 + hash(*part);
  if (key.auth) mixed = mixed * 31 + hash(key.auth->terms.target) + key.auth->auth_type;
  return mixed;
}

Result<std::shared_ptr<AssociationGroup>> AssociationGroupTable::group_for(GroupKey key,
                                                                           bool unique) {
  RPC_TRY(const auto& protseq, supported_protseq(key.protseq));
  RPC_TRY(transport::Destination server, protseq.destination(key.network_address, key.endpoint));
  return make(std::move(key), unique, std::move(server));
}

Result<std::shared_ptr<AssociationGroup>> AssociationGroupTable::group_for(
    GroupKey key, transport::Destination server) {
  return make(std::move(key), true, std::move(server));
}

Result<std::shared_ptr<AssociationGroup>> AssociationGroupTable::make(
    GroupKey key, bool unique, transport::Destination server) {
  try {
    const std::lock_guard lock(mutex_);
    if (!unique)
      if (std::shared_ptr<AssociationGroup> found = find(key)) return found->use();
    if (groups_.size() >= sweep_at_) sweep();
    auto made = std::make_shared<AssociationGroup>(runtime_, resolver_, key, std::move(server));
    groups_.emplace(std::move(key), Entry{made, unique});
    return made->use();
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
}

std::shared_ptr<AssociationGroup> AssociationGroupTable::find(const GroupKey& key) {
  const auto [first, last] = groups_.equal_range(key);
  for (auto at = first; at != last; ++at) {
    std::shared_ptr<AssociationGroup> group = at->second.group.lock();
    if (group && !at->second.unique && !group->retired()) return group;
  }
  return nullptr;
}

void AssociationGroupTable::sweep() {
  std::erase_if(groups_, [](const auto& entry) { return entry.second.group.expired(); });
  sweep_at_ = std::max<size_t>(64, 2 * groups_.size());
}

void AssociationGroupTable::shut_down() {
  std::vector<std::shared_ptr<AssociationGroup>> living;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, entry] : groups_)
      if (std::shared_ptr<AssociationGroup> group = entry.group.lock())
        living.push_back(std::move(group));
  }
  for (const auto& group : living) group->shut_down();
}

size_t AssociationGroupTable::size() const {
  const std::lock_guard lock(mutex_);
  return static_cast<size_t>(std::count_if(groups_.begin(), groups_.end(), [](const auto& entry) {
    return !entry.second.group.expired();
  }));
}

}  // namespace farcall::runtime::client
