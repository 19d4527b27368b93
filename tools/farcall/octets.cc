#include "octets.h"

#include <cctype>
#include <string_view>

namespace farcall::tool {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string parse_hex(const std::string& text, std::vector<uint8_t>& octets) {
  for (size_t i = 0; i < text.size();) {
    if (std::isspace(static_cast<unsigned char>(text[i]))) {
      ++i;
      continue;
    }
    const int high = digit(text[i]);
    const int low = i + 1 < text.size() ? digit(text[i + 1]) : -1;
    if (high < 0 || low < 0)
      return "--hex needs pairs of hexadecimal digits, character " + std::to_string(i + 1) +
             " is not the start of one";
    octets.push_back(static_cast<uint8_t>(high << 4 | low));
    i += 2;
  }
  return {};
}

std::string hex(const std::vector<uint8_t>& octets) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string text;
  for (const uint8_t each : octets) {
    text += k_digits[each >> 4];
    text += k_digits[each & 15];
  }
  return text;
}

}  // namespace farcall::tool
