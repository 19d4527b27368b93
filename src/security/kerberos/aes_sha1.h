// aes128-cts-hmac-sha1-96 and aes256-cts-hmac-sha1-96 (RFC 3961, RFC 3962) over libnettle, for data in
// pieces and in place. The GSSAPI library has them too, in code of its own that does not use the
// processor's instructions. A `Bytes` key has 16 or 32 bytes.
#pragma once

#include <nettle/aes.h>
#include <nettle/hmac.h>

#include <array>

#include "base/bytes.h"

namespace farcall::security::kerberos {

inline constexpr size_t k_block = 16;
inline constexpr size_t k_checksum = 12;
using Block = std::array<uint8_t, k_block>;

// A key of 16 or 32 bytes, wiped when it goes.
class Key {
 public:
  explicit Key(size_t size) : size_(size) {}
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key() { explicit_bzero(bytes_.data(), bytes_.size()); }
  [[nodiscard]] MutableBytes bytes() { return MutableBytes{bytes_}.first(size_); }
  [[nodiscard]] Bytes bytes() const { return Bytes{bytes_}.first(size_); }

 private:
  std::array<uint8_t, 32> bytes_{};
  size_t size_;
};

// The last byte of a constant that keys are derived with (RFC 3961 5.3).
enum class Use : uint8_t { checksum = 0x99, encryption = 0xaa, integrity = 0x55 };

// RFC 3961 5.1, to the size of a block.
Block n_fold(Bytes text);
// DK(key, usage | use).
Key derive(Bytes key, uint32_t usage, Use use);

// HMAC-SHA1-96, one sum after the other.
class Checksum {
 public:
  explicit Checksum(Bytes key) { hmac_sha1_set_key(&hmac_, key.size(), key.data()); }
  Checksum(const Checksum&) = delete;
  Checksum& operator=(const Checksum&) = delete;
  ~Checksum() { explicit_bzero(&hmac_, sizeof hmac_); }
  void add(Bytes part) { hmac_sha1_update(&hmac_, part.size(), part.data()); }
  // Of what was added since the last one.
  std::array<uint8_t, k_checksum> sum();

 private:
  hmac_sha1_ctx hmac_;
};

// CBC with ciphertext stealing and a zero vector, one way (RFC 3962 5): the pieces are one text, of
// more than a block.
class Cipher {
 public:
  Cipher(Bytes key, bool encrypts);
  Cipher(const Cipher&) = delete;
  Cipher& operator=(const Cipher&) = delete;
  ~Cipher() { explicit_bzero(this, sizeof *this); }
  void apply(std::span<const MutableBytes> pieces) const;

 private:
  void chain(Block& vector, MutableBytes text) const;
  void steal(Block& vector, MutableBytes tail) const;
  void decrypt_block(const uint8_t* from, uint8_t* to) const;

  union {
    aes128_ctx aes128_;
    aes256_ctx aes256_;
  };
  bool is_256_;
  bool encrypts_;
};

}  // namespace farcall::security::kerberos
