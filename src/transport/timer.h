// Timer and TimerQueue: points of monotonic time at which a loop calls back. No allocation.
//
// 1. A timer belongs to its owner; the queue links it in (a pairing heap). It leaves the queue
//    before `run` is called, so `run` may arm it again or destroy it. A destroyed timer is
//    cancelled.
// 2. On the loop only.
// 3. Arming a timer again for a later time only notes that time (the usual fate of a deadline that
//    is moved with each PDU); its place in the heap is corrected when the earlier time comes.
#pragma once

#include <cstddef>
#include <optional>

#include "base/clock.h"

namespace farcall::transport {

class TimerQueue;

class Timer {
 public:
  using Run = void (*)(Timer&);
  explicit Timer(Run callback) : run_(callback) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  inline ~Timer();

  [[nodiscard]] bool armed() const { return queue_ != nullptr; }
  [[nodiscard]] Time deadline() const { return deadline_; }
  void run() { run_(*this); }

 private:
  friend class TimerQueue;
  Run run_;
  Time deadline_{};
  Time place_{};  // key in the heap, at most deadline_
  TimerQueue* queue_ = nullptr;
  Timer* child_ = nullptr;
  Timer* next_ = nullptr;      // sibling
  Timer* previous_ = nullptr;  // elder sibling, or the parent of a first child
};

class TimerQueue {
 public:
  TimerQueue() = default;
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;
  ~TimerQueue();

  void arm(Timer& timer, Time deadline);
  void cancel(Timer& timer);
  // A time before which no timer is due; nothing when there is no timer.
  [[nodiscard]] std::optional<Time> next() const;
  // Removes and returns a timer whose deadline is not after `now`, earliest first.
  Timer* pop_due(Time now);
  [[nodiscard]] size_t size() const { return size_; }

 private:
  void insert(Timer& timer);
  void remove(Timer& timer);
  static Timer* meld(Timer* a, Timer* b);
  static Timer* meld_siblings(Timer* first);

  Timer* root_ = nullptr;
  size_t size_ = 0;
};

inline Timer::~Timer() {
  if (queue_) queue_->cancel(*this);
}

}  // namespace farcall::transport
