// Synchronous calls through the stub layer, and the interface's own endpoints.
#include <cstring>

#include "client_fixture.h"

namespace farcall::stub::client_test {
namespace {

struct ClientCallStub : StubTest {
  int32_t add(void* handle, long a, long b, long* product, long* sum) {
    AddFrame frame{a, b, product, 0};
    const int32_t raised = call_guarded([&] { call(k_op_add, handle, &frame); });
    *sum = frame.result;
    return raised;
  }
};

TEST_F(ClientCallStub, gives_result_and_out_parameters) {
  const FakeServer server(serve);
  use(server);
  long product = 0;
  long sum = 0;
  EXPECT_EQ(add(binding, -20, 3, &product, &sum), RPC_S_OK);
  EXPECT_EQ(product, -60);
  EXPECT_EQ(sum, -17);
}

TEST_F(ClientCallStub, understands_a_big_endian_server) {
  const FakeServer server([](FakeConnection& connection) {
    connection.big_endian = true;
    serve(connection);
  });
  use(server);
  long product = 0;
  long sum = 0;
  EXPECT_EQ(add(binding, 20, 3, &product, &sum), RPC_S_OK);
  EXPECT_EQ(product, 60);
  EXPECT_EQ(sum, 23);
}

TEST_F(ClientCallStub, raises_the_status_of_a_fault) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request()) connection.fault(*request, 4711);
  });
  use(server);
  long product = 0;
  long sum = 0;
  EXPECT_EQ(add(binding, 1, 2, &product, &sum), 4711);
}

TEST_F(ClientCallStub, raises_for_what_cannot_be_marshalled_or_unmarshalled) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request()) connection.respond(*request, "?");
  });
  use(server);
  long product = 0;
  long sum = 0;
  EXPECT_EQ(add(binding, 1L << 33, 2, &product, &sum), RPC_X_BAD_STUB_DATA);
  EXPECT_EQ(server.accepted(), 0u);
  EXPECT_EQ(add(binding, 1, 2, &product, &sum), RPC_X_BAD_STUB_DATA);
}

TEST_F(ClientCallStub, gives_out_data_in_memory_of_midl_user_allocate) {
  const FakeServer server(serve);
  use(server);
  char* back = nullptr;
  TextFrame frame{"to and fro", &back};
  EXPECT_EQ(call_guarded([&] { call(k_op_text, binding, &frame); }), RPC_S_OK);
  EXPECT_STREQ(back, "to and fro");
  user_free(back);
  EXPECT_EQ(g_user_blocks, 0);
}

TEST_F(ClientCallStub, AR_005_goes_through_while_asynchronous_calls_are_pending) {
  Gate gate;
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto request = connection.read_request()) {
      if (request->opnum() == k_nothing) gate.wait();
      answer(connection, *request);
    }
  });
  use(server);
  RPC_ASYNC_STATE state = initialised();
  ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK);
  long product = 0;
  long sum = 0;
  EXPECT_EQ(add(binding, 1, 2, &product, &sum), RPC_S_OK);
  EXPECT_EQ(status(&state), RPC_S_ASYNC_CALL_PENDING);
  gate.open();
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
}

TEST_F(ClientCallStub, a_binding_without_endpoint_uses_the_one_of_the_interface) {
  const FakeServer server(serve);
  const std::string this_host =
      std::string(farcall::test::protseq()) + ':' + farcall::test::network_address();
  std::strcpy(reinterpret_cast<char*>(g_protseq), farcall::test::protseq());
  std::strcpy(reinterpret_cast<char*>(g_endpoint), server.endpoint().c_str());
  // Another interface in all that counts: its endpoints have not been looked at yet.
  RPC_CLIENT_INTERFACE spec = g_if_spec;
  const void* const handle = &spec;
  const ClientInterface interface {
    k_interface_magic, "own endpoint", &handle, { user_allocate, user_free }
  };
  ClientOperation operation = k_op_add;
  operation.interface = &interface;
  binding = bind(this_host);
  long product = 0;
  AddFrame frame{4, 5, &product, 0};
  EXPECT_EQ(call_guarded([&] { call(operation, binding, &frame); }), RPC_S_OK);
  EXPECT_EQ(frame.result, 9);

  spec.RpcProtseqEndpointCount = 0;
  spec.InterfaceId.SyntaxVersion.MajorVersion = 2;
  void* const partial = bind(this_host);
  EXPECT_EQ(call_guarded([&] { call(operation, partial, &frame); }), EPT_S_NOT_REGISTERED);
  (void)client->bindings().free(partial);
}

TEST_F(ClientCallStub, an_interface_handle_that_is_none_is_refused) {
  binding = bind("ncacn_ip_tcp:127.0.0.1[1]");
  RPC_CLIENT_INTERFACE spec{};
  const void* handles[] = {nullptr, &spec};
  for (const void*& handle : handles) {
    const ClientInterface interface {
      k_interface_magic, "none", &handle, { user_allocate, user_free }
    };
    ClientOperation operation = k_op_nothing;
    operation.interface = &interface;
    NothingFrame frame{};
    EXPECT_EQ(call_guarded([&] { call(operation, binding, &frame); }), RPC_S_UNKNOWN_IF);
  }
}

}  // namespace
}  // namespace farcall::stub::client_test
