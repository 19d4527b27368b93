// Loop: one epoll instance, its timers and posted tasks, and the rules for handing them from thread
// to thread.
//
// 1. A turn is: wait; mark watched descriptors ready; timers; ready descriptors; posted tasks; end
//    of turn. Whatever a turn queued for sending leaves at its end, in one gathered write for each
//    stream (D2).
// 2. Descriptors are edge-triggered and registered once. Events only mark a Watch ready; it is run
//    from the ready list, so an object that closes or dies within a turn is simply taken off that
//    list.
// 3. Everything is called on the thread that holds the loop, except what is marked "any thread".
//    While nobody holds it (before start, after join) the one thread that owns the object may call.
// 4. No heap allocation after create, except by the thread that starts the loop.
//
// Rules of the baton (D7). The dispatcher uses pool and inline policies only; these rules are kept
// all the same:
// a. One word says who holds the loop and whether that thread is in a manager routine
//    (owner_word.h). "Am I on the loop" is is_current(), which reads that word and nothing else.
// b. enter_manager() comes before an up-call that may stay long: it flushes what the turn has
//    queued and lets the loop be taken over from then on. The caller has moved whatever it still
//    needs out of scratch() and its own state into the association, because it may not touch either
//    again unless leave_manager() says the loop is still its own.
// c. Only a word that says in_manager is taken over, by compare-and-swap (run_as_standby). The
//    unfinished turn lives in the loop, so the new holder goes on where the late thread stopped.
// d. A thread that lost the loop posts its result and returns through its callers, none of which
//    touches the loop or the object that called out: call_out() tells them.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/intrusive_list.h"
#include "base/result.h"
#include "transport/owner_word.h"
#include "transport/part.h"
#include "transport/task_queue.h"
#include "transport/timer.h"
#include "transport/unique_fd.h"

struct epoll_event;

namespace farcall::transport {

// Called once at the end of the turn in which it was registered. `run` calls no handler and does
// not register again.
struct TurnEnd {
  void (*run)(TurnEnd&) = nullptr;
  ListLink link{};
};

// A descriptor's place in a loop. `events` collects EPOLL* bits until its owner clears them in
// `run`.
struct Watch {
  void (*run)(Watch&) = nullptr;
  uint32_t events = 0;
  ListLink link{};
};

class Loop {
 public:
  static constexpr size_t k_scratch_size = 128u << 10;

  // RPC_S_OUT_OF_RESOURCES when the process has no descriptors left, RPC_S_OUT_OF_MEMORY. The clock
  // outlives the loop.
  static Result<std::unique_ptr<Loop>> create(const Clock& clock);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  // Stops and joins. Whoever has something in the loop takes it out before (after join, on this
  // thread).
  ~Loop();

  // Runs the loop on a thread of its own, which takes no signals. RPC_S_OUT_OF_RESOURCES when there
  // is none to be had.
  Result<void> start();
  // Any thread, any number of times. The loop ends its turn and runs all tasks posted so far.
  void stop();
  // Waits for the end of a stopped loop; not on the loop.
  void join();
  // One turn on the calling thread, for a loop that was not started. Waits at most `longest`.
  // Nobody else holds the loop. RPC_S_OUT_OF_MEMORY in the first one.
  Result<void> run_once(Duration longest);

  // Any thread; the loop outlives the call. False, and the task will not run, when it has ended.
  bool post(Task& task);
  [[nodiscard]] bool is_current() const { return owner_.held_by_caller(); }

  // No effect when registered already.
  void at_end_of_turn(TurnEnd& end);
  // Memory to read into, until the next call out or the end of the turn.
  [[nodiscard]] MutableBytes scratch() { return scratch_; }
  // The time at which this turn began.
  [[nodiscard]] Time now() const { return now_; }
  void arm(Timer& timer, Time deadline) { timers_.arm(timer, deadline); }
  void cancel(Timer& timer) { timers_.cancel(timer); }

