// Cursor and Pen: bounded reading and writing of integers on the wire.
//
// 1. A Cursor reads what a peer sent, in the peer's byte order (C706 14.2.5, the integer
//    representation of the drep). It never looks behind its end: every take is compared with what
//    is left.
// 2. A Pen writes what we send, little-endian always. It never writes behind its end; what did not
//    fit is told once, by ok().
#pragma once

#include <bit>
#include <cstring>

#include "base/bytes.h"
#include "base/result.h"
#include "base/uuid.h"

namespace farcall::wire {

static_assert(std::endian::native == std::endian::little, "big-endian hosts: not built yet");

// `at` has at least two (four) readable bytes.
[[nodiscard]] inline uint16_t load_u16(const uint8_t* at, bool big_endian) {
  uint16_t value;
  std::memcpy(&value, at, sizeof value);
  return big_endian ? __builtin_bswap16(value) : value;
}
[[nodiscard]] inline uint32_t load_u32(const uint8_t* at, bool big_endian) {
  uint32_t value;
  std::memcpy(&value, at, sizeof value);
  return big_endian ? __builtin_bswap32(value) : value;
}
inline void store_u16(uint8_t* at, uint16_t value) {
  std::memcpy(at, &value, sizeof value);
}
inline void store_u32(uint8_t* at, uint32_t value) {
  std::memcpy(at, &value, sizeof value);
}

// `at` has at least 16 bytes. Fields in the peer's order, data4 as bytes (C706 appendix A).
[[nodiscard]] Uuid load_uuid(const uint8_t* at, bool big_endian);
void store_uuid(uint8_t* at, const Uuid& uuid);

class Cursor {
 public:
  explicit Cursor(Bytes bytes, bool big_endian = false) : rest_(bytes), big_endian_(big_endian) {}

  [[nodiscard]] size_t left() const { return rest_.size(); }
  [[nodiscard]] Bytes rest() const { return rest_; }

  // All: RPC_S_PROTOCOL_ERROR when less is left.
  Result<Bytes> take(size_t size) {
    if (size > rest_.size()) return Status{RPC_S_PROTOCOL_ERROR};
    const Bytes taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  Result<uint8_t> u8() {
    RPC_TRY(const Bytes at, take(1));
    return at[0];
  }
  Result<uint16_t> u16() {
    RPC_TRY(const Bytes at, take(2));
    return load_u16(at.data(), big_endian_);
  }
  Result<uint32_t> u32() {
    RPC_TRY(const Bytes at, take(4));
    return load_u32(at.data(), big_endian_);
  }

 private:
  Bytes rest_;
  bool big_endian_;
};

class Pen {
 public:
  explicit Pen(MutableBytes out) : out_(out) {}

  void u8(uint8_t value) {
    if (fits(1)) out_[used_++] = value;
  }
  void u16(uint16_t value) {
    if (!fits(2)) return;
    store_u16(out_.data() + used_, value);
    used_ += 2;
  }
  void u32(uint32_t value) {
    if (!fits(4)) return;
    store_u32(out_.data() + used_, value);
    used_ += 4;
  }
  void uuid(const Uuid& value) {
    if (!fits(16)) return;
    store_uuid(out_.data() + used_, value);
    used_ += 16;
  }
  void bytes(Bytes value) {
    if (value.empty() || !fits(value.size())) return;
    std::memcpy(out_.data() + used_, value.data(), value.size());
    used_ += value.size();
  }
  // Zeros up to a multiple of `alignment` from the start of what is written.
  void align(size_t alignment) {
    while (ok_ && used_ % alignment) u8(0);
  }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] size_t used() const { return used_; }
  // RPC_S_BUFFER_TOO_SMALL when something did not fit.
  [[nodiscard]] Result<size_t> finish() const {
    if (!ok_) return Status{RPC_S_BUFFER_TOO_SMALL};
    return used_;
  }

 private:
  [[nodiscard]] bool fits(size_t size) {
    if (size > out_.size() - used_) ok_ = false;
    return ok_;
  }

  MutableBytes out_;
  size_t used_ = 0;
  bool ok_ = true;
};

}  // namespace farcall::wire
