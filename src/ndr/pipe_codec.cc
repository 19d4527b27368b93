// Reading and writing chunks.
#include "ndr/pipe_codec.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace farcall::ndr {
namespace {

using stub::SyntaxKind;

constexpr uint64_t k_most_in_chunk = 0x7fffffff;  // NDR64

const stub::PipeWire& wire_of(const stub::PipeElement& element, SyntaxKind syntax) {
  return syntax == SyntaxKind::ndr64 ? element.ndr64 : element.ndr20;
}

void put_count(stub::StubOutput& output, SyntaxKind syntax, uint64_t value) {
  stub::Writer<stub::Ndr20> out(output);
  if (syntax == SyntaxKind::ndr64)
    out.u64(value);
  else
    out.u32(static_cast<uint32_t>(value));
}

size_t gap(uint64_t offset, size_t alignment) {
  return static_cast<size_t>((0 - offset) & (alignment - 1));
}

uint64_t load_count(const uint8_t* at, size_t size, bool swapped) {
  if (size == 4) {
    uint32_t value;
    std::memcpy(&value, at, sizeof value);
    return swapped ? __builtin_bswap32(value) : value;
  }
  uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return swapped ? __builtin_bswap64(value) : value;
}

}  // namespace

void put_chunk(stub::StubOutput& output, const stub::PipeElement& element, SyntaxKind syntax,
               const void* elements, size_t number) {
  put_count(output, syntax, number);
  if (number != 0) element.put(syntax, output, elements, number);
  if (syntax == SyntaxKind::ndr64) put_count(output, syntax, 0 - uint64_t{number});
}

Result<bool> ChunkReader::open_chunk(ByteQueue& in, SyntaxKind syntax, bool swapped) {
  const size_t size = syntax == SyntaxKind::ndr64 ? 8 : 4;
  const auto next = [&](uint64_t& value) {
    const size_t pad = gap(in.offset(), size);
    if (in.size() < pad + size) return false;
    value = load_count(in.bytes().data() + pad, size, swapped);
    in.consume(pad + size);
    return true;
  };
  while (!ended_ && left_ == 0) {
    uint64_t value = 0;
    if (!next(value)) return false;
    if (owes_trailer_) {
      if (value != 0 - chunk_) return Status{RPC_X_BAD_STUB_DATA};
      owes_trailer_ = false;
      ended_ = chunk_ == 0;
      continue;
    }
    if (value > k_most_in_chunk && syntax == SyntaxKind::ndr64) return Status{RPC_X_BAD_STUB_DATA};
    left_ = chunk_ = value;
    owes_trailer_ = syntax == SyntaxKind::ndr64;
    ended_ = value == 0 && !owes_trailer_;
  }
  return !ended_;
}

Result<ChunkReader::Pulled> ChunkReader::pull(ByteQueue& in, const stub::PipeElement& element,
                                              SyntaxKind syntax, bool swapped, void* elements,
                                              size_t most) {
  RPC_TRY(const bool open, open_chunk(in, syntax, swapped));
  if (ended_) return Pulled{Pulled::Kind::end, 0};
  if (!open) return Pulled{};
  const stub::PipeWire& wire = wire_of(element, syntax);
  const size_t pad = gap(in.offset(), wire.alignment);
  if (in.size() < pad + wire.size) return Pulled{};
  const size_t stride = (wire.size + wire.alignment - 1) & ~size_t{wire.alignment - 1};
  const size_t there = 1 + (in.size() - pad - wire.size) / stride;
  const auto number = static_cast<size_t>(std::min({uint64_t{most}, left_, uint64_t{there}}));

  stub::StubInput input;
  const Bytes bytes = in.bytes();
  input.start = in.alignment_base();
  input.cursor = bytes.data();
  input.end = bytes.data() + bytes.size();
  input.swapped = swapped;
  element.get(syntax, input, elements, number);
  if (input.status != RPC_S_OK) return Status{input.status};
  in.consume(pad + (number - 1) * stride + wire.size);
  left_ -= number;
  return Pulled{Pulled::Kind::elements, number};
}

}  // namespace farcall::ndr
