// ExactBytes: a copy of some bytes in a heap block of exactly their size, so that an address
// sanitizer sees the first byte that is read behind them.
#pragma once

#include <cstring>
#include <memory>

#include "base/bytes.h"

namespace farcall::test {

class ExactBytes {
 public:
  explicit ExactBytes(size_t size) : bytes_(new uint8_t[size]()), size_(size) {}
  explicit ExactBytes(Bytes bytes) : ExactBytes(bytes.size()) {
    if (size_) std::memcpy(bytes_.get(), bytes.data(), size_);
  }
  [[nodiscard]] Bytes get() const { return {bytes_.get(), size_}; }
  [[nodiscard]] MutableBytes writable() { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<uint8_t[]> bytes_;
  size_t size_;
};

}  // namespace farcall::test
