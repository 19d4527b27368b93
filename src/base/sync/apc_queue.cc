// The queue has a lock of its own; no object is locked while it is held.
#include "base/sync/apc_queue.h"

#include "base/sync/waitable.h"

namespace farcall::sync {

bool ApcQueue::queue(ApcEntry& entry) {
  WakeList wakes;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    entries_.push_back(entry);
    if (waiter_ && waiter_->claim(Waiter::k_apc)) wakes.add(*waiter_);
  }
  wakes.flush();
  return true;
}

ApcEntry* ApcQueue::take() {
  const std::lock_guard lock(mutex_);
  return entries_.pop_front();
}

bool ApcQueue::run_all() {
  bool any = false;
  while (ApcEntry* entry = take()) {
    any = true;
    entry->run(*entry);
  }
  return any;
}

void ApcQueue::attach(Waiter& waiter) {
  const std::lock_guard lock(mutex_);
  waiter_ = &waiter;
  if (!entries_.empty()) waiter.claim(Waiter::k_apc);
}

void ApcQueue::detach() {
  const std::lock_guard lock(mutex_);
  waiter_ = nullptr;
}

void ApcQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  while (ApcEntry* entry = take()) entry->discard(*entry);
}

}  // namespace farcall::sync
