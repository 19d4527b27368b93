// ListenGate: whether the server takes new calls, and how many are live.
//
// Calls of auto-listen interfaces are always taken; the others only between listen() and stop(). A
// call that was let in counts until it has ended, however long it is parked, and wait() waits for
// the last one (AR-140). Entering and leaving are atomic operations without a lock; whoever leaves
// touches nothing of the gate but its address afterwards, so the gate may die as soon as the last
// call has left. Any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

#include "base/clock.h"
#include "base/result.h"
#include "base/sync/futex.h"

namespace farcall::runtime {

class ListenGate {
 public:
  explicit ListenGate(uint32_t max_calls) : max_calls_(max_calls) {}
  ListenGate(const ListenGate&) = delete;
  ListenGate& operator=(const ListenGate&) = delete;

  // RPC_S_SERVER_TOO_BUSY: the process has too many calls, or does not listen.
  Result<void> enter(bool auto_listen);
  void leave(bool auto_listen);

  // RPC_S_ALREADY_LISTENING.
  Result<void> listen();
  // RPC_S_NOT_LISTENING.
  Result<void> stop();
  // Until stop() and the end of the last call that needed listen(). RPC_S_NOT_LISTENING;
  // RPC_S_ALREADY_LISTENING when another thread waits.
  // `overdue` is called, once for each stop, when that has taken `patience` longer.
  Result<void> wait(Duration patience = Duration::max(), const std::function<void()>& overdue = {});
  // Until no call of any kind is left.
  void wait_until_empty() const { (void)wait_for_zero(live_); }

  [[nodiscard]] bool listening() const { return listening_.load(); }
  [[nodiscard]] uint32_t live() const { return static_cast<uint32_t>(live_.load()); }

 private:
  // False when the deadline has passed first.
  static bool wait_for_zero(const sync::FutexWord& count, Time deadline = sync::k_never);

  const uint32_t max_calls_;
  // Sequentially consistent: a call counts itself, then looks at listening_; wait() sees
  // listening_ false, then looks at the count. One of the two sees the other.
  sync::FutexWord live_{0};
  sync::FutexWord listened_{0};  // those of live_ that are not of auto-listen interfaces
  std::atomic<bool> listening_{false};

  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stop_pending_ = false;  // stopped, and wait() has not returned yet
  bool waiting_ = false;
};

}  // namespace farcall::runtime
