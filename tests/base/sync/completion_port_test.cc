// Completion ports: values, order, timeouts, reservations, closing.
#include "base/sync/completion_port.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/sync/handle_table.h"
#include "base/sync/threads.h"

namespace farcall::sync {
namespace {

TEST(CompletionPort, gives_out_the_three_words_unchanged) {
  const auto port = make_object<CompletionPort>();
  int anything = 0;
  ASSERT_TRUE(port->post({0xFFFFFFFFu, 0x123456789ABCDEF0u, &anything}));
  ASSERT_TRUE(port->post({0, 0, nullptr}));
  CompletionPacket packet{7, 7, &anything};
  EXPECT_EQ(port->get(packet, k_poll), WaitEnd::signalled);
  EXPECT_EQ(packet.bytes, 0xFFFFFFFFu);
  EXPECT_EQ(packet.key, 0x123456789ABCDEF0u);
  EXPECT_EQ(packet.overlapped, &anything);
  EXPECT_EQ(port->get(packet, k_poll), WaitEnd::signalled);
  EXPECT_EQ(packet.bytes, 0u);
  EXPECT_EQ(packet.key, 0u);
  EXPECT_EQ(packet.overlapped, nullptr);
}

TEST(CompletionPort, times_out_when_empty) {
  const auto port = make_object<CompletionPort>();
  CompletionPacket packet;
  EXPECT_EQ(port->get(packet, k_poll), WaitEnd::timed_out);
  const Time deadline = after(milliseconds(3));
  EXPECT_EQ(port->get(packet, deadline), WaitEnd::timed_out);
  EXPECT_GE(std::chrono::steady_clock::now(), deadline);
}

TEST(CompletionPort, is_first_in_first_out_while_it_grows) {
  const auto port = make_object<CompletionPort>();
  CompletionPacket packet;
  uint64_t next = 0, posted = 0;
  for (int round = 0; round < 100; ++round) {
    for (int i = 0; i < 7; ++i) ASSERT_TRUE(port->post({0, posted++, nullptr}));
    for (int i = 0; i < 4; ++i) {
      ASSERT_EQ(port->get(packet, k_poll), WaitEnd::signalled);
      ASSERT_EQ(packet.key, next++);
    }
  }
  while (port->get(packet, k_poll) == WaitEnd::signalled) ASSERT_EQ(packet.key, next++);
  EXPECT_EQ(next, posted);
}

TEST(CompletionPort, a_reserved_place_is_there_when_the_queue_is_full) {
  const auto port = make_object<CompletionPort>();
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(port->reserve());
  for (uint64_t i = 0; i < 16; ++i) ASSERT_TRUE(port->post({0, i, nullptr}));
  for (int i = 0; i < 20; ++i) port->cancel_reservation();
  for (uint64_t i = 16; i < 36; ++i) port->post_reserved({0, i, nullptr});
  CompletionPacket packet;
  for (uint64_t i = 0; i < 36; ++i) {
    ASSERT_EQ(port->get(packet, k_poll), WaitEnd::signalled);
    EXPECT_EQ(packet.key, i);
  }
  EXPECT_EQ(port->get(packet, k_poll), WaitEnd::timed_out);
}

TEST(CompletionPort, each_of_ten_thousand_packets_reaches_one_of_many_threads) {
  constexpr uint64_t k_packets = 10'000;
  const auto port = make_object<CompletionPort>();
  std::vector<std::atomic<int>> seen(k_packets);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      CompletionPacket packet;
      while (true) {
        ASSERT_EQ(port->get(packet, patience()), WaitEnd::signalled);
        if (packet.overlapped == nullptr) return;
        ++seen[packet.key];
      }
    });
  for (uint64_t i = 0; i < k_packets; ++i) ASSERT_TRUE(port->post({1, i, &seen}));
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(port->post({}));
  for (auto& thread : threads) thread.join();
  for (const auto& count : seen) EXPECT_EQ(count, 1);
}

TEST(CompletionPort, a_plain_wait_leaves_the_packet) {
  const auto port = make_object<CompletionPort>();
  ASSERT_TRUE(port->post({1, 2, nullptr}));
  EXPECT_EQ(poll(*port), WaitEnd::signalled);
  CompletionPacket packet;
  EXPECT_EQ(port->get(packet, k_poll), WaitEnd::signalled);
  EXPECT_EQ(packet.key, 2u);
}

TEST(CompletionPort, closing_the_last_handle_sends_waiting_threads_away) {
  HandleTable handles;
  const auto port = make_object<CompletionPort>();
  const HandleValue first = handles.open(port), second = handles.open(port);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      CompletionPacket packet;
      EXPECT_EQ(port->get(packet, patience()), WaitEnd::abandoned);
    });
  CompletionPacket packet;
  EXPECT_TRUE(handles.close(first));
  EXPECT_EQ(port->get(packet, k_poll), WaitEnd::timed_out);
  EXPECT_TRUE(handles.close(second));
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(port->get(packet, patience()), WaitEnd::abandoned);
}

}  // namespace
}  // namespace farcall::sync
