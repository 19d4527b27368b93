// Layout: alignment and size of flat parts on the wire of NDR 2.0 (C706 14), per shape and struct, and which structs
// reach themselves. A second syntax adds its own WireInfo here; shapes stay as they are.
#pragma once

#include "idl/middle/model.h"

namespace farcall::idl {

// Of one shape; the structs in it must have been laid out.
void lay_out(Shape& shape);
void lay_out(StructType& type);

// Marks the structs that reach themselves through pointers.
void find_recursion(Model& model);

}  // namespace farcall::idl
