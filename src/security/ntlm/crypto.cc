// Keys, checksums and hashes of NTLM ([MS-NLMP] 3.3.1, 3.4.4, 3.4.5).
#include "security/ntlm/crypto.h"

#include <nettle/hmac.h>
#include <nettle/md4.h>
#include <nettle/md5.h>
#include <nettle/memops.h>

#include "base/utf.h"
#include "wire/cursor.h"

namespace farcall::security::ntlm {
namespace {

void hash_unit(md4_ctx& md4, uint32_t unit) {
  uint8_t bytes[2];
  wire::store_u16(bytes, static_cast<uint16_t>(unit));
  md4_update(&md4, sizeof bytes, bytes);
}

Secret hex(const Key& key) {
  static constexpr char k_digits[] = "0123456789ABCDEF";
  char text[32];
  for (size_t i = 0; i < key.size(); ++i) {
    text[2 * i] = k_digits[key[i] >> 4];
    text[2 * i + 1] = k_digits[key[i] & 15];
  }
  Secret secret{{text, sizeof text}};
  explicit_bzero(text, sizeof text);
  return secret;
}

}  // namespace

Key derive(const Key& session_key, std::string_view magic) {
  md5_ctx md5;
  md5_init(&md5);
  md5_update(&md5, session_key.size(), session_key.data());
  md5_update(&md5, magic.size(), reinterpret_cast<const uint8_t*>(magic.data()));
  const uint8_t closing_zero = 0;
  md5_update(&md5, 1, &closing_zero);
  Key key;
  md5_digest(&md5, key.size(), key.data());
  return key;
}

std::array<uint8_t, 8> checksum(const Key& key, uint32_t sequence, std::span<const Bytes> parts) {
  hmac_md5_ctx hmac;
  hmac_md5_set_key(&hmac, key.size(), key.data());
  uint8_t number[4];
  wire::store_u32(number, sequence);
  hmac_md5_update(&hmac, sizeof number, number);
  for (const Bytes part : parts) hmac_md5_update(&hmac, part.size(), part.data());
  std::array<uint8_t, 8> sum;
  hmac_md5_digest(&hmac, sum.size(), sum.data());
  explicit_bzero(&hmac, sizeof hmac);
  return sum;
}

Secret nt_hash(std::string_view password) {
  md4_ctx md4;
  md4_init(&md4);
  while (!password.empty()) {
    const std::optional<char32_t> point = take_character(password);
    if (!point) return {};
    if (*point >= 0x10000) {
      hash_unit(md4, 0xd800 + ((*point - 0x10000) >> 10));
      hash_unit(md4, 0xdc00 + ((*point - 0x10000) & 0x3ff));
    } else {
      hash_unit(md4, *point);
    }
  }
  Key key;
  md4_digest(&md4, key.size(), key.data());
  const Secret text = hex(key);
  explicit_bzero(key.data(), key.size());
  return text;
}

bool equal(Bytes left, Bytes right) {
  return left.size() == right.size() && memeql_sec(left.data(), right.data(), left.size());
}

}  // namespace farcall::security::ntlm
