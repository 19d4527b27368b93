// AlarmClock: runs a function at a given time, on one thread of its own, for any number of sleepers.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class AlarmClock {
 public:
  using Time = std::chrono::steady_clock::time_point;

  AlarmClock() : thread_([this] { run(); }) {}
  AlarmClock(const AlarmClock&) = delete;
  AlarmClock& operator=(const AlarmClock&) = delete;
  ~AlarmClock() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  void at(Time when, std::function<void()> what) {
    const std::lock_guard lock(mutex_);
    alarms_.push({when, next_++, std::move(what)});
    changed_.notify_one();
  }

 private:
  struct Alarm {
    Time when;
    uint64_t order;
    std::function<void()> what;
    bool operator<(const Alarm& other) const {
      return when != other.when ? when > other.when : order > other.order;
    }
  };

  // Ends when stopped; alarms not yet due ring at once then, so that no call is left without an answer.
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_ || !alarms_.empty()) {
      if (alarms_.empty()) {
        changed_.wait(lock);
      } else if (!stopping_ && std::chrono::steady_clock::now() < alarms_.top().when) {
        changed_.wait_until(lock, Time(alarms_.top().when));
      } else {
        auto what = std::move(const_cast<Alarm&>(alarms_.top()).what);
        alarms_.pop();
        lock.unlock();
        what();
        lock.lock();
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::priority_queue<Alarm> alarms_;
  uint64_t next_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};
