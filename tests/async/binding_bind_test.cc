// RpcBindingBind and RpcBindingUnbind (AR-119, AR-120): ncalrpc only, whatever the other tests run over.
#include <farcall/farcall.h>

#include "fixture.h"
#include "matrix_async.h"
#include "transport_choice.h"

namespace {

class BindingBindTest : public RulesTest {
 protected:
  // An endpoint of ncalrpc for the life of the program.
  static std::string endpoint_text() {
    static const std::string text = [] {
      (void)farcall::test::local_directory();
      EXPECT_EQ(FarcallServerUseProtseq("ncalrpc", nullptr, "binding-bind-test"), RPC_S_OK);
      return std::string("ncalrpc:[binding-bind-test]");
    }();
    return text;
  }
  void SetUp() override {
    RulesTest::SetUp();
    std::string text = endpoint_text();
    ASSERT_EQ(RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(text.data()), &local_),
              RPC_S_OK);
  }
  void TearDown() override {
    RpcBindingFree(&local_);
    RulesTest::TearDown();
  }
  handle_t local_ = nullptr;
};

TEST_F(BindingBindTest, AR_119_binds_at_once_and_calls_go_on) {
  EXPECT_EQ(RpcBindingBind(nullptr, local_, rules_v1_0_c_ifspec), RPC_S_OK);
  EXPECT_EQ(Add(local_, 1, 2), 3);
  EXPECT_EQ(RpcBindingUnbind(local_), RPC_S_OK);
  EXPECT_EQ(Add(local_, 1, 2), 3);
}

TEST_F(BindingBindTest, AR_119_binds_asynchronously_with_notification_and_completion) {
  Call call;
  ASSERT_EQ(RpcBindingBind(&call, local_, rules_v1_0_c_ifspec), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
  Call next;
  ParkVoid(&next, local_, 1);
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  EXPECT_EQ(next.collect(), RPC_S_OK);
}

TEST_F(BindingBindTest, AR_119_an_asynchronous_bind_can_be_asked_for_and_cancelled) {
  Call call;
  ASSERT_EQ(RpcBindingBind(&call, local_, rules_v1_0_c_ifspec), RPC_S_OK);
  const RPC_STATUS status = call.status();
  EXPECT_TRUE(status == RPC_S_OK || status == RPC_S_ASYNC_CALL_PENDING) << status;
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_OK);
  const RPC_STATUS end = call.collect();
  EXPECT_TRUE(end == RPC_S_OK || end == RPC_S_CALL_CANCELLED) << end;
}

TEST_F(BindingBindTest, AR_120_is_for_ncalrpc) {
  handle_t tcp = nullptr;
  std::string text = "ncacn_ip_tcp:127.0.0.1[" + endpoint() + "]";
  ASSERT_EQ(RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(text.data()), &tcp), RPC_S_OK);
  Call call;
  EXPECT_EQ(RpcBindingBind(nullptr, tcp, rules_v1_0_c_ifspec), RPC_S_CANNOT_SUPPORT);
  EXPECT_EQ(RpcBindingBind(&call, tcp, rules_v1_0_c_ifspec), RPC_S_CANNOT_SUPPORT);
  EXPECT_EQ(call.status(), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(RpcBindingUnbind(tcp), RPC_S_CANNOT_SUPPORT);
  EXPECT_EQ(RpcBindingUnbind(nullptr), RPC_S_INVALID_BINDING);
  RpcBindingFree(&tcp);
}

TEST_F(BindingBindTest, AR_120_tells_that_there_is_no_such_interface_or_server) {
  EXPECT_EQ(RpcBindingBind(nullptr, local_, matrix_async_v1_0_c_ifspec), RPC_S_UNKNOWN_IF);
  Call call;
  ASSERT_EQ(RpcBindingBind(&call, local_, matrix_async_v1_0_c_ifspec), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_UNKNOWN_IF);
  handle_t nobody = nullptr;
  char text[] = "ncalrpc:[nobody-is-here]";
  ASSERT_EQ(RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(text), &nobody), RPC_S_OK);
  EXPECT_EQ(RpcBindingBind(nullptr, nobody, rules_v1_0_c_ifspec), RPC_S_SERVER_UNAVAILABLE);
  RpcBindingFree(&nobody);
}

}  // namespace
