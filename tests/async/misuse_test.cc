// Mistakes with RPC_ASYNC_STATE: each has its documented status, and is reported once with the history of the call.
#include <farcall/farcall.h>

#include <mutex>
#include <regex>
#include <thread>

#include "fixture.h"

namespace {

using testing::Test;

class MisuseTest : public RulesTest {
 protected:
  void SetUp() override {
    RulesTest::SetUp();
    FarcallSetLog(&MisuseTest::keep, this);
  }
  void TearDown() override {
    FarcallSetLog(nullptr, nullptr);
    RulesTest::TearDown();
  }

  // The texts that were logged under this name.
  std::vector<std::string> reports(const std::string& event) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> found;
    for (const auto& [name, text] : lines_)
      if (name == event) found.push_back(text);
    return found;
  }
  void expect_report(const std::string& event, const std::string& pattern) {
    const std::vector<std::string> found = reports(event);
    ASSERT_EQ(found.size(), 1u) << event;
    EXPECT_TRUE(std::regex_search(found[0], std::regex(pattern))) << found[0];
  }

 private:
  static void keep(void* self, FARCALL_LOG_LEVEL level, const char* event, const char* text) {
    auto& test = *static_cast<MisuseTest*>(self);
    EXPECT_EQ(level, FARCALL_LOG_ERROR) << event;
    const std::lock_guard lock(test.mutex_);
    test.lines_.emplace_back(event, text);
  }
  std::mutex mutex_;
  std::vector<std::pair<std::string, std::string>> lines_;
};

TEST_F(MisuseTest, AR_056_an_answer_after_the_answer_is_reported_once) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(reports("async.answered_twice").size(), 0u);
  EXPECT_EQ(parked.complete(), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(parked.abort(5), RPC_S_INVALID_ASYNC_HANDLE);
  expect_report(
      "async.answered_twice",
      R"(rules\.ParkVoid, started \d+ ms ago by thread \d+, completed \d+ ms ago by thread \d+)");
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(MisuseTest, AR_056_an_answer_after_an_abort_says_so) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(parked.abort(5), RPC_S_OK);
  EXPECT_EQ(parked.complete(), RPC_S_INVALID_ASYNC_HANDLE);
  expect_report("async.answered_twice", "rules\\.ParkVoid.*aborted");
  EXPECT_EQ(call.collect(), 5);
}

TEST_F(MisuseTest, AR_044_a_second_completion_on_the_client_is_reported_once) {
  Call call;
  long answer = 0;
  AddAtOnce(&call, binding, 1, 2);
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_INVALID_ASYNC_CALL);
  expect_report("async.completed_twice", R"(rules\.AddAtOnce, started .* completed)");
}

TEST_F(MisuseTest, AR_044_asking_and_cancelling_after_the_end_is_no_misuse) {
  Call call;
  long answer = 0;
  AddAtOnce(&call, binding, 1, 2);
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  EXPECT_EQ(call.status(), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_TRUE(reports("async.completed_twice").empty());
}

TEST_F(MisuseTest, AR_009_using_a_structure_again_whose_call_is_under_way_is_reported_once) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(raised_by([&] { ParkVoid(&call, binding, 2); }), RPC_S_INVALID_ASYNC_CALL);
  expect_report("async.reused",
                R"(rules\.ParkVoid, started \d+ ms ago by thread \d+, it has not ended)");
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(MisuseTest, initialising_a_structure_whose_call_is_under_way_is_reported) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(RpcAsyncInitializeHandle(&call, sizeof(RPC_ASYNC_STATE)), RPC_S_OK);
  expect_report("async.initialised_again", "rules\\.ParkVoid.*it has not ended");
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK) << "the call itself takes no harm";
}

TEST_F(MisuseTest, using_a_structure_again_after_its_end_is_no_misuse) {
  Call call;
  for (int i = 0; i < 3; ++i) {
    long answer = 0;
    AddAtOnce(&call, binding, i, 2);
    EXPECT_EQ(call.collect(&answer), RPC_S_OK);
    EXPECT_EQ(answer, i + 2);
  }
  for (const char* event : {"async.reused", "async.initialised_again", "async.completed_twice"})
    EXPECT_TRUE(reports(event).empty()) << event;
}

// The interface is taken away, so the server stays for the other tests by getting it back.
TEST_F(MisuseTest, AR_134_a_call_that_nobody_answers_is_named_while_unregister_waits_for_it) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  std::thread owner(
      [] { EXPECT_EQ(RpcServerUnregisterIf(rules_v1_0_s_ifspec, nullptr, TRUE), RPC_S_OK); });
  for (int i = 0; i < 30'000 && reports("async.never_answered").empty(); ++i) Sleep(1);
  expect_report("async.never_answered", R"(rules\.ParkVoid, started \d{4,} ms ago)");
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  owner.join();
  EXPECT_EQ(call.collect(), RPC_S_OK);
  EXPECT_EQ(RpcServerRegisterIf(rules_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
}

TEST_F(MisuseTest, AR_140_a_call_that_nobody_answers_is_named_while_the_server_stops) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  ASSERT_EQ(RpcMgmtStopServerListening(nullptr), RPC_S_OK);
  std::thread owner([] { EXPECT_EQ(RpcMgmtWaitServerListen(), RPC_S_OK); });
  for (int i = 0; i < 30'000 && reports("async.never_answered").empty(); ++i) Sleep(1);
  expect_report("async.never_answered", "rules\\.ParkVoid");
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  owner.join();
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(MisuseTest, a_program_may_want_to_end_at_the_first_report) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_DEATH(
      {
        setenv("FARCALL_MISUSE", "abort", 1);
        Call call;
        ParkVoid(&call, connect(), 1);
        (void)RpcAsyncInitializeHandle(&call, sizeof(RPC_ASYNC_STATE));
        exit(0);
      },
      "");
}

}  // namespace
