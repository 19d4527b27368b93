// Uuid: 128 bits in host byte order, laid out as UUID/GUID of the SDK (C706 appendix A).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace farcall {

struct Uuid {
  uint32_t data1 = 0;
  uint16_t data2 = 0;
  uint16_t data3 = 0;
  std::array<uint8_t, 8> data4{};

  friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;
  [[nodiscard]] constexpr bool is_nil() const { return *this == Uuid{}; }
};
static_assert(sizeof(Uuid) == 16);

// "12345678-1234-abcd-ef00-0123456789ab"; anything else is RPC_S_INVALID_STRING_UUID.
Result<Uuid> parse_uuid(std::string_view text);
std::string to_string(const Uuid& uuid);
// Version 4 (random) from the kernel's generator.
Uuid random_uuid();
// 16-bit hash of C706 appendix A (UuidHash).
uint16_t uuid_hash(const Uuid& uuid);

// Identity of an interface or a transfer syntax with its version (C706 12.6.3, p_syntax_id_t).
struct SyntaxId {
  Uuid uuid;
  uint16_t major = 0;
  uint16_t minor = 0;
  friend constexpr auto operator<=>(const SyntaxId&, const SyntaxId&) = default;
};

inline constexpr SyntaxId k_ndr20{
    {0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, 2, 0};
inline constexpr SyntaxId k_ndr64{
    {0x71710533, 0xbeba, 0x4937, {0x83, 0x19, 0xb5, 0xdb, 0xef, 0x9c, 0xcc, 0x36}}, 1, 0};

}  // namespace farcall
