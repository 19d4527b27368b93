// TimerQueue: order, cancellation, moved deadlines; checked against a sorted container.
#include "transport/timer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <vector>

namespace farcall::transport {
namespace {

Time at(int64_t ticks) {
  return Time(Duration(ticks));
}
void nothing(Timer&) {}

TEST(TimerQueue, gives_due_timers_in_the_order_of_their_deadlines) {
  TimerQueue queue;
  Timer a(nothing), b(nothing), c(nothing);
  queue.arm(a, at(30));
  queue.arm(b, at(10));
  queue.arm(c, at(20));
  EXPECT_EQ(queue.pop_due(at(25)), &b);
  EXPECT_EQ(queue.pop_due(at(25)), &c);
  EXPECT_EQ(queue.pop_due(at(25)), nullptr);
  EXPECT_EQ(queue.next(), at(30));
}

TEST(TimerQueue, does_not_give_a_cancelled_timer) {
  TimerQueue queue;
  Timer a(nothing), b(nothing);
  queue.arm(a, at(10));
  queue.arm(b, at(20));
  queue.cancel(a);
  EXPECT_FALSE(a.armed());
  EXPECT_EQ(queue.pop_due(at(100)), &b);
}

TEST(TimerQueue, cancelling_twice_has_no_effect) {
  TimerQueue queue;
  Timer a(nothing);
  queue.arm(a, at(10));
  queue.cancel(a);
  queue.cancel(a);
  EXPECT_EQ(queue.size(), 0u);
}

TEST(TimerQueue, forgets_a_timer_that_is_destroyed) {
  TimerQueue queue;
  auto timer = std::make_unique<Timer>(nothing);
  queue.arm(*timer, at(10));
  timer.reset();
  EXPECT_EQ(queue.pop_due(at(100)), nullptr);
}

TEST(TimerQueue, a_deadline_moved_back_is_not_due_at_the_old_time) {
  TimerQueue queue;
  Timer a(nothing);
  queue.arm(a, at(10));
  queue.arm(a, at(50));
  EXPECT_EQ(queue.pop_due(at(49)), nullptr);
  EXPECT_EQ(queue.pop_due(at(50)), &a);
}

TEST(TimerQueue, a_deadline_moved_forward_is_due_at_the_new_time) {
  TimerQueue queue;
  Timer a(nothing), b(nothing);
  queue.arm(a, at(50));
  queue.arm(b, at(20));
  queue.arm(a, at(10));
  EXPECT_EQ(queue.next(), at(10));
  EXPECT_EQ(queue.pop_due(at(30)), &a);
}

TEST(TimerQueue, moved_deadlines_keep_the_order) {
  TimerQueue queue;
  Timer a(nothing), b(nothing);
  queue.arm(a, at(10));
  queue.arm(b, at(20));
  queue.arm(a, at(30));
  EXPECT_EQ(queue.pop_due(at(100)), &b);
  EXPECT_EQ(queue.pop_due(at(100)), &a);
}

TEST(TimerQueue, agrees_with_a_sorted_list_over_random_operations) {
  const uint32_t seed = 20240611;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  TimerQueue queue;
  std::vector<std::unique_ptr<Timer>> timers;
  for (int i = 0; i < 300; ++i) timers.push_back(std::make_unique<Timer>(nothing));
  std::map<Timer*, int64_t> model;
  int64_t now = 0;
  for (int step = 0; step < 100'000; ++step) {
    Timer& timer = *timers[random() % timers.size()];
    switch (random() % 4) {
      case 0:
      case 1: {
        const int64_t deadline = now + static_cast<int64_t>(random() % 1000);
        queue.arm(timer, at(deadline));
        model[&timer] = deadline;
        break;
      }
      case 2:
        queue.cancel(timer);
        model.erase(&timer);
        break;
      default:
        now += static_cast<int64_t>(random() % 20);
        int64_t last = 0;
        while (Timer* due = queue.pop_due(at(now))) {
          ASSERT_TRUE(model.count(due)) << "not armed";
          ASSERT_LE(model[due], now) << "early";
          ASSERT_GE(model[due], last) << "out of order";
          last = model[due];
          model.erase(due);
        }
        for (const auto& [left, deadline] : model) ASSERT_GT(deadline, now) << "late";
    }
    ASSERT_EQ(queue.size(), model.size());
  }
}

TEST(TimerQueue, takes_a_hundred_thousand_timers_without_deep_recursion) {
  TimerQueue queue;
  std::vector<std::unique_ptr<Timer>> timers;
  for (int i = 0; i < 100'000; ++i) {
    timers.push_back(std::make_unique<Timer>(nothing));
    queue.arm(*timers.back(), at(100'000 - i));
  }
  int64_t last = 0;
  while (Timer* due = queue.pop_due(at(200'000))) {
    ASSERT_GT(due->deadline().time_since_epoch().count(), last);
    last = due->deadline().time_since_epoch().count();
  }
  EXPECT_EQ(last, 100'000);
}

}  // namespace
}  // namespace farcall::transport
