// Cancels of asynchronous calls in each phase (design.md section 5, AR-064 to AR-070).
#include <deque>
#include <thread>

#include "runtime/client/client_fixture.h"

namespace farcall::runtime::client {
namespace {

struct Cancel : ClientTest {};

TEST_F(Cancel, AR_065_non_abortive_asks_the_server_and_AR_067_the_call_goes_on) {
  std::atomic<bool> seen{false};
  const FakeServer server([&](FakeConnection& connection) {
    const auto request = connection.read_request();
    seen = true;
    const auto cancel = connection.read();
    ASSERT_TRUE(request && cancel);
    EXPECT_EQ(cancel->type, k_co_cancel);
    EXPECT_EQ(cancel->call_id, request->call_id);
    connection.fault(*request, 0x1c00000d);  // nca_s_fault_cancel
    (void)connection.read();
  });
  use(server);
  TestCall call(*this, "?");
  ASSERT_TRUE(eventually([&] { return seen.load(); }));
  call.cancel(false);
  EXPECT_EQ(call.end(), RPC_S_CALL_CANCELLED);
}

TEST_F(Cancel, AR_068_the_reply_may_win) {
  std::atomic<bool> seen{false};
  const FakeServer server([&](FakeConnection& connection) {
    const auto request = connection.read_request();
    seen = true;
    (void)connection.read();
    if (request) connection.respond(*request, "all the same");
    (void)connection.read();
  });
  use(server);
  TestCall call(*this, "?");
  ASSERT_TRUE(eventually([&] { return seen.load(); }));
  for (int i = 0; i < 10; ++i) call.cancel(false);
  EXPECT_EQ(call.text(), "all the same");
}

TEST_F(Cancel, AR_064_abortive_ends_the_call_at_once_and_the_late_reply_is_dropped) {
  std::atomic<bool> seen{false};
  Gate gate;
  const FakeServer server([&](FakeConnection& connection) {
    const auto slow = connection.read_request();
    seen = true;
    gate.wait();
    const auto next = connection.read_request();
    ASSERT_TRUE(slow && next);
    EXPECT_EQ(connection.cancels, std::vector<uint32_t>{slow->call_id});
    connection.respond(*slow, "late");
    connection.respond(*next, "next");
    (void)connection.read();
  });
  use(server);
  TestCall slow(*this, "slow");
  ASSERT_TRUE(eventually([&] { return seen.load(); }));
  slow.cancel(true);
  EXPECT_EQ(slow.status(), RPC_S_CALL_CANCELLED) << "at once, whatever the server does";
  EXPECT_EQ(slow.end(), RPC_S_CALL_CANCELLED);
  gate.open();
  EXPECT_EQ(TestCall(*this, "next").text(), "next");
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(Cancel, AR_066_abortive_may_follow_non_abortive) {
  const FakeServer server([&](FakeConnection& connection) {
    while (connection.read_request()) {
    }
  });
  use(server);
  TestCall call(*this, "?");
  call.cancel(false);
  EXPECT_FALSE(call.wait(200ms));
  call.cancel(true);
  EXPECT_EQ(call.end(), RPC_S_CALL_CANCELLED);
  call.cancel(true);
  call.cancel(false);
  EXPECT_EQ(call.status(), RPC_S_CALL_CANCELLED);
}

TEST_F(Cancel, before_the_connection_is_there_withdraws_the_call) {
  Gate bound;
  std::vector<std::string> seen;
  const FakeServer server([&](FakeConnection& connection) {
    const auto bind = connection.read();
    bound.wait();
    connection.answer_bind(*bind);
    while (const auto request = connection.read_request()) {
      seen.push_back(request->stub());
      connection.respond(*request, request->stub());
    }
  });
  use(server);
  TestCall first(*this, "first");    // the bind is for this one
  TestCall second(*this, "second");  // and this one waits for the bind
  TestCall third(*this, "third");
  first.cancel(true);
  second.cancel(true);
  EXPECT_EQ(first.end(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(second.end(), RPC_S_CALL_CANCELLED);
  runtime.finish_posted_work();  // calls end before their connection knows
  bound.open();
  EXPECT_EQ(third.text(), "third");
  EXPECT_EQ(seen, std::vector<std::string>{"third"}) << "nothing of the others was sent";
}

TEST_F(Cancel, before_the_first_fragment_leaves_follows_the_request) {
  Gate bound;
  std::vector<std::string> seen;
  const FakeServer server([&](FakeConnection& connection) {
    const auto bind = connection.read();
    bound.wait();
    connection.answer_bind(*bind);
    std::vector<FakePdu> requests;
    while (auto pdu = connection.read()) {
      if (pdu->type == k_co_cancel) {
        ASSERT_FALSE(requests.empty());
        EXPECT_EQ(pdu->call_id, requests.back().call_id);
        seen.push_back("cancel");
        continue;
      }
      seen.push_back(pdu->stub());
      requests.push_back(std::move(*pdu));
      if (requests.size() < 3) continue;
      for (const FakePdu& request : requests) connection.respond(request, "");
    }
  });
  use(server);
  TestCall first(*this, "first");
  TestCall second(*this, "second");
  TestCall third(*this, "third");
  first.cancel(false);
  second.cancel(false);
  std::this_thread::sleep_for(100ms);  // both have reached the loop
  bound.open();
  for (TestCall* call : {&first, &second, &third}) EXPECT_EQ(call->end(), RPC_S_OK);
  EXPECT_EQ(seen, (std::vector<std::string>{"first", "cancel", "second", "cancel", "third"}));
}

TEST_F(Cancel, abortive_of_a_half_sent_request_is_told_by_orphaned_and_the_connection_lives) {
  Gate read_on;
  std::atomic<bool> began{false};
  const FakeServer server([&](FakeConnection& connection) {
    connection.answer_bind(*connection.read());
    const auto half = connection.read();
    began = true;
    read_on.wait();
    const auto next = connection.read_request();
    ASSERT_TRUE(half && next);
    EXPECT_EQ(connection.orphans, std::vector<uint32_t>{half->call_id});
    connection.respond(*next, next->stub());
    (void)connection.read();
  });
  use(server);
  TestCall half(*this, std::string(32 << 20, 'x'));  // more than the kernel takes
  ASSERT_TRUE(eventually([&] { return began.load(); }));
  half.cancel(true);
  EXPECT_EQ(half.end(), RPC_S_CALL_CANCELLED);
  TestCall next(*this, "next");
  read_on.open();
  EXPECT_EQ(next.text(), "next");
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(Cancel, abortive_of_a_half_sent_request_ends_the_connection_where_that_was_not_agreed) {
  Gate read_on;
  std::atomic<bool> began{false};
  const FakeServer server(
      [&](FakeConnection& connection) {
        if (connection.index > 0) return FakeServer::echo(connection);
        connection.answer_bind(*connection.read());
        (void)connection.read();
        began = true;
        read_on.wait();
        EXPECT_FALSE(connection.read_request()) << "nothing but the orphaned PDU, then the end";
        EXPECT_EQ(connection.orphans.size(), 1u);
      },
      BindAnswer{.keep_on_orphan = false});
  use(server);
  TestCall half(*this, std::string(32 << 20, 'x'));
  TestCall behind(*this, "behind");  // queued on the same connection: goes elsewhere
  ASSERT_TRUE(eventually([&] { return began.load(); }));
  half.cancel(true);
  EXPECT_EQ(half.end(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(behind.text(), "behind");
  read_on.open();
  EXPECT_TRUE(eventually([&] { return server.open() == 1; })) << "the old one is closed";
  EXPECT_EQ(server.accepted(), 2u);
}

TEST_F(Cancel, of_a_call_that_waits_for_an_exclusive_connection_withdraws_it) {
  Gate gate;
  std::atomic<int> seen{0};
  Limits limits;
  const FakeServer server(
      [&](FakeConnection& connection) {
        while (const auto request = connection.read_request()) {
          ++seen;
          gate.wait();
          connection.respond(*request, "");
        }
      },
      BindAnswer{.multiplex = false});
  use(server);
  std::deque<TestCall> calls;
  for (size_t i = 0; i < limits.max_exclusive_connections + 5; ++i) calls.emplace_back(*this, "?");
  ASSERT_TRUE(
      eventually([&] { return seen == static_cast<int>(limits.max_exclusive_connections); }));
  for (size_t i = 0; i < 5; ++i) {
    calls.back().cancel(true);
    EXPECT_EQ(calls.back().end(), RPC_S_CALL_CANCELLED);
    calls.pop_back();
  }
  gate.open();
  for (TestCall& call : calls) EXPECT_EQ(call.end(), RPC_S_OK);
  EXPECT_EQ(seen, static_cast<int>(limits.max_exclusive_connections));
}

TEST_F(Cancel, of_a_connection_attempt_that_hangs_ends_the_call) {
  const FakeServer server([](FakeConnection& connection) { (void)connection.read(); });
  use(server);
  TestCall call(*this, "?");
  call.cancel(true);
  EXPECT_EQ(call.end(), RPC_S_CALL_CANCELLED);
}

// Unforced: whoever wins, each call ends once, and with the right status.
TEST_F(Cancel, AR_068_races_with_the_reply) {
  const FakeServer server(FakeServer::echo);
  use(server);
  int cancelled = 0;
  for (int i = 0; i < 2000; ++i) {
    TestCall call(*this, "race");
    if (i % 3 == 0) std::this_thread::yield();
    if (i % 5 == 0) call.cancel(false);
    call.cancel(true);
    const std::string text = call.text();
    cancelled += text != "race";
    ASSERT_TRUE(text == "race" || text == std::to_string(RPC_S_CALL_CANCELLED)) << text;
  }
  EXPECT_GT(cancelled, 0);
  EXPECT_EQ(TestCall(*this, "after").text(), "after");
  EXPECT_EQ(server.accepted(), 1u);
}

}  // namespace
}  // namespace farcall::runtime::client
