// From the library's context to our own protection.
#pragma once

#include <memory>

#include "security/gss/handles.h"
#include "security/protection.h"

namespace farcall::security::kerberos {

// Whether we have the type of the context's key.
[[nodiscard]] bool can_take_over(uint8_t enctype);
// The context goes with it. `peer_signatures`: how many numbers the peer has used already, for SPNEGO's mechListMIC. None: the
// library tells no such key.
std::unique_ptr<Protection> take_over(gss::Context context, bool seals, uint64_t peer_signatures);

}  // namespace farcall::security::kerberos
