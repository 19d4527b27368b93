// Chooses the thread for a manager routine and remembers which call a thread is serving.
#include "runtime/server/dispatcher.h"

#include <thread>

namespace farcall::runtime {
namespace {
thread_local ServerCall* t_current_call = nullptr;
}

ServerCall* current_call() { return t_current_call; }

Dispatcher::Dispatcher(const Limits& limits)
    : pool_(std::thread::hardware_concurrency(), limits.max_dispatch_threads) {}

Result<void> Dispatcher::set_policy(DispatchPolicy policy) {
  if (policy == DispatchPolicy::baton) return Status{RPC_S_CANNOT_SUPPORT};
  policy_.store(policy, std::memory_order_relaxed);
  return {};
}

void Dispatcher::run(ServerCall& call) {
  // Saved, not cleared: an inline manager may pump a nested call on this thread.
  ServerCall* const outer = t_current_call;
  t_current_call = &call;
  call.interface().spec().dispatch(call);
  t_current_call = outer;
  call.release_request();
  call.drop_reference();
}

void Dispatcher::dispatch(ServerCall& call) {
  call.add_reference();
  if (policy() == DispatchPolicy::inline_) return run(call);
  call.dispatch_task_.call = &call;
  call.dispatch_task_.run = [](PoolTask& task) { run(*static_cast<ServerCall::DispatchTask&>(task).call); };
  if (pool_.submit(call.dispatch_task_)) return;
  if (call.claim_answer()) (void)call.fault(RPC_S_OUT_OF_THREADS);
  call.drop_reference();
}

}  // namespace farcall::runtime
