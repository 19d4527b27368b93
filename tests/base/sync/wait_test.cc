// Waits for several objects: any and all, atomicity, order, the interplay of both kinds.
#include "base/sync/wait.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/sync/event.h"
#include "base/sync/mutex.h"
#include "base/sync/semaphore.h"
#include "base/sync/threads.h"

namespace farcall::sync {
namespace {

Ref<Event> automatic(bool signalled = false) {
  return make_object<Event>(Reset::automatic, signalled);
}
Ref<Event> manual(bool signalled = false) {
  return make_object<Event>(Reset::manual, signalled);
}

TEST(WaitForAny, reports_the_lowest_signalled_index_and_consumes_only_that) {
  const auto a = automatic(), b = automatic(true), c = automatic(true);
  Waitable* const objects[] = {a.get(), b.get(), c.get()};
  const WaitResult result = wait(objects, {.deadline = k_poll});
  EXPECT_EQ(result.end, WaitEnd::signalled);
  EXPECT_EQ(result.index, 1u);
  EXPECT_EQ(poll(*b), WaitEnd::timed_out);
  EXPECT_EQ(poll(*c), WaitEnd::signalled);
}

TEST(WaitForAny, is_ended_by_whichever_object_comes) {
  std::vector<Ref<Event>> events;
  std::vector<Waitable*> objects;
  for (size_t i = 0; i < k_max_wait_objects; ++i) {
    events.push_back(automatic());
    objects.push_back(events.back().get());
  }
  for (size_t i = 0; i < k_max_wait_objects; ++i) {
    std::thread setter([&] { events[i]->set(); });
    const WaitResult result = wait(objects, {.deadline = patience()});
    EXPECT_EQ(result.end, WaitEnd::signalled);
    EXPECT_EQ(result.index, i);
    setter.join();
  }
}

TEST(WaitForAny, accepts_the_same_object_twice) {
  const auto event = automatic(true);
  Waitable* const objects[] = {event.get(), event.get()};
  EXPECT_EQ(wait(objects, {.deadline = patience()}).index, 0u);
  EXPECT_EQ(wait(objects, {.deadline = after(milliseconds(1))}).end, WaitEnd::timed_out);
}

TEST(WaitForAny, of_nothing_sleeps_until_the_deadline) {
  const Time deadline = after(milliseconds(5));
  EXPECT_EQ(wait(std::span<Waitable* const>{}, {.deadline = deadline}).end, WaitEnd::timed_out);
  EXPECT_GE(std::chrono::steady_clock::now(), deadline);
}

// Two setters, one waiter: every signal is consumed by exactly one wait.
TEST(WaitForAny, loses_no_signal_of_two_racing_setters) {
  const auto a = make_object<Semaphore>(0, 1 << 20), b = make_object<Semaphore>(0, 1 << 20);
  const auto release = [](Semaphore& semaphore) {
    for (int i = 0; i < 10'000; ++i) (void)semaphore.release_count(1);
  };
  std::thread first([&] { release(*a); });
  std::thread second([&] { release(*b); });
  Waitable* const objects[] = {a.get(), b.get()};
  int taken[2] = {};
  for (int i = 0; i < 20'000; ++i) {
    const WaitResult result = wait(objects, {.deadline = patience()});
    ASSERT_EQ(result.end, WaitEnd::signalled);
    ++taken[result.index];
  }
  first.join();
  second.join();
  EXPECT_EQ(taken[0], 10'000);
  EXPECT_EQ(taken[1], 10'000);
}

TEST(WaitForAll, takes_nothing_until_all_are_signalled) {
  const auto a = automatic(true), b = automatic();
  Waitable* const objects[] = {a.get(), b.get()};
  EXPECT_EQ(wait(objects, {WaitFor::all, after(milliseconds(2))}).end, WaitEnd::timed_out);
  EXPECT_EQ(wait(objects, {WaitFor::all, k_poll}).end, WaitEnd::timed_out);
  EXPECT_EQ(poll(*a), WaitEnd::signalled);
}

TEST(WaitForAll, takes_all_when_all_are_signalled) {
  const auto a = automatic(true), b = automatic(true), c = manual(true);
  Waitable* const objects[] = {a.get(), b.get(), c.get()};
  EXPECT_EQ(wait(objects, {WaitFor::all, k_poll}).end, WaitEnd::signalled);
  EXPECT_EQ(poll(*a), WaitEnd::timed_out);
  EXPECT_EQ(poll(*b), WaitEnd::timed_out);
  EXPECT_EQ(poll(*c), WaitEnd::signalled);
}

TEST(WaitForAll, leaves_a_partly_signalled_set_to_other_waits) {
  const auto a = automatic(), b = automatic();
  Waitable* const objects[] = {a.get(), b.get()};
  const auto both = automatic();
  std::thread waiter([&] {
    ASSERT_EQ(wait(objects, {WaitFor::all, patience()}).end, WaitEnd::signalled);
    both->set();
  });
  for (int i = 0; i < 1'000; ++i) {
    a->set();
    ASSERT_EQ(await(*a), WaitEnd::signalled);
  }
  EXPECT_EQ(poll(*both), WaitEnd::timed_out);
  a->set();
  b->set();
  EXPECT_EQ(await(*both), WaitEnd::signalled);
  waiter.join();
}

// The waiter must be released by the set itself: afterwards the event is reset, and looking then
// would be too late.
TEST(WaitForAll, is_satisfied_by_a_set_that_is_followed_by_a_reset) {
  const auto a = manual(true), b = manual();
  Waitable* const objects[] = {a.get(), b.get()};
  std::atomic<bool> released{false};
  std::thread waiter([&] {
    ASSERT_EQ(wait(objects, {WaitFor::all, patience()}).end, WaitEnd::signalled);
    released = true;
  });
  while (!released) {
    b->set();
    b->reset();
    std::this_thread::yield();
  }
  waiter.join();
}

// Dining philosophers with automatic events as forks: an "all" that took one of two would lose a
// fork or jam.
TEST(WaitForAll, many_threads_taking_overlapping_pairs_never_jam_or_share) {
  constexpr int k_seats = 4, k_meals = 2'500;
  std::vector<Ref<Event>> forks;
  for (int i = 0; i < k_seats; ++i) forks.push_back(automatic(true));
  std::atomic<int> holders[k_seats] = {};
  std::vector<std::thread> philosophers;
  for (int seat = 0; seat < k_seats; ++seat)
    philosophers.emplace_back([&, seat] {
      const auto left = static_cast<size_t>(seat), right = (left + 1) % k_seats;
      Waitable* const objects[] = {forks[left].get(), forks[right].get()};
      for (int meal = 0; meal < k_meals; ++meal) {
        ASSERT_EQ(wait(objects, {WaitFor::all, patience()}).end, WaitEnd::signalled);
        ASSERT_EQ(holders[left].fetch_add(1), 0);
        ASSERT_EQ(holders[right].fetch_add(1), 0);
        --holders[left];
        --holders[right];
        forks[right]->set();
        forks[left]->set();
      }
    });
  for (auto& philosopher : philosophers) philosopher.join();
  for (const auto& fork : forks) EXPECT_EQ(poll(*fork), WaitEnd::signalled);
}

TEST(Semaphore, counts_down_to_zero_and_up_to_its_maximum) {
  const auto semaphore = make_object<Semaphore>(1, 3);
  EXPECT_EQ(poll(*semaphore), WaitEnd::signalled);
  EXPECT_EQ(poll(*semaphore), WaitEnd::timed_out);
  EXPECT_EQ(semaphore->release_count(2), 0);
  EXPECT_EQ(semaphore->release_count(2), std::nullopt);
  EXPECT_EQ(semaphore->release_count(1), 2);
}

TEST(Semaphore, one_release_satisfies_as_many_waits_as_it_counts) {
  const auto semaphore = make_object<Semaphore>(0, 10);
  std::vector<std::thread> waiters;
  for (int i = 0; i < 5; ++i)
    waiters.emplace_back([&] { EXPECT_EQ(await(*semaphore), WaitEnd::signalled); });
  EXPECT_TRUE(semaphore->release_count(5));
  for (auto& waiter : waiters) waiter.join();
  EXPECT_EQ(poll(*semaphore), WaitEnd::timed_out);
}

TEST(Mutex, is_recursive_and_free_after_as_many_unlocks) {
  const auto mutex = make_object<Mutex>();
  EXPECT_EQ(poll(*mutex), WaitEnd::signalled);
  EXPECT_EQ(poll(*mutex), WaitEnd::signalled);
  const auto elsewhere = [&] {
    WaitEnd end{};
    on_another_thread([&] {
      end = poll(*mutex);
      if (end == WaitEnd::signalled) {
        EXPECT_TRUE(mutex->unlock());
      }
    });
    return end;
  };
  EXPECT_EQ(elsewhere(), WaitEnd::timed_out);
  EXPECT_TRUE(mutex->unlock());
  EXPECT_EQ(elsewhere(), WaitEnd::timed_out);
  EXPECT_TRUE(mutex->unlock());
  EXPECT_EQ(elsewhere(), WaitEnd::signalled);
}

TEST(Mutex, is_unlocked_by_its_owner_only) {
  const auto mutex = make_object<Mutex>();
  EXPECT_FALSE(mutex->unlock());
  EXPECT_EQ(poll(*mutex), WaitEnd::signalled);
  on_another_thread([&] { EXPECT_FALSE(mutex->unlock()); });
  EXPECT_TRUE(mutex->unlock());
}

TEST(Mutex, of_a_thread_that_ended_is_given_out_once_as_abandoned) {
  const auto mutex = make_object<Mutex>();
  on_another_thread([&] {
    EXPECT_EQ(poll(*mutex), WaitEnd::signalled);
    EXPECT_EQ(poll(*mutex), WaitEnd::signalled);
  });
  EXPECT_EQ(await(*mutex), WaitEnd::abandoned);
  EXPECT_EQ(await(*mutex), WaitEnd::signalled);
  EXPECT_TRUE(mutex->unlock());
  EXPECT_TRUE(mutex->unlock());
}

TEST(Mutex, excludes_under_contention) {
  const auto mutex = make_object<Mutex>();
  int counter = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 2'500; ++round) {
        ASSERT_EQ(await(*mutex), WaitEnd::signalled);
        ++counter;
        ASSERT_TRUE(mutex->unlock());
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(counter, 10'000);
}

}  // namespace
}  // namespace farcall::sync
