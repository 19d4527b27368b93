// Scalars: between a JSON number and the bits of a base type or an enum. Both directions hold the value to its type
// and its [range].
#pragma once

#include "idl/engine/syntax.h"
#include "idl/engine/value.h"

namespace farcall::idl::engine {

// Bytes of a scalar on the wire.
unsigned scalar_size(const Shape& shape, TransferSyntax syntax);
// The bits of a value; throws when it is none of the type.
uint64_t scalar_bits(const Shape& shape, const Value& value, TransferSyntax syntax);
// The value of `bits`, checked.
void set_scalar(const Shape& shape, uint64_t bits, TransferSyntax syntax, Value& value);

}  // namespace farcall::idl::engine
