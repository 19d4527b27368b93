// String form, generation and hash of UUIDs (C706 appendix A). No state; any thread.
#include "base/uuid.h"

#include <sys/random.h>

#include <cstdio>
#include <cstring>

namespace farcall {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr bool is_dash_position(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace

Result<Uuid> parse_uuid(std::string_view text) {
  const Status bad{RPC_S_INVALID_STRING_UUID};
  if (text.size() != 36) return bad;
  std::array<uint8_t, 16> octets{};
  size_t nibble = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_dash_position(i)) {
      if (text[i] != '-') return bad;
      continue;
    }
    const int digit = hex_digit(text[i]);
    if (digit < 0) return bad;
    octets[nibble / 2] = static_cast<uint8_t>((octets[nibble / 2] << 4) | digit);
    ++nibble;
  }
  Uuid uuid;
  uuid.data1 = uint32_t{octets[0]} << 24 | uint32_t{octets[1]} << 16 | uint32_t{octets[2]} << 8 | octets[3];
  uuid.data2 = static_cast<uint16_t>(octets[4] << 8 | octets[5]);
  uuid.data3 = static_cast<uint16_t>(octets[6] << 8 | octets[7]);
  std::memcpy(uuid.data4.data(), octets.data() + 8, 8);
  return uuid;
}

std::string to_string(const Uuid& u) {
  char text[37];
  const auto& d = u.data4;
  std::snprintf(text, sizeof text, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", u.data1, u.data2,
                u.data3, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]);
  return text;
}

Uuid random_uuid() {
  Uuid uuid;
  for (size_t done = 0; done < sizeof uuid;) {
    const ssize_t n = getrandom(reinterpret_cast<char*>(&uuid) + done, sizeof uuid - done, 0);
    if (n > 0) done += static_cast<size_t>(n);
  }
  uuid.data3 = static_cast<uint16_t>((uuid.data3 & 0x0fff) | 0x4000);
  uuid.data4[0] = static_cast<uint8_t>((uuid.data4[0] & 0x3f) | 0x80);
  return uuid;
}

uint16_t uuid_hash(const Uuid& uuid) {
  // Fletcher-style sum over the octets in field order, as C706 appendix A describes it.
  uint8_t octets[16];
  std::memcpy(octets, &uuid, sizeof octets);
  int32_t c0 = 0;
  int32_t c1 = 0;
  for (const uint8_t octet : octets) {
    c0 += octet;
    c1 += c0;
  }
  int32_t x = -c1 % 255;
  if (x < 0) x += 255;
  int32_t y = (c1 - c0) % 255;
  if (y < 0) y += 255;
  return static_cast<uint16_t>(y * 256 + x);
}

}  // namespace farcall
