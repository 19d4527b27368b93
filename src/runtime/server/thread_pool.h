// ThreadPool: worker threads for manager routines that may block (dispatch policy `pool`, D7).
//
// Tasks are intrusive; queueing allocates nothing. The pool starts with `base` threads at the first task and grows
// by one only when the head of the queue has waited 5 ms with no task taken meanwhile: a burst of short calls makes
// no threads, a set of managers that all block does, up to `limit`. Threads beyond `base` leave after 10 s idle.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace farcall::runtime {

struct PoolTask {
  PoolTask* next = nullptr;
  void (*run)(PoolTask& task) = nullptr;
};

class ThreadPool {
 public:
  ThreadPool(unsigned base, unsigned limit) : base_(base ? base : 1), limit_(limit > base ? limit : base) {}
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool() { stop(); }

  void set_base(unsigned base);
  // False when there is no thread and none can be started: the caller answers the call itself.
  bool submit(PoolTask& task);
  // Runs what is queued, then ends and joins all threads.
  void stop();
  [[nodiscard]] unsigned threads() const;

 private:
  void work();
  void watch();
  bool start_worker();
  PoolTask* pop();

  mutable std::mutex mutex_;
  std::condition_variable work_ready_;
  std::condition_variable watch_;
  std::condition_variable all_gone_;
  PoolTask* head_ = nullptr;
  PoolTask* tail_ = nullptr;
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
