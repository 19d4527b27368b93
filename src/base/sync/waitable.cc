// Satisfying waits. See the header for the two locks; the wait itself is in wait.cc.
#include "base/sync/waitable.h"

namespace farcall::sync {

std::mutex& Waitable::wait_all_lock() {
  static constinit std::mutex lock;
  return lock;
}

Waitable::Locked::Locked(Waitable& object) : object_(object) {
  object_.mutex_.lock();
  if (object_.waits_for_all_ == 0) return;
  object_.mutex_.unlock();
  wait_all_lock().lock();
  has_wait_all_lock_ = true;
  object_.mutex_.lock();
}

Waitable::Locked::~Locked() {
  object_.mutex_.unlock();
  if (has_wait_all_lock_) wait_all_lock().unlock();
  wakes_.flush();
}

void Waitable::Locked::satisfy_waiters() {
  bool more = true;
  object_.blocks_.for_each([&](WaitBlock& block) { more = more && satisfy(block); });
}

// False when there is nothing left to give out.
bool Waitable::Locked::satisfy(WaitBlock& block) {
  Waiter& waiter = *block.waiter;
  if (!object_.signalled(waiter.thread)) return false;
  bool ended = false;
  if (waiter.for_all) {
    // The block shows that the wait-all lock is held: this object cannot change while it is
    // unlocked.
    object_.mutex_.unlock();
    ended = satisfy_all(waiter);
    object_.mutex_.lock();
  } else if (waiter.claim(block.index)) {
    object_.consume(waiter);
    ended = true;
  }
  if (ended) wakes_.add(waiter);
  return true;
}

bool Waitable::satisfy_all(Waiter& waiter) {
  for (Waitable* object : waiter.objects) {
    const std::lock_guard lock(object->mutex_);
    if (!object->signalled(waiter.thread)) return false;
  }
  if (!waiter.claim(0)) return false;
  for (Waitable* object : waiter.objects) {
    const std::lock_guard lock(object->mutex_);
    object->consume(waiter);
  }
  return true;
}

}  // namespace farcall::sync
