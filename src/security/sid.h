// Sid: the identity of an account or a group ([MS-DTYP] 2.4.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace farcall::security {

struct Sid {
  uint64_t authority = 0;  // 48 bits
  std::vector<uint32_t> sub_authorities;

  [[nodiscard]] Sid with(uint32_t rid) const;
  [[nodiscard]] std::string text() const;  // S-1-5-21-…
  // None: it is not such a text.
  static std::optional<Sid> from_text(std::string_view text);
  // As it stands in a security descriptor ([MS-DTYP] 2.4.2.2), little-endian; what follows it is
  // left alone. None: it is cut short, or of another revision.
  static std::optional<Sid> decode(Bytes encoded);
  void encode(std::vector<uint8_t>& out) const;
  friend bool operator==(const Sid&, const Sid&) = default;
};

// Well-known ones ([MS-DTYP] 2.4.2.4).
inline const Sid k_sid_everyone{1, {0}};
inline const Sid k_sid_local{2, {0}};
inline const Sid k_sid_network{5, {2}};
inline const Sid k_sid_anonymous{5, {7}};
inline const Sid k_sid_authenticated_users{5, {11}};
inline const Sid k_sid_system{5, {18}};
inline const Sid k_sid_administrators{5, {32, 544}};
// Users and groups of a Unix system, as Samba names them.
inline Sid unix_user_sid(uint32_t uid) {
  return {22, {1, uid}};
}
inline Sid unix_group_sid(uint32_t gid) {
  return {22, {2, gid}};
}

}  // namespace farcall::security
