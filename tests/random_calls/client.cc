#include "client.h"

#include <algorithm>
#include <thread>

#include "public_api.h"
#include "server.h"

using farcall::test::raised_by;

namespace {

constexpr unsigned k_steps = 12;

// What a call that was started may end with, besides RPC_S_OK.
constexpr RPC_STATUS k_failures[] = {
    k_abort_code,              // the server says so
    RPC_S_CALL_CANCELLED,      // an abortive cancel, or a server that heeds one
    RPC_S_CALL_FAILED,         // the connection was cut,
    RPC_S_CALL_FAILED_DNE,     // before the request can have been served,
    RPC_S_SERVER_UNAVAILABLE,  // or while it was made
    RPC_S_UNKNOWN_IF,          // unregistered
    RPC_X_SS_CONTEXT_MISMATCH  // run down
};

void note(PRPC_ASYNC_STATE state, void*, RPC_ASYNC_EVENT) {
  ++static_cast<Started*>(state->UserInfo)->notified;
}

// What RpcAsyncGetCallStatus has said of a call that has ended stands.
void check_seen(const Started& call, RPC_STATUS status) {
  if (call.seen != RPC_S_ASYNC_CALL_PENDING) {
    EXPECT_EQ(status, call.seen);
  }
}

bool is_failure(RPC_STATUS status) {
  return std::ranges::find(k_failures, status) != std::end(k_failures);
}

}  // namespace

Client::Client(unsigned number, uint64_t seed)
    : relay_(Server::get().port),
      random_(seed * 1000 + number),
      port_(CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0)),
      next_id_(static_cast<long>(number) * 100'000'000) {
  new_binding();
}

Client::~Client() {
  free_binding();
  CloseHandle(port_);
}

void Client::new_binding() {
  binding_ = farcall::test::binding_from("ncacn_ip_tcp:127.0.0.1[" + relay_.port() + "]");
}

void Client::free_binding() {
  // Only what has made a call can close its connections with the last binding; others have none.
  (void)RpcBindingSetOption(binding_, RPC_C_OPT_DONT_LINGER, TRUE);
  EXPECT_EQ(RpcBindingFree(&binding_), RPC_S_OK);
}

void Client::run_program() {
  for (unsigned i = 0; i < k_steps && !testing::Test::HasFailure(); ++i) step();
  for (auto& call : calls_)
    if (call) finish(call);
  for (LEASE& lease : leases_) drop(lease);
}

void Client::step() {
  ++steps;
  std::unique_ptr<Started>& call = calls_[random(k_calls)];
  LEASE& lease = leases_[random(k_leases)];
  const uint32_t choice = random(100);
  if (choice < 1) return random(2) ? Server::get().unregister_soon(random(2)) : pump();
  if (choice < 5) return relay_.cut(choice % 2);
  if (choice < 9) {  // while its calls go on
    free_binding();
    return new_binding();
  }
  if (choice < 14) return drop(lease);
  if (choice < 26) return take_or_give(lease);
  if (!call) return start(call);
  switch (random(7)) {
    case 0:
      return cancel(*call, false);
    case 1:
      return cancel(*call, true);
    case 2:
    case 3:
      return ask(*call);
    case 4:
      return pump();
    case 5:
      return finish(call);
    default:
      // Without notification the structure may go as soon as its call is over.
      if (complete(*call) && call->state.NotificationType == RpcNotificationTypeNone) call.reset();
  }
}

void Client::prepare(Started& call) {
  ASSERT_EQ(RpcAsyncInitializeHandle(&call.state, sizeof call.state), RPC_S_OK);
  call.id = next_id_++;
  call.state.UserInfo = &call;
  switch (random(5)) {
    case 0:
      call.state.NotificationType = RpcNotificationTypeNone;
      return;
    case 1:
      call.state.NotificationType = RpcNotificationTypeEvent;
      call.event = call.state.u.hEvent = CreateEventA(nullptr, FALSE, FALSE, nullptr);
      return;
    case 2:
      call.state.NotificationType = RpcNotificationTypeApc;
      call.state.u.APC.NotificationRoutine = note;
      call.state.u.APC.hThread = nullptr;
      return;
    case 3:
      call.state.NotificationType = RpcNotificationTypeIoc;
      call.state.u.IOC = {port_, 1, reinterpret_cast<ULONG_PTR>(&call), &call.overlapped};
      return;
    default:
      call.state.NotificationType = RpcNotificationTypeCallback;
      call.state.u.NotificationRoutine = note;
  }
}

