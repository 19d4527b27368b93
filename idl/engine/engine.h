// The engine behind `farcall ndr`: stub data of an operation from JSON values and back, by interpreting the model that
// the compiler makes of an IDL file. It shares the layout with the stubs, not their marshalling code.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "idl/engine/syntax.h"

namespace farcall::idl::engine {

enum class Direction : uint8_t { in, out };

// A result or the one sentence that says why there is none.
struct Encoded {
  std::string error;
  std::vector<uint8_t> octets;
};
struct Decoded {
  std::string error;
  std::string json;
};

Encoded encode(const Operation& operation, Direction direction, TransferSyntax syntax,
               std::string_view json);
Decoded decode(const Operation& operation, Direction direction, TransferSyntax syntax,
               std::span<const uint8_t> octets);

}  // namespace farcall::idl::engine
