// Transfer syntaxes as policies: what differs between NDR 2.0 and NDR64 is a member here, never an `if` in a stub.
#pragma once

#include <cstddef>
#include <cstdint>

#include <farcall/stub/abi.h>

FARCALL_STUB_NAMESPACE_BEGIN

enum class SyntaxKind : uint8_t { ndr20, ndr64 };

// C706 chapter 14: counts and referents are 4 bytes.
struct Ndr20 {
  static constexpr SyntaxKind kind = SyntaxKind::ndr20;
  using Count = uint32_t;
  static constexpr size_t referent_size = 4;
};

FARCALL_STUB_NAMESPACE_END
