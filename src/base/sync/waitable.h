// Waitable: an object with a signalled state and a list of the waits that look at it.
//
// Locks. Each object has a short mutex. An object that takes part in a wait-for-all is changed only
// by who holds the process's wait-all lock as well, taken before the object's: so "are they all
// signalled" and "consume them all" is one step for everybody (WaitForMultipleObjects), while every
// other set and wait takes one mutex. Nobody ever holds the locks of two objects.
//
// A wait ends exactly once: whoever turns the outcome word of its Waiter from "waiting" into
// something else decides how. That party holds a lock which the waiting thread takes before it
// leaves, so a Waiter on the stack stays valid for as long as another thread can see it.
#pragma once

#include <array>
#include <mutex>
#include <span>

#include "base/intrusive_list.h"
#include "base/sync/futex.h"
#include "base/sync/object.h"

namespace farcall::sync {

class ThreadObject;
class Waitable;
struct CompletionPacket;

// One thread inside one wait.
struct Waiter {
  static constexpr int32_t k_waiting = -1;
  static constexpr int32_t k_timed_out = -2;
  static constexpr int32_t k_apc = -3;

  FutexWord outcome{k_waiting};  // one of the above, or the index of the object that ended the wait
  ThreadObject& thread;
  std::span<Waitable* const> objects;
  const bool for_all;
  // The object was a mutex whose owner ended, or a port without handles.
  bool abandoned = false;
  CompletionPacket* packet = nullptr;  // where a completion port puts what it gives out

  Waiter(ThreadObject& of, std::span<Waitable* const> on, bool all)
      : thread(of), objects(on), for_all(all) {}
  bool claim(int32_t how) {
    int32_t expected = k_waiting;
    return outcome.compare_exchange_strong(expected, how, std::memory_order_acq_rel);
  }
};

// A Waiter's place in the list of one object.
struct WaitBlock {
  ListLink link;
  Waiter* waiter = nullptr;
  int32_t index = 0;
};

// Threads to wake when the locks are released: wakes under a lock would run into that lock.
class WakeList {
 public:
  void add(const Waiter& waiter) {
    if (count_ == words_.size()) flush();
    words_[count_++] = &waiter.outcome;
  }
  void flush() {
    for (size_t i = 0; i < count_; ++i) futex_wake(words_[i], 1);
    count_ = 0;
  }

 private:
  std::array<const FutexWord*, 8> words_;
  size_t count_ = 0;
};

class Waitable : public Object {
 protected:
  using Object::Object;

  // The following are called with the object locked.
  // Whether this thread could take the object now.
  [[nodiscard]] virtual bool signalled(const ThreadObject& thread) const = 0;
  // Takes it for the waiter; called only when signalled.
  virtual void consume(Waiter& waiter) = 0;
  // Order in which waits are satisfied: first come first served, or the reverse.
  [[nodiscard]] virtual bool newest_waiter_first() const { return false; }

  // Holds the object for a change of its state.
  class Locked {
   public:
    explicit Locked(Waitable& object);
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;
    ~Locked();

    // Ends the waits that the new state satisfies.
    void satisfy_waiters();

   private:
    friend class Wait;
    bool satisfy(WaitBlock& block);
    Waitable& object_;
    WakeList wakes_;
    bool has_wait_all_lock_ = false;
  };

 private:
  friend class Wait;
  // With the wait-all lock held and no object locked: ends the wait if all its objects are
  // signalled.
  static bool satisfy_all(Waiter& waiter);
  static std::mutex& wait_all_lock();

  mutable std::mutex mutex_;
  IntrusiveList<WaitBlock, &WaitBlock::link> blocks_;
  uint32_t waits_for_all_ = 0;  // blocks of wait-for-all in the list
};

}  // namespace farcall::sync
