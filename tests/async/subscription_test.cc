// What a server is told of its clients (AR-037, AR-075, AR-101 to AR-111).
#include <atomic>
#include <thread>

#include "fixture.h"
#include "raw_client.h"

namespace {

using Info = RPC_ASYNC_NOTIFICATION_INFO;

handle_t handle_of(const ParkedCall& call) {
  return RpcAsyncGetCallHandle(call.state);
}

RPC_STATUS subscribe(handle_t call, DWORD what, RPC_NOTIFICATION_TYPES type, Info info) {
  return RpcServerSubscribeForNotification(call, what, type, &info);
}

// How many notifications there were, or the status.
long unsubscribe(handle_t call, RPC_NOTIFICATIONS what) {
  ULONG queued = 4711;
  const RPC_STATUS status = RpcServerUnsubscribeForNotification(call, what, &queued);
  return status == RPC_S_OK ? static_cast<long>(queued) : status;
}

// Notifications by routine: how often, for what, of which call.
std::atomic<int> g_disconnects{0};
std::atomic<int> g_cancels{0};
std::atomic<void*> g_handle{nullptr};
std::atomic<void*> g_context{nullptr};

void note_event(PRPC_ASYNC_STATE handle, void* context, RPC_ASYNC_EVENT event) {
  g_handle = handle;
  g_context = context;
  if (event == RpcClientDisconnect) ++g_disconnects;
  if (event == RpcClientCancel) ++g_cancels;
}

Info by_callback() {
  Info info{};
  info.NotificationRoutine = note_event;
  return info;
}

template <class Done>
bool eventually(Done done) {
  for (int i = 0; i < 30'000 && !done(); ++i) Sleep(1);
  return done();
}

class SubscriptionTest : public RulesTest {
 protected:
  void SetUp() override {
    RulesTest::SetUp();
    g_disconnects = g_cancels = 0;
    g_handle = nullptr;
    g_context = &g_context;
    event_ = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    info_.hEvent = event_;
  }
  void TearDown() override {
    CloseHandle(event_);
    RulesTest::TearDown();
  }
  bool told(DWORD milliseconds = 30'000) {
    return WaitForSingleObject(event_, milliseconds) == WAIT_OBJECT_0;
  }

  HANDLE event_ = nullptr;
  Info info_{};
};

TEST_F(SubscriptionTest, AR_037_075_a_cancel_reaches_its_subscriber) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  ASSERT_EQ(
      subscribe(handle_of(parked), RpcNotificationCallCancel, RpcNotificationTypeEvent, info_),
      RPC_S_OK);
  EXPECT_FALSE(told(30));
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_TRUE(told());
  EXPECT_EQ(parked.test_cancel(), RPC_S_OK);
  EXPECT_EQ(unsubscribe(handle_of(parked), RpcNotificationCallCancel), 1);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(SubscriptionTest, AR_037_without_a_subscription_nobody_is_told) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_TRUE(parked.wait_for_cancel());
  EXPECT_EQ(unsubscribe(handle_of(parked), RpcNotificationCallCancel), RPC_S_INVALID_ARG);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(SubscriptionTest, AR_111_a_lost_client_reaches_its_subscriber_and_complete_fails) {
  RawClient client(endpoint());
  client.park_void(2, 1);
  const ParkedCall parked = parking().take();
  ASSERT_EQ(subscribe(handle_of(parked), RpcNotificationClientDisconnect, RpcNotificationTypeEvent,
                      info_),
            RPC_S_OK);
  client.hang_up();
  EXPECT_TRUE(told());
  EXPECT_EQ(unsubscribe(handle_of(parked), RpcNotificationClientDisconnect), 1);
  EXPECT_NE(parked.complete(), RPC_S_OK);
}

TEST_F(SubscriptionTest, a_disconnect_is_no_cancel_and_a_cancel_no_disconnect) {
  RawClient client(endpoint());
  client.park_void(2, 1);
  client.park_void(3, 2);
  const ParkedCall first = parking().take();
  const ParkedCall second = parking().take();
  ASSERT_EQ(subscribe(handle_of(first), RpcNotificationClientDisconnect,
                      RpcNotificationTypeCallback, by_callback()),
            RPC_S_OK);
  ASSERT_EQ(subscribe(handle_of(second), RpcNotificationCallCancel, RpcNotificationTypeCallback,
                      by_callback()),
            RPC_S_OK);
  client.cancel(2);
  EXPECT_TRUE(first.wait_for_cancel());
  client.hang_up();
  EXPECT_TRUE(eventually([] { return g_disconnects == 1; }));
  EXPECT_TRUE(second.wait_for_cancel());
  EXPECT_EQ(g_cancels, 0);
  EXPECT_EQ(unsubscribe(handle_of(second), RpcNotificationCallCancel), 0);
  first.complete();
  second.complete();
}

TEST_F(SubscriptionTest, AR_101_only_two_notifications_exist) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  handle_t handle = handle_of(parked);
  for (const DWORD what : {0u, 4u, 7u, 0x80000001u})
    EXPECT_EQ(subscribe(handle, what, RpcNotificationTypeCallback, by_callback()),
              RPC_S_CANNOT_SUPPORT);
  for (const int what : {0, 3, 4})
    EXPECT_EQ(unsubscribe(handle, static_cast<RPC_NOTIFICATIONS>(what)), RPC_S_CANNOT_SUPPORT);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(SubscriptionTest, AR_102_types_and_handles_that_cannot_be_are_refused) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  handle_t handle = handle_of(parked);
  const auto with = [&](RPC_NOTIFICATION_TYPES type, Info info) {
    return subscribe(handle, RpcNotificationCallCancel, type, info);
  };
  EXPECT_EQ(with(RpcNotificationTypeNone, info_), RPC_S_INVALID_ARG);
  EXPECT_EQ(with(RpcNotificationTypeHwnd, info_), RPC_S_UNSUPPORTED_TYPE);
  EXPECT_EQ(with(RpcNotificationTypeEvent, {}), RPC_S_INVALID_ARG);
  EXPECT_EQ(with(RpcNotificationTypeIoc, {}), RPC_S_INVALID_ARG);
  EXPECT_EQ(with(RpcNotificationTypeApc, {}), RPC_S_INVALID_ARG);
  EXPECT_EQ(with(RpcNotificationTypeCallback, {}), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcServerSubscribeForNotification(handle, RpcNotificationCallCancel,
                                              RpcNotificationTypeEvent, nullptr),
            RPC_S_INVALID_ARG);
  EXPECT_EQ(subscribe(binding, RpcNotificationCallCancel, RpcNotificationTypeEvent, info_),
            RPC_S_INVALID_BINDING);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(SubscriptionTest, AR_103_NULL_is_the_call_of_the_dispatching_thread) {
  EXPECT_EQ(subscribe(nullptr, RpcNotificationCallCancel, RpcNotificationTypeEvent, info_),
            RPC_S_NO_CALL_ACTIVE);
  parking().on_block([&] {
    EXPECT_EQ(subscribe(nullptr, RpcNotificationCallCancel, RpcNotificationTypeEvent, info_),
              RPC_S_OK);
    EXPECT_EQ(unsubscribe(nullptr, RpcNotificationCallCancel), 0);
  });
  parking().unblock(1);
  EXPECT_EQ(Block(binding, 1), 0);
}

TEST_F(SubscriptionTest, AR_104_the_information_is_copied) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  Info info = info_;
  ASSERT_EQ(RpcServerSubscribeForNotification(handle_of(parked), RpcNotificationCallCancel,
                                              RpcNotificationTypeEvent, &info),
            RPC_S_OK);
  memset(&info, 0xff, sizeof info);
  EXPECT_EQ(RpcAsyncCancelCall(&call, TRUE), RPC_S_OK);
  EXPECT_TRUE(told());
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(unsubscribe(handle_of(parked), RpcNotificationCallCancel), 1);
  parked.complete();
}

TEST_F(SubscriptionTest, AR_105_one_subscription_for_each_and_events_cannot_combine) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  handle_t handle = handle_of(parked);
  constexpr DWORD k_both = RpcNotificationClientDisconnect | RpcNotificationCallCancel;
  EXPECT_EQ(subscribe(handle, k_both, RpcNotificationTypeEvent, info_), RPC_S_INVALID_ARG);
  EXPECT_EQ(subscribe(handle, k_both, RpcNotificationTypeCallback, by_callback()), RPC_S_OK);
  EXPECT_EQ(subscribe(handle, RpcNotificationCallCancel, RpcNotificationTypeEvent, info_),
            RPC_S_INVALID_ARG);
  EXPECT_EQ(unsubscribe(handle, RpcNotificationCallCancel), 0);
  EXPECT_EQ(subscribe(handle, k_both, RpcNotificationTypeCallback, by_callback()),
            RPC_S_INVALID_ARG);
  EXPECT_EQ(subscribe(handle, RpcNotificationCallCancel, RpcNotificationTypeEvent, info_),
            RPC_S_OK);
  EXPECT_EQ(unsubscribe(handle, RpcNotificationCallCancel), 0);
  EXPECT_EQ(unsubscribe(handle, RpcNotificationClientDisconnect), 0);
  EXPECT_EQ(unsubscribe(handle, RpcNotificationClientDisconnect), RPC_S_INVALID_ARG);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(SubscriptionTest, AR_106_110_a_callback_is_told_what_happened_to_which_asynchronous_call) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  ASSERT_EQ(subscribe(handle_of(parked), RpcNotificationCallCancel, RpcNotificationTypeCallback,
                      by_callback()),
            RPC_S_OK);
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_TRUE(eventually([] { return g_cancels == 1; }));
  EXPECT_EQ(g_handle, parked.state);
  EXPECT_EQ(g_context, nullptr);
  EXPECT_EQ(g_disconnects, 0);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(SubscriptionTest, AR_110_a_callback_is_told_the_binding_handle_of_a_synchronous_call) {
  handle_t handle = nullptr;
  parking().on_block([&] {
    ASSERT_EQ(RpcServerInqBindingHandle(&handle), RPC_S_OK);
    ASSERT_EQ(
        subscribe(nullptr, RpcNotificationCallCancel, RpcNotificationTypeCallback, by_callback()),
        RPC_S_OK);
  });
  HANDLE thread = CreateThread(
      nullptr, 0,
      [](void* test) -> DWORD {  // NOLINT: the binding
        Block(test, 1);
        return 0;
      },
      binding, 0, nullptr);
  while (!parking().is_blocking(1)) Sleep(1);
  EXPECT_EQ(RpcCancelThread(thread), RPC_S_OK);
  EXPECT_TRUE(eventually([] { return g_cancels == 1; }));
  EXPECT_EQ(g_handle, handle);
  parking().unblock(1);
  EXPECT_EQ(WaitForSingleObject(thread, 30'000), WAIT_OBJECT_0);
  CloseHandle(thread);
}

TEST_F(SubscriptionTest, AR_106_an_APC_is_told_what_happened) {
  RawClient client(endpoint());
  client.park_void(2, 1);
  const ParkedCall parked = parking().take();
  Info info{};
  info.APC.NotificationRoutine = note_event;  // hThread 0: this thread
  ASSERT_EQ(
      subscribe(handle_of(parked), RpcNotificationClientDisconnect | RpcNotificationCallCancel,
                RpcNotificationTypeApc, info),
      RPC_S_OK);
  client.cancel(2);
  while (g_cancels == 0) SleepEx(10, TRUE);
  client.hang_up();
  while (g_disconnects == 0) SleepEx(10, TRUE);
  EXPECT_EQ(g_cancels, 1);
  EXPECT_EQ(g_handle, parked.state);
  EXPECT_EQ(unsubscribe(handle_of(parked), RpcNotificationCallCancel), 1);
  EXPECT_EQ(unsubscribe(handle_of(parked), RpcNotificationClientDisconnect), 1);
  parked.complete();
}

TEST_F(SubscriptionTest, AR_106_a_completion_packet_carries_what_the_server_said) {
  HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  OVERLAPPED overlapped{};
  Info info{};
  info.IOC = {port, 11, 22, &overlapped};
  ASSERT_EQ(subscribe(handle_of(parked), RpcNotificationCallCancel, RpcNotificationTypeIoc, info),
            RPC_S_OK);
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  DWORD bytes = 0;
  ULONG_PTR key = 0;
  OVERLAPPED* found = nullptr;
  ASSERT_TRUE(GetQueuedCompletionStatus(port, &bytes, &key, &found, 30'000));
  EXPECT_EQ(bytes, 11u);
  EXPECT_EQ(key, 22u);
  EXPECT_EQ(found, &overlapped);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
  CloseHandle(port);
}

TEST_F(SubscriptionTest, AR_107_108_queued_notifications_stay_to_be_fetched) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  Info info{};
  info.APC.NotificationRoutine = note_event;
  ASSERT_EQ(subscribe(handle_of(parked), RpcNotificationCallCancel, RpcNotificationTypeApc, info),
            RPC_S_OK);
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_TRUE(parked.wait_for_cancel());
  ULONG queued = 0;
  while (RpcServerUnsubscribeForNotification(handle_of(parked), RpcNotificationCallCancel,
                                             &queued) != RPC_S_OK) {
  }
  EXPECT_LE(queued, 1u);
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
  EXPECT_EQ(g_cancels, 0) << "this thread has not waited alertably yet";
  while (g_cancels < static_cast<int>(queued)) SleepEx(10, TRUE);
  EXPECT_EQ(
      RpcServerUnsubscribeForNotification(handle_of(parked), RpcNotificationCallCancel, nullptr),
      RPC_S_INVALID_ARG);
}

TEST_F(SubscriptionTest, what_has_happened_before_is_told_at_once) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_TRUE(parked.wait_for_cancel());
  ASSERT_EQ(
      subscribe(handle_of(parked), RpcNotificationCallCancel, RpcNotificationTypeEvent, info_),
      RPC_S_OK);
  EXPECT_TRUE(told());
  EXPECT_EQ(parked.complete(), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
}

TEST_F(SubscriptionTest, a_callback_may_answer_its_call) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  Info info{};
  info.NotificationRoutine = [](PRPC_ASYNC_STATE state, void*, RPC_ASYNC_EVENT) {
    RpcAsyncAbortCall(state, RPC_S_CALL_CANCELLED);
  };
  ASSERT_EQ(
      subscribe(handle_of(parked), RpcNotificationCallCancel, RpcNotificationTypeCallback, info),
      RPC_S_OK);
  EXPECT_EQ(RpcAsyncCancelCall(&call, FALSE), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
}

TEST_F(SubscriptionTest, a_callback_may_answer_a_call_whose_client_is_lost) {
  RawClient client(endpoint());
  client.park_void(2, 1);
  client.park_void(3, 1);
  for (int i = 0; i < 2; ++i) {
    const ParkedCall parked = parking().take();
    Info info{};
    info.NotificationRoutine = [](PRPC_ASYNC_STATE state, void*, RPC_ASYNC_EVENT) {
      EXPECT_NE(RpcAsyncCompleteCall(state, nullptr), RPC_S_OK);
      ++g_disconnects;
    };
    ASSERT_EQ(subscribe(handle_of(parked), RpcNotificationClientDisconnect,
                        RpcNotificationTypeCallback, info),
              RPC_S_OK);
  }
  client.hang_up();
  EXPECT_TRUE(eventually([] { return g_disconnects == 2; }));
}

// Unforced: subscribing, unsubscribing, cancel and answer at the same time (run with sanitizers).
TEST_F(SubscriptionTest, AR_109_all_of_it_may_happen_at_once) {
  for (int round = 0; round < 200; ++round) {
    Call call;
    ParkVoid(&call, binding, round);
    const ParkedCall parked = parking().take();
    handle_t handle = handle_of(parked);
    std::thread subscriber([&] {
      (void)subscribe(handle, RpcNotificationCallCancel, RpcNotificationTypeCallback,
                      by_callback());
      (void)unsubscribe(handle, RpcNotificationCallCancel);
    });
    std::thread canceller([&] { RpcAsyncCancelCall(&call, FALSE); });
    if (round % 2) std::this_thread::yield();
    parked.complete();
    subscriber.join();
    canceller.join();
    ASSERT_EQ(call.collect(), RPC_S_OK);
  }
}

}  // namespace
