// TableReader: the numbers and pointers of DWARF unwind tables and handler tables, as GCC and Clang write them on Linux.
//
// The tables are data of the program itself; what this reader does not know turns ok() false.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace farcall::stub {

enum : uint8_t {  // DW_EH_PE_*: how a pointer is written
  k_absolute = 0x00,
  k_uleb128 = 0x01,
  k_udata2 = 0x02,
  k_udata4 = 0x03,
  k_udata8 = 0x04,
  k_sdata2 = 0x0a,
  k_sdata4 = 0x0b,
  k_sdata8 = 0x0c,
  k_pc_relative = 0x10,
  k_indirect = 0x80,
  k_omitted = 0xff,
};

class TableReader {
 public:
  explicit TableReader(const uint8_t* at) : at_(at) {}
  [[nodiscard]] const uint8_t* at() const { return at_; }
  [[nodiscard]] bool ok() const { return ok_; }

  void skip(size_t size) { at_ += size; }
  uint8_t u8() { return *at_++; }
  uintptr_t uleb() {
    unsigned shift = 0;
    return leb(shift);
  }
  intptr_t sleb() {
    unsigned shift = 0;
    uintptr_t value = leb(shift);
    if (shift < 64 && (at_[-1] & 0x40) != 0) value |= ~uintptr_t{0} << shift;
    return static_cast<intptr_t>(value);
  }
  uintptr_t pointer(uint8_t encoding) {
    const auto here = reinterpret_cast<uintptr_t>(at_);
    uintptr_t value = plain(encoding & 0x0f);
    const uint8_t base = encoding & 0x70;
    if (base != 0 && base != k_pc_relative) ok_ = false;
    if (!ok_ || value == 0) return 0;
    if (base == k_pc_relative) value += here;
    if ((encoding & k_indirect) != 0)
      std::memcpy(&value, reinterpret_cast<const void*>(value), sizeof value);
    return value;
  }

 private:
  uintptr_t leb(unsigned& shift) {
    uintptr_t value = 0;
    uint8_t byte;
    do {
      byte = u8();
      if (shift < 64) value |= static_cast<uintptr_t>(byte & 0x7f) << shift;
      shift += 7;
    } while ((byte & 0x80) != 0);
    return value;
  }
  template <class T>
  uintptr_t fixed() {
    T value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return static_cast<uintptr_t>(static_cast<intptr_t>(value));
  }
  uintptr_t plain(uint8_t format) {
    switch (format) {
      case k_absolute:
        return fixed<uintptr_t>();
      case k_uleb128:
        return uleb();
      case k_udata2:
        return fixed<uint16_t>();
      case k_udata4:
        return fixed<uint32_t>();
      case k_udata8:
        return fixed<uint64_t>();
      case k_sdata2:
        return fixed<int16_t>();
      case k_sdata4:
        return fixed<int32_t>();
      case k_sdata8:
        return fixed<int64_t>();
      default:
        ok_ = false;
        return 0;
    }
  }

  const uint8_t* at_;
  bool ok_ = true;
};

}  // namespace farcall::stub
