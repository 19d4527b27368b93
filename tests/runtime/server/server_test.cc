// Listening, stopping, unregistering and the end of a server, with calls that are still parked.
#include "runtime/server/server.h"

#include <future>

#include "test_server.h"

namespace farcall::runtime::test {
namespace {

constexpr uint32_t k_auto_listen = 0x0001;  // RPC_IF_AUTOLISTEN

template <class Work>
std::future<int32_t> in_background(Work work) {
  return std::async(std::launch::async, [work] { return work().status().code; });
}

bool still_waits(const std::future<int32_t>& waiting) {
  return waiting.wait_for(50ms) == std::future_status::timeout;
}
int32_t outcome(std::future<int32_t>& waiting) {
  if (waiting.wait_for(20s) != std::future_status::ready) ADD_FAILURE() << "waits for ever";
  return waiting.get();
}

TEST(Server, listens_once_at_a_time_and_only_with_an_endpoint) {
  Runtime runtime({.limits = {}, .loops = 1});
  Server server(runtime);
  EXPECT_EQ(server.listen(1, 1234).status().code, RPC_S_NO_PROTSEQS_REGISTERED);
  ASSERT_TRUE(server.use_endpoint({"ncacn_ip_tcp", "127.0.0.1", "", 0}).ok());
  EXPECT_EQ(server.listen(1, 0).status().code, RPC_S_MAX_CALLS_TOO_SMALL);
  EXPECT_EQ(server.listen(5, 4).status().code, RPC_S_MAX_CALLS_TOO_SMALL);
  EXPECT_EQ(server.stop_listening().status().code, RPC_S_NOT_LISTENING);
  EXPECT_EQ(server.wait_listen().status().code, RPC_S_NOT_LISTENING);
  EXPECT_FALSE(server.listening());
  ASSERT_TRUE(server.listen(1, 1234).ok());
  EXPECT_TRUE(server.listening());
  EXPECT_EQ(server.listen(1, 1234).status().code, RPC_S_ALREADY_LISTENING);
  EXPECT_TRUE(server.stop_listening().ok());
  EXPECT_EQ(server.stop_listening().status().code, RPC_S_NOT_LISTENING);
  EXPECT_TRUE(server.wait_listen().ok());
  EXPECT_EQ(server.wait_listen().status().code, RPC_S_NOT_LISTENING);
  EXPECT_TRUE(server.listen(1, 1234).ok()) << "and again";
}

TEST(Server, lets_one_thread_wait) {
  TestServer server;
  auto waiting = in_background([&] { return server->wait_listen(); });
  ASSERT_TRUE(still_waits(waiting));
  EXPECT_EQ(server->wait_listen().status().code, RPC_S_ALREADY_LISTENING);
  EXPECT_TRUE(server->stop_listening().ok());
  EXPECT_EQ(outcome(waiting), RPC_S_OK);
}

TEST(Server, AR_140_that_was_stopped_waits_for_its_last_parked_call) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(1);
  client.call(2);
  const std::vector<ServerCall*> calls = parking.wait_for(2);
  auto waiting = in_background([&] { return server->wait_listen(); });
  EXPECT_TRUE(server->stop_listening().ok());
  client.call(3);
  const Pdu refused = client.fault(3);
  EXPECT_EQ(refused.fault_status(), 0x1c010014u) << "nca_s_server_too_busy";
  EXPECT_TRUE(refused.did_not_execute());
  EXPECT_EQ(reply(*calls[0]), RPC_S_OK);
  client.response(1);
  EXPECT_TRUE(still_waits(waiting));
  EXPECT_EQ(reply(*calls[1]), RPC_S_OK);
  client.response(2);
  EXPECT_EQ(outcome(waiting), RPC_S_OK);
}

TEST(Server, names_the_calls_that_nobody_has_answered_to_who_waits_for_them) {
  static std::atomic<int> named;
  for (const bool patient : {true, false}) {
    named = 0;
    Parking parking;
    TestInterface interface(parking.manager());
    interface.spec.report_unanswered = [](ServerCall&) { ++named; };
    Limits limits;
    limits.unanswered_call_report = patient ? std::chrono::milliseconds(24h) : 10ms;
    TestServer server({.limits = limits});
    server.serve(interface);
    BoundClient client(server);
    client.call(1);
    ServerCall& call = parking.only();
    call.note_manager_returned();  // as a stub notes it
    auto waiting = in_background([&] { return server->wait_listen(); });
    EXPECT_TRUE(server->stop_listening().ok());
    if (patient)
      EXPECT_TRUE(still_waits(waiting));
    else
      EXPECT_TRUE(eventually([] { return named > 0; }));
    EXPECT_EQ(reply(call), RPC_S_OK);
    client.response(1);
    EXPECT_EQ(outcome(waiting), RPC_S_OK);
    EXPECT_EQ(named > 0, !patient);
  }
}

TEST(Server, AR_140_that_was_stopped_goes_on_with_auto_listen_interfaces) {
  Parking parking;
  TestInterface automatic(parking.manager());
  TestServer server;
  server.serve(automatic, {.flags = k_auto_listen});
  BoundClient client(server);
  client.call(1);
  ServerCall& call = parking.only();
  EXPECT_TRUE(server->stop_listening().ok());
  EXPECT_TRUE(server->wait_listen().ok()) << "calls of auto-listen interfaces do not count";
  automatic.manager = echo;
  client.call(2, {5});
  EXPECT_EQ(client.response(2), (Octets{5}));
  EXPECT_EQ(reply(call), RPC_S_OK);
  client.response(1);
}

TEST(Server, accepts_connections_for_an_auto_listen_interface_without_listening) {
  TestInterface automatic(echo);
  TestInterface ordinary(echo, k_other_interface);
  TestServer server({.listen = false});
  server.serve(ordinary);
  server.serve(automatic, {.flags = k_auto_listen});
  PduClient client(server.address);
  client.send(bind_pdu({k_interface, k_other_interface}));
  ASSERT_EQ(client.receive()->ptype(), k_bind_ack);
  client.call(1, {5});
  EXPECT_EQ(client.response(1), (Octets{5}));
  client.call(2, {}, {.context = 1});
  EXPECT_EQ(client.fault(2).fault_status(), 0x1c010014u);
}

TEST(Server, AR_141_takes_the_number_of_calls_as_a_hint) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server({.listen = false});
  server.serve(interface);
  ASSERT_TRUE(server->listen(1, 1).ok());
  BoundClient client(server);
  for (uint32_t id = 1; id <= 10; ++id) client.call(id);
  for (ServerCall* call : parking.wait_for(10)) reply(*call);
  for (uint32_t id = 1; id <= 10; ++id) EXPECT_EQ(client.receive()->ptype(), k_response);
}

