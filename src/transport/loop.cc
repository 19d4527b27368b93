// The turn of Loop, and who may drive it. See loop.h for the rules.
//
// All state of an unfinished turn is in the loop, not on the stack of its driver: every step takes
// its object off a list before it calls out, so that a standby can go on with what is left.
#include "transport/loop.h"

#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <limits>
#include <new>
#include <system_error>

namespace farcall::transport {
namespace {

constexpr int k_events_per_turn = 256;

std::unique_ptr<uint8_t[]> make_scratch() {
  return std::unique_ptr<uint8_t[]>(new (std::nothrow) uint8_t[Loop::k_scratch_size]);
}

// Signals belong to the program's own threads, but for those a thread causes itself. A thread
// inherits the mask of its creator.
class BlockSignals {
 public:
  BlockSignals() {
    sigset_t all;
    sigfillset(&all);
    for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGPROF})
      sigdelset(&all, own);
    pthread_sigmask(SIG_SETMASK, &all, &saved_);
  }
  BlockSignals(const BlockSignals&) = delete;
  BlockSignals& operator=(const BlockSignals&) = delete;
  ~BlockSignals() { pthread_sigmask(SIG_SETMASK, &saved_, nullptr); }

 private:
  sigset_t saved_;
};

}  // namespace

Result<std::unique_ptr<Loop>> Loop::create(const Clock& clock) {
  UniqueFd epoll(epoll_create1(EPOLL_CLOEXEC));
  UniqueFd wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!epoll || !wake) return Status{RPC_S_OUT_OF_RESOURCES};
  // Edge-triggered: each write is an event of its own, so the counter need never be read.
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;
  event.data.ptr = nullptr;
  if (epoll_ctl(epoll.get(), EPOLL_CTL_ADD, wake.get(), &event) != 0)
    return Status{RPC_S_OUT_OF_RESOURCES};
  std::unique_ptr<Loop> loop(new (std::nothrow) Loop(clock, std::move(epoll), std::move(wake)));
  if (!loop) return Status{RPC_S_OUT_OF_MEMORY};
  loop->events_.reset(new (std::nothrow) epoll_event[k_events_per_turn]);
  if (!loop->events_) return Status{RPC_S_OUT_OF_MEMORY};
  return loop;
}

Loop::Loop(const Clock& clock, UniqueFd epoll, UniqueFd wake)
    : clock_(clock),
      epoll_(std::move(epoll)),
      wake_(std::move(wake)),
      now_(clock.now()),
      stop_task_(*this, nullptr, run_stop) {}

Loop::~Loop() {
  stop();
  join();
}

Result<void> Loop::start() {
  assert(!thread_.joinable());
  own_scratch_ = make_scratch();
  if (!own_scratch_) return Status{RPC_S_OUT_OF_MEMORY};
  try {
    const BlockSignals blocked;
    thread_ = std::thread([this] {
      pthread_setname_np(pthread_self(), "farcall-loop");
      [[maybe_unused]] const bool free = owner_.acquire();
      assert(free);
      scratch_ = {own_scratch_.get(), k_scratch_size};
      drive();
    });
  } catch (const std::system_error&) {
    return Status{RPC_S_OUT_OF_RESOURCES};
  }
  return {};
}

void Loop::stop() {
  if (!stop_asked_.exchange(true)) (void)post(stop_task_);
}

void Loop::run_stop(Task& task) {
  Part<Task, Loop>::of(task).stop_seen_ = true;
}

void Loop::join() {
  if (!thread_.joinable()) return;
  thread_.join();
  ended_.wait(false);  // a standby may be the last to hold it
}

Result<void> Loop::run_once(Duration longest) {
  if (!own_scratch_) own_scratch_ = make_scratch();
  if (!own_scratch_) return Status{RPC_S_OUT_OF_MEMORY};
  if (!owner_.acquire()) return Status{RPC_S_INTERNAL_ERROR};
  scratch_ = {own_scratch_.get(), k_scratch_size};
  begin_turn(longest);
  if (!finish_turn()) return {};
  if (stop_seen_ && !drain_and_close()) return {};
  if (stop_seen_)
    end();
  else
    owner_.release();
  return {};
}

bool Loop::post(Task& task) {
  switch (tasks_.push(task)) {
    case TaskQueue::Pushed::queued:
      return true;
    case TaskQueue::Pushed::wake_needed:
      wake();
      return true;
    case TaskQueue::Pushed::closed:
      return false;
  }
  return false;
}

