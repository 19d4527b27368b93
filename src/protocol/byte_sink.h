// ByteSink: where an association writes the bytes that shall leave, in order.
//
// The transport's output queue is adapted to it; tests collect the bytes. A sink that cannot take
// bytes (memory is out) closes its connection by itself: the association learns it as a lost
// connection.
#pragma once

#include <cstddef>

#include "base/buffer.h"
#include "base/bytes.h"

namespace farcall::protocol {

struct ByteSink {
  // Whoever writes a PDU counts it here.
  uint64_t pdus = 0;
  // A copy is taken.
  virtual void append(Bytes small) = 0;
  // Linked without a copy; the sink keeps the reference until the bytes have left.
  virtual void append(BufferRef block, size_t offset, size_t length) = 0;

 protected:
  ~ByteSink() = default;
};

// Outgoing stub data: a range of a block in which a stub has marshalled.
struct StubData {
  BufferRef block;
  size_t offset = 0;
  size_t length = 0;

  [[nodiscard]] Bytes bytes() const {
    return length ? Bytes{block.data() + offset, length} : Bytes{};
  }
};

}  // namespace farcall::protocol
