// JSON text (RFC 8259) to Value and back. Depth costs memory, not machine stack; integers keep all their digits;
// a member that stands twice is an error. Beyond the RFC: \u escapes of half a surrogate pair stay what they are.
#pragma once

#include <string>
#include <string_view>

#include "idl/engine/value.h"

namespace farcall::idl::engine {

// Throws Error with the place in the text.
Value& parse_json(std::string_view text, Document& document);
// One line, members in their order.
std::string write_json(const Value& value);
std::string quoted(std::u16string_view text);
// A decimal integer of at most 64 bits; false when the text is none.
bool parse_integer(std::string_view text, Value& made);

}  // namespace farcall::idl::engine
