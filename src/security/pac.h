// The part of a PAC that says who the client is in its domain ([MS-PAC] 2.5).
#pragma once

#include <optional>

#include "base/bytes.h"
#include "security/facts.h"

namespace farcall::security {

// `encoded`: a KERB_VALIDATION_INFO as type serialization version 1 ([MS-RPCE] 2.2.6), whose
// signature the caller has checked. None: it is not one.
[[nodiscard]] std::optional<Account> read_logon_info(Bytes encoded);

}  // namespace farcall::security
