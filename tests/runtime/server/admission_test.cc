// What a request is refused for before anything of it is looked at.
#include "runtime/server/admission.h"

#include "test_server.h"

namespace farcall::runtime::test {
namespace {

constexpr uint32_t k_allow_secure_only = 0x0008;
constexpr uint32_t k_allow_no_auth = 0x0010;

// A manager that must not be reached.
void unreachable(ServerCall& call) {
  ADD_FAILURE() << "dispatched";
  reply(call);
}

struct Refusal {
  uint32_t status;
  bool did_not_execute;
};

Refusal refusal(TestServer& server, const Octets& stub = {}, RequestOptions options = {}) {
  BoundClient client(server);
  client.call(1, stub, options);
  const Pdu fault = client.fault(1);
  client.call(2, {}, {.opnum = 9});
  client.fault(2);  // the connection goes on
  return {fault.fault_status(), fault.did_not_execute()};
}

TEST(Admission, refuses_an_operation_number_out_of_range) {
  TestInterface interface(unreachable);
  TestServer server;
  server.serve(interface);
  for (const uint16_t opnum : {uint16_t{4}, uint16_t{5}, uint16_t{0xffff}}) {
    const Refusal got = refusal(server, {}, {.opnum = opnum});
    EXPECT_EQ(got.status, 0x1c010002u) << "nca_s_op_rng_error";
    EXPECT_TRUE(got.did_not_execute);
  }
}

TEST(Admission, takes_the_largest_request_of_the_interface_and_none_above) {
  TestInterface interface(echo);
  TestServer server;
  server.serve(interface, {.max_rpc_size = 100});
  BoundClient client(server);
  client.call(1, Octets(100));
  EXPECT_EQ(client.response(1).size(), 100u);
  client.call(2, Octets(101));
  const Pdu fault = client.fault(2);
  EXPECT_EQ(fault.fault_status(), static_cast<uint32_t>(RPC_S_ACCESS_DENIED));
  EXPECT_TRUE(fault.did_not_execute());
}

TEST(Admission, takes_requests_beyond_the_usual_limit_when_the_interface_asks_for_them) {
  TestInterface interface(echo);
  Limits limits;
  limits.max_request = 1000;
  TestServer server({.limits = limits});
  server.serve(interface, {.max_rpc_size = 5000});
  BoundClient client(server);
  client.call(1, Octets(5000, 7));
  EXPECT_EQ(client.response(1), Octets(5000, 7));
  client.call(2, Octets(5001));
  EXPECT_EQ(client.fault(2).fault_status(), static_cast<uint32_t>(RPC_S_ACCESS_DENIED));
}

TEST(Admission, keeps_the_usual_limit_for_interfaces_that_say_nothing) {
  TestInterface interface(echo);
  Limits limits;
  limits.max_request = 1000;
  TestServer server({.limits = limits});
  server.serve(interface);
  BoundClient client(server);
  client.call(1, Octets(1000));
  EXPECT_EQ(client.response(1).size(), 1000u);
  client.call(2, Octets(1001));
  EXPECT_EQ(client.fault(2).fault_status(), static_cast<uint32_t>(RPC_S_ACCESS_DENIED));
}

TEST(Admission, serves_any_object_with_the_default_manager) {
  TestInterface interface(
      [](ServerCall& call) { reply(call, {static_cast<uint8_t>(call.request().object ? 1 : 0)}); });
  TestServer server;
  server.serve(interface);
  BoundClient client(server);
  client.call(1, {}, {.object = Uuid{5, 6, 7, {}}});
  EXPECT_EQ(client.response(1), (Octets{1}));
  client.call(2);
  EXPECT_EQ(client.response(2), (Octets{0}));
}

TEST(Admission, hands_over_the_entry_point_vector_of_the_manager) {
  static const int epv = 0;
  std::atomic<const void*> seen{nullptr};
  TestInterface interface([&](ServerCall& call) {
    seen = call.manager_epv();
    reply(call);
  });
  TestServer server;
  ASSERT_TRUE(server->register_interface(interface.spec, Uuid{}, &epv, {}).ok());
  BoundClient client(server);
  client.call(1);
  client.response(1);
  EXPECT_EQ(seen, &epv);
}

TEST(Admission, refuses_an_interface_without_a_manager_for_the_nil_type) {
  TestInterface interface(unreachable);
  TestServer server;
  ASSERT_TRUE(server->register_interface(interface.spec, Uuid{1, 2, 3, {}}, nullptr, {}).ok());
  const Refusal got = refusal(server);
  EXPECT_EQ(got.status, 0x1c010017u) << "nca_s_unsupported_type";
  EXPECT_TRUE(got.did_not_execute);
}

TEST(Admission, D12_lets_local_callers_in_and_keeps_remote_ones_out) {
  TestInterface interface(echo);
  {
    TestServer server;
    server.serve(interface);
    BoundClient client(server);
    client.call(1);
    client.response(1);
  }
  // As the switch says, every TCP peer is remote.
  TestServer strict({.restrict_remote = RestrictRemote::high});
  strict.serve(interface);
  const Refusal got = refusal(strict);
  EXPECT_EQ(got.status, static_cast<uint32_t>(RPC_S_ACCESS_DENIED));
  EXPECT_TRUE(got.did_not_execute);
}

TEST(Admission, D12_lets_remote_callers_in_where_the_interface_says_so) {
  TestInterface interface(echo);
  TestServer server({.restrict_remote = RestrictRemote::high});
  server.serve(interface, {.flags = k_allow_no_auth});
  BoundClient client(server);
  client.call(1);
  client.response(1);
}

TEST(Admission, D12_keeps_unauthenticated_callers_out_of_a_secure_only_interface) {
  TestInterface interface(unreachable);
  TestServer server;
  server.serve(interface, {.flags = k_allow_secure_only});
  EXPECT_EQ(refusal(server).status, static_cast<uint32_t>(RPC_S_ACCESS_DENIED));
}

TEST(Admission, D12_never_asks_the_callback_about_an_unauthenticated_caller_unless_told_to) {
  TestInterface interface(unreachable);
  TestServer server;
  server.serve(interface, {.security_callback = [](void*, void*) -> int32_t {
                 ADD_FAILURE() << "called";
                 return RPC_S_OK;
               }});
  EXPECT_EQ(refusal(server).status, static_cast<uint32_t>(RPC_S_ACCESS_DENIED));
}

// What the callback saw, and what it answers.
std::atomic<void*> g_handle{nullptr};
std::atomic<void*> g_context{nullptr};
std::atomic<int32_t> g_verdict{RPC_S_OK};
std::atomic<int> g_asked{0};
int32_t callback(void* handle, void* context) {
  g_handle = handle;
  g_context = context;
  ++g_asked;
  return g_verdict;
}

TEST(Admission, asks_the_security_callback_for_every_call_with_the_call_as_binding_handle) {
  std::atomic<ServerCall*> seen{nullptr};
  TestInterface interface([&](ServerCall& call) {
    seen = &call;
    echo(call);
  });
  TestServer server;
  server.serve(interface, {.flags = k_allow_no_auth, .security_callback = callback});
  BoundClient client(server);
  g_verdict = RPC_S_OK;
  g_asked = 0;
  client.call(1);
  client.response(1);
  EXPECT_EQ(g_handle, &interface);
  EXPECT_EQ(g_context, seen.load());
  client.call(2);
  client.response(2);
  EXPECT_EQ(g_asked, 2);
}

TEST(Admission, refuses_whom_the_security_callback_refuses) {
  TestInterface interface(unreachable);
  for (const DispatchPolicy policy : {DispatchPolicy::pool, DispatchPolicy::inline_}) {
    TestServer server({.policy = policy});
    server.serve(interface, {.flags = k_allow_no_auth, .security_callback = callback});
    g_verdict = 4711;
    const Refusal got = refusal(server);
    EXPECT_EQ(got.status, static_cast<uint32_t>(RPC_S_ACCESS_DENIED)) << "whatever it answers";
    EXPECT_TRUE(got.did_not_execute);
  }
}

TEST(Admission, refuses_when_the_security_callback_throws) {
  TestInterface interface(unreachable);
  TestServer server;
  server.serve(interface, {.flags = k_allow_no_auth,
                           .security_callback = [](void*, void*) -> int32_t { throw 1; }});
  EXPECT_EQ(refusal(server).status, static_cast<uint32_t>(RPC_S_ACCESS_DENIED));
}

TEST(Admission, does_not_run_the_security_callback_on_the_loop_of_a_pool_server) {
  TestInterface interface(echo);
  TestServer server;
  static std::atomic<bool> on_loop;
  on_loop = true;
  server.serve(interface,
               {.flags = k_allow_no_auth, .security_callback = [](void*, void* context) -> int32_t {
                  on_loop = static_cast<ServerCall*>(context)->connection().loop().is_current();
                  return RPC_S_OK;
                }});
  BoundClient client(server);
  client.call(1);
  client.response(1);
  EXPECT_FALSE(on_loop);
}

}  // namespace
}  // namespace farcall::runtime::test
