// TaskQueue: tasks posted to a loop from any thread, first in, first out, without locks or
// allocation.
//
// One word holds the newest task, or says that the loop is awake with nothing to do, asleep, or
// closed. Because "asleep" is part of the word, exactly one post of a sleep sees it, and that one
// wakes the loop.
#pragma once

#include <atomic>

namespace farcall::transport {

// A piece of work for a loop. The poster owns it and keeps it until `run` is called, which happens
// exactly once for each accepted post; `run` may post it again or destroy it.
struct Task {
  Task* next = nullptr;
  void (*run)(Task&) = nullptr;
};

class TaskQueue {
 public:
  enum class Pushed { queued, wake_needed, closed };

  Pushed push(Task& task) {
    Task* head = head_.load(std::memory_order_relaxed);
    do {
      if (head == closed()) return Pushed::closed;
      task.next = head == asleep() ? nullptr : head;
    } while (!head_.compare_exchange_weak(head, &task, std::memory_order_acq_rel,
                                          std::memory_order_relaxed));
    return head == asleep() ? Pushed::wake_needed : Pushed::queued;
  }

  // The rest is for the holder of the loop.
  // All tasks so far, oldest first, linked by `next`.
  Task* take_all() {
    Task* newest = head_.exchange(nullptr, std::memory_order_acq_rel);
    if (newest == asleep()) return nullptr;
    Task* oldest = nullptr;
    while (newest) {
      Task* older = newest->next;
      newest->next = oldest;
      oldest = newest;
      newest = older;
    }
    return oldest;
  }
  // False when there is work.
  [[nodiscard]] bool fall_asleep() { return replace(nullptr, asleep()); }
  void wake_up() { (void)replace(asleep(), nullptr); }
  // No task is accepted from here on. False when there is work.
  [[nodiscard]] bool close() { return replace(nullptr, closed()); }

 private:
  bool replace(Task* from, Task* to) {
    return head_.compare_exchange_strong(from, to, std::memory_order_acq_rel);
  }
  Task* asleep() { return &asleep_mark_; }
  Task* closed() { return &closed_mark_; }

  std::atomic<Task*> head_{nullptr};
  Task asleep_mark_;
  Task closed_mark_;
};

}  // namespace farcall::transport
