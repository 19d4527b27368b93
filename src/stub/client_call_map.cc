// One shard: linear probing; an erased entry's run is closed up, so that there are no deleted
// slots.
#include "stub/client_call_map.h"

#include <new>
#include <utility>

namespace farcall::stub {

ClientCallMap::~ClientCallMap() {
  for (Shard& shard : shards_)
    for (size_t i = 0; i < shard.capacity; ++i)
      if (Call* call = shard.entries[i].call) call->release();
}

Status ClientCallMap::insert(const void* state, Call& call) {
  Shard& shard = shard_of(state);
  const std::lock_guard lock(shard.mutex);
  if (shard.find(state)) return Status{RPC_S_INVALID_ASYNC_CALL};
  if ((shard.size + 1) * 4 > shard.capacity * 3 && !shard.grow())
    return Status{RPC_S_OUT_OF_MEMORY};
  shard.place({state, &call});
  ++shard.size;
  return Status{};
}

ClientCallMap::Entry* ClientCallMap::Shard::find(const void* state) {
  if (size == 0) return nullptr;
  for (size_t at = home(state); entries[at].call; at = next(at))
    if (entries[at].state == state) return &entries[at];
  return nullptr;
}

void ClientCallMap::Shard::place(const Entry& entry) {
  size_t at = home(entry.state);
  while (entries[at].call) at = next(at);
  entries[at] = entry;
}

bool ClientCallMap::Shard::grow() {
  const size_t larger = capacity ? 2 * capacity : 8;
  std::unique_ptr<Entry[]> old(new (std::nothrow) Entry[larger]);
  if (!old) return false;
  std::swap(entries, old);
  const size_t old_capacity = std::exchange(capacity, larger);
  for (size_t i = 0; i < old_capacity; ++i)
    if (old[i].call) place(old[i]);
  return true;
}

// A later entry of the run moves into the hole unless its home lies cyclically behind the hole.
void ClientCallMap::Shard::erase(Entry& entry) {
  auto hole = static_cast<size_t>(&entry - entries.get());
  for (size_t at = next(hole); entries[at].call; at = next(at)) {
    const size_t from_home = (at - home(entries[at].state)) & (capacity - 1);
    const size_t from_hole = (at - hole) & (capacity - 1);
    if (from_home < from_hole) continue;
    entries[hole] = entries[at];
    hole = at;
  }
  entries[hole] = {};
  if (--size > 0 || capacity <= k_kept) return;
  entries.reset();
  capacity = 0;
}

}  // namespace farcall::stub
