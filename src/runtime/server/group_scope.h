// GroupScope: what the endpoints, connections and interfaces of one interface group have in common.
//
// A connection that came in over an endpoint of a group finds the interfaces of that group and no
// others, and the other way round (RpcServerInterfaceGroupCreate). The scope counts the connections:
// a group without any is idle. Held by all of them, so it outlives its group. Any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

namespace farcall::runtime {

class GroupScope {
 public:
  void connection_opened() { change(1); }
  void connection_closed() { change(-1); }

  [[nodiscard]] uint32_t connections() const {
    const std::lock_guard lock(mutex_);
    return connections_;
  }
  // For who watches the group: its lock, what changes under it, and how that is told.
  [[nodiscard]] std::mutex& mutex() const { return mutex_; }
  [[nodiscard]] std::condition_variable& changed() { return changed_; }
  [[nodiscard]] uint32_t connections_locked() const { return connections_; }

 private:
  void change(int by) {
    const std::lock_guard lock(mutex_);
    connections_ += static_cast<uint32_t>(by);
    changed_.notify_all();
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  uint32_t connections_ = 0;
};

// Empty: the endpoints and interfaces of the process at large.
using GroupScopeRef = std::shared_ptr<GroupScope>;

}  // namespace farcall::runtime
