// OutputQueue: bytes on their way to a descriptor, as references to pooled blocks.
//
// Small pieces are copied into the last block, so that many replies of a turn leave as one chunk;
// large ones are linked without a copy. A drained queue owns no block. Not thread-safe: its
// stream's loop only.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/buffer.h"
#include "base/bytes.h"

namespace farcall::transport {

class OutputQueue {
 public:
  // Below this a copy is cheaper than one more chunk.
  static constexpr size_t k_copy_below = 1024;

  explicit OutputQueue(BufferPool& pool) : pool_(pool) {}
  OutputQueue(const OutputQueue&) = delete;
  OutputQueue& operator=(const OutputQueue&) = delete;

  // False when memory is out: nothing was queued then.
  [[nodiscard]] bool append(Bytes bytes);
  [[nodiscard]] bool append(BufferRef block, size_t offset, size_t length);

  [[nodiscard]] size_t bytes() const { return bytes_; }
  [[nodiscard]] bool empty() const { return bytes_ == 0; }
  [[nodiscard]] size_t chunks() const { return count_; }
  // Describes the front of the queue in at most `limit` vectors; returns how many.
  size_t gather(iovec* vectors, size_t limit) const;
  // Drops bytes that were sent.
  void consume(size_t sent);
  void clear() { consume(bytes_); }

 private:
  struct Chunk {
    BufferRef block;
    uint32_t offset = 0;
    uint32_t length = 0;
    bool appendable = false;  // a block of our own, with room behind
  };
  static constexpr size_t k_first_ring = 8;
  static constexpr size_t k_kept_ring = 64;  // a larger one goes back when the queue is drained

  Chunk& at(size_t index) const { return ring_[(head_ + index) & (ring_size_ - 1)]; }
  [[nodiscard]] bool reserve(size_t chunks);
  [[nodiscard]] size_t tail_room() const;
  void add_to_tail(Bytes bytes);
  void push(BufferRef block, size_t offset, size_t length, bool appendable);

  BufferPool& pool_;
  std::unique_ptr<Chunk[]> ring_;
  size_t ring_size_ = 0;
  size_t head_ = 0;
  size_t count_ = 0;
  size_t bytes_ = 0;
};

}  // namespace farcall::transport
