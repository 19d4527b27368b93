// How an application learns of the end of a call (AR-026 to AR-034, AR-038).
#include <poll.h>

#include <atomic>
#include <cstring>
#include <thread>

#include <farcall/farcall.h>

#include "fixture.h"

namespace {

using NotificationTest = RulesTest;

struct Told {
  std::atomic<int> times{0};
  std::atomic<RPC_ASYNC_EVENT> event{RpcSendComplete};
  std::atomic<void*> context{&times};
  std::thread::id thread;
};

void RPC_ENTRY note(PRPC_ASYNC_STATE state, void* context, RPC_ASYNC_EVENT event) {
  auto* told = static_cast<Told*>(state->UserInfo);
  told->context = context;
  told->event = event;
  told->thread = std::this_thread::get_id();
  ++told->times;
}

TEST_F(NotificationTest, AR_026_the_numbers_are_those_of_the_documentation) {
  EXPECT_EQ(RpcNotificationTypeNone, 0);
  EXPECT_EQ(RpcNotificationTypeEvent, 1);
  EXPECT_EQ(RpcNotificationTypeApc, 2);
  EXPECT_EQ(RpcNotificationTypeIoc, 3);
  EXPECT_EQ(RpcNotificationTypeHwnd, 4);
  EXPECT_EQ(RpcNotificationTypeCallback, 5);
  EXPECT_EQ(RpcCallComplete, 0);
  EXPECT_EQ(RpcSendComplete, 1);
  EXPECT_EQ(RpcReceiveComplete, 2);
  EXPECT_EQ(RpcClientDisconnect, 3);
  EXPECT_EQ(RpcClientCancel, 4);
}

TEST_F(NotificationTest, AR_027_an_automatic_event_is_set_once) {
  Call call;
  AddAtOnce(&call, binding, 1, 2);
  EXPECT_TRUE(call.wait());
  EXPECT_FALSE(call.wait(20));
  long answer = 0;
  EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_OK);
}

