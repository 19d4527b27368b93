// BufferRef and BufferPool: counted, pooled blocks of bytes for PDUs and stub data.
//
// A block is handed from thread to thread (marshalled here, sent there), so the count is atomic; the bytes
// belong to whoever the protocol says writes them. Blocks of the pooled sizes go back to their pool's free
// lists; larger ones go back to the heap. A pool outlives every block it gave out.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

namespace farcall {

class BufferPool;

struct BufferBlock {
  BufferPool* pool;
  BufferBlock* next_free;
  size_t capacity;
  std::atomic<uint32_t> count;
  uint32_t size_class;
  [[nodiscard]] uint8_t* data() { return reinterpret_cast<uint8_t*>(this + 1); }
};

class BufferRef {
 public:
  BufferRef() = default;
  BufferRef(const BufferRef& other) : block_(other.block_) { acquire(); }
  BufferRef(BufferRef&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  BufferRef& operator=(BufferRef other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~BufferRef() { release(); }

  explicit operator bool() const { return block_ != nullptr; }
  [[nodiscard]] uint8_t* data() const { return block_->data(); }
  [[nodiscard]] size_t capacity() const { return block_ ? block_->capacity : 0; }
  [[nodiscard]] bool unique() const {
    return block_ && block_->count.load(std::memory_order_acquire) == 1;
  }
  void reset() { *this = BufferRef{}; }

 private:
  friend class BufferPool;
  explicit BufferRef(BufferBlock* block) : block_(block) {}
  void acquire() {
    if (block_) block_->count.fetch_add(1, std::memory_order_relaxed);
  }
  inline void release();
  BufferBlock* block_ = nullptr;
};

class BufferPool {
 public:
  static constexpr size_t k_class_sizes[] = {512, 8u << 10, 72u << 10};
  static constexpr uint32_t k_classes = 3;
  static constexpr uint32_t k_unpooled = k_classes;

  BufferPool() = default;
  BufferPool(const BufferPool&) = delete;
  BufferPool& operator=(const BufferPool&) = delete;
  virtual ~BufferPool();

  // A block of at least `capacity` bytes, or an empty reference when memory is out. Contents are not zeroed.
  virtual BufferRef get(size_t capacity);
  // Called when the last reference goes.
  void recycle(BufferBlock* block);

 private:
  struct FreeList {
    std::mutex mutex;
    BufferBlock* head = nullptr;
    uint32_t length = 0;
  };
  static uint32_t class_for(size_t capacity);
  BufferBlock* take(uint32_t size_class);
  FreeList free_[k_classes];
};

inline void BufferRef::release() {
  if (block_ && block_->count.fetch_sub(1, std::memory_order_acq_rel) == 1)
    block_->pool->recycle(block_);
}

}  // namespace farcall
