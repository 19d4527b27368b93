// StringBinding: the textual form of a binding and its parts.
//
//     ObjectUUID@ProtocolSequence:NetworkAddress[Endpoint,Option=value,...]
//
// A backslash takes the next character literally; composing escapes @ : [ ] , = and \ inside the
// network address and the endpoint, parsing accepts a bare colon in an address (IPv6). Options are
// kept as they are written. Pure functions; nothing is looked up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace farcall::runtime::client {

// Longer text is refused with RPC_S_STRING_TOO_LONG, so nothing downstream meets an unbounded name.
inline constexpr size_t k_max_string_binding = 4096;

// Absent parts are empty.
struct StringBinding {
  std::string object_uuid;
  std::string protseq;
  std::string network_address;
  std::string endpoint;
  std::string options;
};

// RPC_S_INVALID_STRING_BINDING when the text does not have the form above.
Result<StringBinding> parse_string_binding(std::string_view text);
// RPC_S_INVALID_STRING_UUID for an object UUID that is none.
Result<std::string> compose_string_binding(const StringBinding& parts);

}  // namespace farcall::runtime::client
