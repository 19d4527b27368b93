// UTF-8 and UTF-16. Halves of surrogate pairs pass through UTF-16 unharmed and have no UTF-8 form.
#pragma once

#include <string>
#include <string_view>

namespace farcall::idl::engine {

// The character of `text` at `at`, appended to `units`; `at` moves behind it. False when it is not UTF-8.
bool append_utf8_character(std::string_view text, size_t& at, std::u16string& units);
void append_utf8(std::string& text, char32_t character);
// Halves of pairs become U+FFFD.
std::string to_utf8(std::u16string_view units);
// The character at `at`, which moves behind it; a half of a pair by itself.
char32_t next_character(std::u16string_view units, size_t& at);
constexpr bool is_surrogate(char32_t character) {
  return character >= 0xd800 && character <= 0xdfff;
}

}  // namespace farcall::idl::engine
