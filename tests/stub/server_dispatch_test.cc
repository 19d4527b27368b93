// From a request's bytes to the manager routine and back, for synchronous operations and bad input.
#include "stub/server_dispatch.h"

#include <farcall/stub/exceptions.h>

#include "server_fixture.h"

namespace farcall::stub::test {
namespace {

TEST(ServerDispatch, serves_a_synchronous_operation) {
  StubServer stub;
  g_managers.sync = [](long n) { return n + 1; };
  StubClient client(stub);
  client.call_number(1, k_sync, 41);
  EXPECT_EQ(client.response(1), (Octets{42, 0, 0, 0}));
}

TEST(ServerDispatch, sign_extends_an_idl_long) {
  StubServer stub;
  g_managers.sync = [](long n) {
    EXPECT_EQ(n, -2);
    return n;
  };
  StubClient client(stub);
  client.call_number(1, k_sync, 0xfffffffe);
  EXPECT_EQ(client.response(1), (Octets{0xfe, 0xff, 0xff, 0xff}));
}

TEST(ServerDispatch, faults_with_what_a_manager_raises) {
  StubServer stub;
  g_managers.sync = [](long n) -> long { raise(static_cast<int32_t>(n)); };
  StubClient client(stub);
  client.call_number(1, k_sync, 777);
  EXPECT_EQ(client.fault(1).fault_status(), 777u);
}

TEST(ServerDispatch, refuses_short_stub_data_before_the_manager) {
  StubServer stub;
  g_managers.sync = [](long) -> long {
    ADD_FAILURE() << "called";
    return 0;
  };
  StubClient client(stub);
  for (uint32_t size = 0; size < 4; ++size) {
    client.call(size + 1, Octets(size), {.opnum = k_sync});
    EXPECT_EQ(client.fault(size + 1).fault_status(), static_cast<uint32_t>(RPC_X_BAD_STUB_DATA));
  }
}

TEST(ServerDispatch, frees_what_it_took_for_bad_stub_data) {
  StubServer stub;
  g_managers.text = [](RPC_ASYNC_STATE*, char**) { ADD_FAILURE() << "called"; };
  StubClient client(stub);
  // No terminator: found out when the memory has been taken.
  client.call(1, {0, 0, 2, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 'h', 'e'}, {.opnum = k_text});
  EXPECT_EQ(client.fault(1).fault_status(), static_cast<uint32_t>(RPC_X_BAD_STUB_DATA));
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_TRUE(stub.idle());
}

// How many ends were told since the last question.
std::pair<int, int> ends() {
  return {g_ends_entered.exchange(0), g_ends_not_entered.exchange(0)};
}

TEST(ServerDispatch, tells_the_end_of_each_call_and_whether_its_manager_was_entered) {
  StubServer stub;
  StubClient client(stub);
  (void)ends();
  g_managers.sync = [](long n) {
    EXPECT_EQ(ends(), std::pair(0, 0));
    return n;
  };
  client.call_number(1, k_sync, 41);
  EXPECT_EQ(client.response(1), (Octets{41, 0, 0, 0}));
  EXPECT_EQ(ends(), std::pair(1, 0));
  g_managers.sync = [](long) -> long { raise(777); };
  client.call_number(2, k_sync, 41);
  EXPECT_EQ(client.fault(2).fault_status(), 777u);
  EXPECT_EQ(ends(), std::pair(1, 0));
  client.call(3, {1, 2}, {.opnum = k_sync});
  EXPECT_EQ(client.fault(3).fault_status(), static_cast<uint32_t>(RPC_X_BAD_STUB_DATA));
  EXPECT_EQ(ends(), std::pair(0, 1));
}

TEST(ServerDispatch, tells_the_end_of_an_asynchronous_call_when_it_is_answered) {
  StubServer stub;
  StubClient client(stub);
  (void)ends();
  g_managers.text = [](RPC_ASYNC_STATE* state, char** text) {
    EXPECT_STREQ(*text, "h");
    EXPECT_EQ(g_user_blocks, 1);
    EXPECT_EQ(ends(), std::pair(0, 0));
    EXPECT_TRUE(environment().server_async->complete(state, nullptr).ok());
  };
  client.call(1, {0, 0, 2, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 'h', 0}, {.opnum = k_text});
  (void)client.response(1);
  EXPECT_EQ(ends(), std::pair(1, 0));
  EXPECT_EQ(g_blocks_at_end, 0) << "everything is freed by then";
}

TEST(ServerDispatch, takes_a_security_callback_that_raises_as_a_refusal) {
  StubServer stub(
      {}, {.flags = 0x10, .security_callback = [](void*, void*) -> int32_t { raise(1234); }});
  g_managers.sync = [](long) -> long {
    ADD_FAILURE() << "called";
    return 0;
  };
  StubClient client(stub);
  client.call_number(1, k_sync, 1);
  EXPECT_EQ(client.fault(1).fault_status(), static_cast<uint32_t>(RPC_S_ACCESS_DENIED));
}

TEST(InterfaceSpec, is_what_midl_described) {
  const Result<runtime::InterfaceSpec> spec = interface_spec(&g_if_spec);
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(spec->id, runtime::test::k_interface);
  EXPECT_EQ(spec->handle, &g_if_spec);
  EXPECT_EQ(spec->operation_count, 4);
}

TEST(InterfaceSpec, is_refused_for_anything_else) {
  EXPECT_EQ(interface_spec(nullptr).status().code, RPC_S_INVALID_ARG);
  RPC_SERVER_INTERFACE other = make_if_spec();
  other.Length = 1;
  EXPECT_EQ(interface_spec(&other).status().code, RPC_S_INVALID_ARG);
  other = make_if_spec();
  other.InterpreterInfo = nullptr;
  EXPECT_EQ(interface_spec(&other).status().code, RPC_S_INVALID_ARG);
  ServerInterface foreign = k_server_interface;
  foreign.magic = 0;
  other.InterpreterInfo = &foreign;
  EXPECT_EQ(interface_spec(&other).status().code, RPC_S_INVALID_ARG);
}

}  // namespace
}  // namespace farcall::stub::test
