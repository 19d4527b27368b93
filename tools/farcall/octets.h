// Hex on command lines.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace farcall::tool {

// Pairs of digits, with white space between pairs or without. Gives an empty text, or what is wrong.
std::string parse_hex(const std::string& text, std::vector<uint8_t>& octets);
std::string hex(const std::vector<uint8_t>& octets);

}  // namespace farcall::tool
