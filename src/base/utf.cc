// UTF-8 and UTF-16 (RFC 3629, RFC 2781). Ill-formed input gives U+FFFD, one for each unit or byte that fits nowhere.
#include "base/utf.h"

#include <cstdint>

namespace farcall {
namespace {

constexpr char32_t k_replacement = 0xfffd;

void append_utf8(std::string& out, char32_t c) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (c >> shift & 0x3f)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

void append_utf16(std::u16string& out, char32_t c) {
  if (c < 0x10000) {
    out += static_cast<char16_t>(c);
    return;
  }
  out += static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10));
  out += static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff));
}

}  // namespace

std::optional<char32_t> take_character(std::string_view& text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byte(0);
  const size_t length = first < 0x80   ? 1
                        : first < 0xc2 ? 0
                        : first < 0xe0 ? 2
                        : first < 0xf0 ? 3
                        : first < 0xf5 ? 4
                                       : 0;
  constexpr char32_t k_smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  char32_t c = length <= 1 ? first : first & (0x7fu >> length);
  bool good = length != 0 && length <= text.size();
  for (size_t i = 1; good && i < length; ++i) {
    good = (byte(i) & 0xc0) == 0x80;
    c = c << 6 | (byte(i) & 0x3f);
  }
  good = good && c >= k_smallest[length] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
  text.remove_prefix(good ? length : 1);
  return good ? std::optional(c) : std::nullopt;
}

std::string utf8_from_utf16(std::u16string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char16_t unit = text[i];
    const bool high = unit >= 0xd800 && unit <= 0xdbff;
    const bool paired =
        high && i + 1 < text.size() && text[i + 1] >= 0xdc00 && text[i + 1] <= 0xdfff;
    if (paired) {
      append_utf8(out, 0x10000 + ((unit - 0xd800u) << 10) + (text[i + 1] - 0xdc00u));
      ++i;
    } else {
      append_utf8(out, unit >= 0xd800 && unit <= 0xdfff ? k_replacement : unit);
    }
  }
  return out;
}

std::u16string utf16_from_utf8(std::string_view text) {
  std::u16string out;
  while (!text.empty()) append_utf16(out, take_character(text).value_or(k_replacement));
  return out;
}

}  // namespace farcall
