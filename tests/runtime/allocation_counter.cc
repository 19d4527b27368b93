// glibc's own names of what is interposed here (malloc(3), "Replacing malloc").
#include "runtime/allocation_counter.h"

#ifndef FARCALL_SANITIZED
#include <atomic>
#include <cstddef>

namespace {
std::atomic<uint64_t> g_allocations{0};
void count() {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
}
}  // namespace

uint64_t farcall::test::allocations() {
  return g_allocations.load(std::memory_order_relaxed);
}

extern "C" {
void* __libc_malloc(size_t size);                      // NOLINT
void* __libc_calloc(size_t number, size_t size);       // NOLINT
void* __libc_realloc(void* old, size_t size);          // NOLINT
void* __libc_memalign(size_t alignment, size_t size);  // NOLINT
void* malloc(size_t size) {
  count();
  return __libc_malloc(size);
}
void* calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}
void* realloc(void* old, size_t size) {
  count();
  return __libc_realloc(old, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}
}
#endif
