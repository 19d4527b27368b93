// ConnectionSet: the open connections of a server, and how many there may be (in all, and from one
// peer address).
//
// A connection is in the set from the moment it was accepted until it is closed; calls of it that
// are still parked then do not count. Any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/intrusive_list.h"
#include "base/limits.h"

namespace farcall::runtime {

// The set's part of a connection.
struct ConnectionEntry {
  std::string peer;  // address without port
  ListLink link;
};

class ConnectionSet {
 public:
  explicit ConnectionSet(const Limits& limits);

  // False, with a line in the log the first time, when there are too many already.
  bool add(ConnectionEntry& entry);
  // Once for each entry that was added; the last thing that is done to it.
  void remove(ConnectionEntry& entry);

  // `visit(entry)` under the set's lock.
  template <class Visit>
  void for_each(Visit visit) {
    const std::lock_guard lock(mutex_);
    entries_.for_each(visit);
  }
  void wait_until_empty();
  [[nodiscard]] uint32_t size() const;

 private:
  bool try_add(ConnectionEntry& entry);

  const uint32_t max_;
  const uint32_t max_per_peer_;
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  IntrusiveList<ConnectionEntry, &ConnectionEntry::link> entries_;
  std::unordered_map<std::string, uint32_t> per_peer_;
  uint32_t count_ = 0;
  bool refusal_noted_ = false;
};

}  // namespace farcall::runtime
