#include "idl/engine/utf.h"

namespace farcall::idl::engine {

bool append_utf8_character(std::string_view text, size_t& at, std::u16string& units) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  const size_t length = lead < 0x80   ? 1
                        : lead < 0xc2 ? 0
                        : lead < 0xe0 ? 2
                        : lead < 0xf0 ? 3
                        : lead < 0xf5 ? 4
                                      : 0;
  if (length == 0 || text.size() - at < length) return false;
  char32_t character = length == 1 ? lead : lead & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return false;
    character = character << 6 | (byte(at + i) & 0x3f);
  }
  constexpr char32_t k_least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (character < k_least[length] || character > 0x10ffff || is_surrogate(character)) return false;
  at += length;
  if (character < 0x10000) {
    units += static_cast<char16_t>(character);
  } else {
    units += static_cast<char16_t>(0xd7c0 + (character >> 10));
    units += static_cast<char16_t>(0xdc00 + (character & 0x3ff));
  }
  return true;
}

void append_utf8(std::string& text, char32_t character) {
  const auto put = [&](char32_t bits) { text += static_cast<char>(bits); };
  if (character < 0x80) return put(character);
  if (character < 0x800) {
    put(0xc0 | character >> 6);
  } else if (character < 0x10000) {
    put(0xe0 | character >> 12);
    put(0x80 | (character >> 6 & 0x3f));
  } else {
    put(0xf0 | character >> 18);
    put(0x80 | (character >> 12 & 0x3f));
    put(0x80 | (character >> 6 & 0x3f));
  }
  put(0x80 | (character & 0x3f));
}

char32_t next_character(std::u16string_view units, size_t& at) {
  const char16_t unit = units[at++];
  const bool high = unit >= 0xd800 && unit <= 0xdbff;
  if (!high || at == units.size() || units[at] < 0xdc00 || units[at] > 0xdfff) return unit;
  return 0x10000 + ((unit - 0xd800u) << 10) + (units[at++] - 0xdc00u);
}

std::string to_utf8(std::u16string_view units) {
  std::string text;
  for (size_t at = 0; at < units.size();) {
    const char32_t character = next_character(units, at);
    append_utf8(text, is_surrogate(character) ? 0xfffd : character);
  }
  return text;
}

}  // namespace farcall::idl::engine
