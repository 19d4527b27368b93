// Growth of stub data: the first block is small, later ones double; the data stays contiguous.
#include "ndr/marshal_buffer.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace farcall::ndr {
namespace {
constexpr size_t k_first_block = 512;
}

MarshalBuffer::MarshalBuffer(BufferPool& pool) : pool_(pool) {
  output_.owner = this;
  block_ = pool_.get(k_first_block);
  if (!block_) {
    output_.status = RPC_X_NO_MEMORY;
    return;
  }
  output_.start = output_.cursor = block_.data() + k_head_room;
  output_.end = block_.data() + block_.capacity();
}

bool MarshalBuffer::grow(size_t size) {
  if (output_.status != RPC_S_OK) return false;
  const auto used = static_cast<size_t>(output_.cursor - output_.start);
  if (size > SIZE_MAX / 2 - used - k_head_room) {
    output_.status = RPC_X_NO_MEMORY;
    return false;
  }
  BufferRef larger = pool_.get(k_head_room + std::max(used + size, 2 * used));
  if (!larger) {
    output_.status = RPC_X_NO_MEMORY;
    return false;
  }
  std::memcpy(larger.data() + k_head_room, output_.start, used);
  block_ = std::move(larger);
  output_.start = block_.data() + k_head_room;
  output_.cursor = output_.start + used;
  output_.end = block_.data() + block_.capacity();
  return true;
}

WrittenPointers* MarshalBuffer::pointers() {
  if (!pointers_) pointers_.reset(new (std::nothrow) WrittenPointers);
  return pointers_.get();
}

Result<Marshalled> MarshalBuffer::take() {
  if (output_.status != RPC_S_OK) return Status{output_.status};
  Marshalled data{std::move(block_), k_head_room,
                  static_cast<size_t>(output_.cursor - output_.start)};
  output_ = {};
  return data;
}

}  // namespace farcall::ndr

namespace farcall::stub {
inline namespace v1 {

bool detail::grow(StubOutput& output, size_t size) {
  return output.owner && static_cast<ndr::MarshalBuffer*>(output.owner)->grow(size);
}

}  // namespace v1
}  // namespace farcall::stub
