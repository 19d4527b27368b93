// Asynchronous calls over real sockets: one multiplexed connection, or exclusive ones; order; loss.
#include <deque>
#include <memory>
#include <thread>

#include "runtime/client/client_fixture.h"

namespace farcall::runtime::client {
namespace {

struct AsyncCall : ClientTest {
  using ClientTest::ClientTest;
};
using Calls = std::deque<TestCall>;

// Answers nothing until the gate opens, then everything it has read, last first.
FakeServer::Script backwards(Gate& gate, size_t count) {
  return [&gate, count](FakeConnection& connection) {
    std::vector<FakePdu> requests;
    while (requests.size() < count) {
      std::optional<FakePdu> request = connection.read_request();
      if (!request) return;
      requests.push_back(std::move(*request));
    }
    gate.wait();
    for (; !requests.empty(); requests.pop_back())
      connection.respond(requests.back(), requests.back().stub());
    (void)connection.read();
  };
}

TEST_F(AsyncCall, brings_the_answer_back) {
  const FakeServer server(FakeServer::echo);
  use(server);
  TestCall call(*this, "hello");
  EXPECT_EQ(call.text(), "hello");
}

TEST_F(AsyncCall, AR_041_is_pending_until_the_answer_comes) {
  Gate gate;
  const FakeServer server(backwards(gate, 1));
  use(server);
  TestCall call(*this, "later");
  EXPECT_FALSE(call.wait(200ms));
  EXPECT_EQ(call.status(), RPC_S_ASYNC_CALL_PENDING);
  gate.open();
  EXPECT_EQ(call.text(), "later");
}

TEST_F(AsyncCall, of_a_megabyte_is_fragmented_both_ways) {
  const FakeServer server(FakeServer::echo);
  use(server);
  std::string text(3 << 20, 'x');
  for (size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 31 + i / 977);
  TestCall call(*this, text);
  TestCall next(*this, "behind it");
  EXPECT_TRUE(call.text() == text);
  EXPECT_EQ(next.text(), "behind it");
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(AsyncCall, AR_123_a_thousand_outstanding_on_one_connection_AR_038_answered_in_any_order) {
  Gate gate;
  const FakeServer server(backwards(gate, 1000));
  use(server);
  Calls calls;
  for (int i = 0; i < 1000; ++i) calls.emplace_back(*this, std::to_string(i));
  gate.open();
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(calls[static_cast<size_t>(i)].text(), std::to_string(i));
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(AsyncCall, AR_077_calls_of_one_thread_leave_in_the_order_in_which_they_were_started) {
  std::vector<std::string> seen[4];
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto request = connection.read_request()) {
      const std::string text = request->stub();
      seen[text[0] - '0'].push_back(text.substr(1));
      connection.respond(*request, text);
    }
  });
  use(server);
  std::vector<std::thread> threads;
  for (char name = '0'; name < '4'; ++name)
    threads.emplace_back([this, name] {
      Calls calls;
      for (int i = 0; i < 1000; ++i) calls.emplace_back(*this, name + std::to_string(i));
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& of_thread : seen) {
    ASSERT_EQ(of_thread.size(), 1000u);
    for (size_t i = 0; i < 1000; ++i) ASSERT_EQ(of_thread[i], std::to_string(i));
  }
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(AsyncCall, AR_142_second_one_leaves_before_the_first_is_answered) {
  Gate gate;
  gate.open();
  const FakeServer server(backwards(gate, 2));
  use(server);
  TestCall first(*this, "1");
  TestCall second(*this, "2");
  EXPECT_EQ(first.text(), "1");
  EXPECT_EQ(second.text(), "2");
}

TEST_F(AsyncCall, AR_005_AR_025_synchronous_calls_meanwhile_have_a_connection_of_their_own) {
  Gate gate;
  std::atomic<bool> mixed{false};
  const FakeServer server([&](FakeConnection& connection) {
    std::vector<FakePdu> parked;
    bool any_sync = false;
    while (auto request = connection.read_request()) {
      const bool sync = request->stub() == "sync";
      any_sync |= sync;
      if (any_sync && !parked.empty()) mixed = true;
      if (sync) {
        connection.respond(*request, "sync");
        continue;
      }
      parked.push_back(std::move(*request));
      if (parked.size() < 50) continue;
      gate.wait();
      for (const FakePdu& call : parked) connection.respond(call, call.stub());
    }
  });
  use(server);
  Calls calls;
  for (int i = 0; i < 50; ++i) {
    calls.emplace_back(*this, "async");
    EXPECT_EQ(outcome("sync"), "sync");
  }
  gate.open();
  for (TestCall& call : calls) EXPECT_EQ(call.text(), "async");
  EXPECT_EQ(server.accepted(), 2u);
  EXPECT_FALSE(mixed);
}

TEST_F(AsyncCall, of_two_interfaces_share_the_connection) {
  const FakeServer server(FakeServer::echo);
  use(server);
  Calls calls;
  for (int i = 0; i < 20; ++i)
    calls.emplace_back(*this, std::to_string(i), i % 2 ? k_other_offer : k_offer);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(calls[static_cast<size_t>(i)].text(), std::to_string(i));
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(AsyncCall, of_an_interface_that_the_server_does_not_know_ends_with_unknown_if) {
  const FakeServer server(FakeServer::echo, BindAnswer{.refuse_interface = true});
  use(server);
  TestCall call(*this, "?");
  TestCall another(*this, "?");
  EXPECT_EQ(call.end(), RPC_S_UNKNOWN_IF);
  EXPECT_EQ(another.end(), RPC_S_UNKNOWN_IF);
}

TEST_F(AsyncCall, AR_049_gives_the_status_of_a_fault) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request()) connection.fault(*request, 4711);
  });
  use(server);
  TestCall call(*this, "?");
  EXPECT_EQ(call.end(), 4711);
}

