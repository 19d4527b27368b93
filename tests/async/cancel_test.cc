// Cancellation (AR-064 to AR-069, AR-072 to AR-074).
#include <thread>

#include "fixture.h"
#include "raw_client.h"

namespace {

using CancelTest = RulesTest;

TEST_F(CancelTest, AR_064_an_abortive_cancel_ends_the_call_at_once_and_tells_the_server) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
  EXPECT_TRUE(parked.wait_for_cancel());
  parked.complete();  // the late reply is recognised and dropped
  EXPECT_EQ(Add(binding, 1, 1), 2);
  Call next;
  long answer = 0;
  AddAtOnce(&next, binding, 1, 2);
  EXPECT_EQ(next.collect(&answer), RPC_S_OK);
  EXPECT_EQ(answer, 3);
}

TEST_F(CancelTest, AR_065_a_plain_cancel_asks_and_waits) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(parked.test_cancel(), RPC_S_CALL_IN_PROGRESS);
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_TRUE(parked.wait_for_cancel());
  EXPECT_EQ(call.status(), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(parked.abort(RPC_S_CALL_CANCELLED), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
}

TEST_F(CancelTest, AR_066_a_plain_cancel_may_be_followed_by_an_abortive_one) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_FALSE(call.wait(50));
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
  parked.complete();
}

TEST_F(CancelTest, AR_067_a_cancelled_call_is_still_collected) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_OK);
  EXPECT_TRUE(call.wait());
  EXPECT_EQ(call.status(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_OK);  // asked again: nothing more happens
  EXPECT_FALSE(call.wait(20));
  EXPECT_EQ(RpcAsyncCompleteCall(&call, nullptr), RPC_S_CALL_CANCELLED);
  parked.complete();
}

TEST_F(CancelTest, AR_068_a_reply_that_came_first_wins) {
  Call call;
  long answer = 0;
  AddAtOnce(&call, binding, 40, 2);
  EXPECT_TRUE(call.wait());
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_OK);
  EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_OK);
  EXPECT_EQ(answer, 42);
}

TEST_F(CancelTest, AR_069_a_call_that_was_not_started_cannot_be_cancelled) {
  Call call;
  EXPECT_EQ(raised_by([&] { ParkVoid(&call, nullptr, 1); }), RPC_S_INVALID_BINDING);
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(CancelTest, AR_072_073_outside_a_call_there_is_nothing_to_test) {
  EXPECT_EQ(RpcServerTestCancel(nullptr), RPC_S_NO_CALL_ACTIVE);
  int unrelated = 0;
  EXPECT_EQ(RpcServerTestCancel(&unrelated), RPC_S_INVALID_BINDING);
  EXPECT_NE(RpcServerTestCancel(binding), RPC_S_OK);
}

TEST_F(CancelTest, AR_073_NULL_means_the_call_of_this_thread) {
  parking().unblock(5);
  EXPECT_EQ(Block(binding, 5), 0);
}

TEST_F(CancelTest, AR_074_testing_changes_nothing) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_TRUE(parked.wait_for_cancel());
  EXPECT_EQ(parked.test_cancel(), RPC_S_OK);
  EXPECT_EQ(parked.test_cancel(), RPC_S_OK);
  EXPECT_EQ(parked.complete(), RPC_S_OK);  // AS-07: a cancelled call may be completed
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(CancelTest, a_cancel_does_not_disturb_other_calls_of_the_connection) {
  Call victim;
  Call other;
  ParkVoid(&victim, binding, 1);
  ParkVoid(&other, binding, 2);
  const ParkedCall one = parking().take();
  const ParkedCall two = parking().take();
  EXPECT_EQ(RpcAsyncCancelCall(&victim, TRUE), RPC_S_OK);
  EXPECT_EQ(victim.collect(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(two.test_cancel(), RPC_S_CALL_IN_PROGRESS);
  one.complete();
  EXPECT_EQ(two.complete(), RPC_S_OK);
  EXPECT_EQ(other.collect(), RPC_S_OK);
}

TEST_F(CancelTest, an_orphaned_call_is_flagged_and_its_answer_dropped) {
  RawClient client(endpoint());
  client.park_void(2, 1);
  const ParkedCall parked = parking().take();
  client.orphan(2);
  EXPECT_TRUE(parked.wait_for_cancel());
  EXPECT_NE(parked.complete(), RPC_S_OK);
  client.park_void(3, 2);  // the connection lives on
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  EXPECT_EQ(client.receive().at(2), 2);  // the only answer is the response to call 3
}

TEST_F(CancelTest, a_call_that_waits_for_a_server_that_does_not_answer_is_withdrawn) {
  // A listener that nobody serves: connected by the kernel, the bind is never answered.
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  ASSERT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length), 0);
  std::string text = "ncacn_ip_tcp:127.0.0.1[" + std::to_string(ntohs(address.sin_port)) + "]";
  handle_t silent = nullptr;
  ASSERT_EQ(RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(text.data()), &silent), RPC_S_OK);
  Call call;
  ParkVoid(&call, silent, 1);
  EXPECT_FALSE(call.wait(50));
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
  RpcBindingFree(&silent);
  close(listener);
}

}  // namespace
