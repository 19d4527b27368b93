// Loop: posts, timers, end of turn, stop.
#include "transport/loop.h"

#include <signal.h>
#include <sys/resource.h>

#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "support.h"

namespace farcall::transport {
namespace {

struct CallTimer : Timer {
  explicit CallTimer(std::function<void()> body) : Timer(invoke), call(std::move(body)) {}
  static void invoke(Timer& timer) { static_cast<CallTimer&>(timer).call(); }
  std::function<void()> call;
};

struct CallTurnEnd : TurnEnd {
  explicit CallTurnEnd(std::function<void()> body) : call(std::move(body)) { run = invoke; }
  static void invoke(TurnEnd& end) { static_cast<CallTurnEnd&>(end).call(); }
  std::function<void()> call;
};

struct CountingTask : Task {
  static void invoke(Task& task);
  struct Producer {
    unsigned seen = 0;
    bool in_order = true;
  };
  Producer* producer = nullptr;
  unsigned number = 0;
  std::atomic<unsigned>* total = nullptr;
};

void CountingTask::invoke(Task& task) {
  auto& self = static_cast<CountingTask&>(task);
  if (self.producer->seen++ != self.number) self.producer->in_order = false;
  self.total->fetch_add(1);
}

TEST(Loop, runs_200000_posts_of_four_threads_each_once_and_in_order) {
  constexpr unsigned k_threads = 4, k_each = 50'000;
  const SteadyClock clock;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  std::atomic<unsigned> total{0};
  CountingTask::Producer producers[k_threads];
  std::vector<std::vector<CountingTask>> tasks(k_threads);
  for (auto& row : tasks) row.resize(k_each);
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < k_threads; ++t) {
    threads.emplace_back([&, t] {
      for (unsigned i = 0; i < k_each; ++i) {
        CountingTask& task = tasks[t][i];
        task.run = CountingTask::invoke;
        task.producer = &producers[t];
        task.number = i;
        task.total = &total;
        (void)loop->post(task);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  loop->stop();
  loop->join();
  EXPECT_EQ(total.load(), k_threads * k_each);
  for (const auto& producer : producers) EXPECT_TRUE(producer.in_order);
  EXPECT_LE(loop->wakes(), loop->turns() + 1) << "more than one wake for a sleep";
}

TEST(Loop, a_post_to_a_loop_that_is_awake_does_not_wake_it) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  int ran = 0;
  CallTask inner([&] { ++ran; });
  CallTask outer([&] { (void)loop->post(inner); });
  ASSERT_TRUE(loop->post(outer));
  turns(*loop, 2);
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(loop->wakes(), 0u);
}

TEST(Loop, a_post_wakes_a_sleeping_loop) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  for (int i = 0; i < 1000; ++i) on_loop(*loop, [] {});
}

TEST(Loop, a_task_may_post_itself_again_without_starving_the_turn) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  int runs = 0;
  CallTask* self = nullptr;
  CallTask task([&] {
    if (++runs < 5) (void)loop->post(*self);
  });
  self = &task;
  ASSERT_TRUE(loop->post(task));
  turns(*loop, 1);
  EXPECT_EQ(runs, 1);
  turns(*loop, 4);
  EXPECT_EQ(runs, 5);
}

TEST(Loop, a_task_may_destroy_itself) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  bool ran = false;
  struct Once : Task {
    explicit Once(bool& flag) : Task{nullptr, invoke}, ran(flag) {}
    static void invoke(Task& base) {
      auto* once = static_cast<Once*>(&base);
      once->ran = true;
      delete once;
    }
    bool& ran;
  };
  ASSERT_TRUE(loop->post(*new Once(ran)));
  turns(*loop, 1);
  EXPECT_TRUE(ran);
}

TEST(Loop, is_current_only_on_the_thread_that_holds_it) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  bool inside = false;
  on_loop(*loop, [&] { inside = loop->is_current(); });
  EXPECT_TRUE(inside);
  EXPECT_FALSE(loop->is_current());
}

TEST(Loop, end_of_turn_comes_once_after_all_tasks_of_the_turn) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  std::string order;
  CallTurnEnd end([&] { order += 'e'; });
  CallTask first([&] {
    order += 'a';
    loop->at_end_of_turn(end);
  });
  CallTask second([&] {
    order += 'b';
    loop->at_end_of_turn(end);
  });
  ASSERT_TRUE(loop->post(first));
  ASSERT_TRUE(loop->post(second));
  turns(*loop, 2);
  EXPECT_EQ(order, "abe");
}

TEST(Loop, scratch_holds_at_least_64_kib_and_can_be_written) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  size_t size = 0;
  CallTask task([&] {
    const MutableBytes scratch = loop->scratch();
    std::memset(scratch.data(), 1, scratch.size());
    size = scratch.size();
  });
  ASSERT_TRUE(loop->post(task));
  turns(*loop, 1);
  EXPECT_GE(size, 64u << 10);
}

