// Issuing a call (AR-004, AR-005, AR-021 to AR-025) and the samples' own mistakes.
#include <thread>

#include "fixture.h"
#include "matrix_async.h"
#include "matrix_sync.h"

namespace {

using StartTest = RulesTest;

std::string unused_port() {
  return "1";  // nobody listens on tcpmux here
}

handle_t bind_to(const std::string& text) {
  handle_t handle = nullptr;
  EXPECT_EQ(RpcBindingFromStringBindingA(
                reinterpret_cast<RPC_CSTR>(const_cast<char*>(text.c_str())), &handle),
            RPC_S_OK);
  return handle;
}

class MatrixTest : public RulesTest, public testing::WithParamInterface<RPC_IF_HANDLE> {};

TEST_P(MatrixTest, AR_004_sync_and_async_clients_call_sync_and_async_servers) {
  ASSERT_EQ(RpcServerRegisterIf(GetParam(), nullptr, nullptr), RPC_S_OK);
  EXPECT_EQ(TwiceNow(binding, 20, "ab"), 42);
  Call call;
  long answer = 0;
  TwiceLater(&call, binding, 20, "abc");
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  EXPECT_EQ(answer, 43);
  EXPECT_EQ(RpcServerUnregisterIf(GetParam(), nullptr, TRUE), RPC_S_OK);
}

INSTANTIATE_TEST_SUITE_P(servers, MatrixTest,
                         testing::Values(matrix_sync_v1_0_s_ifspec, matrix_async_v1_0_s_ifspec));

TEST_F(StartTest, AR_005_022_one_thread_has_many_calls_and_a_synchronous_one_meanwhile) {
  constexpr long k_calls = 100;
  std::vector<std::unique_ptr<Call>> calls;
  for (long i = 0; i < k_calls; ++i) {
    calls.push_back(std::make_unique<Call>());
    ParkVoid(&*calls.back(), binding, i);
  }
  EXPECT_EQ(Add(binding, 2, 3), 5);
  for (long i = 0; i < k_calls; ++i) EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  for (auto& call : calls) EXPECT_EQ(call->collect(), RPC_S_OK);
}

TEST_F(StartTest, AR_006_the_result_comes_from_Reply) {
  Call call;
  long twice = 0;
  long answer = 0;
  Park(&call, binding, 1, &twice);
  const ParkedCall parked = parking().take();
  *parked.twice = 2;
  EXPECT_EQ(parked.complete(77), RPC_S_OK);
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  EXPECT_EQ(answer, 77);
  EXPECT_EQ(twice, 2);
}

TEST_F(StartTest, AR_021_local_errors_are_raised_and_leave_nothing_behind) {
  Call call;
  EXPECT_EQ(raised_by([&] { ParkVoid(&call, nullptr, 1); }), RPC_S_INVALID_BINDING);
  EXPECT_EQ(raised_by([&] { ParkText(&call, binding, 1, nullptr, nullptr); }),
            RPC_X_NULL_REF_POINTER);
  EXPECT_EQ(raised_by([&] { ParkVoid(&call, binding, 1L << 40); }), RPC_X_BAD_STUB_DATA);
  EXPECT_FALSE(call.wait(0));
  EXPECT_EQ(call.status(), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(parking().size(), 0u);
  ParkVoid(&call, binding, 2);  // the structure is free for another call
  const ParkedCall parked = parking().take();
  EXPECT_EQ(parked.id, 2);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(StartTest, AR_021_a_server_that_is_down_is_an_outcome) {
  handle_t nobody = bind_to("ncacn_ip_tcp:127.0.0.1[" + unused_port() + "]");
  Call call;
  EXPECT_EQ(raised_by([&] { ParkVoid(&call, nobody, 1); }), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_SERVER_UNAVAILABLE);
  EXPECT_EQ(raised_by([&] { Add(nobody, 1, 2); }), RPC_S_SERVER_UNAVAILABLE);
  RpcBindingFree(&nobody);
}

TEST_F(StartTest, AR_021_an_interface_that_nobody_serves_is_an_outcome) {
  Call call;
  EXPECT_EQ(raised_by([&] { TwiceLater(&call, binding, 1, ""); }), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_UNKNOWN_IF);
  EXPECT_EQ(raised_by([&] { TwiceNow(binding, 1, ""); }), RPC_S_UNKNOWN_IF);
  EXPECT_EQ(Add(binding, 1, 1), 2);  // others on the same association are not touched
}

TEST_F(StartTest, AR_023_the_issuing_thread_may_end_at_once) {
  Call call;
  long answer = 0;
  std::thread([&] { AddAtOnce(&call, binding, 40, 2); }).join();
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  EXPECT_EQ(answer, 42);
}

TEST_F(StartTest, AS_01_an_interface_handle_is_no_binding_handle) {
  Call call;
  EXPECT_EQ(raised_by([&] { ParkVoid(&call, rules_v1_0_c_ifspec, 1); }), RPC_S_INVALID_BINDING);
  EXPECT_EQ(raised_by([&] { Add(rules_v1_0_c_ifspec, 1, 2); }), RPC_S_INVALID_BINDING);
}

TEST_F(StartTest, misuse_a_freed_binding_is_recognised) {
  handle_t mine = bind_to(server_binding());
  handle_t stale = mine;
  EXPECT_EQ(RpcBindingFree(&mine), RPC_S_OK);
  EXPECT_EQ(mine, nullptr);
  EXPECT_EQ(RpcBindingFree(&stale), RPC_S_INVALID_BINDING);
  EXPECT_EQ(raised_by([&] { Add(stale, 1, 2); }), RPC_S_INVALID_BINDING);
}

TEST_F(StartTest, a_binding_may_be_freed_while_its_calls_are_under_way) {
  handle_t mine = bind_to(server_binding());
  Call call;
  ParkVoid(&call, mine, 1);
  EXPECT_EQ(RpcBindingFree(&mine), RPC_S_OK);
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(StartTest, AR_011_052_texts_and_arrays_travel_both_ways) {
  Call call;
  char* answer = nullptr;
  ParkText(&call, binding, 1, "a question", &answer);
  ParkedCall parked = parking().take();
  EXPECT_STREQ(parked.text, "a question");  // still there although the manager has returned
  *parked.answer = static_cast<char*>(midl_user_allocate(10));
  std::snprintf(*parked.answer, 10, "an answer");
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
  EXPECT_STREQ(answer, "an answer");
  midl_user_free(answer);

  Call second;
  long values[3] = {-1, 0, 0x7fffffff};
  long result = 0;
  ParkArray(&second, binding, 3, values);
  parked = parking().take();
  ASSERT_EQ(parked.count, 3);
  for (long i = 0; i < 3; ++i) parked.values[i] /= 2;
  parked.values[0] = -2147483648L;
  EXPECT_EQ(parked.complete(3), RPC_S_OK);
  EXPECT_EQ(second.collect(&result), RPC_S_OK);
  EXPECT_EQ(result, 3);
  EXPECT_EQ(values[0], -2147483648L);
  EXPECT_EQ(values[2], 0x3fffffff);
}

}  // namespace
