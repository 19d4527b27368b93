// What the library says about a handshake that is complete.
#pragma once

#include <optional>

#include "security/facts.h"
#include "security/gss/handles.h"
#include "security/gss/names.h"

namespace farcall::security::gss {

struct SessionKey {
  Secret key;           // raw octets
  uint8_t enctype = 0;  // Kerberos: of the key that protects (RFC 3961), else 0
};

// None: the library does not tell, or not in a form that we know.
[[nodiscard]] std::optional<SessionKey> session_key(gss_ctx_id_t context, Mechanism mechanism);

struct Agreement {
  Mechanism mechanism;
  OM_uint32 flags;  // at least these
};

// None: the handshake ended in another mechanism, without one of the flags, or not at all.
[[nodiscard]] std::optional<Facts> facts_of(gss_ctx_id_t context, const Agreement& wanted,
                                            bool is_client);

}  // namespace farcall::security::gss
