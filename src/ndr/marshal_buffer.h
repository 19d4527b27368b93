// MarshalBuffer: the pooled block behind a stub's Writer.
//
// Leaves head room for the largest PDU header, so that a small message is sent from where it was marshalled.
// One marshalling at a time, on any thread; take() hands the block over.
#pragma once

#include <farcall/stub/writer.h>

#include <memory>

#include "base/buffer.h"
#include "base/result.h"
#include "ndr/pointer_table.h"

namespace farcall::ndr {

// Room for header and object UUID in front of stub data: 16 + 8 + 16, kept 8-aligned (C706 12.6.4.9).
inline constexpr size_t k_head_room = 40;

struct Marshalled {
  BufferRef block;
  size_t offset = 0;
  size_t length = 0;
};

class MarshalBuffer {
 public:
  explicit MarshalBuffer(BufferPool& pool);
  MarshalBuffer(const MarshalBuffer&) = delete;
  MarshalBuffer& operator=(const MarshalBuffer&) = delete;

  [[nodiscard]] stub::StubOutput& output() { return output_; }
  [[nodiscard]] size_t size() const {
    return static_cast<size_t>(output_.cursor - output_.start);
  }
  // What was marshalled, or the status that a value or the memory gave.
  Result<Marshalled> take();
  // For the stub ABI's detail::grow.
  bool grow(size_t size);
  // For its full pointers; nullptr without memory.
  WrittenPointers* pointers();

 private:
  BufferPool& pool_;
  BufferRef block_;
  stub::StubOutput output_;
  std::unique_ptr<WrittenPointers> pointers_;  // made when there are any
};

}  // namespace farcall::ndr
