// Free lists of BufferPool: three size classes, each bounded, behind a short lock.
#include "base/buffer.h"

#include <cstdlib>
#include <new>

namespace farcall {
namespace {
// Bounds what an idle process keeps after a burst: about 0.5, 8 and 9 MiB.
constexpr uint32_t k_keep[BufferPool::k_classes] = {1024, 1024, 128};
}  // namespace

BufferPool::~BufferPool() {
  for (FreeList& list : free_) {
    while (BufferBlock* block = list.head) {
      list.head = block->next_free;
      std::free(block);
    }
  }
}

// A little more than a block of the middle class is not worth one of the largest: what a peer makes us hold is bounded by
// what it has sent and claimed.
uint32_t BufferPool::class_for(size_t capacity) {
  constexpr size_t k_least_of_largest = k_class_sizes[2] / 8;
  for (uint32_t i = 0; i < k_classes; ++i)
    if (capacity <= k_class_sizes[i])
      return i == 2 && capacity < k_least_of_largest ? k_unpooled : i;
  return k_unpooled;
}

BufferBlock* BufferPool::take(uint32_t size_class) {
  FreeList& list = free_[size_class];
  const std::lock_guard lock(list.mutex);
  BufferBlock* block = list.head;
  if (!block) return nullptr;
  list.head = block->next_free;
  --list.length;
  return block;
}

BufferRef BufferPool::get(size_t capacity) {
  const uint32_t size_class = class_for(capacity);
  BufferBlock* block = size_class < k_classes ? take(size_class) : nullptr;
  if (!block) {
    const size_t room = size_class < k_classes ? k_class_sizes[size_class] : capacity;
    if (room > SIZE_MAX - sizeof(BufferBlock)) return {};
    void* memory = std::malloc(sizeof(BufferBlock) + room);
    if (!memory) return {};
    block = new (memory) BufferBlock{this, nullptr, room, {0}, size_class};
  }
  block->count.store(1, std::memory_order_relaxed);
  return BufferRef{block};
}

void BufferPool::recycle(BufferBlock* block) {
  if (block->size_class < k_classes) {
    FreeList& list = free_[block->size_class];
    const std::lock_guard lock(list.mutex);
    if (list.length < k_keep[block->size_class]) {
      block->next_free = list.head;
      list.head = block;
      ++list.length;
      return;
    }
  }
  std::free(block);
}

}  // namespace farcall
