// Growth and compaction: bytes move to the front of a block when they would not fit behind.
#include "ndr/byte_queue.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace farcall::ndr {

bool ByteQueue::append(Bytes bytes) {
  if (bytes.empty()) return true;
  if (at_ + size_ + bytes.size() > block_.capacity()) {
    const size_t front = offset_ & 7;
    const size_t needed = front + size_ + bytes.size();
    BufferRef block = std::move(block_);
    if (needed > block.capacity()) {
      BufferRef larger = pool_.get(std::max(needed, 2 * block.capacity()));
      if (!larger) {
        block_ = std::move(block);
        return false;
      }
      if (size_) std::memcpy(larger.data() + front, block.data() + at_, size_);
      block = std::move(larger);
    } else if (size_) {
      std::memmove(block.data() + front, block.data() + at_, size_);
    }
    block_ = std::move(block);
    at_ = front;
  }
  std::memcpy(block_.data() + at_ + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
  return true;
}

void ByteQueue::consume(size_t number) {
  at_ += number;
  size_ -= number;
  offset_ += number;
  if (size_ == 0) at_ = offset_ & 7;
}

}  // namespace farcall::ndr
