// From string bindings to towers and back.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "runtime/client/string_binding.h"

namespace farcall::wellknown {

// RPC_S_INVALID_STRING_BINDING, RPC_S_INVALID_RPC_PROTSEQ, RPC_S_INVALID_ENDPOINT_FORMAT.
Result<std::vector<uint8_t>> tower_of(const runtime::client::StringBinding& binding,
                                      const SyntaxId& interface);

struct TowerPlace {
  SyntaxId interface;
  std::string binding;  // empty when the tower names no protocol sequence that this library knows
};
// EPT_S_INVALID_ENTRY.
Result<TowerPlace> place_of(const std::vector<uint8_t>& tower, const Uuid& object);

}  // namespace farcall::wellknown
