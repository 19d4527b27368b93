// Workers and the watcher of ThreadPool. Workers are detached and counted; stop() waits for the count.
#include "runtime/server/thread_pool.h"

#include <algorithm>
#include <chrono>
#include <system_error>

namespace farcall::runtime {
namespace {
using namespace std::chrono_literals;
constexpr auto k_stall = 5ms;
constexpr auto k_idle = 10s;
}  // namespace

void ThreadPool::set_base(unsigned base) {
  const std::lock_guard lock(mutex_);
  base_ = std::clamp(base, 1u, limit_);
}

unsigned ThreadPool::threads() const {
  const std::lock_guard lock(mutex_);
  return workers_;
}

// Requires the lock.
bool ThreadPool::start_worker() {
  try {
    std::thread([this] { work(); }).detach();
  } catch (const std::system_error&) {
    return false;
  }
  ++workers_;
  return true;
}

bool ThreadPool::submit(PoolTask& task) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return false;
  if (idle_ == 0 && workers_ < base_ && !start_worker() && workers_ == 0) return false;
  task.next = nullptr;
  (tail_ ? tail_->next : head_) = &task;
  tail_ = &task;
  if (idle_ > 0) {
    work_ready_.notify_one();
  } else if (workers_ >= base_ && !watching_) {
    if (!watcher_.joinable()) {
      try {
        watcher_ = std::thread([this] { watch(); });
      } catch (const std::system_error&) {
        return true;  // the workers there are will get to it
      }
    }
    watching_ = true;
    watch_.notify_one();
  }
  return true;
}

// Requires the lock.
PoolTask* ThreadPool::pop() {
  PoolTask* task = head_;
  if (!task) return nullptr;
  head_ = task->next;
  if (!head_) tail_ = nullptr;
  ++taken_;
  return task;
}

void ThreadPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (PoolTask* task = pop()) {
      lock.unlock();
      task->run(*task);
      lock.lock();
      continue;
    }
    if (stopping_) break;
    ++idle_;
    const bool woken = work_ready_.wait_for(lock, k_idle, [this] { return head_ || stopping_; });
    --idle_;
    if (!woken && workers_ > base_) break;
  }
  --workers_;
  if (workers_ == 0) all_gone_.notify_all();
}

// Grows the pool while the queue stands still.
void ThreadPool::watch() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    watch_.wait(lock, [this] { return watching_ || stopping_; });
    while (head_ && !stopping_) {
      const uint64_t before = taken_;
      watch_.wait_for(lock, k_stall, [this] { return stopping_; });
      if (head_ && taken_ == before && idle_ == 0 && workers_ < limit_) start_worker();
    }
    watching_ = false;
  }
}

void ThreadPool::stop() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  work_ready_.notify_all();
  watch_.notify_all();
  all_gone_.wait(lock, [this] { return workers_ == 0; });
  lock.unlock();
  if (watcher_.joinable()) watcher_.join();
}

}  // namespace farcall::runtime