TEST(Server, refuses_calls_beyond_the_limit_of_the_process_and_takes_them_again) {
  Parking parking;
  TestInterface interface(parking.manager());
  Limits limits;
  limits.max_calls_per_process = 2;
  TestServer server({.limits = limits});
  server.serve(interface);
  BoundClient client(server);
  BoundClient other(server);
  client.call(1);
  other.call(1);
  const std::vector<ServerCall*> calls = parking.wait_for(2);
  client.call(2);
  const Pdu refused = client.fault(2);
  EXPECT_EQ(refused.fault_status(), 0x1c010014u);
  EXPECT_TRUE(refused.did_not_execute());
  reply(*calls[0]);
  reply(*calls[1]);
  client.response(1);
  other.response(1);
  ASSERT_TRUE(eventually([&] { return server->call_count() == 0; }));
  interface.manager = echo;
  client.call(3, {1});
  EXPECT_EQ(client.response(3), (Octets{1}));
}

TEST(Server, bounds_the_calls_of_an_auto_listen_interface_by_its_own_number) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface, {.flags = k_auto_listen, .max_calls = 1});
  BoundClient client(server);
  client.call(1);
  ServerCall& call = parking.only();
  client.call(2);
  EXPECT_EQ(client.fault(2).fault_status(), 0x1c010014u);
  reply(call);
  client.response(1);
}