TEST_F(NotificationTest, AR_027_a_manual_event_stays_set_until_the_application_resets_it) {
  Call call;
  HANDLE manual = CreateEventA(nullptr, TRUE, FALSE, nullptr);
  call.state.u.hEvent = manual;
  AddAtOnce(&call, binding, 1, 2);
  EXPECT_EQ(WaitForSingleObject(manual, 30'000), WAIT_OBJECT_0);
  long answer = 0;
  EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_OK);
  EXPECT_EQ(WaitForSingleObject(manual, 0), WAIT_OBJECT_0);
  ResetEvent(manual);
  EXPECT_EQ(WaitForSingleObject(manual, 0), WAIT_TIMEOUT);
  CloseHandle(manual);
}

TEST_F(NotificationTest, AR_027_the_event_has_a_descriptor_for_poll) {
  Call call;
  const int descriptor = FarcallEventGetFd(call.event);
  ASSERT_GE(descriptor, 0);
  AddAtOnce(&call, binding, 1, 2);
  pollfd poll_for{descriptor, POLLIN, 0};
  EXPECT_EQ(poll(&poll_for, 1, 30'000), 1);
  long answer = 0;
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  EXPECT_EQ(poll(&poll_for, 1, 0), 0);
}

TEST_F(NotificationTest, AR_028_polling_asks_until_it_is_no_longer_pending) {
  Call call;
  call.state.NotificationType = RpcNotificationTypeNone;
  ParkVoid(&call, binding, 1);
  EXPECT_EQ(call.status(), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(parking().take().complete(), RPC_S_OK);
  RPC_STATUS status;
  while ((status = call.status()) == RPC_S_ASYNC_CALL_PENDING) Sleep(1);
  EXPECT_EQ(status, RPC_S_OK);
  EXPECT_EQ(RpcAsyncCompleteCall(&call, nullptr), RPC_S_OK);
}

TEST_F(NotificationTest, AR_029_030_an_APC_runs_on_the_calling_thread_in_an_alertable_wait) {
  Call call;
  Told told;
  call.state.UserInfo = &told;
  call.state.NotificationType = RpcNotificationTypeApc;
  call.state.u.APC.NotificationRoutine = note;
  call.state.u.APC.hThread = nullptr;
  AddAtOnce(&call, binding, 1, 2);
  while (call.status() == RPC_S_ASYNC_CALL_PENDING) Sleep(1);
  Sleep(10);
  EXPECT_EQ(told.times, 0);  // not alertable so far
  EXPECT_EQ(SleepEx(30'000, TRUE), static_cast<DWORD>(WAIT_IO_COMPLETION));
  EXPECT_EQ(told.times, 1);
  EXPECT_EQ(told.event, RpcCallComplete);
  EXPECT_EQ(told.context, nullptr);
  EXPECT_EQ(told.thread, std::this_thread::get_id());
  long answer = 0;
  EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_OK);
}

// An APC that comes before the thread's routine runs before it: hence the look at what was told.
DWORD WINAPI wait_alertably(LPVOID parameter) {
  const auto& told = *static_cast<Told*>(parameter);
  for (int patience = 0; patience < 3000 && told.times == 0; ++patience) SleepEx(10, TRUE);
  return 0;
}

TEST_F(NotificationTest, AR_029_an_APC_runs_on_the_thread_that_was_named) {
  Call call;
  Told told;
  HANDLE thread = CreateThread(nullptr, 0, wait_alertably, &told, 0, nullptr);
  call.state.UserInfo = &told;
  call.state.NotificationType = RpcNotificationTypeApc;
  call.state.u.APC.NotificationRoutine = note;
  call.state.u.APC.hThread = thread;
  AddAtOnce(&call, binding, 1, 2);
  EXPECT_EQ(WaitForSingleObject(thread, 30'000), WAIT_OBJECT_0);
  EXPECT_EQ(told.times, 1);
  EXPECT_NE(told.thread, std::this_thread::get_id());
  long answer = 0;
  EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_OK);
  CloseHandle(thread);
}

TEST_F(NotificationTest, AR_031_a_completion_packet_carries_the_callers_three_words) {
  HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
  Call call;
  call.state.NotificationType = RpcNotificationTypeIoc;
  call.state.u.IOC.hIOPort = port;
  call.state.u.IOC.dwNumberOfBytesTransferred = 17;
  call.state.u.IOC.dwCompletionKey = 0x123456789abcull;
  OVERLAPPED overlapped;
  call.state.u.IOC.lpOverlapped = &overlapped;
  AddAtOnce(&call, binding, 1, 2);
  DWORD bytes = 0;
  ULONG_PTR key = 0;
  LPOVERLAPPED out = nullptr;
  ASSERT_TRUE(GetQueuedCompletionStatus(port, &bytes, &key, &out, 30'000));
  EXPECT_EQ(bytes, 17u);
  EXPECT_EQ(key, 0x123456789abcull);
  EXPECT_EQ(out, &overlapped);
  long answer = 0;
  EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_OK);
  CloseHandle(port);
}

TEST_F(NotificationTest, AR_032_a_window_is_refused_when_the_call_is_made) {
  Call call;
  call.state.NotificationType = RpcNotificationTypeHwnd;
  EXPECT_EQ(raised_by([&] { ParkVoid(&call, binding, 1); }), RPC_S_UNSUPPORTED_TYPE);
}

void RPC_ENTRY complete_in_callback(PRPC_ASYNC_STATE state, void*, RPC_ASYNC_EVENT) {
  long answer = 0;
  const RPC_STATUS status = RpcAsyncCompleteCall(state, &answer);
  static_cast<std::atomic<long>*>(state->UserInfo)->store(status == RPC_S_OK ? answer : -status);
}

TEST_F(NotificationTest, AR_033_a_callback_may_complete_the_call) {
  Call call;
  std::atomic<long> outcome{0};
  call.state.UserInfo = &outcome;
  call.state.NotificationType = RpcNotificationTypeCallback;
  call.state.u.NotificationRoutine = complete_in_callback;
  AddAtOnce(&call, binding, 40, 2);
  for (int i = 0; i < 30'000 && outcome == 0; ++i) Sleep(1);
  EXPECT_EQ(outcome, 42);
  EXPECT_EQ(call.status(), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(NotificationTest, AR_034_the_notification_may_come_before_the_stub_has_returned) {
  // Nothing is asserted about the order: whichever comes first, each call is notified once and completes.
  for (long i = 0; i < 2000; ++i) {
    Call call;
    Told told;
    call.state.UserInfo = &told;
    call.state.NotificationType = RpcNotificationTypeCallback;
    call.state.u.NotificationRoutine = note;
    AddAtOnce(&call, binding, i, 1);
    while (told.times == 0) std::this_thread::yield();
    long answer = 0;
    ASSERT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_OK);
    ASSERT_EQ(answer, i + 1);
    ASSERT_EQ(told.times, 1);
  }
}

TEST_F(NotificationTest, AR_038_calls_end_in_any_order) {
  Call first;
  Call second;
  ParkVoid(&first, binding, 1);
  ParkVoid(&second, binding, 2);
  const ParkedCall one = parking().take();
  const ParkedCall two = parking().take();
  EXPECT_EQ(two.complete(), RPC_S_OK);
  EXPECT_EQ(second.collect(), RPC_S_OK);
  EXPECT_EQ(first.status(), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(one.complete(), RPC_S_OK);
  EXPECT_EQ(first.collect(), RPC_S_OK);
}

}  // namespace
