// Endpoints: what is accepted as one, "every address", and how many connections there may be.
#include "runtime/server/endpoint.h"

#include "test_server.h"
#include "transport/host_addresses.h"

namespace farcall::runtime::test {
namespace {

struct IdleServer {
  int32_t use(const EndpointRequest& request) { return server.use_endpoint(request).status().code; }
  Runtime runtime{{.limits = {}, .loops = 1}};
  Server server{runtime};
};

TEST(Endpoint, is_refused_with_the_status_of_what_is_wrong) {
  IdleServer idle;
  EXPECT_EQ(idle.use({"ncacn_np", "", "", 0}), RPC_S_PROTSEQ_NOT_SUPPORTED);
  EXPECT_EQ(idle.use({"ncacn_nonsense", "", "", 0}), RPC_S_INVALID_RPC_PROTSEQ);
  EXPECT_EQ(idle.use({"", "", "", 0}), RPC_S_INVALID_RPC_PROTSEQ);
  for (const char* endpoint : {"65536", "-1", "1x", "x", "00000000001", " 1"})
    EXPECT_EQ(idle.use({"ncacn_ip_tcp", "127.0.0.1", endpoint, 0}), RPC_S_INVALID_ENDPOINT_FORMAT)
        << endpoint;
  for (const char* address : {"nobody", "127.0.0.1.1", "[::1]", "::1%nosuch"})
    EXPECT_EQ(idle.use({"ncacn_ip_tcp", address, "", 0}), RPC_S_INVALID_NET_ADDR) << address;
  // TEST-NET-1 (RFC 5737) is nobody's own address.
  EXPECT_EQ(idle.use({"ncacn_ip_tcp", "192.0.2.1", "", 0}), RPC_S_CANT_CREATE_ENDPOINT);
  EXPECT_TRUE(idle.server.endpoints().empty());
}

TEST(Endpoint, is_named_with_the_port_it_got) {
  IdleServer idle;
  ASSERT_EQ(idle.use({"ncacn_ip_tcp", "127.0.0.1", "0", 0}), RPC_S_OK);
  const std::vector<EndpointName> names = idle.server.endpoints();
  ASSERT_EQ(names.size(), 1u);
  EXPECT_EQ(names[0].protseq, "ncacn_ip_tcp");
  EXPECT_EQ(names[0].address, "127.0.0.1");
  EXPECT_NE(names[0].endpoint, "0");
  EXPECT_EQ(idle.use({"ncacn_ip_tcp", "127.0.0.1", names[0].endpoint, 0}),
            RPC_S_DUPLICATE_ENDPOINT);
}

TEST(Endpoint, of_every_address_has_one_port_for_both_families) {
  TestInterface interface(echo);
  TestServer server({.listen = false});
  server.serve(interface);
  ASSERT_TRUE(server->use_endpoint({"ncacn_ip_tcp", "", "", 0}).ok());
  ASSERT_TRUE(server->listen(1, 1234).ok());
  const std::vector<EndpointName> names = server->endpoints();
  bool with_ipv6 = false;
  ASSERT_GE(names.size(), 2u) << "the first is the fixture's";
  for (size_t i = 1; i < names.size(); ++i) {
    EXPECT_EQ(names[i].endpoint, names[1].endpoint);
    with_ipv6 |= names[i].address.find(':') != std::string::npos;
    const auto port = static_cast<uint16_t>(std::stoi(names[i].endpoint));
    const auto address = transport::TcpAddress::parse(names[i].address, port);
    ASSERT_TRUE(address) << names[i].address;
    EXPECT_TRUE(i != 1 || address->is_loopback()) << "what a local client uses comes first";
    PduClient client(*address);
    client.bind(k_interface);
  }
  bool host_has_ipv6 = false;
  for (const transport::TcpAddress& each : transport::host_addresses())
    host_has_ipv6 |= each.family() == transport::AddressFamily::ipv6;
  EXPECT_EQ(with_ipv6, host_has_ipv6);
}

TEST(Endpoint, takes_connections_that_came_before_the_server_listened) {
  TestInterface interface(echo);
  TestServer server({.listen = false});
  server.serve(interface);
  PduClient early(server.address);
  early.send(bind_pdu({k_interface}));
  EXPECT_EQ(server->connection_count(), 0u);
  ASSERT_TRUE(server->listen(1, 1234).ok());
  ASSERT_EQ(early.receive()->ptype(), k_bind_ack);
}

TEST(Endpoint, that_comes_after_listen_is_served) {
  TestInterface interface(echo);
  TestServer server;
  server.serve(interface);
  ASSERT_TRUE(server->use_endpoint({"ncacn_ip_tcp", "127.0.0.1", "", 0}).ok());
  PduClient client(static_cast<uint16_t>(std::stoi(server->endpoints().at(1).endpoint)));
  client.bind(k_interface);
}

TEST(Endpoint, refuses_connections_beyond_the_limits_and_takes_others_again) {
  TestInterface interface(echo);
  for (const bool per_peer : {false, true}) {
    Limits limits;
    (per_peer ? limits.max_connections_per_peer : limits.max_connections) = 2;
    TestServer server({.limits = limits});
    server.serve(interface);
    BoundClient first(server);
    BoundClient second(server);
    PduClient third(server.address);
    EXPECT_TRUE(third.closed_by_server());
    first.disconnect();
    ASSERT_TRUE(eventually([&] { return server->connection_count() == 1; }));
    BoundClient fourth(server);
  }
}

TEST(ConnectionSet, counts_each_peer_for_itself) {
  Limits limits;
  limits.max_connections_per_peer = 1;
  ConnectionSet set(limits);
  ConnectionEntry a{"192.0.2.1", {}};
  ConnectionEntry b{"192.0.2.2", {}};
  ConnectionEntry again{"192.0.2.1", {}};
  EXPECT_TRUE(set.add(a));
  EXPECT_TRUE(set.add(b));
  EXPECT_FALSE(set.add(again));
  EXPECT_EQ(set.size(), 2u);
  set.remove(a);
  EXPECT_TRUE(set.add(again));
  set.remove(again);
  set.remove(b);
  set.wait_until_empty();
}

TEST(AssociationGroups, live_as_long_as_a_member) {
  const Limits limits;
  AssociationGroups groups(limits);
  AssociationGroup* const group = groups.join(0);
  ASSERT_NE(group, nullptr);
  const uint32_t id = group->id();
  EXPECT_NE(id, 0u);
  EXPECT_EQ(groups.join(id), group);
  EXPECT_EQ(groups.leave(*group), nullptr);
  EXPECT_EQ(groups.join(id), group);
  EXPECT_EQ(groups.leave(*group), nullptr);
  EXPECT_NE(groups.leave(*group), nullptr);
  EXPECT_EQ(groups.join(id), nullptr);
  EXPECT_EQ(groups.size(), 0u);
}

TEST(Dispatcher, D7_refuses_the_baton_that_is_not_there) {
  const Limits limits;
  Dispatcher dispatcher(limits);
  EXPECT_EQ(dispatcher.policy(), DispatchPolicy::pool) << "safe for managers that block";
  EXPECT_EQ(dispatcher.set_policy(DispatchPolicy::baton).status().code, RPC_S_CANNOT_SUPPORT);
  EXPECT_EQ(dispatcher.policy(), DispatchPolicy::pool);
  EXPECT_TRUE(dispatcher.set_policy(DispatchPolicy::inline_).ok());
}

// Managers that block do not keep others from running, nor the loop from reading.
TEST(Dispatcher, D7_grows_the_pool_while_managers_block) {
  constexpr uint32_t k_blocking = 12;
  std::atomic<uint32_t> entered{0};
  std::atomic<bool> go{false};
  TestInterface interface([&](ServerCall& call) {
    if (call.request().opnum == 1) return echo(call);
    ++entered;
    while (!go) std::this_thread::sleep_for(1ms);
    reply(call);
  });
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  for (uint32_t id = 1; id <= k_blocking; ++id) client.call(id);
  BoundClient other(server);
  other.call(1, {1}, {.opnum = 1});
  EXPECT_EQ(other.response(1), (Octets{1}));
  EXPECT_TRUE(eventually([&] { return entered == k_blocking; }));
  EXPECT_GE(server->dispatcher().threads(), k_blocking);
  go = true;
  for (uint32_t id = 1; id <= k_blocking; ++id) EXPECT_TRUE(client.receive());
}

TEST(Dispatcher, D7_runs_inline_managers_on_the_loop_with_the_request_in_place) {
  std::atomic<bool> on_loop{false};
  TestInterface interface([&](ServerCall& call) {
    on_loop = call.connection().loop().is_current();
    echo(call);
  });
  TestServer server({.policy = DispatchPolicy::inline_});
  server.serve(interface);
  BoundClient client(server);
  client.call(1, {1, 2});
  EXPECT_EQ(client.response(1), (Octets{1, 2}));
  EXPECT_TRUE(on_loop);
  EXPECT_EQ(server->dispatcher().threads(), 0u);
}

}  // namespace
}  // namespace farcall::runtime::test