void Loop::wake() {
  wakes_.fetch_add(1, std::memory_order_relaxed);
  (void)eventfd_write(wake_.get(), 1);
}

void Loop::at_end_of_turn(TurnEnd& end) {
  assert(may_touch());
  if (!end.link.linked()) turn_ends_.push_back(end);
}

Result<void> Loop::watch(Watch& watch, int fd, uint32_t events) {
  assert(may_touch());
  epoll_event event{};
  event.events = events | EPOLLET;
  event.data.ptr = &watch;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0) return {};
  return Status{errno == ENOMEM ? RPC_S_OUT_OF_MEMORY : RPC_S_OUT_OF_RESOURCES};
}

void Loop::unwatch(Watch& watch, int fd) {
  assert(may_touch());
  epoll_event unused{};
  (void)epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, &unused);
  watch.link.unlink();
  watch.events = 0;
}

void Loop::make_ready(Watch& watch) {
  assert(may_touch());
  if (!watch.link.linked()) ready_[this_turn_ ^ 1].push_back(watch);
}

void Loop::enter_manager() {
  run_turn_ends();
  owner_.enter_manager();
}

bool Loop::run_as_standby(OwnerWord::Value seen, MutableBytes scratch) {
  if (!owner_.take_over(seen)) return false;
  calling_ = nullptr;
  scratch_ = scratch;
  drive();
  return true;
}

// Until the loop ends or is lost, beginning with what an earlier holder left of its turn.
void Loop::drive() {
  while (finish_turn()) {
    if (stop_seen_) {
      if (drain_and_close()) end();
      return;
    }
    begin_turn(Duration::max());
  }
}

void Loop::end() {
  scratch_ = {};
  owner_.release();
  ended_.store(true);
  ended_.notify_all();
}

bool Loop::drain_and_close() {
  do {
    begin_turn(Duration::zero());
    if (!finish_turn()) return false;
  } while (!tasks_.close());
  return true;
}

void Loop::begin_turn(Duration longest) {
  const int milliseconds = wait_milliseconds(longest);
  if (milliseconds != 0 && tasks_.fall_asleep()) {
    wait_for_events(milliseconds);
    tasks_.wake_up();
  } else {
    wait_for_events(0);
  }
  now_ = clock_.now();
  timer_budget_ = timers_.size();
  turns_.fetch_add(1, std::memory_order_relaxed);
}

void Loop::wait_for_events(int milliseconds) {
  this_turn_ ^= 1;
  const int count = epoll_wait(epoll_.get(), events_.get(), k_events_per_turn, milliseconds);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events_[static_cast<size_t>(i)];
    auto* watch = static_cast<Watch*>(event.data.ptr);
    if (!watch) continue;  // the eventfd
    watch->events |= event.events;
    if (!watch->link.linked()) ready_[this_turn_].push_back(*watch);
  }
}

bool Loop::finish_turn() {
  if (!run_timers() || !run_ready() || !run_tasks()) return false;
  run_turn_ends();
  return true;
}

// At most as many as were armed when the turn began: one that arms itself again at once waits.
bool Loop::run_timers() {
  while (timer_budget_ > 0) {
    --timer_budget_;
    Timer* timer = timers_.pop_due(now_);
    if (!timer) break;
    timer->run();
    if (!is_current()) return false;
  }
  timer_budget_ = 0;
  return true;
}

bool Loop::run_ready() {
  while (Watch* watch = ready_[this_turn_].pop_front()) {
    watch->run(*watch);
    if (!is_current()) return false;
  }
  return true;
}

bool Loop::run_tasks() {
  if (!batch_) batch_ = tasks_.take_all();
  while (Task* task = batch_) {
    batch_ = task->next;
    task->run(*task);
    if (!is_current()) return false;
  }
  return true;
}

void Loop::run_turn_ends() {
  while (TurnEnd* end = turn_ends_.pop_front()) end->run(*end);
}

bool Loop::has_work() const {
  return !ready_[0].empty() || !ready_[1].empty() || batch_ || !turn_ends_.empty();
}

int Loop::wait_milliseconds(Duration longest) const {
  if (has_work()) return 0;
  Duration wait = longest;
  if (const std::optional<Time> due = timers_.next())
    wait = std::min(wait, std::max(*due - clock_.now(), Duration::zero()));
  if (wait == Duration::max()) return -1;
  const auto rounded_up = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
  return static_cast<int>(
      std::min<decltype(rounded_up)>(rounded_up, std::numeric_limits<int>::max()));
}

}  // namespace farcall::transport
