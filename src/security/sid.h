// Sid: the identity of an account or a group ([MS-DTYP] 2.4.2).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace farcall::security {

struct Sid {
  uint64_t authority = 0;  // 48 bits
  std::vector<uint32_t> sub_authorities;

  [[nodiscard]] Sid with(uint32_t rid) const;
  [[nodiscard]] std::string text() const;  // S-1-5-21-…
  friend bool operator==(const Sid&, const Sid&) = default;
};

}  // namespace farcall::security
