// Handle values: small, checked, never confused with an earlier one.
#include "base/sync/handle_table.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "base/sync/semaphore.h"
#include "base/sync/threads.h"

namespace farcall::sync {
namespace {

Ref<Event> any_event() {
  return make_object<Event>(Reset::manual, false);
}
HandleValue value(uint64_t number) {
  return reinterpret_cast<HandleValue>(number);
}
uint64_t number(HandleValue handle) {
  return reinterpret_cast<uintptr_t>(handle);
}

TEST(HandleTable, values_are_small_multiples_of_four) {
  HandleTable handles;
  std::set<uint64_t> seen;
  for (int i = 0; i < 2'000; ++i) {
    const uint64_t handle = number(handles.open(any_event()));
    EXPECT_NE(handle, 0u);
    EXPECT_LT(handle, uint64_t{1} << 31);
    EXPECT_EQ(handle % 4, 0u);
    EXPECT_TRUE(seen.insert(handle).second);
  }
}

TEST(HandleTable, finds_the_object_and_only_as_what_it_is) {
  HandleTable handles;
  const auto event = any_event();
  const HandleValue handle = handles.open(event);
  EXPECT_EQ(handles.find<Event>(handle).get(), event.get());
  EXPECT_EQ(handles.find(handle).get(), event.get());
  EXPECT_FALSE(handles.find<Semaphore>(handle));
  EXPECT_FALSE(handles.find<CompletionPort>(handle));
}

TEST(HandleTable, knows_no_null_garbage_or_pseudo_handle) {
  HandleTable handles;
  int local = 0;
  const HandleValue good = handles.open(any_event());
  const uint64_t bad[] = {0,
                          1,
                          number(good) + 1,
                          number(good) + 4,
                          number(good) | uint64_t{1} << 31,
                          number(good) | uint64_t{1} << 40,
                          uint64_t{0x7ffffffc},
                          uint64_t{0xfffffffc},
                          number(&local),
                          ~uint64_t{0},
                          ~uint64_t{1},
                          ~uint64_t{3}};
  for (const uint64_t each : bad) {
    EXPECT_FALSE(handles.find(value(each))) << each;
    EXPECT_FALSE(handles.close(value(each))) << each;
  }
  EXPECT_TRUE(handles.find(good));
}

TEST(HandleTable, a_closed_value_stays_unknown_through_many_reuses_of_its_slot) {
  HandleTable handles;
  const HandleValue stale = handles.open(any_event());
  EXPECT_TRUE(handles.close(stale));
  EXPECT_FALSE(handles.close(stale));
  for (int i = 0; i < 100'000; ++i) {
    const HandleValue handle = handles.open(any_event());
    ASSERT_NE(handle, stale);
    ASSERT_FALSE(handles.find(stale));
    ASSERT_TRUE(handles.close(handle));
  }
}

TEST(HandleTable, what_was_found_outlives_the_handle) {
  HandleTable handles;
  const HandleValue handle = handles.open(any_event());
  const auto event = handles.find<Event>(handle);
  EXPECT_TRUE(handles.close(handle));
  event->set();
  EXPECT_EQ(poll(*event), WaitEnd::signalled);
}

TEST(HandleTable, two_handles_name_one_object_until_both_are_closed) {
  HandleTable handles;
  const auto event = any_event();
  const HandleValue first = handles.open(event), second = handles.open(event);
  EXPECT_NE(first, second);
  EXPECT_TRUE(handles.close(first));
  EXPECT_EQ(handles.find<Event>(second).get(), event.get());
}

TEST(HandleTable, a_full_table_refuses_and_recovers) {
  HandleTable handles;
  const auto event = any_event();
  std::vector<HandleValue> open;
  while (const HandleValue handle = handles.open(event)) {
    ASSERT_LE(open.size(), size_t{1} << 20);
    open.push_back(handle);
  }
  EXPECT_GT(open.size(), size_t{1'000'000});
  EXPECT_TRUE(handles.close(open.back()));
  open.pop_back();
  EXPECT_NE(handles.open(event), nullptr);
  EXPECT_EQ(handles.open(event), nullptr);
}

TEST(HandleTable, racing_closes_succeed_once_and_finds_see_a_whole_object_or_none) {
  HandleTable handles;
  for (int i = 0; i < 2'000; ++i) {
    const HandleValue handle = handles.open(any_event());
    std::atomic<int> closed{0};
    std::thread closer([&] { closed += handles.close(handle); });
    if (const auto event = handles.find<Event>(handle)) event->set();
    closed += handles.close(handle);
    closer.join();
    ASSERT_EQ(closed, 1);
  }
}

TEST(HandleTable, the_thread_pseudo_handle_is_the_calling_thread) {
  EXPECT_EQ(thread_from_handle(value(~uint64_t{1})).get(), ThreadObject::current());
  EXPECT_FALSE(thread_from_handle(nullptr));
  EXPECT_FALSE(thread_from_handle(value(~uint64_t{0})));
}

TEST(HandleTable, the_process_table_resolves_events_and_ports) {
  const HandleValue event = process_handles().open(any_event());
  const HandleValue port = process_handles().open(make_object<CompletionPort>());
  EXPECT_TRUE(event_from_handle(event));
  EXPECT_FALSE(event_from_handle(port));
  EXPECT_TRUE(port_from_handle(port));
  EXPECT_FALSE(port_from_handle(event));
  EXPECT_FALSE(thread_from_handle(event));
  EXPECT_TRUE(process_handles().close(event));
  EXPECT_TRUE(process_handles().close(port));
}

}  // namespace
}  // namespace farcall::sync