TEST(Loop, timers_follow_the_injected_clock) {
  FakeClock clock;
  auto loop = make_loop(clock);
  std::string order;
  CallTimer late([&] { order += 'l'; }), soon([&] { order += 's'; });
  loop->arm(late, clock.now() + 10min);
  loop->arm(soon, clock.now() + 5min);
  turns(*loop, 3);
  EXPECT_EQ(order, "");
  clock.advance(5min);
  turns(*loop, 1);
  EXPECT_EQ(order, "s");
  clock.advance(5min);
  turns(*loop, 1);
  EXPECT_EQ(order, "sl");
}

TEST(Loop, a_timer_that_arms_itself_at_once_runs_once_per_turn) {
  FakeClock clock;
  auto loop = make_loop(clock);
  int runs = 0;
  CallTimer* self = nullptr;
  CallTimer timer([&] {
    ++runs;
    loop->arm(*self, loop->now());
  });
  self = &timer;
  loop->arm(timer, loop->now());
  turns(*loop, 3);
  EXPECT_EQ(runs, 3);
}

TEST(Loop, a_timer_cancelled_by_an_earlier_one_of_the_turn_does_not_run) {
  FakeClock clock;
  auto loop = make_loop(clock);
  bool second_ran = false;
  CallTimer second([&] { second_ran = true; });
  CallTimer first([&] { loop->cancel(second); });
  loop->arm(first, clock.now());
  loop->arm(second, clock.now() + 1ns);
  clock.advance(1s);
  turns(*loop, 2);
  EXPECT_FALSE(second_ran);
}

TEST(Loop, now_stands_still_within_a_turn) {
  FakeClock clock;
  auto loop = make_loop(clock);
  Duration moved = 1s;
  CallTask task([&] {
    const Time before = loop->now();
    clock.advance(1min);
    moved = loop->now() - before;
  });
  ASSERT_TRUE(loop->post(task));
  turns(*loop, 1);
  EXPECT_EQ(moved, Duration::zero());
}

TEST(Loop, a_timer_wakes_a_sleeping_loop_not_before_its_time) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  std::promise<Time> fired;
  CallTimer timer([&] { fired.set_value(SteadyClock{}.now()); });
  Time deadline;
  on_loop(*loop, [&] {
    deadline = loop->now() + 20ms;
    loop->arm(timer, deadline);
  });
  EXPECT_GE(fired.get_future().get(), deadline);
}

TEST(Loop, stop_runs_what_was_posted_before) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  std::atomic<int> ran{0};
  std::vector<std::unique_ptr<CallTask>> tasks;
  for (int i = 0; i < 1000; ++i) {
    tasks.push_back(std::make_unique<CallTask>([&] { ++ran; }));
    ASSERT_TRUE(loop->post(*tasks.back()));
  }
  loop->stop();
  loop->stop();
  loop->join();
  EXPECT_EQ(ran.load(), 1000);
}

TEST(Loop, refuses_posts_after_its_end) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  loop->stop();
  loop->join();
  CallTask task([] {});
  EXPECT_FALSE(loop->post(task));
}

TEST(Loop, each_post_racing_with_stop_is_either_run_or_refused) {
  for (int round = 0; round < 200; ++round) {
    const SteadyClock clock;
    auto loop = make_loop(clock);
    ASSERT_TRUE(loop->start().ok());
    std::atomic<int> ran{0};
    int accepted = 0;
    std::vector<std::unique_ptr<CallTask>> tasks;
    for (int i = 0; i < 50; ++i) tasks.push_back(std::make_unique<CallTask>([&] { ++ran; }));
    std::thread poster([&] {
      for (auto& task : tasks) accepted += loop->post(*task) ? 1 : 0;
    });
    loop->stop();
    poster.join();
    loop->join();
    ASSERT_EQ(ran.load(), accepted);
  }
}

TEST(Loop, may_be_stopped_from_inside) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  on_loop(*loop, [&] { loop->stop(); });
  loop->join();
  EXPECT_TRUE(loop->owner() == OwnerWord::k_free);
}

TEST(Loop, creation_reports_when_no_descriptor_is_left) {
  const SteadyClock clock;
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none{3, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto loop = Loop::create(clock);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(loop.status().code, RPC_S_OUT_OF_RESOURCES);
}

TEST(Loop, its_thread_takes_no_signals_of_the_program) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  sigset_t mask;
  sigemptyset(&mask);
  on_loop(*loop, [&] { pthread_sigmask(SIG_SETMASK, nullptr, &mask); });
  EXPECT_TRUE(sigismember(&mask, SIGTERM));
  EXPECT_FALSE(sigismember(&mask, SIGSEGV));
}

}  // namespace
}  // namespace farcall::transport
