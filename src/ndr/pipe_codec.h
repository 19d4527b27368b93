// The chunks of a pipe: NDR 2.0 (C706 14.3.10) a count and elements; NDR64 ([MS-RPCE] 2.2.5.3.4.5) 64-bit counts and
// the negated count behind the elements. A chunk without elements ends the pipe.
//
// The reader takes what has come: elements of a chunk in any portions. Nothing is taken of a count but its value.
#pragma once

#include <farcall/stub/pipe.h>

#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "ndr/byte_queue.h"

namespace farcall::ndr {

// One chunk; none when `number` is 0: the end of the pipe. Errors stay in `output`.
void put_chunk(stub::StubOutput& output, const stub::PipeElement& element, stub::SyntaxKind syntax,
               const void* elements, size_t number);

class ChunkReader {
 public:
  struct Pulled {
    enum class Kind : uint8_t { elements, nothing_yet, end };
    Kind kind = Kind::nothing_yet;
    size_t number = 0;
  };
  // At most `most` (at least 1) elements. RPC_X_BAD_STUB_DATA and what the elements' own checks say.
  Result<Pulled> pull(ByteQueue& in, const stub::PipeElement& element, stub::SyntaxKind syntax,
                      bool swapped, void* elements, size_t most);
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  // True when a chunk with elements left is open; false: not enough bytes, or the end.
  Result<bool> open_chunk(ByteQueue& in, stub::SyntaxKind syntax, bool swapped);

  uint64_t left_ = 0;          // elements of the chunk
  uint64_t chunk_ = 0;         // its count
  bool owes_trailer_ = false;  // NDR64: the negated count comes next
  bool ended_ = false;
};

}  // namespace farcall::ndr
