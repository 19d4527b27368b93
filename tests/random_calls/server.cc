#include "server.h"

#include <windows.h>

#include <cstdlib>
#include <string>

#include "programs.h"
#include "public_api.h"

namespace {

constexpr unsigned k_workers = 3;

void note_told(PRPC_ASYNC_STATE, void*, RPC_ASYNC_EVENT) {
  ++Server::get().told;
}

// The answer came to a call that lives: sent, or in vain because the client is gone.
bool first_answer(RPC_STATUS status) {
  return status != RPC_S_INVALID_ASYNC_HANDLE && status != RPC_S_INVALID_ASYNC_CALL;
}

}  // namespace

Lease::Lease() {
  ++Server::get().leases;
}
Lease::~Lease() {
  --Server::get().leases;
}

// Never destroyed: its threads live as long as the process.
Server& Server::get() {
  static Server* const server = new Server;
  return *server;
}

Server::Server() {
  const std::string binding =
      farcall::test::serve({programs_v1_0_s_ifspec}, {"ncacn_ip_tcp"}).front();
  const size_t at = binding.find('[');
  port = static_cast<uint16_t>(std::stoul(binding.substr(at + 1)));
  for (unsigned i = 0; i < k_workers; ++i) std::thread([this] { work(); }).detach();
  std::thread([this] { administer(); }).detach();
}

void Server::serve(const Call& call) {
  ++dispatched;
  if (call.script & k_script_at_once) return end(call, false);
  const std::lock_guard lock(mutex_);
  calls_.push_back(call);
  more_.notify_all();
}

void Server::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    more_.wait(lock, [this] { return !calls_.empty(); });
    Call call = calls_.front();
    calls_.pop_front();
    ++at_work_;
    lock.unlock();
    const bool over = step(call);
    if (!over) std::this_thread::yield();
    lock.lock();
    --at_work_;
    if (!over) calls_.push_back(call);
  }
}

bool Server::step(Call& call) {
  handle_t handle = RpcAsyncGetCallHandle(call.state);
  if (call.passes == 0 && (call.script & k_script_subscribe)) {
    RPC_ASYNC_NOTIFICATION_INFO how{};
    how.NotificationRoutine = note_told;
    if (RpcServerSubscribeForNotification(
            handle, RpcNotificationCallCancel | RpcNotificationClientDisconnect,
            RpcNotificationTypeCallback, &how) != RPC_S_OK)
      ++wrong;
    call.subscribed = true;
  }
  const bool cancelled = RpcServerTestCancel(handle) == RPC_S_OK;
  if (call.passes++ < (call.script & k_script_passes)) return false;
  if (call.subscribed && (call.script & k_script_unsubscribe)) {
    ULONG queued = 0;
    for (const auto what : {RpcNotificationCallCancel, RpcNotificationClientDisconnect})
      if (RpcServerUnsubscribeForNotification(handle, what, &queued) != RPC_S_OK || queued > 1)
        ++wrong;
  }
  end(call, cancelled);
  return true;
}

void Server::end(const Call& call, bool cancelled) {
  const bool heeds = cancelled && (call.script & k_script_heeds_cancel);
  long result = 2 * call.id + 1;
  RPC_STATUS status = RPC_S_OK;
  if (heeds || (call.script & k_script_abort)) {
    status = RpcAsyncAbortCall(call.state,
                               static_cast<ULONG>(heeds ? RPC_S_CALL_CANCELLED : k_abort_code));
  } else {
    if (call.lease) *call.lease = new Lease;
    status = RpcAsyncCompleteCall(call.state, &result);
  }
  if (!first_answer(status)) ++wrong;
  ++ended;
  if ((call.script & k_script_twice) && first_answer(RpcAsyncCompleteCall(call.state, &result)))
    ++wrong;
}

void Server::unregister_soon(bool run_down) {
  const std::lock_guard lock(mutex_);
  unregister_ = true;
  run_down_ |= run_down;
  more_.notify_all();
}

void Server::administer() {
  std::unique_lock lock(mutex_);
  for (;;) {
    more_.wait(lock, [this] { return unregister_; });
    const bool run_down = run_down_;
    unregister_ = run_down_ = false;
    unregistering_ = true;
    lock.unlock();
    if (RpcServerUnregisterIfEx(programs_v1_0_s_ifspec, nullptr, run_down) != RPC_S_OK ||
        RpcServerRegisterIf(programs_v1_0_s_ifspec, nullptr, nullptr) != RPC_S_OK)
      ++wrong;
    ++unregistered;
    lock.lock();
    unregistering_ = false;
  }
}

bool Server::quiet() {
  const std::lock_guard lock(mutex_);
  return calls_.empty() && at_work_ == 0 && !unregister_ && !unregistering_;
}

extern "C" {

void s_Take(handle_t, LEASE* lease) {
  *lease = new Lease;
}

void s_Give(LEASE* lease) {
  delete static_cast<Lease*>(*lease);
  *lease = nullptr;
}

void s_Park(PRPC_ASYNC_STATE state, handle_t, long id, unsigned long script) {
  if (script & k_script_raise) RpcRaiseException(k_abort_code);
  Server::get().serve({state, id, static_cast<uint32_t>(script), nullptr});
}

void s_Use(PRPC_ASYNC_STATE state, LEASE lease, long id, unsigned long script) {
  ++static_cast<Lease*>(lease)->uses;
  if (script & k_script_raise) RpcRaiseException(k_abort_code);
  Server::get().serve({state, id, static_cast<uint32_t>(script), nullptr});
}

void s_TakeLater(PRPC_ASYNC_STATE state, handle_t, long id, unsigned long script, LEASE* lease) {
  if (script & k_script_raise) RpcRaiseException(k_abort_code);
  Server::get().serve({state, id, static_cast<uint32_t>(script), lease});
}

void LEASE_rundown(LEASE lease) {
  ++Server::get().rundowns;
  delete static_cast<Lease*>(lease);
}

}  // extern "C"
