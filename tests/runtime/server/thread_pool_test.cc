// ThreadPool: short tasks make no threads, blocking ones do, lanes keep their order, and stopping
// runs what is queued.
#include "runtime/server/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

namespace farcall::runtime {
namespace {

using namespace std::chrono_literals;  // NOLINT: tests only

struct Work : PoolTask {
  explicit Work(std::function<void()> what) : body(std::move(what)) {
    run = [](PoolTask& task) -> void* {
      auto& self = static_cast<Work&>(task);
      self.body();
      return &self;
    };
    end = [](void* ran) { static_cast<Work*>(ran)->ended = true; };
  }
  std::function<void()> body;
  std::atomic<bool> ended{false};
};

// A pool whose tasks outlive it.
struct Pool {
  Pool(unsigned base, unsigned limit) : threads(base, limit) {}
  bool submit(std::function<void()> body) { return submit(lanes.emplace_back(), std::move(body)); }
  bool submit(PoolLane& lane, std::function<void()> body) {
    return threads.submit(lane, work.emplace_back(std::move(body)));
  }

  std::deque<PoolLane> lanes;
  std::deque<Work> work;
  ThreadPool threads;
};

template <class Done>
bool eventually(Done done) {
  for (int i = 0; i < 20'000; ++i) {
    if (done()) return true;
    std::this_thread::sleep_for(1ms);
  }
  return false;
}

void wait_for(const std::atomic<bool>& go) {
  while (!go) std::this_thread::sleep_for(1ms);
}

TEST(ThreadPool, starts_no_thread_before_the_first_task) {
  ThreadPool pool(2, 8);
  EXPECT_EQ(pool.threads(), 0u);
}

TEST(ThreadPool, makes_no_threads_for_a_burst_of_short_tasks) {
  std::atomic<int> ran{0};
  Pool pool(2, 64);
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(pool.submit([&] { ++ran; }));
  ASSERT_TRUE(eventually([&] { return ran == 2000; }));
  EXPECT_LE(pool.threads.threads(), 4u) << "a few at most, should the machine have stood still";
}

TEST(ThreadPool, grows_while_all_its_threads_block_up_to_the_limit) {
  std::atomic<int> entered{0};
  std::atomic<bool> go{false};
  Pool pool(2, 6);
  for (int i = 0; i < 10; ++i)
    ASSERT_TRUE(pool.submit([&] {
      ++entered;
      wait_for(go);
    }));
  EXPECT_TRUE(eventually([&] { return entered == 6; }));
  std::this_thread::sleep_for(30ms);
  EXPECT_EQ(pool.threads.threads(), 6u);
  go = true;
  EXPECT_TRUE(eventually([&] { return entered == 10; }));
}

// A thread that was woken for the first task blocks in it; the second one must not wait for it.
TEST(ThreadPool, finds_a_thread_for_a_task_behind_one_that_took_the_idle_thread) {
  std::atomic<int> ran{0};
  std::atomic<bool> go{false};
  Pool pool(1, 4);
  ASSERT_TRUE(pool.submit([&] { ++ran; }));
  ASSERT_TRUE(eventually([&] { return ran == 1; }));
  std::this_thread::sleep_for(10ms);
  ASSERT_TRUE(pool.submit([&] { wait_for(go); }));
  ASSERT_TRUE(pool.submit([&] { go = true; }));
  EXPECT_TRUE(eventually([&] { return go.load(); }));
  go = true;
}

TEST(ThreadPool, AR_077_starts_the_tasks_of_a_lane_in_order_one_after_the_other) {
  constexpr int k_tasks = 300;
  std::vector<int> order;
  int inside = 0;
  std::chrono::steady_clock::time_point last;  // when a task began
  std::mutex mutex;
  Pool pool(4, 8);
  std::atomic<int> threads{0};
  for (int i = 0; i < 4; ++i)
    ASSERT_TRUE(pool.submit([&] {
      ++threads;
      while (threads < 4) std::this_thread::yield();
    }));
  ASSERT_TRUE(eventually([&] { return threads == 4; })) << "idle threads that could interfere";
  PoolLane& lane = pool.lanes.emplace_back();
  for (int i = 0; i < k_tasks; ++i)
    ASSERT_TRUE(pool.submit(lane, [&, i] {
      {
        const std::lock_guard lock(mutex);
        const auto now = std::chrono::steady_clock::now();
        // A task that the kernel held up for so long counts as one that blocks.
        EXPECT_TRUE(++inside == 1 || now - last >= 5ms);
        order.push_back(i);
        last = now;
      }
      std::this_thread::sleep_for(10us);  // the next one is submitted meanwhile
      const std::lock_guard lock(mutex);
      --inside;
    }));
  ASSERT_TRUE(eventually([&] { return pool.work.back().ended.load(); }));
  ASSERT_EQ(order.size(), size_t{k_tasks});
  for (int i = 0; i < k_tasks; ++i) EXPECT_EQ(order[static_cast<size_t>(i)], i);
}

TEST(ThreadPool, lets_a_lane_go_on_behind_a_task_that_blocks_still_in_order) {
  std::atomic<bool> go{false};
  std::atomic<int> entered{0};
  std::vector<int> order;
  std::mutex mutex;
  Pool pool(1, 16);
  PoolLane& lane = pool.lanes.emplace_back();
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(pool.submit(lane, [&, i] {
      {
        const std::lock_guard lock(mutex);
        order.push_back(i);
      }
      ++entered;
      if (i < 4) wait_for(go);
    }));
  EXPECT_TRUE(eventually([&] { return entered == 5; }));
  go = true;
  EXPECT_TRUE(eventually([&] { return pool.work.front().ended.load(); }));
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
  // The lane works as before.
  ASSERT_TRUE(pool.submit(lane, [&] { ++entered; }));
  EXPECT_TRUE(eventually([&] { return entered == 6; }));
}

TEST(ThreadPool, serves_other_lanes_while_one_has_much_to_do) {
  std::atomic<bool> other_ran{false};
  std::atomic<int> ran{0};
  Pool pool(1, 1);
  PoolLane& busy = pool.lanes.emplace_back();
  std::atomic<bool> go{false};
  ASSERT_TRUE(pool.submit(busy, [&] { wait_for(go); }));
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.submit(busy, [&] { ran += other_ran ? 0 : 1; }));
  ASSERT_TRUE(pool.submit([&] { other_ran = true; }));
  go = true;
  ASSERT_TRUE(eventually([&] { return pool.work[100].ended.load(); }));
  EXPECT_LT(ran, 100);
}

TEST(ThreadPool, runs_what_is_queued_before_it_stops) {
  std::atomic<int> ran{0};
  Pool pool(1, 1);
  PoolLane& lane = pool.lanes.emplace_back();
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.submit(lane, [&] { ++ran; }));
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.submit([&] { ++ran; }));
  pool.threads.stop();
  EXPECT_EQ(ran, 200);
  for (const Work& each : pool.work) EXPECT_TRUE(each.ended);
  EXPECT_EQ(pool.threads.threads(), 0u);
  EXPECT_FALSE(pool.submit([] {}));
}

// Many lanes, tasks that block now and then: nothing is lost, nothing runs twice, order holds.
TEST(ThreadPool, survives_a_storm) {
  constexpr int k_lanes = 8;
  constexpr int k_tasks = 500;
  std::atomic<int> next[k_lanes] = {};
  std::atomic<int> out_of_order{0};
  {
    Pool pool(2, 8);
    for (int lane = 0; lane < k_lanes; ++lane) pool.lanes.emplace_back();
    for (int i = 0; i < k_tasks; ++i)
      for (size_t lane = 0; lane < k_lanes; ++lane)
        ASSERT_TRUE(pool.submit(pool.lanes[lane], [&, i, lane] {
          if (next[lane]++ != i) ++out_of_order;
          if (i % 97 == 0) std::this_thread::sleep_for(12ms);
        }));
    pool.threads.stop();
  }
  for (const std::atomic<int>& count : next) EXPECT_EQ(count, k_tasks);
  EXPECT_EQ(out_of_order, 0);
}

}  // namespace
}  // namespace farcall::runtime
