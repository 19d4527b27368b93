// The base types of IDL, one row each: how they are spelt, how they travel, how C spells them.
#pragma once

#include <cstdint>
#include <string_view>

namespace farcall::idl {

enum class BaseKind : uint8_t {
  void_,
  handle,
  byte,
  boolean,
  char_,
  uchar,
  schar,
  small_,
  usmall,
  short_,
  ushort,
  int_,
  uint,
  long_,
  ulong,
  hyper,
  uhyper,
  int3264,
  uint3264,
  wchar,
  float_,
  double_,
  error_status,
};

// How a value travels: its size, and how stubs name it in Reader and Writer.
// i3264 and u3264 have 4 bytes in NDR 2.0 and 8 in NDR64.
enum class Wire : uint8_t { none, u8, i8, u16, i16, u32, i32, u64, i64, u3264, i3264, f32, f64 };

struct BaseType {
  BaseKind kind;
  Wire wire;
  uint8_t size;             // in memory; `long` by --long, see c_type
  std::string_view idl;     // as a message names it
  std::string_view c_name;  // as the header spells it
};

const BaseType& base_type(BaseKind kind);

// Size and alignment on the wire of NDR 2.0 (C706 14.2).
constexpr unsigned wire_size(Wire wire) {
  switch (wire) {
    case Wire::none:
      return 0;
    case Wire::u8:
    case Wire::i8:
      return 1;
    case Wire::u16:
    case Wire::i16:
      return 2;
    case Wire::u32:
    case Wire::i32:
    case Wire::u3264:
    case Wire::i3264:
    case Wire::f32:
      return 4;
    case Wire::u64:
    case Wire::i64:
    case Wire::f64:
      return 8;
  }
  return 0;
}

std::string_view wire_name(Wire wire);

constexpr bool is_integer(Wire wire) {
  return wire >= Wire::u8 && wire <= Wire::i3264;
}

}  // namespace farcall::idl
