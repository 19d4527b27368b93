// The primitives that [MS-NLMP] 3.4 names, from libnettle: old ones, which a modern cryptography
// library hands out only after configuration. Nothing else in Farcall uses them.
#pragma once

#include <nettle/arcfour.h>

#include <array>
#include <string_view>

#include "base/bytes.h"
#include "security/secret.h"

namespace farcall::security::ntlm {

using Key = std::array<uint8_t, 16>;

// The key of one direction for one use (SIGNKEY, SEALKEY of [MS-NLMP] 3.4.5.2 and 3.4.5.3):
// MD5 over the session key and a constant text with its closing zero.
Key derive(const Key& session_key, std::string_view magic);

// HMAC-MD5 over parts; the first 8 bytes are what a signature carries.
std::array<uint8_t, 8> checksum(const Key& key, uint32_t sequence, std::span<const Bytes> parts);

// RC4: one stream for a direction's data and signatures.
class Stream {
 public:
  explicit Stream(const Key& key) { arcfour128_set_key(&state_, key.data()); }
  ~Stream() { explicit_bzero(&state_, sizeof state_); }
  Stream(const Stream&) = default;
  Stream& operator=(const Stream&) = default;
  void apply(MutableBytes bytes) {
    arcfour_crypt(&state_, bytes.size(), bytes.data(), bytes.data());
  }

 private:
  arcfour_ctx state_;
};

// NTOWFv1: MD4 over the password in UTF-16, as 32 upper-case hex digits. Empty: not UTF-8.
Secret nt_hash(std::string_view password);

// Takes the same time wherever they differ.
[[nodiscard]] bool equal(Bytes left, Bytes right);

}  // namespace farcall::security::ntlm
