// Cancels of synchronous calls (AR-070, AR-071, AR-076).
#include <chrono>
#include <thread>

#include "fixture.h"

namespace {

// A thread that makes one synchronous call, with a handle for others to cancel it by.
class Caller {
 public:
  explicit Caller(std::function<void()> call) : call_(std::move(call)) {
    thread_ = CreateThread(nullptr, 0, &Caller::run, this, 0, nullptr);
  }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  ~Caller() {
    (void)ended();
    CloseHandle(thread_);
  }
  [[nodiscard]] HANDLE thread() const { return thread_; }
  // What the call raised.
  RPC_STATUS ended() {
    EXPECT_EQ(WaitForSingleObject(thread_, 30'000), WAIT_OBJECT_0);
    return status_;
  }
  [[nodiscard]] bool runs() const { return WaitForSingleObject(thread_, 0) == WAIT_TIMEOUT; }

 private:
  static DWORD WINAPI run(void* self) {
    auto& caller = *static_cast<Caller*>(self);
    caller.status_ = raised_by(caller.call_);
    return 0;
  }
  std::function<void()> call_;
  RPC_STATUS status_ = -1;
  HANDLE thread_;
};

class CancelThreadTest : public RulesTest {
 protected:
  // Returns when the manager of Block(id) runs.
  static void wait_for_block(long id) {
    while (!parking().is_blocking(id)) Sleep(1);
  }
};

TEST_F(CancelThreadTest, AR_071_the_server_is_told_and_its_answer_is_waited_for) {
  long cancelled = 0;
  Caller caller([&] { cancelled = Block(binding, 1); });
  wait_for_block(1);
  EXPECT_EQ(RpcCancelThread(caller.thread()), RPC_S_OK);
  while (!parking().block_is_cancelled(1)) Sleep(1);
  EXPECT_TRUE(caller.runs());
  parking().unblock(1);
  EXPECT_EQ(caller.ended(), RPC_S_OK);
  EXPECT_EQ(cancelled, 1);
}

TEST_F(CancelThreadTest, AR_071_a_patience_that_ends_gives_CALL_CANCELLED_with_Ex) {
  Caller caller([&] { Block(binding, 1); });
  wait_for_block(1);
  EXPECT_EQ(RpcCancelThreadEx(caller.thread(), 0), RPC_S_OK);
  EXPECT_EQ(caller.ended(), RPC_S_CALL_CANCELLED);
  parking().unblock(1);
  EXPECT_EQ(Add(binding, 1, 2), 3);
}

TEST_F(CancelThreadTest, AR_071_076_the_patience_of_the_thread_itself_gives_CALL_FAILED) {
  Caller caller([&] {
    ASSERT_EQ(RpcMgmtSetCancelTimeout(0), RPC_S_OK);
    Block(binding, 1);
  });
  wait_for_block(1);
  EXPECT_EQ(RpcCancelThread(caller.thread()), RPC_S_OK);
  EXPECT_EQ(caller.ended(), RPC_S_CALL_FAILED);
  parking().unblock(1);
}

TEST_F(CancelThreadTest, AR_076_a_second_cancel_may_shorten_the_patience) {
  Caller caller([&] { Block(binding, 1); });
  wait_for_block(1);
  EXPECT_EQ(RpcCancelThreadEx(caller.thread(), RPC_C_CANCEL_INFINITE_TIMEOUT), RPC_S_OK);
  while (!parking().block_is_cancelled(1)) Sleep(1);
  EXPECT_TRUE(caller.runs());
  EXPECT_EQ(RpcCancelThreadEx(caller.thread(), 0), RPC_S_OK);
  EXPECT_EQ(caller.ended(), RPC_S_CALL_CANCELLED);
  parking().unblock(1);
}

TEST_F(CancelThreadTest, AR_070_asynchronous_calls_are_left_alone) {
  Call call;
  Caller caller([&] {
    ParkVoid(&call, binding, 1);
    ASSERT_EQ(RpcCancelThreadEx(GetCurrentThread(), 0), RPC_S_OK);
  });
  const ParkedCall parked = parking().take();
  EXPECT_EQ(caller.ended(), RPC_S_OK);
  EXPECT_FALSE(call.wait(50));
  EXPECT_EQ(parked.test_cancel(), RPC_S_CALL_IN_PROGRESS);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(CancelThreadTest, a_cancel_waits_for_the_next_synchronous_call) {
  Caller caller([&] {
    ASSERT_EQ(RpcCancelThreadEx(GetCurrentThread(), 0), RPC_S_OK);
    Block(binding, Parking::k_unblocked_for_good);
  });
  EXPECT_EQ(caller.ended(), RPC_S_CALL_CANCELLED);
  parking().unblock(Parking::k_unblocked_for_good);
}

TEST_F(CancelThreadTest, RpcTestCancel_takes_note_of_a_cancel) {
  Caller caller([&] {
    EXPECT_EQ(RpcTestCancel(), ERROR_ACCESS_DENIED);
    ASSERT_EQ(RpcCancelThread(GetCurrentThread()), RPC_S_OK);
    EXPECT_EQ(RpcTestCancel(), RPC_S_OK);
    EXPECT_EQ(RpcTestCancel(), ERROR_ACCESS_DENIED);
    EXPECT_EQ(Add(binding, 1, 2), 3);
  });
  EXPECT_EQ(caller.ended(), RPC_S_OK);
}

TEST_F(CancelThreadTest, what_is_no_thread_or_no_time_is_refused) {
  HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
  EXPECT_EQ(RpcCancelThread(nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcCancelThread(event), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcCancelThreadEx(event, 1), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcCancelThreadEx(GetCurrentThread(), -2), RPC_S_INVALID_TIMEOUT);
  EXPECT_EQ(RpcMgmtSetCancelTimeout(-2), RPC_S_INVALID_TIMEOUT);
  EXPECT_EQ(RpcTestCancel(), ERROR_ACCESS_DENIED);
  CloseHandle(event);
}

TEST_F(CancelThreadTest, a_cancel_does_not_disturb_the_calls_of_other_threads) {
  Caller victim([&] { Block(binding, 1); });
  long cancelled = -1;
  Caller other([&] { cancelled = Block(binding, 2); });
  wait_for_block(1);
  wait_for_block(2);
  EXPECT_EQ(RpcCancelThreadEx(victim.thread(), 0), RPC_S_OK);
  EXPECT_EQ(victim.ended(), RPC_S_CALL_CANCELLED);
  EXPECT_TRUE(other.runs());
  parking().unblock(2);
  EXPECT_EQ(other.ended(), RPC_S_OK);
  EXPECT_EQ(cancelled, 0);
  parking().unblock(1);
}

}  // namespace
