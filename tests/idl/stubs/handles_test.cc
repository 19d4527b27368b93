#include <gtest/gtest.h>
#include <rpc.h>
#include <rpcndr.h>

#include "handles.h"
#include "loopback.h"

namespace {
handle_t g_server_binding = nullptr;
void* g_async = nullptr;
}  // namespace

extern "C" {
long s_First(handle_t h, long x) {
  g_server_binding = h;
  return x + 1;
}
long s_Last(long x, handle_t h) {
  g_server_binding = h;
  return x + 2;
}
long s_Implicit(long x) {
  return x + 3;
}
long s_Added(handle_t h, long x) {
  g_server_binding = h;
  return x + 4;
}
void s_Later(PRPC_ASYNC_STATE state, handle_t, long) {
  g_async = state;
}
void s_Again(long) {}
void s_Perhaps(long) {}
void s_NoCode(long) {}
}

namespace {

class Handles : public testing::Test {
 protected:
  void SetUp() override {
    loopback::serve("handles", handles_v1_0_s_ifspec);
    loopback::wire() = {};
    g_server_binding = g_async = nullptr;
  }
  int target_ = 0;
  handle_t h_ = &target_;
};

TEST_F(Handles, an_explicit_handle_in_any_place) {
  EXPECT_EQ(First(h_, 1), 2);
  EXPECT_EQ(loopback::wire().binding, h_);
  EXPECT_EQ(g_server_binding, loopback::server_binding());
  loopback::wire() = {};
  EXPECT_EQ(Last(1, h_), 3);
  EXPECT_EQ(loopback::wire().binding, h_);
  EXPECT_EQ(loopback::wire().request.size(), 4u) << "a binding handle does not travel";
}

TEST_F(Handles, an_implicit_handle_is_a_variable_of_the_stub) {
  handles_binding = h_;
  EXPECT_EQ(Implicit(1), 4);
  EXPECT_EQ(loopback::wire().binding, h_);
}

TEST_F(Handles, explicit_handle_of_the_acf_adds_the_parameter_in_front) {
  EXPECT_EQ(Added(h_, 1), 5);
  EXPECT_EQ(loopback::wire().binding, h_);
  EXPECT_EQ(g_server_binding, loopback::server_binding());
}

TEST_F(Handles, AR_002_an_asynchronous_operation_has_its_state_before_all_others) {
  RPC_ASYNC_STATE state{};
  static_assert(std::is_same_v<decltype(&Later), void (*)(PRPC_ASYNC_STATE, handle_t, long)>);
  static_assert(std::is_same_v<decltype(&s_Later), void (*)(PRPC_ASYNC_STATE, handle_t, long)>);
  Later(&state, h_, 1);
  EXPECT_EQ(loopback::wire().async_state, &state);
  EXPECT_EQ(loopback::wire().binding, h_);
  EXPECT_EQ(g_async, &state);
}

TEST_F(Handles, attributes_of_operations_are_flags_of_their_descriptors) {
  using namespace farcall::stub;
  const ServerInterface& interface = loopback::server("handles");
  ASSERT_EQ(interface.operation_count, 8);
  EXPECT_EQ(interface.operations[0].flags, k_op_has_result);
  EXPECT_EQ(interface.operations[4].flags, k_op_async | k_op_has_result);
  EXPECT_EQ(interface.operations[5].flags, k_op_idempotent);
  EXPECT_EQ(interface.operations[6].flags, k_op_maybe);
  EXPECT_STREQ(interface.operations[7].name, "NoCode") << "nocode leaves the server's side alone";
}

TEST_F(Handles, the_interface_structures_are_those_of_the_sdk) {
  for (const void* handle : {handles_v1_0_c_ifspec, handles_v1_0_s_ifspec}) {
    const auto* spec = static_cast<const RPC_SERVER_INTERFACE*>(handle);
    EXPECT_EQ(spec->Length, sizeof(RPC_SERVER_INTERFACE));
    EXPECT_EQ(spec->InterfaceId.SyntaxGUID.Data1, 0x9d1c6e00u);
    EXPECT_EQ(spec->InterfaceId.SyntaxVersion.MajorVersion, 1);
    EXPECT_EQ(spec->TransferSyntax.SyntaxGUID.Data1, 0x8a885d04u);
    ASSERT_EQ(spec->RpcProtseqEndpointCount, 2u);
    EXPECT_STREQ(reinterpret_cast<char*>(spec->RpcProtseqEndpoint[0].RpcProtocolSequence),
                 "ncacn_ip_tcp");
    EXPECT_STREQ(reinterpret_cast<char*>(spec->RpcProtseqEndpoint[0].Endpoint), "5000");
    EXPECT_STREQ(reinterpret_cast<char*>(spec->RpcProtseqEndpoint[1].Endpoint), "\\pipe\\x");
  }
  const auto* spec = static_cast<const RPC_SERVER_INTERFACE*>(handles_v1_0_s_ifspec);
  const auto* epv = static_cast<const handles_v1_0_epv_t*>(spec->DefaultManagerEpv);
  EXPECT_EQ(epv->First, &s_First);
}

}  // namespace
