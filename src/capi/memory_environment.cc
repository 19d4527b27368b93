// Memory environments and the table by which a thread handle finds one. Any thread.
#include "capi/memory_environment.h"

#include <cstdint>
#include <cstdlib>
#include <unordered_map>

namespace farcall::capi {
namespace {

struct Table {
  std::mutex mutex;
  std::unordered_map<const void*, std::weak_ptr<MemoryEnvironment>> environments;
};

// Never destroyed: threads may outlive main().
Table& table() {
  static Table& made = *new Table;
  return made;
}

void forget(const MemoryEnvironment* environment) {
  const std::lock_guard lock(table().mutex);
  table().environments.erase(environment);
}

}  // namespace

void* MemoryEnvironment::allocate(size_t size) {
  const std::lock_guard lock(mutex_);
  if (depth_ == 0 || size > PTRDIFF_MAX) return nullptr;
  void* block = std::malloc(size ? size : 1);
  if (!block) return nullptr;
  try {
    blocks_.insert(block);
  } catch (...) {
    std::free(block);
    return nullptr;
  }
  return block;
}

bool MemoryEnvironment::free(void* block) {
  const std::lock_guard lock(mutex_);
  if (blocks_.erase(block) == 0) return false;
  std::free(block);
  return true;
}

bool MemoryEnvironment::enter() {
  const std::lock_guard lock(mutex_);
  if (depth_ == 0) return false;
  ++depth_;
  return true;
}

bool MemoryEnvironment::leave() {
  {
    const std::lock_guard lock(mutex_);
    if (depth_ == 0 || --depth_ != 0) return false;
  }
  close();
  return true;
}

void MemoryEnvironment::close() {
  forget(this);
  const std::lock_guard lock(mutex_);
  depth_ = 0;
  for (void* block : blocks_) std::free(block);
  blocks_.clear();
}

MemoryEnvironmentRef& thread_memory() {
  thread_local MemoryEnvironmentRef environment;
  return environment;
}

MemoryEnvironmentRef find_memory(const void* handle) {
  const std::lock_guard lock(table().mutex);
  const auto found = table().environments.find(handle);
  return found == table().environments.end() ? MemoryEnvironmentRef{} : found->second.lock();
}

MemoryEnvironmentRef make_memory() {
  auto made = std::make_shared<MemoryEnvironment>();
  const std::lock_guard lock(table().mutex);
  table().environments.emplace(made.get(), made);
  return made;
}

}  // namespace farcall::capi
