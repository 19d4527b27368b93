// RpcServerListen, RpcMgmtStopServerListening and RpcMgmtWaitServerListen, as far as they concern
// calls.
#include "runtime/server/listen_gate.h"

namespace farcall::runtime {
namespace {

void count_down(sync::FutexWord& count) {
  if (count.fetch_sub(1) == 1) sync::futex_wake(&count, INT32_MAX);
}

}  // namespace

Result<void> ListenGate::enter(bool auto_listen) {
  const Status refused{RPC_S_SERVER_TOO_BUSY};
  if (!auto_listen && !listening_.load()) return refused;  // without disturbing who waits for zero
  const bool room = static_cast<uint32_t>(live_.fetch_add(1)) < max_calls_;
  if (!auto_listen) listened_.fetch_add(1);
  if (room && (auto_listen || listening_.load())) return {};
  leave(auto_listen);
  return refused;
}

void ListenGate::leave(bool auto_listen) {
  if (!auto_listen) count_down(listened_);
  count_down(live_);
}

Result<void> ListenGate::listen() {
  const std::lock_guard lock(mutex_);
  if (listening_.load()) return Status{RPC_S_ALREADY_LISTENING};
  listening_.store(true);
  stop_pending_ = false;
  return {};
}

Result<void> ListenGate::stop() {
  const std::lock_guard lock(mutex_);
  if (!listening_.load()) return Status{RPC_S_NOT_LISTENING};
  listening_.store(false);
  stop_pending_ = true;
  stopped_.notify_all();
  return {};
}

Result<void> ListenGate::wait(Duration patience, const std::function<void()>& overdue) {
  std::unique_lock lock(mutex_);
  if (waiting_) return Status{RPC_S_ALREADY_LISTENING};
  if (!listening_.load() && !stop_pending_) return Status{RPC_S_NOT_LISTENING};
  waiting_ = true;
  // The server may have been told to listen again while the last calls ended.
  do {
    stopped_.wait(lock, [this] { return stop_pending_; });
    lock.unlock();
    const Time deadline = overdue ? SteadyClock{}.now() + patience : sync::k_never;
    if (!wait_for_zero(listened_, deadline)) {
      overdue();
      (void)wait_for_zero(listened_);
    }
    lock.lock();
  } while (!stop_pending_);
  stop_pending_ = waiting_ = false;
  return {};
}

bool ListenGate::wait_for_zero(const sync::FutexWord& count, Time deadline) {
  for (int32_t now = count.load(); now != 0; now = count.load())
    if (!sync::futex_wait(count, now, deadline)) return count.load() == 0;
  return true;
}

}  // namespace farcall::runtime
