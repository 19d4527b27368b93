// CallOutcome: the state word of every call, client and server (the async core).
//
// The law of an async call:
// 1. Exactly one terminal event is accepted (one compare-and-swap here); later ones are dropped.
// 2. Cancel only asks, and may be asked any number of times.
// 3. The notification fires after the state is final, never under a lock; it may fire before the stub that
//    started the call has returned to its caller.
// 4. After complete or abort nobody touches the application's structure.
// 5. Between start and the application's next API call nobody reads the application's structure either: what is
//    needed of it is copied at the start.
//
// The word holds the phase and the terminal status together, so whoever sees `finished` sees its status. What the
// winner leaves beside the word (reply data) is written before finish() and read only after finished().
#pragma once

#include <atomic>
#include <cstdint>

#include "base/status.h"

namespace farcall::runtime {

enum class CallPhase : uint32_t { idle, pending, finished };

class CallOutcome {
 public:
  // Also makes a finished call ready for its next use; only while no one else knows the call.
  void start() { word_.store(pack(CallPhase::pending, RPC_S_OK), std::memory_order_relaxed); }

  // True for the one caller whose event ends the call.
  bool finish(int32_t status) {
    uint64_t expected = pack(CallPhase::pending, RPC_S_OK);
    return word_.compare_exchange_strong(expected, pack(CallPhase::finished, status),
                                         std::memory_order_acq_rel, std::memory_order_acquire);
  }

  [[nodiscard]] CallPhase phase() const {
    return static_cast<CallPhase>(word_.load(std::memory_order_acquire) >> 32);
  }
  [[nodiscard]] bool finished() const { return phase() == CallPhase::finished; }
  // RPC_S_ASYNC_CALL_PENDING until the call is finished.
  [[nodiscard]] int32_t status() const {
    const uint64_t word = word_.load(std::memory_order_acquire);
    return word >> 32 == static_cast<uint32_t>(CallPhase::finished) ? static_cast<int32_t>(word & UINT32_MAX)
                                                                    : RPC_S_ASYNC_CALL_PENDING;
  }

 private:
  static constexpr uint64_t pack(CallPhase phase, int32_t status) {
    return uint64_t{static_cast<uint32_t>(phase)} << 32 | static_cast<uint32_t>(status);
  }
  std::atomic<uint64_t> word_{0};
};

// What a completion tells its receiver; values and size as RPC_ASYNC_EVENT, because it is passed to routines that were
// declared with that.
enum class AsyncEvent : int32_t { call_complete, send_complete, receive_complete, client_disconnect, client_cancel };

// Where a completion goes: one object, one function pointer, embedded in whoever waits.
struct CompletionSink {
  void (*fire)(CompletionSink& sink, AsyncEvent event) noexcept;
};

}  // namespace farcall::runtime
