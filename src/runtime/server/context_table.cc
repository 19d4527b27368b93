// Making, finding, locking and closing context handles.
//
// Whoever is granted a lock is woken after the mutex was given up: a parked call goes on in another thread then.
#include "runtime/server/context_table.h"

#include <new>

namespace farcall::runtime {

void ContextList::run_down() {
  while (ContextHandle* handle = first_) {
    first_ = handle->next_;
    handle->run_down();
    delete handle;
  }
}

ContextTable::~ContextTable() {
  ContextList left;
  take(nullptr, left);
}

Result<Uuid> ContextTable::make(const ContextKind& kind, const ContextCaller& maker,
                                void* user_context) {
  const uint32_t all = limits_.count->fetch_add(1, std::memory_order_relaxed) + 1;
  const Uuid id = random_uuid();
  Status status{RPC_S_OUT_OF_RESOURCES};
  ContextHandle* made = nullptr;
  try {
    const std::lock_guard lock(mutex_);
    if (all <= limits_.all && handles_.size() < limits_.per_group) {
      status = Status{RPC_S_OUT_OF_MEMORY};
      made = new ContextHandle(kind, maker, user_context);
      made->id_ = id;
      handles_.emplace(id, made);
      return id;
    }
  } catch (const std::bad_alloc&) {
    delete made;
  }
  limits_.count->fetch_sub(1, std::memory_order_relaxed);
  return status;
}

Result<ContextHandle&> ContextTable::hold(const Uuid& id, const ContextKind& kind,
                                          const ContextCaller& caller) {
  const std::lock_guard lock(mutex_);
  const auto found = handles_.find(id);
  if (found == handles_.end()) return Status{RPC_X_SS_CONTEXT_MISMATCH};
  ContextHandle& handle = *found->second;
  const bool typed = kind.type && handle.kind_.type;
  if (handle.kind_.interface != kind.interface || (typed && handle.kind_.type != kind.type) ||
      !handle.owner_.is(caller))
    return Status{RPC_X_SS_CONTEXT_MISMATCH};
  ++handle.users_;
  return handle;
}

void ContextTable::release(ContextHandle& handle, ContextLock held) {
  WaiterList ready;
  {
    const std::lock_guard lock(mutex_);
    unlock(handle, held);
    advance(handle, ready);
    --handle.users_;
    drop(handle);
  }
  wake(ready);
}

void* ContextTable::user_context(const ContextHandle& handle) const {
  const std::lock_guard lock(mutex_);
  return handle.user_context_;
}

void ContextTable::set_user_context(ContextHandle& handle, void* user_context) {
  const std::lock_guard lock(mutex_);
  handle.user_context_ = user_context;
}

Uuid ContextTable::id(const ContextHandle& handle) const {
  const std::lock_guard lock(mutex_);
  return handle.id_;
}

bool ContextTable::is_open(const ContextHandle& handle) const {
  const std::lock_guard lock(mutex_);
  return handle.open_;
}

void ContextTable::close(ContextHandle& handle) {
  WaiterList ready;
  {
    const std::lock_guard lock(mutex_);
    if (!handle.open_) return;
    handles_.erase(handle.id_);
    remove(handle, ready);
  }
  wake(ready);
}

void ContextTable::forget(const Uuid& id) {
  WaiterList ready;
  {
    const std::lock_guard lock(mutex_);
    const auto found = handles_.find(id);
    if (found == handles_.end()) return;
    ContextHandle& handle = *found->second;
    handles_.erase(found);
    remove(handle, ready);
    drop(handle);
  }
  wake(ready);
}

bool ContextTable::grant(ContextHandle& handle, ContextLock wanted) {
  if (!handle.open_) return true;  // there is nothing to lock any more
  if (handle.exclusive_ || handle.upgrader_) return false;
  if (wanted == ContextLock::exclusive && handle.readers_ != 0) return false;
  if (wanted == ContextLock::exclusive)
    handle.exclusive_ = true;
  else
    ++handle.readers_;
  return true;
}

bool ContextTable::lock(ContextHandle& handle, ContextWaiter& waiter) {
  const std::lock_guard lock(mutex_);
  waiter.granted = handle.waiters_.empty() && grant(handle, waiter.wanted);
  if (!waiter.granted) handle.waiters_.push_back(waiter);
  return waiter.granted;
}

void ContextTable::lock_and_wait(ContextHandle& handle, ContextLock wanted) {
  ContextWaiter waiter;
  waiter.wanted = wanted;
  if (lock(handle, waiter)) return;
  std::unique_lock lock(mutex_);
  granted_.wait(lock, [&] { return waiter.granted; });
}

bool ContextTable::upgrade(ContextHandle& handle) {
  std::unique_lock lock(mutex_);
  if (!handle.open_) return false;
  if (handle.upgrader_) {  // the other one comes first, and for that we must let go
    WaiterList ready;
    unlock(handle, ContextLock::shared);
    advance(handle, ready);
    lock.unlock();
    wake(ready);
    lock_and_wait(handle, ContextLock::exclusive);
    return false;
  }
  ContextWaiter waiter;
  handle.upgrader_ = &waiter;
  WaiterList ready;
  advance(handle, ready);
  granted_.wait(lock, [&] { return waiter.granted; });
  return handle.open_;
}

void ContextTable::downgrade(ContextHandle& handle) {
  WaiterList ready;
  {
    const std::lock_guard lock(mutex_);
    if (!handle.open_ || !handle.exclusive_) return;
    handle.exclusive_ = false;
    handle.readers_ = 1;
    advance(handle, ready);
  }
  wake(ready);
}

void ContextTable::unlock(ContextHandle& handle, ContextLock held) {
  if (!handle.open_) return;
  if (held == ContextLock::exclusive) handle.exclusive_ = false;
  if (held == ContextLock::shared) --handle.readers_;
}

// Grants what can be granted now, in order.
void ContextTable::advance(ContextHandle& handle, WaiterList& ready) {
  if (ContextWaiter* upgrader = handle.upgrader_;
      upgrader && (!handle.open_ || handle.readers_ == 1)) {
    handle.upgrader_ = nullptr;
    handle.readers_ = 0;
    handle.exclusive_ = true;
    upgrader->granted = true;
    granted_.notify_all();
  }
  while (ContextWaiter* first = handle.waiters_.front()) {
    if (!grant(handle, first->wanted)) return;
    first->link.unlink();
    first->granted = true;
    if (first->wake)
      ready.push_back(*first);
    else
      granted_.notify_all();
  }
}

// The handle has left the map.
void ContextTable::remove(ContextHandle& handle, WaiterList& ready) {
  limits_.count->fetch_sub(1, std::memory_order_relaxed);
  handle.open_ = false;
  advance(handle, ready);
}

// Nobody uses it and nobody can find it: it is gone.
void ContextTable::drop(ContextHandle& handle) {
  if (!handle.open_ && handle.users_ == 0) delete &handle;
}

void ContextTable::wake(WaiterList& ready) {
  while (ContextWaiter* waiter = ready.pop_front()) waiter->wake(*waiter);
}

void ContextTable::take(const void* interface, ContextList& taken) {
  WaiterList ready;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(handles_, [&](const auto& entry) {
      ContextHandle& handle = *entry.second;
      if ((interface && handle.kind_.interface != interface) || handle.users_ != 0) return false;
      remove(handle, ready);
      taken.push(handle);
      return true;
    });
  }
  wake(ready);
}

size_t ContextTable::size() const {
  const std::lock_guard lock(mutex_);
  return handles_.size();
}

}  // namespace farcall::runtime
