// The owner's list holds one reference per owned mutex, taken when ownership begins.
#include "base/sync/mutex.h"

#include "base/sync/thread_object.h"

namespace farcall::sync {

void Mutex::consume(Waiter& waiter) {
  if (owner_ == nullptr) {
    owner_ = &waiter.thread;
    owner_->owned_mutexes().push_back(*this);
    acquire();
    waiter.abandoned = waiter.abandoned || abandoned_;
    abandoned_ = false;
  }
  ++recursion_;
}

bool Mutex::unlock() {
  const auto keep = Ref<Mutex>::share(this);  // outlives the lock below
  Locked lock(*this);
  if (owner_ == nullptr || owner_ != ThreadObject::current()) return false;
  if (--recursion_ == 0) pass_on(lock);
  return true;
}

void Mutex::abandon(const ThreadObject& by) {
  const auto keep = Ref<Mutex>::share(this);
  Locked lock(*this);
  if (owner_ != &by) return;
  recursion_ = 0;
  abandoned_ = true;
  pass_on(lock);
}

void Mutex::pass_on(Locked& lock) {
  owner_link.unlink();
  owner_ = nullptr;
  release();
  lock.satisfy_waiters();
}

}  // namespace farcall::sync
