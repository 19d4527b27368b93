// ThreadPool: worker threads for manager routines that may block (dispatch policy `pool`, D7).
//
// 1. Tasks come in lanes. Those of one lane start in the order they were submitted: each when the
//    one before it has ended, or has run for so long that it can be called blocking (5 to 10 ms).
//    So the calls of a connection are dispatched in order (AR-077) without one that blocks holding
//    up the others for good, and a burst of short calls of one connection stays on one thread.
// 2. Tasks and lanes are intrusive; queueing allocates nothing.
// 3. The pool starts threads up to `base` as tasks come, and one more whenever 5 ms have passed
//    with a lane waiting and no task taken, up to `limit`. Threads beyond `base` leave after 10 s
//    idle.
// 4. Any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "base/intrusive_list.h"

namespace farcall::runtime {

struct PoolTask {
  PoolTask* next = nullptr;
  // Does the work. From its beginning on the pool does not look at the task any more.
  void* (*run)(PoolTask& task) = nullptr;
  // Gets what `run` returned, when the pool is done with the lane as far as this task goes.
  void (*end)(void* ran) = nullptr;
};

// Lives from the first submit() until the last task of it has come to `end`.
class PoolLane {
 public:
  PoolLane() = default;
  PoolLane(const PoolLane&) = delete;
  PoolLane& operator=(const PoolLane&) = delete;

 private:
  friend class ThreadPool;
  PoolTask* head_ = nullptr;
  PoolTask* tail_ = nullptr;
  ListLink link_;         // in the pool's ready lanes, or in its held ones
  uint32_t started_ = 0;  // tasks that were started: the number of the last one
  uint32_t seen_ = 0;     // started_, when the watcher came by
  bool running_ = false;  // the task started_ runs, and those behind it wait for its end
};

class ThreadPool {
 public:
  ThreadPool(unsigned base, unsigned limit)
      : base_(base ? base : 1), limit_(limit > base_ ? limit : base_) {}
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool() { stop(); }

  void set_base(unsigned base);
  // False when there is no thread and none can be started: the caller answers the call itself.
  bool submit(PoolLane& lane, PoolTask& task);
  // Runs what is queued, then ends all threads and waits for that.
  void stop();
  [[nodiscard]] unsigned threads() const;

 private:
  using LaneList = IntrusiveList<PoolLane, &PoolLane::link_>;
  // A task that was taken, and what is needed of it after it ran.
  struct Taken {
    PoolLane* lane = nullptr;
    PoolTask* task = nullptr;
    uint32_t number = 0;
  };

  void work();
  Taken run(const Taken& taken);
  void watch();
  bool start_worker();
  void start_watching();
  void make_ready(PoolLane& lane);
  void hold(PoolLane& lane);
  Taken take();
  void finish(const Taken& taken);
  void release_overdue();

  mutable std::mutex mutex_;
  std::condition_variable work_ready_;
  std::condition_variable watch_;
  std::condition_variable all_gone_;
  LaneList ready_;  // have a task that may start
  LaneList held_;   // have tasks behind one that runs
  unsigned ready_count_ = 0;
  unsigned base_;
  const unsigned limit_;
  unsigned workers_ = 0;
  unsigned idle_ = 0;
  uint64_t taken_ = 0;
  bool watching_ = false;
  bool stopping_ = false;
  std::thread watcher_;
};

}  // namespace farcall::runtime
