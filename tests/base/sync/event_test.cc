// Events: states, resets, waits for one, races, and the descriptor that follows the state.
#include "base/sync/event.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <vector>

#include "base/sync/threads.h"

namespace farcall::sync {
namespace {

Ref<Event> event_of(Reset how, bool signalled = false) {
  return make_object<Event>(how, signalled);
}

bool readable(int descriptor) {
  pollfd entry{descriptor, POLLIN, 0};
  return ::poll(&entry, 1, 0) == 1 && (entry.revents & POLLIN) != 0;
}

TEST(Event, initial_state_is_what_the_creator_asked_for) {
  EXPECT_EQ(poll(*event_of(Reset::manual, true)), WaitEnd::signalled);
  EXPECT_EQ(poll(*event_of(Reset::manual, false)), WaitEnd::timed_out);
}

TEST(Event, manual_reset_stays_signalled_until_reset) {
  const auto event = event_of(Reset::manual);
  event->set();
  EXPECT_EQ(poll(*event), WaitEnd::signalled);
  EXPECT_EQ(poll(*event), WaitEnd::signalled);
  event->reset();
  EXPECT_EQ(poll(*event), WaitEnd::timed_out);
}

TEST(Event, automatic_reset_satisfies_one_wait_however_often_it_was_set) {
  const auto event = event_of(Reset::automatic);
  event->set();
  event->set();
  EXPECT_EQ(poll(*event), WaitEnd::signalled);
  EXPECT_EQ(poll(*event), WaitEnd::timed_out);
}

TEST(Event, timeout_is_not_reported_before_its_time) {
  const auto event = event_of(Reset::manual);
  for (const int delay : {1, 7, 30}) {
    const Time deadline = after(milliseconds(delay));
    EXPECT_EQ(wait(*event, {.deadline = deadline}).end, WaitEnd::timed_out);
    EXPECT_GE(std::chrono::steady_clock::now(), deadline);
  }
}

TEST(Event, set_wakes_a_thread_that_waits_for_ever) {
  const auto event = event_of(Reset::automatic);
  std::thread setter([&] { event->set(); });
  EXPECT_EQ(wait(*event, {}).end, WaitEnd::signalled);
  setter.join();
}

TEST(Event, manual_reset_releases_all_waiters) {
  const auto event = event_of(Reset::manual);
  std::atomic<int> released{0};
  std::vector<std::thread> waiters;
  for (int i = 0; i < 20; ++i)
    waiters.emplace_back([&] { released += await(*event) == WaitEnd::signalled; });
  event->set();
  for (auto& waiter : waiters) waiter.join();
  EXPECT_EQ(released, 20);
}

TEST(Event, automatic_reset_releases_each_waiter_once_per_set) {
  const auto event = event_of(Reset::automatic);
  const auto taken = event_of(Reset::automatic);
  std::atomic<int> released{0};
  std::vector<std::thread> waiters;
  for (int i = 0; i < 20; ++i)
    waiters.emplace_back([&] {
      released += await(*event) == WaitEnd::signalled;
      taken->set();
    });
  for (int i = 1; i <= 20; ++i) {
    event->set();
    EXPECT_EQ(await(*taken), WaitEnd::signalled);
    EXPECT_EQ(released, i);
  }
  for (auto& waiter : waiters) waiter.join();
}

TEST(Event, ten_thousand_hand_overs_between_two_threads_lose_none) {
  const auto ping = event_of(Reset::automatic);
  const auto pong = event_of(Reset::automatic);
  std::thread other([&] {
    for (int i = 0; i < 10'000; ++i) {
      ASSERT_EQ(await(*ping), WaitEnd::signalled);
      pong->set();
    }
  });
  for (int i = 0; i < 10'000; ++i) {
    ping->set();
    ASSERT_EQ(await(*pong), WaitEnd::signalled);
  }
  other.join();
}

// Each round sets the event while a wait with a tiny timeout ends: it is consumed by the wait or
// left signalled, never both and never neither.
TEST(Event, set_racing_with_a_timeout_is_consumed_exactly_once) {
  const auto event = event_of(Reset::automatic);
  const auto go = event_of(Reset::automatic);
  const auto done = event_of(Reset::automatic);
  std::thread setter([&] {
    for (int i = 0; i < 10'000; ++i) {
      ASSERT_EQ(await(*go), WaitEnd::signalled);
      event->set();
      done->set();
    }
  });
  for (int i = 0; i < 10'000; ++i) {
    go->set();
    const bool in_time =
        wait(*event, {.deadline = after(milliseconds(0)) + std::chrono::microseconds(i % 20)})
            .end == WaitEnd::signalled;
    ASSERT_EQ(await(*done), WaitEnd::signalled);
    ASSERT_EQ(poll(*event), in_time ? WaitEnd::timed_out : WaitEnd::signalled);
  }
  setter.join();
}

TEST(Event, pulse_leaves_it_not_signalled) {
  const auto event = event_of(Reset::manual, true);
  event->pulse();
  EXPECT_EQ(poll(*event), WaitEnd::timed_out);
}

TEST(Event, last_reference_may_go_while_another_thread_is_inside_set) {
  for (int i = 0; i < 2'000; ++i) {
    auto event = event_of(Reset::automatic);
    std::thread setter([held = event] { held->set(); });
    EXPECT_EQ(await(*event), WaitEnd::signalled);
    event = {};
    setter.join();
  }
}

TEST(EventDescriptor, is_readable_exactly_while_signalled) {
  const auto event = event_of(Reset::manual, true);
  const int descriptor = event->descriptor();
  ASSERT_GE(descriptor, 0);
  EXPECT_TRUE(readable(descriptor));
  event->reset();
  EXPECT_FALSE(readable(descriptor));
  event->set();
  event->set();
  EXPECT_TRUE(readable(descriptor));
  EXPECT_EQ(poll(*event), WaitEnd::signalled);
  EXPECT_TRUE(readable(descriptor));
  event->reset();
  EXPECT_FALSE(readable(descriptor));
}

TEST(EventDescriptor, is_the_same_at_every_call) {
  const auto event = event_of(Reset::manual);
  EXPECT_EQ(event->descriptor(), event->descriptor());
}

TEST(EventDescriptor, is_consumed_with_an_automatic_event_by_a_wait_of_zero) {
  const auto event = event_of(Reset::automatic);
  const int descriptor = event->descriptor();
  event->set();
  EXPECT_TRUE(readable(descriptor));
  EXPECT_EQ(poll(*event), WaitEnd::signalled);
  EXPECT_FALSE(readable(descriptor));
  EXPECT_EQ(poll(*event), WaitEnd::timed_out);
}

TEST(EventDescriptor, poll_wakes_when_another_thread_sets_the_event) {
  const auto event = event_of(Reset::automatic);
  pollfd entry{event->descriptor(), POLLIN, 0};
  std::thread setter([&] { event->set(); });
  EXPECT_EQ(::poll(&entry, 1, 20'000), 1);
  EXPECT_EQ(poll(*event), WaitEnd::signalled);
  setter.join();
}

TEST(EventDescriptor, agrees_with_the_state_after_ten_thousand_racing_changes) {
  const auto event = event_of(Reset::automatic);
  const int descriptor = event->descriptor();
  std::thread setter([&] {
    for (int i = 0; i < 10'000; ++i) event->set();
  });
  for (int i = 0; i < 10'000; ++i) i % 3 ? (void)poll(*event) : event->reset();
  setter.join();
  const bool said = readable(descriptor);
  EXPECT_EQ(poll(*event) == WaitEnd::signalled, said);
  EXPECT_FALSE(readable(descriptor));
}

TEST(EventDescriptor, closes_with_the_event) {
  auto event = event_of(Reset::manual);
  const int descriptor = event->descriptor();
  event = {};
  EXPECT_EQ(fcntl(descriptor, F_GETFD), -1);
}

}  // namespace
}  // namespace farcall::sync
