#include "async_program.h"

#include <cstring>

namespace {

void count(RPC_ASYNC_STATE* state, RPC_ASYNC_EVENT event) {
  auto& tally = *static_cast<Tally*>(state->UserInfo);
  if (event == RpcSendComplete) ++tally.send;
  if (event == RpcReceiveComplete) ++tally.receive;
  if (event == RpcCallComplete) ++tally.complete;
}

void RPC_ENTRY told_by_apc(RPC_ASYNC_STATE* state, void*, RPC_ASYNC_EVENT event) {
  count(state, event);
}

// The structure's third word of the program's own: nothing but UserInfo is there, so the event goes by the tally.
std::atomic<HANDLE> g_wake{nullptr};

void RPC_ENTRY told_by_callback(RPC_ASYNC_STATE* state, void*, RPC_ASYNC_EVENT event) {
  count(state, event);
  SetEvent(g_wake);
}

}  // namespace

Told::Told(RPC_ASYNC_STATE& state, Way way) : state_(state), way_(way) {
  state_.UserInfo = &tally;
  switch (way_) {
    case Way::polling:
      state_.NotificationType = RpcNotificationTypeNone;
      break;
    case Way::event:
      event_ = CreateEventA(nullptr, FALSE, FALSE, nullptr);
      state_.NotificationType = RpcNotificationTypeEvent;
      state_.u.hEvent = event_;
      break;
    case Way::callback:
      event_ = CreateEventA(nullptr, FALSE, FALSE, nullptr);
      g_wake = event_;
      state_.NotificationType = RpcNotificationTypeCallback;
      state_.u.NotificationRoutine = told_by_callback;
      break;
    case Way::named_apc:
    case Way::apc:
      state_.NotificationType = RpcNotificationTypeApc;
      state_.u.APC.NotificationRoutine = told_by_apc;
      if (way_ == Way::named_apc) {
        EXPECT_TRUE(DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(),
                                    &thread_, 0, FALSE, DUPLICATE_SAME_ACCESS));
      }
      state_.u.APC.hThread = thread_;
      break;
    case Way::port:
      port_ = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
      state_.NotificationType = RpcNotificationTypeIoc;
      std::memset(&state_.u, 0, sizeof state_.u);
      state_.u.IOC.hIOPort = port_;
      break;
  }
}

Told::~Told() {
  if (event_) CloseHandle(event_);
  if (port_) CloseHandle(port_);
  if (thread_) CloseHandle(thread_);
}

void Told::wait() {
  DWORD bytes = 0;
  ULONG_PTR key = 0;
  LPOVERLAPPED overlapped = nullptr;
  switch (way_) {
    case Way::polling:
      Sleep(1);
      break;
    case Way::event:
    case Way::callback:
      EXPECT_EQ(WaitForSingleObject(event_, k_patience), WAIT_OBJECT_0);
      break;
    case Way::named_apc:
    case Way::apc:
      EXPECT_EQ(SleepEx(k_patience, TRUE), static_cast<DWORD>(WAIT_IO_COMPLETION));
      break;
    case Way::port:
      EXPECT_TRUE(GetQueuedCompletionStatus(port_, &bytes, &key, &overlapped, k_patience));
      break;
  }
}

namespace {
RPC_ASYNC_STATE& initialised(RPC_ASYNC_STATE& state, bool send_complete) {
  EXPECT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
  if (send_complete) state.Flags = RPC_C_NOTIFY_ON_SEND_COMPLETE;
  return state;
}
}  // namespace

PipeCall::PipeCall(Way way, bool send_complete) : told(initialised(state, send_complete), way) {}

PipeCall::~PipeCall() {
  if (RpcAsyncGetCallStatus(&state) == RPC_S_INVALID_ASYNC_CALL) return;
  RpcAsyncCancelCall(&state, TRUE);
  EXPECT_TRUE(eventually([&] { return status() != RPC_S_ASYNC_CALL_PENDING; }));
  long long reply = 0;
  RpcAsyncCompleteCall(&state, &reply);
}

RPC_STATUS PipeCall::collect(void* reply) {
  while (status() == RPC_S_ASYNC_CALL_PENDING) told.wait();
  // The end may be seen before it is told, and the structure must live until then.
  if (status() != RPC_S_INVALID_ASYNC_CALL && told.by_name())
    while (told.tally.complete == 0) told.wait();
  return RpcAsyncCompleteCall(&state, reply);
}