void Client::start(std::unique_ptr<Started>& call) {
  call = std::make_unique<Started>();
  prepare(*call);
  // Each of the bits of Script, those that end the call early more seldom.
  auto script = static_cast<unsigned long>(random(128));
  if (random(8) == 0) script |= k_script_at_once;
  if (random(16) == 0) script |= k_script_raise;
  LEASE lease = leases_[random(k_leases)];
  const uint32_t which = random(4);
  const RPC_STATUS raised = raised_by([&] {
    if (which == 0)
      TakeLater(&call->state, binding_, call->id, script, &call->lease);
    else if (which == 1 && lease)
      Use(&call->state, lease, call->id, script);
    else
      Park(&call->state, binding_, call->id, script);
  });
  ASSERT_EQ(raised, RPC_S_OK) << "failures of the network are outcomes";
}

void Client::ask(Started& call) {
  const RPC_STATUS status = RpcAsyncGetCallStatus(&call.state);
  if (call.over) {
    EXPECT_EQ(status, RPC_S_INVALID_ASYNC_CALL);
    return;
  }
  check_seen(call, status);
  call.seen = status;
}

void Client::cancel(Started& call, bool abortive) {
  const RPC_STATUS status = RpcAsyncCancelCall(&call.state, abortive);
  EXPECT_EQ(status, call.over ? RPC_S_INVALID_ASYNC_CALL : RPC_S_OK);
}

bool Client::complete(Started& call) {
  long reply = 0;
  const RPC_STATUS status = RpcAsyncCompleteCall(&call.state, &reply);
  if (call.over) {
    EXPECT_EQ(status, RPC_S_INVALID_ASYNC_CALL) << "a second outcome";
    return true;
  }
  check_seen(call, status);
  if (status == RPC_S_ASYNC_CALL_PENDING) return false;
  call.over = true;
  ++outcomes[status];
  const bool good = status == RPC_S_OK ? reply == 2 * call.id + 1 : is_failure(status);
  EXPECT_TRUE(good) << status << ", reply " << reply;
  if (call.lease) {
    EXPECT_EQ(status, RPC_S_OK);
    LEASE& room = leases_[random(k_leases)];
    drop(room);
    room = call.lease;
  }
  return true;
}

void Client::finish(std::unique_ptr<Started>& call) {
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const int wanted = call->state.NotificationType == RpcNotificationTypeNone ? 0 : 1;
  for (bool over = call->over; !over || call->notified < wanted; pump()) {
    if (!over) over = complete(*call);
    if (!over || call->notified < wanted) std::this_thread::yield();
    ASSERT_LT(std::chrono::steady_clock::now(), patience) << "the call does not end";
  }
  EXPECT_EQ(call->notified, wanted);
  if (call->event) CloseHandle(call->event);
  call.reset();
}

void Client::pump() {
  SleepEx(0, TRUE);
  DWORD bytes = 0;
  ULONG_PTR key = 0;
  OVERLAPPED* overlapped = nullptr;
  while (GetQueuedCompletionStatus(port_, &bytes, &key, &overlapped, 0))
    ++reinterpret_cast<Started*>(key)->notified;
  for (auto& call : calls_)
    if (call && call->event && WaitForSingleObject(call->event, 0) == WAIT_OBJECT_0)
      ++call->notified;
}

void Client::take_or_give(LEASE& lease) {
  const RPC_STATUS raised = raised_by([&] {
    if (lease)
      Give(&lease);
    else
      Take(binding_, &lease);
  });
  if (raised != RPC_S_OK) {
    EXPECT_TRUE(is_failure(raised)) << raised;
    drop(lease);
  }
}

// The server's side is run down with the client's connections.
void Client::drop(LEASE& lease) {
  if (!lease) return;
  EXPECT_EQ(raised_by([&] { RpcSsDestroyClientContext(&lease); }), RPC_S_OK);
  lease = nullptr;
}
