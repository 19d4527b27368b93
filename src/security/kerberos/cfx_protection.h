// Kerberos' signing and sealing as RFC 4121 and DCE style have it ([MS-KILE] 3.4.5.4), from the context's
// key alone: for the AES types with SHA-1, a quarter of what the library's own calls cost.
#pragma once

#include "security/kerberos/aes_sha1.h"
#include "security/protection.h"

namespace farcall::security::kerberos {

// What the library knows of a context whose handshake is over.
struct Session {
  Bytes key;             // of 16 or 32 bytes
  bool acceptor_subkey;  // the acceptor has chosen it
  bool client;
  uint64_t send_sequence;
  uint64_t receive_sequence;
};

class CfxProtection final : public Protection {
 public:
  CfxProtection(const Session& session, bool seals);

  [[nodiscard]] uint16_t auth_length() const override;
  bool protect(const OutgoingPdu& pdu, bool sign_headers) override;
  bool unprotect(const IncomingPdu& pdu, MutableBytes data, bool sign_headers) override;

 private:
  // Keys and the number of the next token. A direction that only signs has no use for its cipher.
  struct Direction {
    Direction(const Session& session, bool from_client, bool encrypts, bool seals);
    Cipher cipher;
    Checksum checksum;
    uint8_t flags;
    uint64_t sequence;
  };
  static Block header_of(const Direction& direction, bool seals);

  Direction sent_;
  Direction received_;
  bool seals_;
};

}  // namespace farcall::security::kerberos
