// Arena: the memory of one call. Bump allocation from pooled blocks, all released at once.
//
// Empty until the first allocation (a parked call with scalar [in] parameters holds none). `limit` bounds what a
// peer's counts can make it take; beyond it, and when memory is out, allocate() answers nullptr.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"

namespace farcall {

class Arena {
 public:
  explicit Arena(BufferPool& pool, size_t limit = SIZE_MAX) : pool_(pool), limit_(limit) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() { clear(); }

  void set_limit(size_t limit) { limit_ = limit; }
  [[nodiscard]] size_t used() const { return used_; }

  // Aligned for any scalar (16). Zero bytes give a valid, unique address.
  void* allocate(size_t size) {
    size = (size ? size + 15 : 16) & ~size_t{15};
    if (size < 16 || size > limit_ - used_) return nullptr;
    if (size > room_ && !grow(size)) return nullptr;
    void* at = cursor_;
    cursor_ += size;
    room_ -= size;
    used_ += size;
    return at;
  }

  void clear() {
    while (newest_) {
      BufferRef block = std::move(newest_);
      newest_ = std::move(previous_of(block));
      previous_of(block).~BufferRef();
    }
    cursor_ = nullptr;
    room_ = used_ = 0;
  }

 private:
  static BufferRef& previous_of(const BufferRef& block) {
    return *reinterpret_cast<BufferRef*>(block.data());
  }

  bool grow(size_t size) {
    static_assert(sizeof(BufferRef) <= 16);
    const size_t wanted = size + 32 < 512 && !newest_ ? 512 : size + 32 > 8192 ? size + 32 : 8192;
    BufferRef block = pool_.get(wanted);
    if (!block) return false;
    new (block.data()) BufferRef(std::move(newest_));
    const auto start = (reinterpret_cast<uintptr_t>(block.data()) + 16 + 15) & ~uintptr_t{15};
    cursor_ = reinterpret_cast<uint8_t*>(start);
    room_ = block.capacity() - (start - reinterpret_cast<uintptr_t>(block.data()));
    newest_ = std::move(block);
    return true;
  }

  BufferPool& pool_;
  BufferRef newest_;
  uint8_t* cursor_ = nullptr;
  size_t room_ = 0;
  size_t used_ = 0;
  size_t limit_;
};

}  // namespace farcall