  // Edge-triggered; `events` are EPOLLIN, EPOLLOUT, EPOLLRDHUP.
  Result<void> watch(Watch& watch, int fd, uint32_t events);
  // Before `fd` is closed.
  void unwatch(Watch& watch, int fd);
  // Runs the watch in the next turn, which will not wait. No effect when it is ready already.
  void make_ready(Watch& watch);

  // Calls a handler on behalf of `object`. False when `object` must not be touched any more: it was
  // destroyed (forget()), or the loop has another holder by now.
  template <class Call>
  [[nodiscard]] bool call_out(const void* object, Call call) {
    calling_ = object;
    call();
    return is_current() && calling_ == object;
  }
  // For destructors of objects that call out.
  void forget(const void* object) {
    if (calling_ == object) calling_ = nullptr;
  }

  // The baton; see the rules above.
  void enter_manager();
  [[nodiscard]] bool leave_manager() { return owner_.leave_manager(); }
  // Any thread: what run_as_standby() wants to have seen.
  [[nodiscard]] OwnerWord::Value owner() const { return owner_.value(); }
  // Takes the loop over from the up-call that was `seen` and drives it, reading into `scratch`,
  // until it ends or is taken over again. False when that up-call has ended meanwhile. On a thread
  // that holds no loop.
  bool run_as_standby(OwnerWord::Value seen, MutableBytes scratch);

  // Any thread; figures for tests and diagnosis.
  [[nodiscard]] uint64_t turns() const { return turns_.load(std::memory_order_relaxed); }
  [[nodiscard]] uint64_t wakes() const { return wakes_.load(std::memory_order_relaxed); }

 private:
  Loop(const Clock& clock, UniqueFd epoll, UniqueFd wake);
  [[nodiscard]] bool may_touch() const { return is_current() || owner_.free(); }
  void drive();
  void end();
  void begin_turn(Duration longest);
  void wait_for_events(int milliseconds);
  // These return false when the loop was lost.
  [[nodiscard]] bool finish_turn();
  [[nodiscard]] bool run_timers();
  [[nodiscard]] bool run_ready();
  [[nodiscard]] bool run_tasks();
  void run_turn_ends();
  static void run_stop(Task& task);
  [[nodiscard]] bool drain_and_close();
  [[nodiscard]] bool has_work() const;
  [[nodiscard]] int wait_milliseconds(Duration longest) const;
  void wake();

  using ReadyList = IntrusiveList<Watch, &Watch::link>;

  const Clock& clock_;
  UniqueFd epoll_;
  UniqueFd wake_;
  OwnerWord owner_;
  TaskQueue tasks_;
  TimerQueue timers_;
  // The unfinished turn.
  ReadyList ready_[2];  // this turn's, and the next one's
  unsigned this_turn_ = 0;
  Task* batch_ = nullptr;
  size_t timer_budget_ = 0;
  IntrusiveList<TurnEnd, &TurnEnd::link> turn_ends_;
  Time now_;

  const void* calling_ = nullptr;
  MutableBytes scratch_;
  std::unique_ptr<uint8_t[]> own_scratch_;  // of the thread that started the loop
  std::unique_ptr<epoll_event[]> events_;
  bool stop_seen_ = false;
  Part<Task, Loop> stop_task_;
  std::atomic<bool> stop_asked_{false};
  std::atomic<bool> ended_{false};
  std::atomic<uint64_t> turns_{0};
  std::atomic<uint64_t> wakes_{0};
  std::thread thread_;
};

// enter_manager() and leave_manager() as a scope. leave() is called once, after the manager has
// returned.
class BatonScope {
 public:
  explicit BatonScope(Loop& loop) : loop_(loop) { loop_.enter_manager(); }
  BatonScope(const BatonScope&) = delete;
  BatonScope& operator=(const BatonScope&) = delete;
  ~BatonScope() {
    if (!left_) (void)loop_.leave_manager();
  }
  // Whether the loop is still the caller's.
  [[nodiscard]] bool leave() {
    left_ = true;
    return loop_.leave_manager();
  }

 private:
  Loop& loop_;
  bool left_ = false;
};

}  // namespace farcall::transport