TEST(Server, AR_134_unregisters_an_interface_when_its_parked_calls_have_ended) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(1);
  ServerCall& call = parking.only();
  auto removing =
      in_background([&] { return server->unregister_interface(&interface, Uuid{}, true, true); });
  ASSERT_TRUE(still_waits(removing));
  client.call(2);
  const Pdu refused = client.fault(2);
  EXPECT_EQ(refused.fault_status(), 0x1c010003u) << "nca_s_unk_if";
  EXPECT_TRUE(refused.did_not_execute());
  EXPECT_EQ(reply(call, {1}), RPC_S_OK);
  EXPECT_EQ(client.response(1), (Octets{1}));
  EXPECT_EQ(outcome(removing), RPC_S_OK);
}

TEST(Server, serves_old_connections_when_an_interface_is_registered_again) {
  TestInterface interface(echo);
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(1, {1});
  client.response(1);
  ASSERT_TRUE(server->unregister_interface(&interface, Uuid{}, true, true).ok());
  client.call(2);
  EXPECT_EQ(client.fault(2).fault_status(), 0x1c010003u);
  TestInterface successor([](ServerCall& call) { reply(call, {42}); });
  server.serve(successor);
  client.call(3, {1});
  EXPECT_EQ(client.response(3), (Octets{42}));
}

TEST(Server, that_ends_drops_connections_and_abandons_parked_calls) {
  Parking parking;
  TestInterface interface(parking.manager());
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  BoundClient idle(server);
  for (uint32_t id = 1; id <= 20; ++id) client.call(id);
  parking.wait_for(20);
  server.server.reset();
  EXPECT_TRUE(client.closed_by_server());
  EXPECT_TRUE(idle.closed_by_server());
  EXPECT_EQ(interface.abandoned, 20);
}

TEST(Server, that_ends_waits_for_managers_and_lets_late_answers_through) {
  std::atomic<bool> entered{false};
  std::atomic<bool> go{false};
  std::atomic<bool> left{false};
  TestInterface interface([&](ServerCall& call) {
    entered = true;
    while (!go) std::this_thread::sleep_for(1ms);
    EXPECT_EQ(reply(call), RPC_S_CALL_FAILED);
    left = true;
  });
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(1);
  ASSERT_TRUE(eventually([&] { return entered.load(); }));
  std::thread release([&] {
    EXPECT_TRUE(client.closed_by_server());
    go = true;
  });
  server.server.reset();
  EXPECT_TRUE(left);
  release.join();
  EXPECT_EQ(interface.abandoned, 0);
}

TEST(Server, that_ends_while_calls_are_being_completed_ends_each_call_once) {
  for (int round = 0; round < 20; ++round) {
    constexpr uint32_t k_calls = 50;
    Parking parking;
    TestInterface interface(parking.manager());
    TestServer server;
    server.serve(interface);
    BoundClient client(server);
    for (uint32_t id = 1; id <= k_calls; ++id) client.call(id);
    std::vector<ServerCall*> calls = parking.wait_for(k_calls);
    // As the asynchronous table does: a call is answered only by who still finds its state.
    std::atomic<int> answered{0};
    std::atomic<ServerCall*> owned[k_calls];
    for (uint32_t i = 0; i < k_calls; ++i) {
      calls[i]->add_reference();
      owned[i] = calls[i];
    }
    std::thread worker([&] {
      for (std::atomic<ServerCall*>& call : owned) {
        if (call.load()->claim_answer()) {
          (void)call.load()->fault(5);
          ++answered;
        }
        call.load()->drop_reference();
      }
    });
    server.server.reset();
    worker.join();
    EXPECT_EQ(answered + interface.abandoned, static_cast<int>(k_calls));
  }
}

TEST(Server, that_never_listened_ends) {
  TestServer server({.listen = false});
  server.server.reset();
}

TEST(Server, spreads_connections_over_the_loops) {
  TestInterface interface(echo);
  TestServer server({.loops = 2});
  server.serve(interface);
  std::mutex mutex;
  std::vector<transport::Loop*> loops;
  interface.manager = [&](ServerCall& call) {
    {
      const std::lock_guard lock(mutex);
      loops.push_back(&call.connection().loop());
    }
    echo(call);
  };
  BoundClient one(server);
  BoundClient two(server);
  one.call(1);
  one.response(1);
  two.call(1);
  two.response(1);
  EXPECT_NE(loops.at(0), loops.at(1));
}

}  // namespace
}  // namespace farcall::runtime::test
