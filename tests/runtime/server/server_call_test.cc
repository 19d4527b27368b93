// Calls on the server: answered later, from any thread, exactly once; what the client does meanwhile.
#include "runtime/server/server_call.h"

#include <algorithm>
#include <fstream>

#include "test_server.h"

namespace farcall::runtime::test {
namespace {

unsigned threads_of_this_process() {
  std::ifstream status("/proc/self/status");
  std::string word;
  unsigned count = 0;
  while (status >> word)
    if (word == "Threads:") status >> count;
  return count;
}

TEST(ServerCall, AR_054_is_answered_by_a_thread_of_the_program_after_the_manager_returned) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7, {1, 2, 3});
  ServerCall& call = parking.only();
  std::thread([&] { EXPECT_EQ(reply(call, {9, 8}), RPC_S_OK); }).join();
  EXPECT_EQ(client.response(7), (Octets{9, 8}));
  EXPECT_TRUE(eventually([&] { return server->call_count() == 0; }));
}

TEST(ServerCall, AR_054_is_answered_by_the_dispatching_thread_before_the_manager_returns) {
  for (const DispatchPolicy policy : {DispatchPolicy::pool, DispatchPolicy::inline_}) {
    TestInterface interface(echo);
    TestServer server({.policy = policy});
    server.serve(interface);
    BoundClient client(server);
    client.call(7, {1, 2, 3});
    EXPECT_EQ(client.response(7), (Octets{1, 2, 3}));
  }
}

TEST(ServerCall, AR_054_is_answered_by_another_thread_of_the_pool) {
  Parking parking;
  TestInterface interface([&](ServerCall& call) {
    if (call.request().opnum == 0) return parking(call);
    reply(parking.only(), {1});
    reply(call, {2});
  });
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7);
  parking.only();
  client.call(8, {}, {.opnum = 1});
  EXPECT_EQ(client.response(7), (Octets{1}));
  EXPECT_EQ(client.response(8), (Octets{2}));
}

TEST(ServerCall, AR_050_without_an_answer_leaves_the_client_waiting) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7);
  ServerCall& call = parking.only();
  pollfd waiting{client.fd(), POLLIN, 0};
  EXPECT_EQ(poll(&waiting, 1, 50), 0);
  EXPECT_EQ(reply(call), RPC_S_OK);
  EXPECT_EQ(client.response(7), Octets{});
}

