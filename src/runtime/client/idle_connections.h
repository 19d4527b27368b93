// IdleConnections: synchronous connections of an association group that no caller has.
//
// The one used last is taken first, so that those a peak has left over grow old and go. Any thread;
// connections are closed with no lock held.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "runtime/client/sync_connection.h"

namespace farcall::runtime::client {

class IdleConnections {
 public:
  IdleConnections() = default;
  IdleConnections(const IdleConnections&) = delete;
  IdleConnections& operator=(const IdleConnections&) = delete;
  ~IdleConnections() { clear(); }

  // nullptr when there is none.
  std::unique_ptr<SyncConnection> take();
  void put(std::unique_ptr<SyncConnection> connection, Time now);
  // Closes those put before `time`, except with `keep_one` the newest. When the oldest of the rest was put; nothing when none is left.
  std::optional<Time> drop_older_than(Time time, bool keep_one = false);
  void clear() { (void)drop_older_than(Time::max()); }

 private:
  std::mutex mutex_;
  std::unique_ptr<SyncConnection> newest_;
};

}  // namespace farcall::runtime::client
