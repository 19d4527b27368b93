// NTLM's signing and sealing with extended session security and 128 bits ([MS-NLMP] 3.4), from the
// session key alone: the plugin has no calls for data in pieces, and its context can go when the
// handshake is over.
#pragma once

#include "security/ntlm/crypto.h"
#include "security/protection.h"

namespace farcall::security::ntlm {

using Token = std::array<uint8_t, 16>;

// One direction: keys, stream and number of the next PDU.
class Direction {
 public:
  Direction(const Key& session_key, bool from_client, uint32_t first_sequence);
  // The token over `parts`, of which `sealed` are sealed in place after they were signed.
  Token sign(std::span<const Bytes> parts, std::span<const MutableBytes> sealed);
  // Unseals `sealed` in place; then whether `token` is right for `parts`.
  [[nodiscard]] bool verify(std::span<const Bytes> parts, MutableBytes sealed, Bytes token);
  [[nodiscard]] uint32_t sequence() const { return sequence_; }

 private:
  Token seal_checksum(const std::array<uint8_t, 8>& sum);

  Key sign_key_;
  Stream stream_;
  uint32_t sequence_;
};

class NtlmProtection final : public Protection {
 public:
  // `first_sequence`: of both directions; 0, or 1 when SPNEGO has exchanged a mechListMIC.
  NtlmProtection(const Key& session_key, bool client, uint32_t first_sequence, bool seals);

  [[nodiscard]] uint16_t auth_length() const override { return sizeof(Token); }
  bool protect(const OutgoingPdu& pdu, bool sign_headers) override;
  bool unprotect(const IncomingPdu& pdu, MutableBytes data, bool sign_headers) override;

 private:
  Direction sent_;
  Direction received_;
  bool seals_;
};

}  // namespace farcall::security::ntlm