TEST(ServerCall, AR_077_is_dispatched_in_the_order_of_its_connection) {
  constexpr uint32_t k_calls = 1000;
  std::mutex mutex;
  std::vector<uint32_t> order;
  TestInterface interface([&](ServerCall& call) {
    {
      const std::lock_guard lock(mutex);
      order.push_back(call.request().call_id);
    }
    reply(call);
  });
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  for (uint32_t id = 1; id <= k_calls; ++id) client.call(id);
  for (uint32_t id = 1; id <= k_calls; ++id) client.response(id);
  ASSERT_EQ(order.size(), k_calls);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(ServerCall, AR_139_many_parked_calls_hold_no_thread) {
  constexpr uint32_t k_calls = 1000;
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(1);
  parking.wait_for(1);
  const unsigned before = threads_of_this_process();
  for (uint32_t id = 2; id <= k_calls; ++id) client.call(id);
  const std::vector<ServerCall*> calls = parking.wait_for(k_calls);
  // The pool may have grown to its base meanwhile, and by its watcher.
  EXPECT_LE(threads_of_this_process(), before + std::thread::hardware_concurrency() + 1);
  EXPECT_EQ(server->call_count(), k_calls);
  const unsigned parked = threads_of_this_process();
  std::thread([&] {
    for (auto call = calls.rbegin(); call != calls.rend(); ++call) reply(**call, {1});
  }).join();
  std::vector<bool> seen(k_calls + 1);
  for (uint32_t i = 0; i < k_calls; ++i) {
    const std::optional<Pdu> pdu = client.receive();
    ASSERT_TRUE(pdu && pdu->ptype() == k_response);
    EXPECT_FALSE(seen.at(pdu->call_id()));
    seen.at(pdu->call_id()) = true;
  }
  EXPECT_LE(threads_of_this_process(), parked);
}

TEST(ServerCall, completions_of_one_thread_wake_the_loop_once) {
  constexpr uint32_t k_calls = 64;
  Parking parking;
  std::atomic<bool> hold{false};
  std::atomic<bool> held{false};
  TestInterface interface([&](ServerCall& call) {
    if (call.request().opnum == 0) return parking(call);
    // Inline: keeps the loop awake while the other thread completes.
    held = true;
    while (!hold) std::this_thread::yield();
    reply(call);
  });
  TestServer server({.policy = DispatchPolicy::inline_});
  server.serve(interface);
  BoundClient client(server);
  for (uint32_t id = 1; id <= k_calls; ++id) client.call(id);
  const std::vector<ServerCall*> calls = parking.wait_for(k_calls);
  transport::Loop& loop = calls[0]->connection().loop();
  client.call(k_calls + 1, {}, {.opnum = 1});
  ASSERT_TRUE(eventually([&] { return held.load(); }));
  const uint64_t wakes = loop.wakes();
  for (ServerCall* call : calls) EXPECT_EQ(reply(*call), RPC_S_OK);
  EXPECT_EQ(loop.wakes(), wakes) << "the loop is awake: nobody needs to wake it";
  hold = true;
  for (uint32_t i = 0; i <= k_calls; ++i) EXPECT_TRUE(client.receive());
}

TEST(ServerCall, an_answer_on_the_loop_posts_nothing_and_all_of_a_turn_leave_in_one_write) {
  constexpr uint32_t k_calls = 32;
  TestInterface interface(echo);
  TestServer server({.policy = DispatchPolicy::inline_});
  server.serve(interface);
  BoundClient client(server);
  transport::Loop& loop = *server.runtime.next_loop();
  const uint64_t wakes = loop.wakes();
  Octets requests;
  for (uint32_t id = 1; id <= k_calls; ++id) {
    const Octets one = request_pdu(id, {static_cast<uint8_t>(id)});
    requests.insert(requests.end(), one.begin(), one.end());
  }
  client.send(requests);  // one segment: one read of the server
  uint8_t answers[4096];
  const ssize_t size = recv(client.fd(), answers, sizeof answers, 0);
  EXPECT_EQ(size, ssize_t{k_calls} * 25) << "all answers are in the first read";
  EXPECT_EQ(loop.wakes(), wakes);
}

TEST(ServerCall, AR_056_takes_exactly_one_of_two_racing_answers) {
  constexpr uint32_t k_calls = 500;
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  for (uint32_t id = 1; id <= k_calls; ++id) client.call(id);
  const std::vector<ServerCall*> calls = parking.wait_for(k_calls);
  // Kept, so that the loser still finds the call.
  for (ServerCall* call : calls) call->add_reference();
  std::atomic<uint32_t> won{0};
  const auto answer_all = [&](bool aborts) {
    for (ServerCall* call : calls)
      if ((aborts ? fault(*call, 5) : reply(*call)) == RPC_S_OK) ++won;
  };
  std::thread one(answer_all, false);
  std::thread other(answer_all, true);
  one.join();
  other.join();
  EXPECT_EQ(won.load(), k_calls);
  for (uint32_t i = 0; i < k_calls; ++i) EXPECT_TRUE(client.receive());
  for (ServerCall* call : calls) call->drop_reference();
  EXPECT_TRUE(eventually([&] { return server->call_count() == 0; }));
}

TEST(ServerCall, AR_061_sends_a_fault_with_the_code_of_the_manager) {
  TestInterface interface([](ServerCall& call) {
    fault(call, call.request().opnum == 0 ? 4711 : RPC_S_CALL_CANCELLED);
  });
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7);
  const Pdu raw = client.fault(7);
  EXPECT_EQ(raw.fault_status(), 4711u);
  EXPECT_FALSE(raw.did_not_execute());
  client.call(8, {}, {.opnum = 1});
  EXPECT_EQ(client.fault(8).fault_status(), 0x1c00000du) << "nca_s_fault_cancel";
}

TEST(ServerCall, AR_111_of_a_client_that_is_gone_stays_until_it_is_answered_in_vain) {
  for (const bool abruptly : {false, true}) {
    Parking parking;
    TestInterface interface(parking.manager());
    TestServer server;
    server.serve(interface);
    BoundClient client(server);
    client.call(7);
    ServerCall& call = parking.only();
    EXPECT_FALSE(call.disconnected());
    client.disconnect(abruptly);
    ASSERT_TRUE(eventually([&] { return call.disconnected(); }));
    EXPECT_TRUE(call.cancelled()) << "design, section 5";
    EXPECT_EQ(server->call_count(), 1u);
    EXPECT_TRUE(eventually([&] { return server->connection_count() == 0; }));
    EXPECT_EQ(reply(call, {1}), RPC_S_CALL_FAILED);
    EXPECT_TRUE(eventually([&] { return server->call_count() == 0; }));
  }
}

TEST(ServerCall, AR_074_shows_a_cancel_and_lives_on) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7);
  ServerCall& call = parking.only();
  EXPECT_FALSE(call.cancelled());
  client.send(control_pdu(k_co_cancel, 7));
  ASSERT_TRUE(eventually([&] { return call.cancelled(); }));
  EXPECT_TRUE(call.cancelled()) << "asking changes nothing";
  EXPECT_FALSE(call.answered());
  EXPECT_FALSE(call.disconnected());
  EXPECT_EQ(reply(call, {1}), RPC_S_OK);
  EXPECT_EQ(client.response(7), (Octets{1}));
}

