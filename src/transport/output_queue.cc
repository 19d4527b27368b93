// The ring of chunks behind OutputQueue.
#include "transport/output_queue.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

namespace farcall::transport {
namespace {
constexpr size_t k_block = BufferPool::k_class_sizes[1];
constexpr size_t k_max_chunk = std::numeric_limits<uint32_t>::max();
}  // namespace

bool OutputQueue::append(Bytes bytes) {
  if (bytes.empty()) return true;
  const Bytes head = bytes.first(std::min(bytes.size(), tail_room()));
  const Bytes rest = bytes.subspan(head.size());
  BufferRef block;
  if (!rest.empty()) {
    if (rest.size() > k_max_chunk || !reserve(1)) return false;
    block = pool_.get(std::max(rest.size(), k_block));
    if (!block) return false;
    std::memcpy(block.data(), rest.data(), rest.size());
  }
  add_to_tail(head);
  if (block) push(std::move(block), 0, rest.size(), true);
  return true;
}

bool OutputQueue::append(BufferRef block, size_t offset, size_t length) {
  assert(offset <= block.capacity() && length <= block.capacity() - offset);
  if (length < k_copy_below) return length == 0 || append(Bytes(block.data() + offset, length));
  if (length > k_max_chunk || offset > k_max_chunk || !reserve(1)) return false;
  push(std::move(block), offset, length, false);
  return true;
}

size_t OutputQueue::gather(iovec* vectors, size_t limit) const {
  const size_t used = std::min(limit, count_);
  for (size_t i = 0; i < used; ++i) {
    const Chunk& chunk = at(i);
    vectors[i] = {chunk.block.data() + chunk.offset, chunk.length};
  }
  return used;
}

void OutputQueue::consume(size_t sent) {
  assert(sent <= bytes_);
  bytes_ -= sent;
  while (sent > 0) {
    Chunk& chunk = at(0);
    const size_t here = std::min<size_t>(sent, chunk.length);
    sent -= here;
    chunk.offset += static_cast<uint32_t>(here);
    chunk.length -= static_cast<uint32_t>(here);
    if (chunk.length > 0) return;
    chunk.block.reset();
    head_ = (head_ + 1) & (ring_size_ - 1);
    --count_;
  }
  if (count_ == 0 && ring_size_ > k_kept_ring) {
    ring_.reset();
    ring_size_ = head_ = 0;
  }
}

bool OutputQueue::reserve(size_t chunks) {
  if (count_ + chunks <= ring_size_) return true;
  size_t size = std::max(ring_size_, k_first_ring);
  while (size < count_ + chunks) size *= 2;
  std::unique_ptr<Chunk[]> larger(new (std::nothrow) Chunk[size]);
  if (!larger) return false;
  for (size_t i = 0; i < count_; ++i) larger[i] = std::move(at(i));
  ring_ = std::move(larger);
  ring_size_ = size;
  head_ = 0;
  return true;
}

size_t OutputQueue::tail_room() const {
  if (count_ == 0) return 0;
  const Chunk& tail = at(count_ - 1);
  return tail.appendable ? tail.block.capacity() - tail.offset - tail.length : 0;
}

void OutputQueue::add_to_tail(Bytes bytes) {
  if (bytes.empty()) return;
  Chunk& tail = at(count_ - 1);
  std::memcpy(tail.block.data() + tail.offset + tail.length, bytes.data(), bytes.size());
  tail.length += static_cast<uint32_t>(bytes.size());
  bytes_ += bytes.size();
}

void OutputQueue::push(BufferRef block, size_t offset, size_t length, bool appendable) {
  Chunk& chunk = at(count_++);
  chunk.block = std::move(block);
  chunk.offset = static_cast<uint32_t>(offset);
  chunk.length = static_cast<uint32_t>(length);
  chunk.appendable = appendable;
  bytes_ += length;
}

}  // namespace farcall::transport
