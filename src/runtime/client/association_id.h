// AssociationId: the association group id that the server gave to a client's first connection.
//
// Later connections ask for it in their bind, so that the server knows them as one client: context
// handles and rundown depend on it ([MS-RPCE] 3.3.1.5.6, C706 12.6.3.1 assoc_group_id). The
// association ends with its last connection; the server forgets the id then, and so do we. Any
// thread.
#pragma once

#include <cstdint>
#include <mutex>

namespace farcall::runtime::client {

class AssociationId {
 public:
  AssociationId() = default;
  AssociationId(const AssociationId&) = delete;
  AssociationId& operator=(const AssociationId&) = delete;

  // A connection is made. What its bind shall ask for; 0: a new group.
  [[nodiscard]] uint32_t join() {
    const std::lock_guard lock(mutex_);
    ++members_;
    return id_;
  }
  // A connection is bound. The first answer counts: connections that were bound at the same time
  // have groups of their own at the server.
  void bound(uint32_t id) {
    const std::lock_guard lock(mutex_);
    if (id_ == 0) id_ = id;
  }
  // The server does not know this id any more (it was restarted).
  void forget(uint32_t id) {
    const std::lock_guard lock(mutex_);
    if (id_ == id) id_ = 0;
  }
  // A connection that joined is gone.
  void leave() {
    const std::lock_guard lock(mutex_);
    if (--members_ == 0) id_ = 0;
  }

 private:
  std::mutex mutex_;
  uint32_t id_ = 0;
  uint32_t members_ = 0;
};

}  // namespace farcall::runtime::client
