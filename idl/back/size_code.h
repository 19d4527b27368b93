// Size expressions as C++ over farcall::stub::Bound, whose arithmetic is defined for every value a peer may send.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "idl/middle/model.h"

namespace farcall::idl {

// How a name of an expression is reached.
struct Place {
  std::string text;        // an expression
  bool is_target = false;  // the name is a pointer, but `text` is what it points to
};
using PlaceOf = std::function<Place(std::string_view)>;

// An expression of type Bound.
std::string size_code(const SizeExpr& expr, const PlaceOf& place_of);
std::string count_code(const Count& count, const PlaceOf& place_of);

// Calls `visit` for each variable of an expression.
void each_variable(const SizeExpr& expr, const std::function<void(std::string_view)>& visit);

}  // namespace farcall::idl
