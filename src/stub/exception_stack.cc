// Stack bounds of the calling thread. x86-64 and AArch64: stacks grow down.
#include "stub/exception_stack.h"

#include <pthread.h>
#include <signal.h>

namespace farcall::stub {
namespace {

struct Bounds {
  uintptr_t low = 0;
  uintptr_t high = 0;
  [[nodiscard]] bool contains(StackPosition position) const {
    return low <= position && position < high;
  }
};

Bounds bounds_of(const void* low, size_t size) {
  const auto start = reinterpret_cast<uintptr_t>(low);
  return {start, start + size};
}

Bounds alternate_stack() {
  stack_t stack{};
  if (sigaltstack(nullptr, &stack) != 0 || (stack.ss_flags & SS_DISABLE) != 0) return {};
  return bounds_of(stack.ss_sp, stack.ss_size);
}

Bounds find_thread_stack() {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return {};
  void* low = nullptr;
  size_t size = 0;
  const int failed = pthread_attr_getstack(&attributes, &low, &size);
  pthread_attr_destroy(&attributes);
  return failed != 0 ? Bounds{} : bounds_of(low, size);
}

// Found once a thread: for the main thread it means reading /proc.
const Bounds& thread_stack() {
  thread_local constinit Bounds bounds;
  if (bounds.high == 0) bounds = find_thread_stack();
  return bounds;
}

}  // namespace

bool is_below(StackPosition position, StackPosition now) {
  const Bounds alternate = alternate_stack();
  if (alternate.contains(position)) return !alternate.contains(now) || position < now;
  return position < now && on_thread_stack(position, now);
}

bool on_thread_stack(StackPosition a, StackPosition b) {
  return thread_stack().contains(a) && thread_stack().contains(b);
}

}  // namespace farcall::stub
