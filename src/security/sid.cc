// Text of a SID ([MS-DTYP] 2.4.2.1): an authority of more than 32 bits is in hexadecimal. And its
// octets (2.4.2.2): the authority is the one big-endian number.
#include "security/sid.h"

#include <charconv>
#include <cstdio>

#include "wire/cursor.h"

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

namespace {

constexpr size_t k_most_parts = 15;
constexpr size_t k_head = 8;

// The number up to the next hyphen, which is taken with it.
template <class Number>
bool take_number(std::string_view& text, Number& out, int base = 10) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out, base);
  if (error != std::errc{} || (stop != end && *stop != '-')) return false;
  text.remove_prefix(static_cast<size_t>(stop - text.data()));
  if (!text.empty()) text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<Sid> Sid::from_text(std::string_view text) {
  if (!text.starts_with("S-1-") || text.ends_with('-')) return std::nullopt;
  text.remove_prefix(4);
  Sid sid;
  const bool hexadecimal = text.starts_with("0x");
  if (hexadecimal) text.remove_prefix(2);
  if (!take_number(text, sid.authority, hexadecimal ? 16 : 10) || sid.authority >> 48)
    return std::nullopt;
  while (!text.empty()) {
    uint32_t part = 0;
    if (!take_number(text, part) || sid.sub_authorities.size() == k_most_parts) return std::nullopt;
    sid.sub_authorities.push_back(part);
  }
  return sid;
}

std::optional<Sid> Sid::decode(Bytes encoded) {
  if (encoded.size() < k_head || encoded[0] != 1 || encoded[1] > k_most_parts ||
      encoded.size() < k_head + 4 * size_t{encoded[1]})
    return std::nullopt;
  Sid sid;
  for (size_t i = 2; i < k_head; ++i) sid.authority = sid.authority << 8 | encoded[i];
  for (size_t i = 0; i < encoded[1]; ++i)
    sid.sub_authorities.push_back(wire::load_u32(&encoded[k_head + 4 * i], false));
  return sid;
}

void Sid::encode(std::vector<uint8_t>& out) const {
  out.push_back(1);
  out.push_back(static_cast<uint8_t>(sub_authorities.size()));
  for (int shift = 40; shift >= 0; shift -= 8)
    out.push_back(static_cast<uint8_t>(authority >> shift));
  for (const uint32_t part : sub_authorities)
    for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<uint8_t>(part >> shift));
}

}  // namespace farcall::security
