// OctetWriter and OctetReader: integers of 1, 2, 4 and 8 bytes at their alignment in stub data that starts at
// alignment 0 (C706 14.2). Gaps are written as zeros and read as anything.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "idl/engine/error.h"
#include "idl/engine/syntax.h"

namespace farcall::idl::engine {

class OctetWriter {
 public:
  explicit OctetWriter(TransferSyntax syntax) : syntax_(syntax) {}

  void align(unsigned alignment) {
    while (octets_.size() % alignment != 0) octets_.push_back(0);
  }
  // The low `size` bytes, aligned to `size`.
  void put(uint64_t value, unsigned size) {
    align(size);
    for (unsigned i = 0; i < size; ++i) {
      const unsigned shift = 8 * (syntax_.big_endian ? size - 1 - i : i);
      octets_.push_back(static_cast<uint8_t>(value >> shift));
    }
  }
  void put_word(uint64_t value) { put(value, syntax_.word()); }
  [[nodiscard]] std::vector<uint8_t> take() { return std::move(octets_); }

 private:
  TransferSyntax syntax_;
  std::vector<uint8_t> octets_;
};

class OctetReader {
 public:
  OctetReader(std::span<const uint8_t> octets, TransferSyntax syntax)
      : octets_(octets), syntax_(syntax) {}

  void align(unsigned alignment) {
    const size_t gap = (alignment - at_ % alignment) % alignment;
    if (gap > remaining()) short_of(gap);
    at_ += gap;
  }
  uint64_t get(unsigned size) {
    align(size);
    if (size > remaining()) short_of(size);
    uint64_t value = 0;
    for (unsigned i = 0; i < size; ++i) {
      const unsigned shift = 8 * (syntax_.big_endian ? size - 1 - i : i);
      value |= uint64_t{octets_[at_ + i]} << shift;
    }
    at_ += size;
    return value;
  }
  uint64_t get_word() { return get(syntax_.word()); }
  [[nodiscard]] size_t remaining() const { return octets_.size() - at_; }
  [[nodiscard]] size_t position() const { return at_; }

 private:
  [[noreturn]] void short_of(size_t wanted) const {
    throw Error("the stub data ends at byte " + std::to_string(octets_.size()) + ", " +
                std::to_string(wanted) + " more are needed at byte " + std::to_string(at_));
  }

  std::span<const uint8_t> octets_;
  size_t at_ = 0;
  TransferSyntax syntax_;
};

}  // namespace farcall::idl::engine
