// ListenGate: no call is missed by who waits, none is let in after who waited was told.
#include "runtime/server/listen_gate.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace farcall::runtime {
namespace {

TEST(ListenGate, lets_calls_in_while_it_listens_and_auto_listen_ones_always) {
  ListenGate gate(10);
  EXPECT_EQ(gate.enter(false).status().code, RPC_S_SERVER_TOO_BUSY);
  EXPECT_TRUE(gate.enter(true).ok());
  ASSERT_TRUE(gate.listen().ok());
  EXPECT_TRUE(gate.enter(false).ok());
  ASSERT_TRUE(gate.stop().ok());
  EXPECT_EQ(gate.enter(false).status().code, RPC_S_SERVER_TOO_BUSY);
  EXPECT_TRUE(gate.enter(true).ok());
  EXPECT_EQ(gate.live(), 3u);
}

TEST(ListenGate, has_a_hard_limit_for_all_calls_together) {
  ListenGate gate(2);
  ASSERT_TRUE(gate.listen().ok());
  EXPECT_TRUE(gate.enter(true).ok());
  EXPECT_TRUE(gate.enter(false).ok());
  EXPECT_EQ(gate.enter(true).status().code, RPC_S_SERVER_TOO_BUSY);
  EXPECT_EQ(gate.enter(false).status().code, RPC_S_SERVER_TOO_BUSY);
  gate.leave(true);
  EXPECT_TRUE(gate.enter(false).ok());
}

TEST(ListenGate, AR_140_lets_nobody_in_once_wait_has_returned) {
  for (int round = 0; round < 60; ++round) {
    ListenGate gate(1000);
    ASSERT_TRUE(gate.listen().ok());
    std::atomic<bool> returned{false};
    std::atomic<bool> end{false};
    std::atomic<int> late{0};
    std::vector<std::thread> callers;
    for (int i = 0; i < 2; ++i)
      callers.emplace_back([&] {
        while (!end) {
          if (!gate.enter(false).ok()) continue;
          if (returned) ++late;
          gate.leave(false);
        }
      });
    std::thread waiter([&] {
      EXPECT_TRUE(gate.wait().ok());
      returned = true;
    });
    ASSERT_TRUE(gate.stop().ok());
    waiter.join();
    end = true;
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(late, 0);
  }
}

TEST(ListenGate, may_die_as_soon_as_the_last_call_has_left) {
  for (int round = 0; round < 500; ++round) {
    auto gate = std::make_unique<ListenGate>(10);
    ASSERT_TRUE(gate->enter(true).ok());
    std::thread last([&gate = *gate] { gate.leave(true); });
    gate->wait_until_empty();
    gate.reset();
    last.join();
  }
}

TEST(ListenGate, goes_on_waiting_when_it_listens_again_before_the_last_call_has_left) {
  ListenGate gate(10);
  ASSERT_TRUE(gate.listen().ok());
  ASSERT_TRUE(gate.enter(false).ok());
  std::atomic<bool> returned{false};
  std::thread waiter([&] {
    EXPECT_TRUE(gate.wait().ok());
    returned = true;
  });
  ASSERT_TRUE(gate.stop().ok());
  ASSERT_TRUE(gate.listen().ok());
  gate.leave(false);
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  EXPECT_FALSE(returned);
  ASSERT_TRUE(gate.stop().ok());
  waiter.join();
}

}  // namespace
}  // namespace farcall::runtime
