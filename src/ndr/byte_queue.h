// ByteQueue: stub data that has come and has not been read yet, in one piece, for pipes.
//
// A byte keeps its place in the stream modulo 8, so that a Reader over the queue aligns as the sender did. The queue
// grows with what is in it; who fills it bounds that. One thread at a time.
#pragma once

#include <cstddef>

#include "base/buffer.h"
#include "base/bytes.h"

namespace farcall::ndr {

class ByteQueue {
 public:
  explicit ByteQueue(BufferPool& pool) : pool_(pool) {}
  ByteQueue(const ByteQueue&) = delete;
  ByteQueue& operator=(const ByteQueue&) = delete;

  // False when memory is out.
  [[nodiscard]] bool append(Bytes bytes);
  [[nodiscard]] Bytes bytes() const { return size_ ? Bytes{block_.data() + at_, size_} : Bytes{}; }
  [[nodiscard]] size_t size() const { return size_; }
  // Of the first byte in the stream.
  [[nodiscard]] uint64_t offset() const { return offset_; }
  // Where a Reader of `bytes()` counts alignment from.
  [[nodiscard]] const uint8_t* alignment_base() const {
    return block_ ? block_.data() + (at_ & ~size_t{7}) : nullptr;
  }
  void consume(size_t number);

 private:
  BufferPool& pool_;
  BufferRef block_;
  size_t at_ = 0;  // congruent to offset_ modulo 8
  size_t size_ = 0;
  uint64_t offset_ = 0;
};

}  // namespace farcall::ndr
