// What a connection holds and refuses: groups, back-pressure, time, malformed input beside good calls.
#include "runtime/server/server_connection.h"

#include <cstdlib>

#include "test_server.h"
#include "wire/bind.h"
#include "wire/error_information.h"

namespace farcall::runtime::test {
namespace {

TEST(ServerConnection, serves_several_interfaces) {
  TestInterface first([](ServerCall& call) { reply(call, {1}); });
  TestInterface second([](ServerCall& call) { reply(call, {2}); }, k_other_interface);
  TestServer server;
  server.serve(first);
  server.serve(second);
  PduClient client(server.address);
  client.send(bind_pdu({k_interface, k_other_interface}));
  ASSERT_EQ(client.receive()->ptype(), k_bind_ack);
  client.call(1, {}, {.context = 0});
  EXPECT_EQ(client.response(1), (Octets{1}));
  client.call(2, {}, {.context = 1});
  EXPECT_EQ(client.response(2), (Octets{2}));
}

TEST(ServerConnection, hands_over_all_fragments_of_a_request_as_one) {
  TestInterface interface(echo);
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  Octets whole;
  for (uint8_t i = 0; i < 4; ++i) {
    const Octets part(1000, static_cast<uint8_t>(i + 1));
    whole.insert(whole.end(), part.begin(), part.end());
    client.call(1, part,
                {.flags = static_cast<uint8_t>((i == 0 ? k_first : 0) | (i == 3 ? k_last : 0))});
  }
  Octets answer;
  do {
    const std::optional<Pdu> pdu = client.receive();
    ASSERT_TRUE(pdu && pdu->ptype() == k_response);
    const Octets part = pdu->stub();
    answer.insert(answer.end(), part.begin(), part.end());
    if (pdu->flags() & k_last) break;
  } while (answer.size() < whole.size());
  EXPECT_EQ(answer, whole);
}

TEST(ServerConnection, joins_the_association_group_that_its_client_has) {
  TestInterface interface(echo);
  TestServer server;
  server.serve(interface);
  BoundClient first(server);
  EXPECT_NE(first.group, 0u);
  BoundClient second(server, {.group = first.group});
  EXPECT_EQ(second.group, first.group);
  BoundClient stranger(server);
  EXPECT_NE(stranger.group, first.group);
}

TEST(ServerConnection, is_refused_an_association_group_that_does_not_exist) {
  TestInterface interface(echo);
  TestServer server;
  server.serve(interface);
  PduClient client(server.address);
  client.send(bind_pdu({k_interface}, {.group = 0x12345678}));
  const std::optional<Pdu> answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->ptype(), k_bind_nak);
}

// [MS-RPCE] 2.2.2.9; who is told is FARCALL_ERROR_INFO's to say.
TEST(ServerConnection, that_is_refused_is_told_why) {
  for (const bool told : {true, false}) {
    told ? unsetenv("FARCALL_ERROR_INFO") : setenv("FARCALL_ERROR_INFO", "none", 1);
    TestInterface interface(echo);
    TestServer server;
    unsetenv("FARCALL_ERROR_INFO");
    server.serve(interface);
    PduClient client(server.address);
    client.send(bind_pdu({k_interface}, {.group = 0x12345678}));
    const std::optional<Pdu> answer = client.receive();
    ASSERT_TRUE(answer);
    const Result<wire::BindNak> nak =
        wire::decode_bind_nak(answer->bytes, *wire::decode_pdu_header(answer->bytes));
    ASSERT_TRUE(nak.ok());
    const ErrorChain chain = wire::decode_error_information(nak->error_information, Limits{});
    ASSERT_EQ(chain.size(), told ? 1u : 0u);
    if (!told) continue;
    EXPECT_EQ(chain[0].status, static_cast<uint32_t>(RPC_S_PROTOCOL_ERROR));
    EXPECT_EQ(chain[0].process_id, static_cast<uint32_t>(getpid()));
  }
}

TEST(ServerConnection, is_the_last_of_its_group_when_the_group_ends) {
  TestInterface interface(echo);
  TestServer server;
  server.serve(interface);
  BoundClient first(server);
  {
    BoundClient second(server, {.group = first.group});
    first.disconnect();
    ASSERT_TRUE(eventually([&] { return server->connection_count() == 1; }));
    BoundClient third(server, {.group = first.group});
    EXPECT_EQ(third.group, first.group);
  }
  ASSERT_TRUE(eventually([&] { return server->connection_count() == 0; }));
  PduClient late(server.address);
  late.send(bind_pdu({k_interface}, {.group = first.group}));
  EXPECT_EQ(late.receive()->ptype(), k_bind_nak);
}

TEST(ServerConnection, stops_reading_while_its_peer_does_not_read) {
  constexpr uint32_t k_calls = 4000;
  constexpr size_t k_answer = 5000;
  std::atomic<uint32_t> served{0};
  TestInterface interface([&](ServerCall& call) {
    ++served;
    reply(call, Octets(k_answer, 7));
  });
  Limits limits;
  limits.output_high_water = 64u << 10;
  TestServer server({.limits = limits, .policy = DispatchPolicy::inline_});
  server.serve(interface);
  BoundClient client(server);
  client.set_receive_buffer(16 << 10);
  // The requests are large, so that not all of them fit into one read of the server.
  std::thread sender([&] {
    for (uint32_t id = 1; id <= k_calls; ++id) client.call(id, Octets(4000, 1));
  });
  // Stands still, far from the end.
  uint32_t before = 0;
  ASSERT_TRUE(eventually([&] {
    const uint32_t now = served;
    const bool still = now != 0 && now == before;
    before = now;
    if (!still) std::this_thread::sleep_for(50ms);
    return still;
  }));
  EXPECT_LT(served.load(), k_calls);
  for (uint32_t id = 1; id <= k_calls; ++id) ASSERT_EQ(client.response(id).size(), k_answer);
  sender.join();
  EXPECT_EQ(served.load(), k_calls);
}

TEST(ServerConnection, stops_reading_while_too_many_requests_wait_for_a_thread) {
  constexpr uint32_t k_calls = 600;
  std::atomic<bool> go{false};
  TestInterface interface([&](ServerCall& call) {
    while (!go) std::this_thread::sleep_for(1ms);
    reply(call);
  });
  Limits limits;
  limits.max_queued_requests = 16;
  limits.max_dispatch_threads = std::thread::hardware_concurrency();
  TestServer server({.limits = limits});
  server.serve(interface);
  BoundClient client(server);
  std::thread sender([&] {
    for (uint32_t id = 1; id <= k_calls; ++id) client.call(id, Octets(4000, 1));
  });
  uint32_t before = 0;
  ASSERT_TRUE(eventually([&] {
    const uint32_t now = server->call_count();
    const bool still = now >= 16 && now == before;
    before = now;
    if (!still) std::this_thread::sleep_for(50ms);
    return still;
  }));
  EXPECT_LT(before, k_calls);
  go = true;
  for (uint32_t i = 0; i < k_calls; ++i) ASSERT_TRUE(client.receive());
  sender.join();
}

TEST(ServerConnection, drops_a_client_that_never_binds) {
  TestInterface interface(echo);
  Limits limits;
  limits.first_pdu = 50ms;
  TestServer server({.limits = limits});
  server.serve(interface);
  PduClient silent(server.address);
  EXPECT_TRUE(silent.closed_by_server());
}

TEST(ServerConnection, drops_a_client_that_leaves_a_request_unfinished) {
  TestInterface interface(echo);
  Limits limits;
  limits.fragment_gap = 50ms;
  TestServer server({.limits = limits});
  server.serve(interface);
  BoundClient client(server);
  client.call(1, {1}, {.flags = k_first});
  EXPECT_TRUE(client.closed_by_server());
  BoundClient idle(server);
  std::this_thread::sleep_for(120ms);
  idle.call(1, {1});
  EXPECT_EQ(idle.response(1), (Octets{1})) << "an idle client may stay";
}

TEST(ServerConnection, of_a_bad_peer_ends_without_harm_to_others) {
  Parking parking;
  TestInterface interface(
      [&](ServerCall& call) { call.request().opnum == 0 ? parking(call) : echo(call); });
  TestServer server;
  server.serve(interface);
  BoundClient bad(server);
  BoundClient good(server);
  bad.call(1);
  ServerCall& call = parking.only();
  bad.send(Octets(32, 0xff));
  EXPECT_TRUE(bad.closed_by_server());
  ASSERT_TRUE(eventually([&] { return call.disconnected(); }));
  EXPECT_EQ(reply(call), RPC_S_CALL_FAILED);
  good.call(1, {3}, {.opnum = 1});
  EXPECT_EQ(good.response(1), (Octets{3}));
}

TEST(ServerConnection, of_a_client_that_said_all_it_had_to_say_is_told_what_is_ready) {
  TestInterface interface(echo);
  TestServer server({.policy = DispatchPolicy::inline_});
  server.serve(interface);
  BoundClient client(server);
  client.call(1, {9});
  shutdown(client.fd(), SHUT_WR);
  EXPECT_EQ(client.response(1), (Octets{9}));
  EXPECT_TRUE(client.closed_by_server());
}

}  // namespace
}  // namespace farcall::runtime::test
