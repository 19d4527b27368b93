// StreamOutput: stub data that is sent while it is still being made.
//
// A stub marshals into output(); cut() takes what has gathered, as a block to be sent. All blocks but the last are
// multiples of 8 bytes long, so that alignment goes on as if the data were in one piece, and fragments may be cut
// anywhere they are (C706 12.6.4.9). One thread at a time.
#pragma once

#include <optional>

#include "ndr/marshal_buffer.h"

namespace farcall::ndr {

class StreamOutput {
 public:
  explicit StreamOutput(BufferPool& pool) : pool_(pool) { buffer_.emplace(pool); }

  [[nodiscard]] stub::StubOutput& output() { return buffer_->output(); }
  [[nodiscard]] size_t gathered() const { return buffer_->size(); }
  // All but the last bytes behind a multiple of 8, or with `all` everything. May be empty.
  Result<Marshalled> cut(bool all);

 private:
  BufferPool& pool_;
  std::optional<MarshalBuffer> buffer_;
};

}  // namespace farcall::ndr