TEST(ServerCall, that_is_cancelled_while_it_is_coming_in_is_dispatched_as_cancelled) {
  std::atomic<bool> cancelled{false};
  TestInterface interface([&](ServerCall& call) {
    cancelled = call.cancelled();
    reply(call);
  });
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7, {}, {.flags = k_first});
  client.send(control_pdu(k_co_cancel, 7));
  client.call(7, {}, {.flags = k_last});
  client.response(7);
  EXPECT_TRUE(cancelled);
}

TEST(ServerCall, that_was_orphaned_is_answered_in_vain_and_the_connection_lives_on) {
  Parking parking;
  TestInterface interface(
      [&](ServerCall& call) { call.request().opnum == 0 ? parking(call) : echo(call); });
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7);
  ServerCall& call = parking.only();
  client.send(control_pdu(k_orphaned, 7));
  ASSERT_TRUE(eventually([&] { return call.abandoned(); }));
  EXPECT_TRUE(call.cancelled());
  EXPECT_FALSE(call.disconnected());
  EXPECT_EQ(reply(call, {1}), RPC_S_CALL_FAILED);
  client.call(8, {4}, {.opnum = 1});
  EXPECT_EQ(client.response(8), (Octets{4})) << "nothing was sent for 7";
  EXPECT_TRUE(eventually([&] { return server->call_count() == 0; }));
}

TEST(ServerCall, that_was_orphaned_before_a_thread_took_it_is_dropped) {
  std::atomic<int> managers{0};
  std::atomic<bool> go{false};
  TestInterface interface([&](ServerCall& call) {
    ++managers;
    while (!go) std::this_thread::sleep_for(1ms);
    reply(call);
  });
  Limits limits;
  limits.max_dispatch_threads = std::thread::hardware_concurrency();
  TestServer server({.limits = limits});
  server.serve(interface);
  BoundClient client(server);
  const auto busy = static_cast<int>(std::thread::hardware_concurrency());
  for (int i = 1; i <= busy; ++i) client.call(static_cast<uint32_t>(i));
  ASSERT_TRUE(eventually([&] { return managers == busy; }));
  client.call(100);
  client.send(control_pdu(k_orphaned, 100));
  client.call(101, {}, {.opnum = 99});  // answered by the loop: the orphan has been seen
  client.fault(101);
  go = true;
  for (int i = 1; i <= busy; ++i) EXPECT_TRUE(client.receive());
  EXPECT_TRUE(eventually([&] { return server->call_count() == 0; }));
  EXPECT_EQ(managers, busy);
}

TEST(ServerCall, of_a_maybe_operation_is_never_answered) {
  Parking parking;
  TestInterface interface(
      [&](ServerCall& call) { call.request().opnum == 0 ? parking(call) : echo(call); });
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7, {}, {.flags = k_first | k_last | k_maybe});
  EXPECT_EQ(reply(parking.only(), {1}), RPC_S_OK);
  client.call(8, {4}, {.opnum = 1});
  EXPECT_EQ(client.response(8), (Octets{4}));
  EXPECT_TRUE(eventually([&] { return server->call_count() == 0; }));
}

TEST(ServerCall, parked_keeps_nothing_of_its_request) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7, Octets(3000, 1));
  ServerCall& call = parking.only();
  EXPECT_TRUE(call.stub_data().empty());
  EXPECT_EQ(call.arena().used(), 0u);
  reply(call);
  client.response(7);
}

TEST(ServerCall, is_found_by_its_address_while_it_lives_and_not_afterwards) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(7);
  ServerCall& call = parking.only();
  bool cancelled = true;
  const auto look = [&](ServerCall& found) { cancelled = found.cancelled(); };
  EXPECT_EQ(server->visit_call(&call, look), &call);
  EXPECT_FALSE(cancelled);
  EXPECT_EQ(server->visit_call(&client, look), nullptr);
  reply(call);
  client.response(7);
  EXPECT_TRUE(eventually([&] { return server->visit_call(&call, look) == nullptr; }));
}

TEST(ServerCall, AR_073_of_the_calling_thread_is_known_during_the_manager_only) {
  std::atomic<bool> right{false};
  TestInterface interface([&](ServerCall& call) {
    right = current_call() == &call;
    echo(call);
  });
  for (const DispatchPolicy policy : {DispatchPolicy::pool, DispatchPolicy::inline_}) {
    right = false;
    TestServer server({.policy = policy});
    server.serve(interface);
    BoundClient client(server);
    client.call(7);
    client.response(7);
    EXPECT_TRUE(right);
  }
  EXPECT_EQ(current_call(), nullptr);
}

}  // namespace
}  // namespace farcall::runtime::test
