// Transfer syntaxes as policies: what differs between NDR 2.0 and NDR64 is a member here, never an `if` in a stub.
#pragma once

#include <cstddef>
#include <cstdint>

#include <farcall/stub/abi.h>

FARCALL_STUB_NAMESPACE_BEGIN

enum class SyntaxKind : uint8_t { ndr20, ndr64 };

// For which of them a stub has code (-protocol).
inline constexpr uint8_t k_ndr20_only = 1;
inline constexpr uint8_t k_ndr64_only = 2;
inline constexpr uint8_t k_all_syntaxes = k_ndr20_only | k_ndr64_only;

// C706 chapter 14: counts and referents are 4 bytes, either byte order may come.
struct Ndr20 {
  static constexpr SyntaxKind kind = SyntaxKind::ndr20;
  static constexpr bool either_order = true;
  using Count = uint32_t;   // counts and referents
  using Enum16 = uint16_t;  // an enum without v1_enum
  // What a stub knows of both layouts: offsets, sizes, alignments.
  static constexpr size_t pick(size_t ndr20, size_t) { return ndr20; }
};

// [MS-RPCE] 2.2.5: counts, referents and __int3264 are 8 bytes, 16-bit enums take 4; always little-endian.
struct Ndr64 {
  static constexpr SyntaxKind kind = SyntaxKind::ndr64;
  static constexpr bool either_order = false;
  using Count = uint64_t;
  using Enum16 = uint32_t;
  static constexpr size_t pick(size_t, size_t ndr64) { return ndr64; }
};

FARCALL_STUB_NAMESPACE_END
