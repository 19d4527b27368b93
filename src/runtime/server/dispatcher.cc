// Chooses the thread for a manager routine and remembers which call a thread is serving.
//
// The inline policy runs the manager inside the turn that read the request, without letting the
// loop be taken over (loop.h, rule b): its managers promise not to block, and what they answer shall
// leave with the rest of the turn.
#include "runtime/server/dispatcher.h"

#include <algorithm>
#include <new>
#include <thread>

#include "base/error_record.h"
#include "base/log.h"
#include "runtime/server/caller_token.h"
#include "runtime/server/impersonation.h"
#include "runtime/server/server_connection.h"
#include "runtime/server/server_pipes.h"

namespace farcall::runtime {
namespace {

thread_local ServerCall* t_current_call = nullptr;

void fault(ServerCall& call, int32_t status) {
  if (call.claim_answer()) (void)call.fault(status);
}

// The access list first, then the callback, of which RPC_S_OK lets the caller in and whatever else it
// does is a refusal. Nothing of it is kept for another call.
bool caller_may(ServerCall& call) {
  const InterfaceSpec& spec = call.interface().spec();
  if (!access_list_admits(call)) {
    if (call.interface().note_refusal())
      log(Level::error, "server.access_denied",
          "interface %s: its security descriptor does not admit the caller; add an entry for one "
          "of the caller's SIDs",
          to_string(spec.id.uuid).c_str());
    return false;
  }
  const SecurityCallback callback = call.interface().options().security_callback;
  if (!callback) return true;
  void* const handle = const_cast<void*>(spec.handle);  // RPC_IF_HANDLE has no const
  if (spec.guarded_callback) return spec.guarded_callback(callback, handle, &call) == RPC_S_OK;
  try {
    return callback(handle, &call) == RPC_S_OK;
  } catch (...) {
    log(Level::warn, "server.security_callback_threw", "the caller is refused");
    return false;
  }
}

}  // namespace

ServerCall* current_call() {
  return t_current_call;
}

Dispatcher::Dispatcher(const Limits& limits)
    : pool_(std::thread::hardware_concurrency(), limits.max_dispatch_threads) {}

Result<void> Dispatcher::set_policy(DispatchPolicy policy) {
  if (policy == DispatchPolicy::baton) return Status{RPC_S_CANNOT_SUPPORT};
  policy_.store(policy, std::memory_order_relaxed);
  return {};
}

void Dispatcher::set_minimum_threads(unsigned threads) {
  pool_.set_base(std::max(threads, std::thread::hardware_concurrency()));
}

void Dispatcher::run(ServerCall& call) {
  set_thread_errors({});  // those of another call
  run_as_current(call, [](ServerCall& each) {
    if (each.abandoned()) return fault(each, RPC_S_CALL_CANCELLED);  // which only ends it
    if (!caller_may(each)) return fault(each, RPC_S_ACCESS_DENIED);
    each.dispatched_ = true;
    each.interface().spec().dispatch(each);
  });
  call.release_request();
}

void Dispatcher::run_as_current(ServerCall& call, CallStep step) {
  // Saved, not cleared: an inline manager may pump a nested call on this thread.
  const ImpersonationScope as_itself;
  ServerCall* const outer = t_current_call;
  t_current_call = &call;
  step(call);
  t_current_call = outer;
}

void* Dispatcher::run_queued(PoolTask& task) {
  ServerCall& call = *static_cast<ServerCall::DispatchTask&>(task).call;
  call.connection().request_started();
  run(call);
  return &call;
}

void Dispatcher::end_queued(void* call) {
  static_cast<ServerCall*>(call)->drop_reference();
}

void Dispatcher::dispatch(ServerCall& call) {
  call.add_reference();
  // A manager that pulls waits for the loop.
  if (policy() == DispatchPolicy::inline_ && !call.pipes) {
    run(call);
    return call.drop_reference();
  }
  if (!call.keep_request()) {
    fault(call, RPC_S_OUT_OF_MEMORY);
    return call.drop_reference();
  }
  call.queued_.dispatch.call = &call;
  call.queued_.dispatch.run = run_queued;
  call.queued_.dispatch.end = end_queued;
  call.connection().request_queued();
  if (pool_.submit(call.connection().lane(), call.queued_.dispatch)) return;
  call.connection().request_started();
  fault(call, RPC_S_OUT_OF_THREADS);
  call.drop_reference();
}

// The pool has ended when the server does: then the call goes on here, and finds that it was abandoned.
void Dispatcher::resume(ServerCall& call) {
  if (policy() == DispatchPolicy::inline_ && !call.pipes) {
    auto* task = new (&call.queued_.resume) ServerCall::ResumeTask{{nullptr, run_on_loop}, &call};
    if (call.connection().loop().post(*task)) return;
  } else {
    auto* task = new (&call.queued_.dispatch) ServerCall::DispatchTask{};
    task->call = &call;
    task->run = run_resumed;
    task->end = end_queued;
    if (pool_.submit(call.connection().lane(), *task)) return;
  }
  run_as_current(call, call.interface().spec().resume);
  call.drop_reference();
}

void* Dispatcher::run_resumed(PoolTask& task) {
  ServerCall& call = *static_cast<ServerCall::DispatchTask&>(task).call;
  run_as_current(call, call.interface().spec().resume);
  return &call;
}

void Dispatcher::run_on_loop(transport::Task& task) {
  ServerCall& call = *static_cast<ServerCall::ResumeTask&>(task).call;
  run_as_current(call, call.interface().spec().resume);
  call.drop_reference();
}

}  // namespace farcall::runtime
