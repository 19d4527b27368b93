// Security descriptors from their text ([MS-DTYP] 2.5.1), the subset that says who may call:
// docs/security.md has it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace farcall::security {

// A self-relative descriptor. RPC_S_INVALID_ARG: the text is not of the subset;
// RPC_S_UNKNOWN_PRINCIPAL: somebody in it is nobody here. Blocks where users and groups of this
// computer are named (NSS).
Result<std::vector<uint8_t>> descriptor_from_text(std::string_view text);

}  // namespace farcall::security