TEST_F(AsyncCall, never_takes_a_fault_for_success_or_for_pending) {
  std::atomic<uint32_t> code{0};
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto request = connection.read_request()) connection.fault(*request, code);
  });
  use(server);
  EXPECT_EQ(TestCall(*this, "?").end(), RPC_S_CALL_FAILED);
  code = RPC_S_ASYNC_CALL_PENDING;
  EXPECT_EQ(TestCall(*this, "?").end(), RPC_S_CALL_FAILED);
}

TEST_F(AsyncCall, understands_a_big_endian_server) {
  const FakeServer server([](FakeConnection& connection) {
    connection.big_endian = true;
    FakeServer::echo(connection);
  });
  use(server);
  EXPECT_EQ(TestCall(*this, "bytes").text(), "bytes");
}

TEST_F(AsyncCall, AR_023_survives_the_end_of_its_thread) {
  const FakeServer server(FakeServer::echo);
  use(server);
  std::unique_ptr<TestCall> call;
  std::thread([&] { call = std::make_unique<TestCall>(*this, "orphan"); }).join();
  EXPECT_EQ(call->text(), "orphan");
}

TEST_F(AsyncCall, goes_on_when_its_binding_is_freed) {
  Gate gate;
  const FakeServer server(backwards(gate, 1));
  use(server);
  TestCall call(*this, "free");
  (void)client->bindings().free(std::exchange(binding, nullptr));
  gate.open();
  EXPECT_EQ(call.text(), "free");
}

TEST_F(AsyncCall, AR_112_is_not_hit_by_the_call_timeout_AR_125_and_waits_for_ever) {
  Gate gate;
  const FakeServer server(backwards(gate, 1));
  use(server);
  (void)(*client->bindings().find(binding))->set_option(BindingOption::call_timeout, 50);
  TestCall call(*this, "patient");
  EXPECT_FALSE(call.wait(400ms));
  gate.open();
  EXPECT_EQ(call.text(), "patient");
}

// -- a server that does not multiplex -----------------------------------------------------------

TEST_F(AsyncCall, to_a_server_that_does_not_multiplex_take_a_connection_each) {
  std::atomic<int> waiting{0};
  Gate gate;
  const FakeServer server(
      [&](FakeConnection& connection) {
        while (const auto request = connection.read_request()) {
          ++waiting;
          gate.wait();
          connection.respond(*request, request->stub());
        }
      },
      BindAnswer{.multiplex = false});
  use(server);
  Calls calls;
  for (int i = 0; i < 10; ++i) calls.emplace_back(*this, std::to_string(i));
  EXPECT_TRUE(eventually([&] { return waiting == 10; }));
  gate.open();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(calls[static_cast<size_t>(i)].text(), std::to_string(i));
  EXPECT_EQ(server.accepted(), 10u);
  EXPECT_EQ(TestCall(*this, "again").text(), "again");
  EXPECT_EQ(server.accepted(), 10u) << "idle ones are used again";
}

struct FewConnections : AsyncCall {
  static Limits limits() {
    Limits few;
    few.max_exclusive_connections = 4;
    return few;
  }
  FewConnections() : AsyncCall(limits()) {}
};

