// Error: what stops the engine: a value that does not fit its type, stub data that is not what the type says. Thrown
// inside the engine only; encode() and decode() of engine.h catch it.
#pragma once

#include <stdexcept>
#include <string>

#include "idl/engine/value.h"

namespace farcall::idl::engine {

struct Error : std::runtime_error {
  explicit Error(const std::string& text) : std::runtime_error(text) {}
  Error(const Value& at, const std::string& text) : std::runtime_error(path(at) + ": " + text) {}
};

}  // namespace farcall::idl::engine
