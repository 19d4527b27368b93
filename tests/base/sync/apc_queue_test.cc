// Asynchronous procedure calls: where and when they run, and what becomes of them when the thread
// ends.
#include "base/sync/apc_queue.h"

#include <gtest/gtest.h>

#include <functional>

#include <memory>
#include <vector>

#include "base/sync/event.h"
#include "base/sync/thread_object.h"
#include "base/sync/threads.h"

namespace farcall::sync {
namespace {

WaitEnd alertable_sleep(Time deadline) {
  return wait(std::span<Waitable* const>{}, {.deadline = deadline, .alertable = true}).end;
}

// A thread that has published its object and stays until it is told to go on.
class WaitingThread {
 public:
  explicit WaitingThread(std::function<void()> body)
      : thread_([this, run = std::move(body)] {
          object_ = Ref<ThreadObject>::share(ThreadObject::current());
          started_->set();
          run();
        }) {
    EXPECT_EQ(await(*started_), WaitEnd::signalled);
  }
  ~WaitingThread() { join(); }
  void join() {
    if (thread_.joinable()) thread_.join();
  }
  ThreadObject& object() { return *object_; }

 private:
  Ref<Event> started_ = make_object<Event>(Reset::manual, false);
  Ref<ThreadObject> object_;
  std::thread thread_;
};

TEST(Apc, queued_to_oneself_runs_in_the_next_alertable_wait) {
  TestApc apc;
  ASSERT_TRUE(ThreadObject::current()->apcs().queue(apc));
  EXPECT_EQ(wait(std::span<Waitable* const>{}, {.deadline = k_poll}).end, WaitEnd::timed_out);
  EXPECT_FALSE(apc.ran);
  EXPECT_EQ(alertable_sleep(k_poll), WaitEnd::apc);
  EXPECT_TRUE(apc.ran);
  EXPECT_EQ(alertable_sleep(k_poll), WaitEnd::timed_out);
}

TEST(Apc, all_that_are_queued_run_in_order_in_one_wait) {
  std::vector<int> order;
  std::vector<std::unique_ptr<TestApc>> apcs;
  for (int i = 0; i < 100; ++i) {
    apcs.push_back(std::make_unique<TestApc>([&order, i] { order.push_back(i); }));
    ASSERT_TRUE(ThreadObject::current()->apcs().queue(*apcs.back()));
  }
  EXPECT_EQ(alertable_sleep(k_never), WaitEnd::apc);
  ASSERT_EQ(order.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<size_t>(i)], i);
}

TEST(Apc, queued_by_an_apc_runs_in_the_same_wait) {
  TestApc second;
  TestApc first([&] { ASSERT_TRUE(ThreadObject::current()->apcs().queue(second)); });
  ASSERT_TRUE(ThreadObject::current()->apcs().queue(first));
  EXPECT_EQ(alertable_sleep(k_poll), WaitEnd::apc);
  EXPECT_TRUE(second.ran);
}

TEST(Apc, an_alertable_wait_inside_an_apc_runs_the_rest) {
  TestApc second;
  TestApc first([&] {
    EXPECT_EQ(alertable_sleep(k_poll), WaitEnd::apc);
    EXPECT_TRUE(second.ran);
  });
  ASSERT_TRUE(ThreadObject::current()->apcs().queue(first));
  ASSERT_TRUE(ThreadObject::current()->apcs().queue(second));
  EXPECT_EQ(alertable_sleep(k_poll), WaitEnd::apc);
}

TEST(Apc, does_not_end_a_wait_for_an_object_that_is_signalled) {
  const auto event = make_object<Event>(Reset::automatic, true);
  TestApc apc;
  ASSERT_TRUE(ThreadObject::current()->apcs().queue(apc));
  EXPECT_EQ(wait(*event, {.alertable = true}).end, WaitEnd::signalled);
  EXPECT_FALSE(apc.ran);
  EXPECT_EQ(wait(*event, {.alertable = true}).end, WaitEnd::apc);
  EXPECT_TRUE(apc.ran);
}

TEST(Apc, wakes_a_thread_in_an_alertable_wait_and_runs_on_it) {
  WaitEnd end{};
  std::thread::id ran_on, waited_on;
  WaitingThread waiter([&] {
    waited_on = std::this_thread::get_id();
    end = alertable_sleep(patience());
  });
  TestApc apc([&] { ran_on = std::this_thread::get_id(); });
  ASSERT_TRUE(waiter.object().apcs().queue(apc));
  waiter.join();
  EXPECT_EQ(end, WaitEnd::apc);
  EXPECT_EQ(ran_on, waited_on);
}

TEST(Apc, stays_queued_while_the_thread_waits_without_being_alertable) {
  const auto go_on = make_object<Event>(Reset::automatic, false);
  TestApc apc;
  bool ran_too_early = true;
  WaitEnd end{};
  WaitingThread waiter([&] {
    ASSERT_EQ(await(*go_on), WaitEnd::signalled);
    ran_too_early = apc.ran;
    end = alertable_sleep(k_poll);
  });
  ASSERT_TRUE(waiter.object().apcs().queue(apc));
  go_on->set();
  waiter.join();
  EXPECT_FALSE(ran_too_early);
  EXPECT_EQ(end, WaitEnd::apc);
  EXPECT_TRUE(apc.ran);
}

// RPC notification routines may raise; the wait is over by then and leaves nothing behind.
TEST(Apc, may_throw_out_of_the_wait) {
  const auto event = make_object<Event>(Reset::automatic, false);
  TestApc throwing([] { throw 1; });
  TestApc second;
  ASSERT_TRUE(ThreadObject::current()->apcs().queue(throwing));
  ASSERT_TRUE(ThreadObject::current()->apcs().queue(second));
  EXPECT_THROW(wait(*event, {.alertable = true}), int);
  EXPECT_FALSE(second.ran);
  event->set();
  EXPECT_EQ(poll(*event), WaitEnd::signalled);
  EXPECT_EQ(alertable_sleep(k_poll), WaitEnd::apc);
  EXPECT_TRUE(second.ran);
}

TEST(Apc, is_discarded_when_the_thread_ends_without_another_alertable_wait) {
  const auto go_on = make_object<Event>(Reset::automatic, false);
  TestApc apc;
  WaitingThread waiter([&] { ASSERT_EQ(await(*go_on), WaitEnd::signalled); });
  ASSERT_TRUE(waiter.object().apcs().queue(apc));
  go_on->set();
  waiter.join();
  EXPECT_FALSE(apc.ran);
  EXPECT_TRUE(apc.discarded);
}

TEST(Apc, cannot_be_queued_to_a_thread_that_has_ended) {
  WaitingThread waiter([] {});
  waiter.join();
  TestApc apc;
  EXPECT_FALSE(waiter.object().apcs().queue(apc));
  EXPECT_FALSE(apc.discarded);
}

TEST(Apc, ends_a_wait_for_all_and_takes_none_of_its_objects) {
  const auto a = make_object<Event>(Reset::automatic, true);
  const auto b = make_object<Event>(Reset::automatic, false);
  Waitable* const objects[] = {a.get(), b.get()};
  TestApc apc;
  ASSERT_TRUE(ThreadObject::current()->apcs().queue(apc));
  EXPECT_EQ(wait(objects, {WaitFor::all, patience(), true}).end, WaitEnd::apc);
  EXPECT_EQ(poll(*a), WaitEnd::signalled);
}

TEST(Apc, ten_thousand_from_two_threads_all_run_once) {
  constexpr int k_each = 5'000;
  std::atomic<int> ran{0};
  WaitingThread waiter([&] {
    while (ran < 2 * k_each) ASSERT_EQ(alertable_sleep(patience()), WaitEnd::apc);
  });
  const auto count = [&] { ++ran; };
  std::vector<std::unique_ptr<TestApc>> apcs;
  for (int i = 0; i < 2 * k_each; ++i) apcs.push_back(std::make_unique<TestApc>(count));
  const auto queue = [&](int from) {
    for (int i = from; i < from + k_each; ++i)
      ASSERT_TRUE(waiter.object().apcs().queue(*apcs[static_cast<size_t>(i)]));
  };
  std::thread other([&] { queue(k_each); });
  queue(0);
  other.join();
  waiter.join();
  EXPECT_EQ(ran, 2 * k_each);
}

// APC and event race for the same wait: whichever loses is still there afterwards.
TEST(Apc, racing_with_an_event_neither_is_lost) {
  const auto event = make_object<Event>(Reset::automatic, false);
  for (int i = 0; i < 3'000; ++i) {
    TestApc apc;
    ThreadObject* self = ThreadObject::current();
    std::thread queuer([&] { ASSERT_TRUE(self->apcs().queue(apc)); });
    event->set();
    bool taken = false;
    for (int waits = 0; waits < 2; ++waits)
      taken |= wait(*event, {.deadline = patience(), .alertable = true}).end == WaitEnd::signalled;
    queuer.join();
    ASSERT_TRUE(taken);
    ASSERT_TRUE(apc.ran);
  }
}

TEST(ThreadObject, is_signalled_when_its_thread_has_ended) {
  const auto go_on = make_object<Event>(Reset::automatic, false);
  WaitingThread thread([&] {
    ThreadObject::current()->set_exit_code(42);
    ASSERT_EQ(await(*go_on), WaitEnd::signalled);
  });
  EXPECT_EQ(poll(thread.object()), WaitEnd::timed_out);
  EXPECT_EQ(thread.object().exit_code(), ThreadObject::k_still_active);
  go_on->set();
  EXPECT_EQ(await(thread.object()), WaitEnd::signalled);
  EXPECT_EQ(thread.object().exit_code(), 42u);
  EXPECT_EQ(poll(thread.object()), WaitEnd::signalled);
}

TEST(ThreadObject, ids_are_distinct_and_not_zero) {
  uint32_t other = 0;
  on_another_thread([&] { other = ThreadObject::current()->id(); });
  EXPECT_NE(other, 0u);
  EXPECT_NE(other, ThreadObject::current()->id());
  EXPECT_EQ(ThreadObject::current(), ThreadObject::current());
}

}  // namespace
}  // namespace farcall::sync