TEST_F(FewConnections, are_enough_for_many_calls) {
  const FakeServer server(FakeServer::echo, BindAnswer{.multiplex = false});
  use(server);
  Calls calls;
  for (int i = 0; i < 200; ++i) calls.emplace_back(*this, std::to_string(i));
  for (int i = 0; i < 200; ++i) EXPECT_EQ(calls[static_cast<size_t>(i)].text(), std::to_string(i));
  EXPECT_LE(server.accepted(), 4u);
}

TEST_F(AsyncCall, makes_do_with_the_connections_that_the_server_accepts) {
  const FakeServer server(
      [](FakeConnection& connection) {
        if (connection.index >= 2) return connection.reset();
        FakeServer::echo(connection);
      },
      BindAnswer{.multiplex = false});
  use(server);
  Calls calls;
  for (int i = 0; i < 20; ++i) calls.emplace_back(*this, std::to_string(i));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(calls[static_cast<size_t>(i)].text(), std::to_string(i));
}

// -- lost and unmade connections ----------------------------------------------------------------

TEST_F(AsyncCall, AR_021_to_nobody_ends_with_server_unavailable_as_completion) {
  std::string nobody;
  { nobody = FakeServer(FakeServer::echo).binding(); }
  binding = bind(nobody);
  Calls calls;
  for (int i = 0; i < 10; ++i) calls.emplace_back(*this, "?");
  for (TestCall& call : calls) EXPECT_EQ(call.end(), RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(AsyncCall, to_a_name_that_has_no_address_ends_with_server_unavailable) {
  client = std::make_unique<Client>(runtime, [](const std::string&, uint16_t) {
    return Result<transport::AddressList>(Status{RPC_S_SERVER_UNAVAILABLE});
  });
  binding = bind("ncacn_ip_tcp:nowhere.invalid[4711]");
  EXPECT_EQ(TestCall(*this, "?").end(), RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(AsyncCall, to_a_name_is_resolved_on_the_way) {
  const FakeServer server(FakeServer::echo);
  client = std::make_unique<Client>(runtime, [](const std::string& host, uint16_t port) {
    EXPECT_EQ(host, "server.test");
    return Result<transport::AddressList>(transport::AddressList{
        transport::TcpAddress::loopback(transport::AddressFamily::ipv4, port)});
  });
  binding = bind("ncacn_ip_tcp:server.test[" + server.endpoint() + "]");
  EXPECT_EQ(TestCall(*this, "found").text(), "found");
}

TEST_F(AsyncCall, without_a_network_address_goes_to_this_host) {
  const FakeServer server(FakeServer::echo);
  binding = bind(std::string(farcall::test::protseq()) + ":[" + server.endpoint() + "]");
  EXPECT_EQ(TestCall(*this, "home").text(), "home");
}

TEST_F(AsyncCall, failed_without_execution_when_the_connection_was_lost_before_the_request) {
  const FakeServer server([](FakeConnection& connection) {
    (void)connection.read();
    connection.reset();
  });
  use(server);
  TestCall call(*this, "?");
  TestCall behind(*this, "?");
  EXPECT_EQ(call.end(), RPC_S_CALL_FAILED_DNE);
  EXPECT_EQ(behind.end(), RPC_S_CALL_FAILED_DNE);
}

TEST_F(AsyncCall, AR_117_failed_when_the_connection_was_lost_after_the_request) {
  std::atomic<int> seen{0};
  FakeServer server([&](FakeConnection& connection) {
    while (connection.read_request()) ++seen;
  });
  use(server);
  Calls calls;
  for (int i = 0; i < 100; ++i) calls.emplace_back(*this, "?");
  ASSERT_TRUE(eventually([&] { return seen == 100; }));
  server.drop_connections();
  for (TestCall& call : calls) EXPECT_EQ(call.end(), RPC_S_CALL_FAILED);
}

TEST_F(AsyncCall, failed_when_half_an_answer_came) {
  const FakeServer server([](FakeConnection& connection) {
    const auto request = connection.read_request();
    if (request)
      connection.send_pdu(k_response, k_first, request->call_id,
                          connection.u32(9) + connection.u32(0) + "half ");
    connection.reset();
  });
  use(server);
  EXPECT_EQ(TestCall(*this, "?").end(), RPC_S_CALL_FAILED);
}

TEST_F(AsyncCall, after_the_server_has_closed_an_idle_connection_works) {
  FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(TestCall(*this, "one").text(), "one");
  server.drop_connections();
  ASSERT_TRUE(eventually([&] { return server.open() == 0; }));
  runtime.finish_posted_work();  // the loop has seen the end of the connection
  EXPECT_EQ(TestCall(*this, "two").text(), "two");
  EXPECT_EQ(server.accepted(), 2u);
}

TEST_F(AsyncCall, after_a_shutdown_request_takes_another_connection_and_the_old_calls_end) {
  Gate gate;
  std::atomic<bool> told{false};
  const FakeServer server([&](FakeConnection& connection) {
    if (connection.index > 0) return FakeServer::echo(connection);
    const auto parked = connection.read_request();
    connection.send_pdu(k_shutdown, k_first | k_last, 0, "");
    told = true;
    gate.wait();
    connection.respond(*parked, "old");
    EXPECT_FALSE(connection.read()) << "the client has left";
  });
  use(server);
  TestCall old(*this, "?");
  ASSERT_TRUE(eventually([&] { return told.load(); }));
  std::this_thread::sleep_for(50ms);  // the shutdown PDU is on its way to the loop
  EXPECT_EQ(TestCall(*this, "new").text(), "new");
  gate.open();
  EXPECT_EQ(old.text(), "old");
  EXPECT_EQ(server.accepted(), 2u);
}

TEST_F(AsyncCall, asks_for_a_new_association_group_when_a_restarted_server_refuses_the_old_one) {
  std::atomic<int> refused{0};
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto pdu = connection.read()) {
      if (pdu->type == k_request) {
        connection.respond(*pdu, pdu->stub());
      } else if (pdu->assoc_group() != 0) {
        ++refused;
        return connection.send_pdu(k_bind_nak, k_first | k_last, pdu->call_id,
                                   std::string("\0\0\0\0", 4));
      } else {
        connection.answer_bind(*pdu);
      }
    }
  });
  use(server);
  (void)target().group->id().join();
  target().group->id().bound(0x4711);
  Calls calls;
  for (int i = 0; i < 5; ++i) calls.emplace_back(*this, std::to_string(i));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(calls[static_cast<size_t>(i)].text(), std::to_string(i));
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(server.accepted(), 2u);
}

TEST_F(AsyncCall, ends_when_the_client_does) {
  std::atomic<int> seen{0};
  const FakeServer server([&](FakeConnection& connection) {
    while (connection.read_request()) ++seen;
  });
  use(server);
  ClientCall* const call = client->make_call();
  CompletionWaiter waiter;
  NotificationRequest notification;
  notification.type = NotificationType::sink;
  notification.sink = &waiter;
  ASSERT_TRUE(call->prepare_notification(notification, nullptr).ok());
  ASSERT_TRUE(call->prepare(target(), request("?")).ok());
  ASSERT_TRUE(call->start().ok());
  ASSERT_TRUE(eventually([&] { return seen == 1; }));
  client->groups().shut_down();
  EXPECT_TRUE(waiter.wait(SteadyClock{}.now() + 20s));
  EXPECT_EQ(call->status(), RPC_S_CALL_FAILED);
  call->release();
  EXPECT_TRUE(eventually([&] { return server.open() == 0; }));
}

struct ShortLingerAsync : AsyncCall {
  ShortLingerAsync() : AsyncCall(with_linger(200ms)) {}
};

TEST_F(ShortLingerAsync, AR_122_idle_connections_are_closed_after_the_linger_time) {
  Gate gate;
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(TestCall(*this, "once").text(), "once");
  EXPECT_TRUE(eventually([&] { return server.open() == 0; }));
  EXPECT_EQ(TestCall(*this, "anew").text(), "anew");
  EXPECT_EQ(server.accepted(), 2u);
}

TEST_F(ShortLingerAsync, a_pending_call_keeps_its_connection) {
  Gate gate;
  const FakeServer server(backwards(gate, 2));
  use(server);
  TestCall first(*this, "1");
  std::this_thread::sleep_for(600ms);
  TestCall second(*this, "2");
  gate.open();
  EXPECT_EQ(first.text(), "1");
  EXPECT_EQ(second.text(), "2");
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(AsyncCall, AR_081_dont_linger_closes_the_connection_with_the_last_binding_and_call) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(TestCall(*this, "once").text(), "once");
  (void)(*client->bindings().find(binding))->set_option(BindingOption::dont_linger, 1);
  EXPECT_EQ(TestCall(*this, "still").text(), "still");
  EXPECT_EQ(server.accepted(), 1u);
  (void)client->bindings().free(std::exchange(binding, nullptr));
  EXPECT_TRUE(eventually([&] { return server.open() == 0; }));
  EXPECT_TRUE(eventually([&] { return client->groups().size() == 0; }));
}

}  // namespace
}  // namespace farcall::runtime::client
