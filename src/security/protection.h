// Protection: what a context does to each PDU once its handshake is complete. The context has
// checked the trailer and keeps the order; a failure here is its end.
#pragma once

#include <array>

#include "security/provider.h"

namespace farcall::security {

class Protection {
 public:
  virtual ~Protection() = default;
  [[nodiscard]] virtual uint16_t auth_length() const = 0;
  // Fills pdu.auth_value, and seals stub and pad at privacy level.
  virtual bool protect(const OutgoingPdu& pdu, bool sign_headers) = 0;
  // `data`: stub and pad as received, unsealed here in place at privacy level. It is only read at
  // levels below, where it may lie in the PDU itself.
  virtual bool unprotect(const IncomingPdu& pdu, MutableBytes data, bool sign_headers) = 0;
};

}  // namespace farcall::security
