// MemoryEnvironment: memory of a thread (or of threads that share it), all freed at once.
//
// RpcSmEnableAllocate makes one for the calling thread, RpcSmDisableAllocate, called as often, frees everything in
// it. RpcSmGetThreadHandle and RpcSmSetThreadHandle let other threads use it; when it has been closed, their handle
// and their allocations find nothing. Reference-counted; its mutex guards its blocks.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_set>

#include "base/result.h"

namespace farcall::capi {

class MemoryEnvironment {
 public:
  MemoryEnvironment() = default;
  MemoryEnvironment(const MemoryEnvironment&) = delete;
  MemoryEnvironment& operator=(const MemoryEnvironment&) = delete;
  ~MemoryEnvironment() { close(); }

  // Nullptr when memory is out or the environment was closed.
  void* allocate(size_t size);
  // False when the block is not one of this environment.
  bool free(void* block);

  // Counts one RpcSm...Enable; false when the environment was closed.
  bool enter();
  // Counts one ...Disable; true when it was the last and everything is freed.
  bool leave();

 private:
  void close();

  std::mutex mutex_;
  std::unordered_set<void*> blocks_;
  unsigned depth_ = 1;  // 0: closed
};

using MemoryEnvironmentRef = std::shared_ptr<MemoryEnvironment>;

// The calling thread's environment, or empty.
MemoryEnvironmentRef& thread_memory();
// The environment of a handle that a thread got (its address), or empty for anything else.
MemoryEnvironmentRef find_memory(const void* handle);
// Makes an environment that find_memory() knows until it is closed.
MemoryEnvironmentRef make_memory();

}  // namespace farcall::capi
