// The process object: made on first use, anew in a child after fork(), never destroyed.
#include "capi/process.h"

#include <pthread.h>

#include <atomic>
#include <mutex>
#include <new>

#include "stub/client_operation.h"
#include "wellknown/epm_client.h"
#include "wellknown/mgmt_manager.h"

namespace farcall::capi {
namespace {

std::atomic<Process*> g_process{nullptr};

// The parent's object in a child: its threads do not exist there, so it is neither used nor destroyed.
Process* g_left_behind = nullptr;
constinit std::mutex g_mutex;

// In the child, on its only thread. Whoever held the mutex at fork() does not exist here.
void forget_parent() {
  g_left_behind = g_process.exchange(nullptr, std::memory_order_relaxed);
  new (&g_mutex) std::mutex;
}

// Asked only for addresses that are no client binding.
bool is_server_call(const void* handle) {
  return Process::get().server().visit_call(handle, [](runtime::ServerCall&) {}) != nullptr;
}

}  // namespace

Process::Process() {
  bindings().set_other_kind(&is_server_call);
  client_.set_endpoint_lookup(&wellknown::find_endpoint);
  client_.interfaces().set_syntaxes_of(&stub::transfer_syntaxes_of);
  if (!wellknown::serve_management(server_).ok()) throw std::bad_alloc();
}

Process& Process::make() {
  const std::lock_guard lock(g_mutex);
  Process* process = g_process.load(std::memory_order_acquire);
  if (process) return *process;
  static const int watching_forks = pthread_atfork(nullptr, nullptr, &forget_parent);
  if (watching_forks != 0) throw std::bad_alloc();
  process = new Process;
  g_process.store(process, std::memory_order_release);
  return *process;
}

Process& Process::get() {
  Process* process = g_process.load(std::memory_order_acquire);
  return process ? *process : make();
}

}  // namespace farcall::capi

farcall::stub::Environment& farcall::stub::environment() {
  return capi::Process::get().environment();
}
