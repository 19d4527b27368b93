// Mutex: CreateMutex's object: owned by a thread, recursive, and abandoned when its owner ends.
//
// Ownership keeps the mutex alive: it is in its owner's list until it is released.
#pragma once

#include "base/sync/waitable.h"

namespace farcall::sync {

class Mutex final : public Waitable {
 public:
  static constexpr ObjectType k_type = ObjectType::mutex;

  Mutex() : Waitable(k_type) {}

  // False when the calling thread is not the owner.
  bool unlock();
  // The owner's thread ends (or ended) without unlock().
  void abandon(const ThreadObject& by);

  ListLink owner_link;  // in the owner's list; changed by the owner or on its behalf while it waits

 private:
  [[nodiscard]] bool signalled(const ThreadObject& thread) const override {
    return owner_ == nullptr || owner_ == &thread;
  }
  void consume(Waiter& waiter) override;
  // With the object locked: free again, to the next waiter.
  void pass_on(Locked& lock);

  ThreadObject* owner_ = nullptr;
  uint32_t recursion_ = 0;
  bool abandoned_ = false;
};

}  // namespace farcall::sync
