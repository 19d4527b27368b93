// Text of a SID ([MS-DTYP] 2.4.2.1): an authority of more than 32 bits is in hexadecimal.
#include "security/sid.h"

#include <cstdio>

namespace farcall::security {

Sid Sid::with(uint32_t rid) const {
  Sid sid = *this;
  sid.sub_authorities.push_back(rid);
  return sid;
}

std::string Sid::text() const {
  char number[24];
  const bool wide = authority > UINT32_MAX;
  std::snprintf(number, sizeof number, wide ? "0x%012llx" : "%llu",
                static_cast<unsigned long long>(authority));
  std::string text = std::string("S-1-") + number;
  for (const uint32_t part : sub_authorities) text += "-" + std::to_string(part);
  return text;
}

}  // namespace farcall::security
