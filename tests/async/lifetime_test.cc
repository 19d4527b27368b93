// Ordering, time, and the life of a server (AR-025, AR-077 to AR-081, AR-112, AR-113, AR-125, AR-139 to AR-142).
#include <dirent.h>
#include <farcall/farcall.h>

#include <atomic>
#include <thread>

#include "fixture.h"
#include "raw_client.h"

namespace {

using LifetimeTest = RulesTest;

size_t threads_of_this_process() {
  size_t count = 0;
  DIR* tasks = opendir("/proc/self/task");
  while (readdir(tasks)) ++count;
  closedir(tasks);
  return count - 2;  // . and ..
}

TEST_F(LifetimeTest, AR_077_142_calls_of_one_thread_are_dispatched_in_their_order) {
  constexpr long k_calls = 1000;
  std::vector<std::unique_ptr<Call>> calls;
  for (long i = 0; i < k_calls; ++i) {
    calls.push_back(std::make_unique<Call>());
    Record(&*calls.back(), binding, i);
  }
  for (auto& call : calls) ASSERT_EQ(call->collect(), RPC_S_OK);
  EXPECT_EQ(parking().recorded().size(), static_cast<size_t>(k_calls));
}

// Dispatched by the thread that reads, so that what the managers note is the order of dispatch.
TEST_F(LifetimeTest, AR_077_the_calls_of_each_of_many_threads_are_dispatched_in_their_order) {
  constexpr long k_threads = 10;
  constexpr long k_calls = 100;
  ASSERT_EQ(FarcallSetDispatchPolicy(FARCALL_DISPATCH_INLINE), RPC_S_OK);
  std::vector<std::thread> threads;
  for (long t = 0; t < k_threads; ++t)
    threads.emplace_back([this, t] {
      std::vector<std::unique_ptr<Call>> calls;
      for (long i = 0; i < k_calls; ++i) {
        calls.push_back(std::make_unique<Call>());
        Record(&*calls.back(), binding, t * k_calls + i);
      }
      for (auto& call : calls) ASSERT_EQ(call->collect(), RPC_S_OK);
    });
  for (auto& thread : threads) thread.join();
  ASSERT_EQ(FarcallSetDispatchPolicy(FARCALL_DISPATCH_POOL), RPC_S_OK);
  const std::vector<long> recorded = parking().recorded();
  ASSERT_EQ(recorded.size(), static_cast<size_t>(k_threads * k_calls));
  std::vector<long> next(k_threads, 0);
  for (const long number : recorded)
    EXPECT_EQ(number % k_calls, next[static_cast<size_t>(number / k_calls)]++);
}

TEST_F(LifetimeTest, AR_112_the_programs_own_deadline_ends_an_asynchronous_call) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  ASSERT_EQ(FarcallAsyncSetDeadline(&call, 20, 20), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
  EXPECT_TRUE(parked.wait_for_cancel());
  parked.complete();
}

TEST_F(LifetimeTest, a_deadline_leaves_the_last_word_to_the_server) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  ASSERT_EQ(FarcallAsyncSetDeadline(&call, 20, 60'000), RPC_S_OK);
  EXPECT_TRUE(parked.wait_for_cancel());
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(LifetimeTest, a_deadline_needs_a_call) {
  Call call;
  EXPECT_EQ(FarcallAsyncSetDeadline(&call, 20, 20), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(FarcallAsyncSetDeadline(nullptr, 20, 20), RPC_S_INVALID_ASYNC_HANDLE);
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  ASSERT_EQ(FarcallAsyncSetDeadline(&call, 100, 0), RPC_S_OK);
  ASSERT_EQ(FarcallAsyncSetDeadline(&call, 0xffffffff, 0), RPC_S_OK);
  EXPECT_FALSE(call.wait(200));
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(LifetimeTest, AR_134_unregistering_waits_for_asynchronous_calls) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  std::atomic<bool> unregistered{false};
  std::thread worker([&] {
    EXPECT_EQ(RpcServerUnregisterIfEx(rules_v1_0_s_ifspec, nullptr, FALSE), RPC_S_OK);
    unregistered = true;
  });
  Sleep(50);
  EXPECT_FALSE(unregistered);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  worker.join();
  EXPECT_EQ(call.collect(), RPC_S_OK);
  ASSERT_EQ(RpcServerRegisterIf(rules_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
}

TEST_F(LifetimeTest, AR_134_without_waiting_the_calls_go_on) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(RpcServerUnregisterIf(rules_v1_0_s_ifspec, nullptr, FALSE), RPC_S_OK);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
  ASSERT_EQ(RpcServerRegisterIf(rules_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
}

TEST_F(LifetimeTest, AR_140_an_interface_that_listens_by_itself_is_served_while_the_server_stops) {
  ASSERT_EQ(RpcServerUnregisterIf(rules_v1_0_s_ifspec, nullptr, TRUE), RPC_S_OK);
  ASSERT_EQ(
      RpcServerRegisterIfEx(rules_v1_0_s_ifspec, nullptr, nullptr, RPC_IF_AUTOLISTEN, 1, nullptr),
      RPC_S_OK);
  ASSERT_EQ(RpcMgmtStopServerListening(nullptr), RPC_S_OK);
  EXPECT_EQ(RpcMgmtWaitServerListen(), RPC_S_OK);
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(raised_by([&] { Add(binding, 1, 2); }), RPC_S_SERVER_TOO_BUSY) << "MaxCalls is 1";
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
  // The parked call counts until the server has let go of it, a moment after its answer.
  decltype(Add(binding, 1, 2)) sum = 0;
  const auto add = [&] { return raised_by([&] { sum = Add(binding, 1, 2); }); };
  for (int attempt = 0; attempt < 1000 && add() == RPC_S_SERVER_TOO_BUSY; ++attempt) Sleep(1);
  EXPECT_EQ(sum, 3);
  ASSERT_EQ(RpcServerUnregisterIf(rules_v1_0_s_ifspec, nullptr, TRUE), RPC_S_OK);
  ASSERT_EQ(RpcServerRegisterIf(rules_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
}

TEST_F(LifetimeTest, a_request_above_the_usual_limit_is_taken_where_MaxRpcSize_says_so) {
  constexpr long k_count = 2'000'000;  // 8 MB
  std::vector<long> values(k_count, 3);
  const auto call_it = [&] {
    Call call;
    ParkArray(&call, binding, k_count, values.data());
    std::thread server([] { EXPECT_EQ(parking().take().complete(5), RPC_S_OK); });
    long answer = 0;
    const RPC_STATUS status = call.collect(&answer);
    server.join();
    EXPECT_EQ(answer, 5);
    return status;
  };
  ASSERT_EQ(RpcServerUnregisterIf(rules_v1_0_s_ifspec, nullptr, TRUE), RPC_S_OK);
  ASSERT_EQ(RpcServerRegisterIf2(rules_v1_0_s_ifspec, nullptr, nullptr, 0,
                                 RPC_C_LISTEN_MAX_CALLS_DEFAULT, 16u << 20, nullptr),
            RPC_S_OK);
  EXPECT_EQ(call_it(), RPC_S_OK);
  ASSERT_EQ(RpcServerUnregisterIf(rules_v1_0_s_ifspec, nullptr, TRUE), RPC_S_OK);
  ASSERT_EQ(RpcServerRegisterIf(rules_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
  Call refused;
  ParkArray(&refused, connect(), k_count, values.data());
  EXPECT_NE(refused.collect(), RPC_S_OK);
}

TEST_F(LifetimeTest, AR_078_calls_of_several_threads_all_arrive) {
  std::vector<std::thread> threads;
  for (long t = 0; t < 4; ++t)
    threads.emplace_back([this, t] {
      for (long i = 0; i < 100; ++i) {
        Call call;
        Record(&call, binding, t * 100 + i);
        ASSERT_EQ(call.collect(), RPC_S_OK);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(parking().recorded().size(), 400u);
}

TEST_F(LifetimeTest, AR_079_a_synchronous_call_overlaps_an_asynchronous_one) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(Add(binding, 1, 2), 3);
  EXPECT_EQ(call.status(), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

// A manager starts a call of its own on its dispatching thread and returns; the thread serves others meanwhile.
TEST_F(LifetimeTest, AR_124_what_a_manager_started_goes_on_without_its_thread) {
  Call inner;
  long twice = 0;
  parking().unblock(1);
  parking().on_block([&] { Park(&inner, binding, 21, &twice); });
  EXPECT_EQ(Block(connect(), 1), 0);
  const ParkedCall parked = parking().take();
  parking().on_block({});
  for (long i = 0; i < 200; ++i) EXPECT_EQ(Add(binding, i, 1), i + 1);
  EXPECT_EQ(inner.status(), RPC_S_ASYNC_CALL_PENDING);
  *parked.twice = 42;
  EXPECT_EQ(parked.complete(7), RPC_S_OK);
  long answer = 0;
  EXPECT_EQ(inner.collect(&answer), RPC_S_OK);
  EXPECT_EQ(answer, 7);
  EXPECT_EQ(twice, 42);
}

TEST_F(LifetimeTest, AR_080_the_order_guarantee_can_be_given_up) {
  ULONG_PTR value = 1;
  EXPECT_EQ(RpcBindingInqOption(binding, RPC_C_OPT_BINDING_NONCAUSAL, &value), RPC_S_OK);
  EXPECT_EQ(value, 0u);
  EXPECT_EQ(RpcBindingSetOption(binding, RPC_C_OPT_BINDING_NONCAUSAL, TRUE), RPC_S_OK);
  EXPECT_EQ(RpcBindingInqOption(binding, RPC_C_OPT_BINDING_NONCAUSAL, &value), RPC_S_OK);
  EXPECT_EQ(value, 1u);
  EXPECT_EQ(Add(binding, 1, 2), 3);
}

TEST_F(LifetimeTest, AR_081_not_to_linger_needs_a_call_first) {
  EXPECT_EQ(RpcBindingSetOption(binding, RPC_C_OPT_DONT_LINGER, TRUE), RPC_S_WRONG_KIND_OF_BINDING);
  EXPECT_EQ(Add(binding, 1, 2), 3);
  EXPECT_EQ(RpcBindingSetOption(binding, RPC_C_OPT_DONT_LINGER, TRUE), RPC_S_OK);
  EXPECT_EQ(RpcBindingSetOption(binding, RPC_C_OPT_DONT_LINGER, FALSE), RPC_S_OK);
}

TEST_F(LifetimeTest, AR_112_the_call_timeout_does_not_hit_asynchronous_calls) {
  ASSERT_EQ(RpcBindingSetOption(binding, RPC_C_OPT_CALL_TIMEOUT, 50), RPC_S_OK);
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_FALSE(call.wait(300));
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(LifetimeTest, AR_112_the_call_timeout_ends_a_synchronous_call) {
  ASSERT_EQ(RpcBindingSetOption(binding, RPC_C_OPT_CALL_TIMEOUT, 50), RPC_S_OK);
  EXPECT_EQ(raised_by([&] { Block(binding, 9); }), RPC_S_CALL_CANCELLED);
  parking().unblock(9);
  EXPECT_EQ(Add(binding, 1, 2), 3);
}

TEST_F(LifetimeTest, AR_125_without_a_timeout_a_call_waits) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_FALSE(call.wait(300));
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(LifetimeTest, AR_139_ten_thousand_parked_calls_hold_no_thread) {
  constexpr size_t k_calls = 10'000;
  // A burst first: the pool of dispatching threads has its size then.
  std::vector<std::unique_ptr<Call>> burst;
  for (long i = 0; i < 1000; ++i) {
    burst.push_back(std::make_unique<Call>());
    Record(&*burst.back(), binding, i);
  }
  for (auto& call : burst) ASSERT_EQ(call->collect(), RPC_S_OK);

  struct Ended {
    RPC_ASYNC_STATE state;
    std::atomic<int> times{0};
  };
  std::vector<Ended> calls(k_calls);
  const size_t threads_before = threads_of_this_process();
  for (size_t i = 0; i < k_calls; ++i) {
    RPC_ASYNC_STATE& state = calls[i].state;
    ASSERT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
    state.UserInfo = &calls[i];
    state.NotificationType = RpcNotificationTypeCallback;
    state.u.NotificationRoutine = [](PRPC_ASYNC_STATE ended, void*, RPC_ASYNC_EVENT) {
      ++static_cast<Ended*>(ended->UserInfo)->times;
    };
    ParkVoid(&state, binding, static_cast<long>(i));
  }
  ASSERT_TRUE(parking().wait_for_size(k_calls));
  EXPECT_LE(threads_of_this_process(), threads_before);

  std::thread worker([] {
    for (size_t i = 0; i < k_calls; ++i) EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  });
  worker.join();
  for (size_t i = 0; i < k_calls; ++i) {
    RPC_STATUS status;
    while ((status = RpcAsyncCompleteCall(&calls[i].state, nullptr)) == RPC_S_ASYNC_CALL_PENDING)
      Sleep(1);
    ASSERT_EQ(status, RPC_S_OK);
  }
  for (int patience = 0; patience < 30'000; ++patience) {
    size_t told = 0;
    for (const Ended& call : calls) told += static_cast<size_t>(call.times);
    if (told == k_calls) break;
    Sleep(1);
  }
  for (const Ended& call : calls) ASSERT_EQ(call.times, 1);
}

TEST_F(LifetimeTest, AR_140_a_server_that_stops_lets_parked_calls_end) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  ASSERT_EQ(RpcMgmtStopServerListening(nullptr), RPC_S_OK);
  std::atomic<bool> stopped{false};
  std::thread waiter([&] {
    EXPECT_EQ(RpcMgmtWaitServerListen(), RPC_S_OK);
    stopped = true;
  });
  EXPECT_EQ(raised_by([&] { Add(binding, 1, 2); }), RPC_S_SERVER_TOO_BUSY);
  Sleep(50);
  EXPECT_FALSE(stopped);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
  waiter.join();
  EXPECT_TRUE(stopped);
  EXPECT_EQ(RpcMgmtWaitServerListen(), RPC_S_NOT_LISTENING);
}

TEST_F(LifetimeTest, AR_141_listening_twice_is_refused) {
  EXPECT_EQ(RpcServerListen(1, 1, TRUE), RPC_S_ALREADY_LISTENING);
  EXPECT_EQ(RpcMgmtIsServerListening(nullptr), RPC_S_OK);
}

TEST_F(LifetimeTest, two_interfaces_unregister_and_register_again) {
  EXPECT_EQ(RpcServerUnregisterIf(rules_v1_0_s_ifspec, nullptr, TRUE), RPC_S_OK);
  EXPECT_EQ(raised_by([&] { Add(connect(), 1, 2); }), RPC_S_UNKNOWN_IF);
  EXPECT_EQ(RpcServerUnregisterIf(rules_v1_0_s_ifspec, nullptr, TRUE), RPC_S_UNKNOWN_IF);
  EXPECT_EQ(RpcServerRegisterIf(rules_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
  EXPECT_EQ(Add(binding, 1, 2), 3);
}

}  // namespace
