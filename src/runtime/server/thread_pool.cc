// Workers and the watcher of ThreadPool. Workers are detached and counted; stop() waits for the
// count. All private functions but
// work(), run() and watch() require the lock.
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

bool ThreadPool::submit(PoolLane& lane, PoolTask& task) {
  std::unique_lock lock(mutex_);
  if (stopping_) return false;
  // An idle thread that was woken for another lane and has not come yet is spoken for.
  const bool spare = ready_count_ < idle_;
  const bool started = !spare && !lane.running_ && workers_ < base_ && start_worker();
  if (workers_ == 0) return false;
  const bool first = !lane.head_;
  task.next = nullptr;
  (lane.tail_ ? lane.tail_->next : lane.head_) = &task;
  lane.tail_ = &task;
  if (!first) return true;  // the lane waits already
  if (lane.running_) {
    hold(lane);
    return true;
  }
  make_ready(lane);
  if (!spare && !started) start_watching();
  lock.unlock();
  if (spare) work_ready_.notify_one();
  return true;
}

void ThreadPool::make_ready(PoolLane& lane) {
  ready_.push_back(lane);
  ++ready_count_;
}

void ThreadPool::hold(PoolLane& lane) {
  lane.seen_ = lane.started_ - 1;
  held_.push_back(lane);
  start_watching();
}

ThreadPool::Taken ThreadPool::take() {
  PoolLane* lane = ready_.pop_front();
  if (!lane) return {};
  --ready_count_;
  ++taken_;
  PoolTask* task = lane->head_;
  lane->head_ = task->next;
  if (!lane->head_) lane->tail_ = nullptr;
  lane->running_ = true;
  const uint32_t number = ++lane->started_;
  if (lane->head_) hold(*lane);
  return {lane, task, number};
}

// Nothing to do when the lane went on without waiting for this one.
void ThreadPool::finish(const Taken& taken) {
  PoolLane& lane = *taken.lane;
  if (!lane.running_ || lane.started_ != taken.number) return;
  lane.running_ = false;
  if (!lane.head_) return;
  lane.link_.unlink();
  make_ready(lane);
}

bool ThreadPool::start_worker() {
  try {
    std::thread([this] { work(); }).detach();
  } catch (const std::system_error&) {
    return false;
  }
  ++workers_;
  return true;
}

void ThreadPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (Taken taken = take(); taken.lane) {
      lock.unlock();
      while (taken.lane) taken = run(taken);
      lock.lock();
      continue;
    }
    if (stopping_) break;
    ++idle_;
    const bool woken =
        work_ready_.wait_for(lock, k_idle, [this] { return !ready_.empty() || stopping_; });
    --idle_;
    if (!woken && workers_ > base_) break;
  }
  --workers_;
  if (workers_ == 0) all_gone_.notify_all();
}

// Runs a task and takes the next one.
ThreadPool::Taken ThreadPool::run(const Taken& taken) {
  void (*const end)(void*) = taken.task->end;
  void* const ran = taken.task->run(*taken.task);
  Taken following;
  {
    const std::lock_guard lock(mutex_);
    finish(taken);
    following = take();
  }
  end(ran);
  return following;
}

void ThreadPool::start_watching() {
  if (watching_) return;
  if (!watcher_.joinable()) {
    try {
      watcher_ = std::thread([this] { watch(); });
    } catch (const std::system_error&) {
      return;  // the workers there are will get to it
    }
  }
  watching_ = true;
  watch_.notify_one();
}

// Grows the pool while lanes wait and nothing moves, and frees lanes behind tasks that block.
void ThreadPool::watch() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    watch_.wait(lock, [this] { return watching_ || stopping_; });
    while (!stopping_ && !(ready_.empty() && held_.empty())) {
      const uint64_t before = taken_;
      watch_.wait_for(lock, k_stall, [this] { return stopping_; });
      release_overdue();
      if (!ready_.empty() && taken_ == before && idle_ == 0 && workers_ < limit_) start_worker();
    }
    watching_ = false;
  }
}

// A task that was running when the watcher came by before has run for 5 ms at least.
void ThreadPool::release_overdue() {
  held_.for_each([this](PoolLane& lane) {
    if (lane.seen_ != lane.started_) {
      lane.seen_ = lane.started_;
      return;
    }
    lane.running_ = false;
    lane.link_.unlink();
    make_ready(lane);
    if (idle_ >= ready_count_) work_ready_.notify_one();
  });
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
