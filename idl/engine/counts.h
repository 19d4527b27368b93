// Counts: the value of size, length and switch expressions over the JSON values of parameters and members, and what
// they say of an array (C706 4.2.18, 14.3.3).
#pragma once

#include <optional>
#include <vector>

#include "idl/engine/value.h"
#include "idl/middle/model.h"

namespace farcall::idl::engine {

// Where the names of an expression are looked up: the members of a struct, or the parameters of an operation.
struct Scope {
  const Value* object = nullptr;
  const StructType* structure = nullptr;
  const Operation* operation = nullptr;
};

// The pointees of the full pointers met so far; number k is at k - 1.
using FullPointees = std::vector<const Value*>;

// nullopt: a value that the expression names is not there. Throws when one is there and cannot be used.
std::optional<int64_t> evaluate(const SizeExpr& expr, const Scope& scope, const FullPointees& full);
// With max_is and last_is made counts.
std::optional<int64_t> evaluate(const Count& count, const Scope& scope, const FullPointees& full);
// The names in an expression, for a message.
std::string names_in(const SizeExpr& expr);

// The dimensions of an array, from the outside; a [string] is the last.
std::vector<const Shape*> dimensions(const Shape& array);
// The shape that travels in the place of this one.
const Shape& on_the_wire(const Shape& shape);
// The last member of a conformant struct, which holds the open array.
const Member& conformant_member(const StructType& structure);

// {"*": X}: X; anything else: itself.
const Value& unwrapped(const Value& value);
// k of {"&": k}.
std::optional<uint64_t> alias_number(const Value& value);

}  // namespace farcall::idl::engine
