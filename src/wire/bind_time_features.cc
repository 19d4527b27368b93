// The feature UUID, [MS-RPCE] 2.2.2.14: its first eight octets are a constant, the others the bits.
#include "wire/bind_time_features.h"

#include <algorithm>

namespace farcall::wire {
namespace {
constexpr SyntaxId k_prefix{{0x6cb71c2c, 0x9812, 0x4540, {}}, 1, 0};
}

std::optional<uint16_t> bind_time_features(const SyntaxId& transfer_syntax) {
  SyntaxId prefix = transfer_syntax;
  prefix.uuid.data4 = {};
  if (prefix != k_prefix) return std::nullopt;
  const auto& bits = transfer_syntax.uuid.data4;
  return static_cast<uint16_t>(bits[0] | bits[1] << 8);
}

SyntaxId bind_time_features_syntax(uint16_t features) {
  SyntaxId syntax = k_prefix;
  syntax.uuid.data4[0] = static_cast<uint8_t>(features & 0xff);
  syntax.uuid.data4[1] = static_cast<uint8_t>(features >> 8);
  return syntax;
}

}  // namespace farcall::wire
