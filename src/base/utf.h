// UTF-8 and UTF-16 (RFC 3629, RFC 2781), of which neither a program nor a peer has to give us well-formed ones.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace farcall {

// What is ill-formed becomes U+FFFD, one for each unit or byte that fits nowhere: no name matches it.
std::string utf8_from_utf16(std::u16string_view text);
std::u16string utf16_from_utf8(std::string_view text);

// Takes one character from the front of `text`, which is not empty; or one byte that starts none.
std::optional<char32_t> take_character(std::string_view& text);

}  // namespace farcall
