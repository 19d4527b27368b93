// Dispatcher: on which thread a manager routine runs (D7).
//
// * pool: a worker thread; safe for managers that block. The default. The calls of one connection are dispatched in
//   the order in which they came (thread_pool.h).
// * inline: the loop's own thread; for managers that promise not to block.
// * baton: the loop's own thread, whose loop a standby takes over when the manager stays long. The loop keeps the
//   rules for it (transport/loop.h); the policy itself is not there yet and is refused.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/limits.h"
#include "runtime/server/server_call.h"
#include "runtime/server/thread_pool.h"

namespace farcall::runtime {

enum class DispatchPolicy : uint8_t { pool, inline_, baton };

class Dispatcher {
 public:
  explicit Dispatcher(const Limits& limits);

  // RPC_S_CANNOT_SUPPORT for a policy that is not there.
  Result<void> set_policy(DispatchPolicy policy);
  [[nodiscard]] DispatchPolicy policy() const { return policy_.load(std::memory_order_relaxed); }
  // Threads that stay when there is nothing to do; never fewer than the machine has processors.
  void set_minimum_threads(unsigned threads);

  // On the call's loop. The dispatcher holds a reference of its own until the manager has returned.
  void dispatch(ServerCall& call);
  // A call that was parked for the lock of a context handle goes on; its reference goes over. Any thread.
  void resume(ServerCall& call);
  // Other work that may block, on a thread of the pool; false when there is none.
  bool submit(PoolLane& lane, PoolTask& task) { return pool_.submit(lane, task); }
  void stop() { pool_.stop(); }
  [[nodiscard]] unsigned threads() const { return pool_.threads(); }

 private:
  using CallStep = void (*)(ServerCall& call);
  static void run_as_current(ServerCall& call, CallStep step);
  static void* run_resumed(PoolTask& task);
  static void run_on_loop(transport::Task& task);
  static void* run_queued(PoolTask& task);
  static void end_queued(void* call);
  static void run(ServerCall& call);

  std::atomic<DispatchPolicy> policy_{DispatchPolicy::pool};
  ThreadPool pool_;
};

// The call whose manager routine runs on the calling thread, or nullptr.
ServerCall* current_call();

}  // namespace farcall::runtime
