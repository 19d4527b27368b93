// The end of a call: on the client (AR-024, AR-039 to AR-049) and on the server (AR-050 to AR-062).
#include <atomic>
#include <barrier>
#include <thread>

#include "fixture.h"
#include "raw_client.h"

namespace {

using CompletionTest = RulesTest;

TEST_F(CompletionTest, AR_039_the_status_says_pending_done_or_why_not) {
  Call good;
  Call bad;
  ParkVoid(&good, binding, 1);
  ParkVoid(&bad, binding, 2);
  EXPECT_EQ(good.status(), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  EXPECT_EQ(parking().take().abort(4711), RPC_S_OK);
  EXPECT_TRUE(good.wait());
  EXPECT_TRUE(bad.wait());
  EXPECT_EQ(good.status(), RPC_S_OK);
  EXPECT_EQ(bad.status(), 4711);
  EXPECT_EQ(RpcAsyncCompleteCall(&good, nullptr), RPC_S_OK);
  EXPECT_EQ(RpcAsyncCompleteCall(&bad, nullptr), 4711);
}

TEST_F(CompletionTest, AR_040_pending_is_997) {
  EXPECT_EQ(RPC_S_ASYNC_CALL_PENDING, 997);
}

TEST_F(CompletionTest, AR_024_041_completing_too_early_changes_nothing) {
  Call call;
  long twice = -1;
  long answer = -1;
  Park(&call, binding, 1, &twice);
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(answer, -1);
  EXPECT_EQ(twice, -1);
  const ParkedCall parked = parking().take();
  *parked.twice = 2;
  EXPECT_EQ(parked.complete(1), RPC_S_OK);
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  EXPECT_EQ(answer, 1);
  EXPECT_EQ(twice, 2);
}

TEST_F(CompletionTest, AR_042_043_044_any_other_answer_is_final) {
  Call call;
  ParkVoid(&call, binding, 1);
  EXPECT_EQ(parking().take().abort(RPC_S_ACCESS_DENIED), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_ACCESS_DENIED);
  EXPECT_EQ(RpcAsyncCompleteCall(&call, nullptr), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(call.status(), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(CompletionTest, AR_045_a_function_with_a_result_needs_Reply) {
  Call call;
  long twice = 0;
  long answer = 0;
  Park(&call, binding, 1, &twice);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(RpcAsyncCompleteCall(parked.state, nullptr), RPC_S_INVALID_ARG);
  *parked.twice = 8;
  EXPECT_EQ(parked.complete(9), RPC_S_OK);
  EXPECT_TRUE(call.wait());
  EXPECT_EQ(RpcAsyncCompleteCall(&call, nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_OK);
  EXPECT_EQ(answer, 9);
}

TEST_F(CompletionTest, AR_045_051_a_function_without_a_result_ignores_Reply) {
  Call call;
  ParkVoid(&call, binding, 1);
  long unused = 12345;
  EXPECT_EQ(parking().take().complete(77), RPC_S_OK);  // AS-05: the page's own sample does so
  EXPECT_EQ(call.collect(&unused), RPC_S_OK);
  EXPECT_EQ(unused, 12345);
}

TEST_F(CompletionTest, AR_048_any_thread_may_complete) {
  Call call;
  long answer = 0;
  AddAtOnce(&call, binding, 2, 3);
  std::thread([&] { EXPECT_EQ(call.collect(&answer), RPC_S_OK); }).join();
  EXPECT_EQ(answer, 5);
}

TEST_F(CompletionTest, AR_049_057_an_exception_of_the_manager_is_the_outcome) {
  Call call;
  EXPECT_EQ(raised_by([&] { RaiseAtOnce(&call, binding, 4712); }), RPC_S_OK);
  EXPECT_EQ(call.collect(), 4712);
  EXPECT_EQ(raised_by([&] { Raise(binding, 4713); }), 4713);
  EXPECT_EQ(Add(binding, 1, 1), 2);
}

TEST_F(CompletionTest, AR_050_without_an_answer_the_client_waits) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_FALSE(call.wait(100));
  EXPECT_EQ(call.status(), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(CompletionTest, AR_053_a_client_that_is_gone_makes_complete_fail) {
  RawClient client(endpoint());
  client.park_void(2, 1);
  const ParkedCall parked = parking().take();
  client.hang_up();
  EXPECT_TRUE(parked.wait_for_cancel());  // a lost connection flags its calls
  EXPECT_EQ(parked.complete(), RPC_S_CALL_FAILED);
  EXPECT_EQ(parked.complete(), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(Add(binding, 1, 1), 2);
}

TEST_F(CompletionTest, AR_054_the_answer_may_come_from_any_thread) {
  Call at_once;
  Call later;
  long answer = 0;
  AddAtOnce(&at_once, binding, 1, 2);
  EXPECT_EQ(at_once.collect(&answer), RPC_S_OK);
  EXPECT_EQ(answer, 3);
  ParkVoid(&later, binding, 1);
  std::thread([&] { EXPECT_EQ(parking().take().complete(), RPC_S_OK); }).join();
  EXPECT_EQ(later.collect(), RPC_S_OK);
}

TEST_F(CompletionTest, AR_046_055_abort_sends_its_code_and_wants_one) {
  Call call;
  long twice = -1;
  long answer = -1;
  Park(&call, binding, 1, &twice);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(parked.abort(0), RPC_S_INVALID_ARG);
  *parked.twice = 5;
  EXPECT_EQ(parked.abort(4711), RPC_S_OK);
  EXPECT_EQ(call.collect(&answer), 4711);
  EXPECT_EQ(twice, -1);
  EXPECT_EQ(answer, -1);
}

TEST_F(CompletionTest, AR_056_of_two_answers_exactly_one_wins) {
  for (int round = 0; round < 500; ++round) {
    Call call;
    ParkVoid(&call, binding, round);
    const ParkedCall parked = parking().take();
    std::barrier start(2);
    RPC_STATUS completed = 0;
    RPC_STATUS aborted = 0;
    std::thread other([&] {
      start.arrive_and_wait();
      aborted = parked.abort(4711);
    });
    start.arrive_and_wait();
    completed = parked.complete();
    other.join();
    const RPC_STATUS outcome = call.collect();
    if (outcome == RPC_S_OK) {
      EXPECT_EQ(completed, RPC_S_OK);
      EXPECT_TRUE(aborted == RPC_S_INVALID_ASYNC_HANDLE || aborted == RPC_S_INVALID_ASYNC_CALL);
    } else {
      EXPECT_EQ(outcome, 4711);
      EXPECT_EQ(aborted, RPC_S_OK);
      EXPECT_TRUE(completed == RPC_S_INVALID_ASYNC_HANDLE || completed == RPC_S_INVALID_ASYNC_CALL);
    }
  }
}

TEST_F(CompletionTest, AR_059_a_worker_refuses_by_abort) {
  Call call;
  ParkVoid(&call, binding, 1);
  std::thread([] { EXPECT_EQ(parking().take().abort(RPC_S_OUT_OF_MEMORY), RPC_S_OK); }).join();
  // On the wire it is nca_s_fault_remote_no_memory, which says whose memory is out (AR-061).
  EXPECT_EQ(call.collect(), RPC_S_SERVER_OUT_OF_MEMORY);
}

TEST_F(CompletionTest, AR_060_062_an_application_status_is_an_ordinary_result) {
  Call call;
  long answer = 0;
  long twice = 0;
  Park(&call, binding, 1, &twice);
  EXPECT_EQ(parking().take().complete(RPC_S_ACCESS_DENIED), RPC_S_OK);
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  EXPECT_EQ(answer, RPC_S_ACCESS_DENIED);
}

// AR-061: codes with a name of their own on the wire come back as the Win32 code they stand for.
TEST_F(CompletionTest, AR_061_codes_survive_the_wire) {
  for (const unsigned long code :
       {static_cast<unsigned long>(RPC_S_PROCNUM_OUT_OF_RANGE), static_cast<unsigned long>(RPC_S_UNKNOWN_IF),
        static_cast<unsigned long>(RPC_S_SERVER_TOO_BUSY), static_cast<unsigned long>(RPC_S_CALL_CANCELLED),
        static_cast<unsigned long>(RPC_X_SS_CONTEXT_MISMATCH), static_cast<unsigned long>(RPC_S_ZERO_DIVIDE),
        5ul, 4711ul, 0x80004005ul}) {
    EXPECT_EQ(raised_by([&] { Raise(binding, code); }), static_cast<RPC_STATUS>(code)) << code;
    Call call;
    ParkVoid(&call, binding, 1);
    EXPECT_EQ(parking().take().abort(code), RPC_S_OK);
    EXPECT_EQ(call.collect(), static_cast<RPC_STATUS>(code)) << code;
  }
}

TEST_F(CompletionTest, misuse_completing_after_an_abort) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(parked.abort(7), RPC_S_OK);
  EXPECT_EQ(parked.complete(), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(parked.test_cancel(), RPC_S_NO_CALL_ACTIVE);
  EXPECT_EQ(call.collect(), 7);
}

}  // namespace
