// Counts the heap allocations of the whole process: the malloc family is interposed
// (allocation_counter.cc). Not in builds with a sanitizer, which have an allocator of their own.
#pragma once

#include <algorithm>
#include <cstdint>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define FARCALL_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FARCALL_SANITIZED 1
#endif

#ifndef FARCALL_SANITIZED
namespace farcall::test {

[[nodiscard]] uint64_t allocations();

// What `work` costs once all is warm. A pool thread that is started late is no cost of a call, so
// the least of a few windows counts.
template <class Work>
uint64_t allocations_when_warm(Work work) {
  uint64_t least = UINT64_MAX;
  for (int window = 0; window < 5 && least != 0; ++window) {
    const uint64_t before = allocations();
    work();
    least = std::min(least, allocations() - before);
  }
  return least;
}

}  // namespace farcall::test
#endif
