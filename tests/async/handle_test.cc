// The asynchronous handle: initialisation, ownership, what a call may be asked (AR-007 to AR-020).
#include <cstddef>
#include <cstring>

#include "fixture.h"

namespace {

using HandleTest = RulesTest;

TEST_F(HandleTest, AR_007_initialise_accepts_exactly_the_size_of_the_structure) {
  RPC_ASYNC_STATE state;
  constexpr unsigned size = sizeof state;
  EXPECT_EQ(RpcAsyncInitializeHandle(&state, size), RPC_S_OK);
  EXPECT_EQ(RpcAsyncInitializeHandle(&state, 0), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcAsyncInitializeHandle(&state, size - 1), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcAsyncInitializeHandle(&state, size + 1), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcAsyncInitializeHandle(nullptr, size), RPC_S_INVALID_ASYNC_HANDLE);
}

TEST_F(HandleTest, AR_008_an_overwritten_signature_is_recognised) {
  Call call;
  call.state.Signature ^= 0x5a5a5a5a;
  EXPECT_EQ(raised_by([&] { ParkVoid(&call, binding, 1); }), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(call.status(), RPC_S_INVALID_ASYNC_HANDLE);
}

TEST_F(HandleTest, AR_009_a_structure_serves_one_outstanding_call_at_a_time) {
  Call call;
  ParkVoid(&call, binding, 1);
  EXPECT_EQ(raised_by([&] { ParkVoid(&call, binding, 2); }), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(HandleTest, AR_010_the_structure_may_be_freed_when_complete_has_returned) {
  auto call = std::make_unique<Call>();
  ParkVoid(&*call, binding, 1);
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  EXPECT_EQ(call->collect(), RPC_S_OK);
  call.reset();
  Call next;  // whatever the run-time still did with the old one would be seen by the sanitizer
  ParkVoid(&next, binding, 2);
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  EXPECT_EQ(next.collect(), RPC_S_OK);
}

TEST_F(HandleTest, AR_012_a_structure_is_used_again_with_and_without_initialising_it) {
  Call call;
  for (int round = 0; round < 4; ++round) {
    long answer = 0;
    if (round % 2 == 1) {
      ASSERT_EQ(RpcAsyncInitializeHandle(&call.state, sizeof call.state), RPC_S_OK);
      call.state.NotificationType = RpcNotificationTypeEvent;
      call.state.u.hEvent = call.event;
    }
    AddAtOnce(&call, binding, round, 1);
    ASSERT_EQ(call.collect(&answer), RPC_S_OK);
    EXPECT_EQ(answer, round + 1);
  }
}

TEST_F(HandleTest, AR_013_a_zeroed_structure_is_no_handle) {
  RPC_ASYNC_STATE state;
  std::memset(&state, 0, sizeof state);
  EXPECT_EQ(RpcAsyncGetCallStatus(&state), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncCompleteCall(&state, nullptr), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncCancelCall(&state, FALSE), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncAbortCall(&state, 5), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(raised_by([&] { ParkVoid(&state, binding, 1); }), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(raised_by([&] { ParkVoid(nullptr, binding, 1); }), RPC_S_INVALID_ASYNC_HANDLE);
}

TEST_F(HandleTest, AR_014_an_initialised_structure_without_a_call_has_no_call) {
  Call call;
  EXPECT_EQ(call.status(), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(RpcAsyncCompleteCall(&call, nullptr), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(HandleTest, AR_015_UserInfo_stays_as_the_application_left_it) {
  Call call;
  int mine = 0;
  call.state.UserInfo = &mine;
  ParkVoid(&call, binding, 1);
  EXPECT_EQ(call.state.UserInfo, &mine);
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
  EXPECT_EQ(call.state.UserInfo, &mine);
}

TEST_F(HandleTest, AR_016_without_notification_the_union_is_not_looked_at) {
  Call call;
  call.state.NotificationType = RpcNotificationTypeNone;
  std::memset(&call.state.u, 0xff, sizeof call.state.u);
  long answer = 0;
  AddAtOnce(&call, binding, 20, 22);
  RPC_STATUS status;
  while ((status = RpcAsyncCompleteCall(&call, &answer)) == RPC_S_ASYNC_CALL_PENDING) Sleep(1);
  EXPECT_EQ(status, RPC_S_OK);
  EXPECT_EQ(answer, 42);
}

TEST_F(HandleTest, AR_017_the_call_handle_is_a_binding_handle_on_both_sides) {
  Call call;
  ParkVoid(&call, binding, 1);
  RPC_CSTR text = nullptr;
  EXPECT_EQ(RpcBindingToStringBindingA(RpcAsyncGetCallHandle(&call.state), &text), RPC_S_OK);
  RpcStringFreeA(&text);
  const ParkedCall parked = parking().take();
  RPC_CALL_ATTRIBUTES_V2_A attributes;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.Version = 2;
  EXPECT_EQ(RpcServerInqCallAttributesA(RpcAsyncGetCallHandle(parked.state), &attributes), RPC_S_OK);
  EXPECT_EQ(attributes.OpNum, 2);
  EXPECT_EQ(parked.test_cancel(), RPC_S_CALL_IN_PROGRESS);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(HandleTest, AR_018_server_handles_are_ready_made) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(parked.state->Size, sizeof(RPC_ASYNC_STATE));
  EXPECT_NE(RpcAsyncGetCallHandle(parked.state), nullptr);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(HandleTest, AR_019_a_server_handle_is_dead_after_its_answer) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(parked.complete(), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(parked.abort(5), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(HandleTest, AR_020_RegisterInfo_succeeds_and_is_needed_by_nothing) {
  Call call;
  EXPECT_EQ(RpcAsyncRegisterInfo(&call), RPC_S_OK);
}

TEST_F(HandleTest, misuse_garbage_contents_give_a_status) {
  alignas(RPC_ASYNC_STATE) unsigned char garbage[sizeof(RPC_ASYNC_STATE)];
  unsigned seed = 12345;
  for (int round = 0; round < 100; ++round) {
    for (unsigned char& byte : garbage) byte = static_cast<unsigned char>((seed = seed * 1103515245u + 12345u) >> 16);
    auto* state = reinterpret_cast<PRPC_ASYNC_STATE>(garbage);
    EXPECT_EQ(RpcAsyncGetCallStatus(state), RPC_S_INVALID_ASYNC_HANDLE);
    EXPECT_EQ(RpcAsyncCompleteCall(state, nullptr), RPC_S_INVALID_ASYNC_HANDLE);
    EXPECT_EQ(RpcAsyncCancelCall(state, round & 1), RPC_S_INVALID_ASYNC_HANDLE);
    EXPECT_EQ(RpcAsyncAbortCall(state, 1), RPC_S_INVALID_ASYNC_HANDLE);
  }
}

TEST_F(HandleTest, misuse_NULL_gives_a_status) {
  EXPECT_EQ(RpcAsyncGetCallStatus(nullptr), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncCompleteCall(nullptr, nullptr), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncCancelCall(nullptr, FALSE), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncAbortCall(nullptr, 1), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncRegisterInfo(nullptr), RPC_S_INVALID_ASYNC_HANDLE);
}

TEST_F(HandleTest, misuse_contents_overwritten_during_the_call_are_not_believed) {
  Call call;
  ParkVoid(&call, binding, 1);
  const RPC_ASYNC_STATE kept = call.state;
  std::memset(&call.state, 0xa5, sizeof call.state);
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  EXPECT_TRUE(call.wait());
  call.state = kept;
  EXPECT_EQ(RpcAsyncCompleteCall(&call, nullptr), RPC_S_OK);
}

}  // namespace
