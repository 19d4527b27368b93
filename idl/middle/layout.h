// Layout: alignment and size of flat parts on the wire of NDR 2.0 (C706 14) and NDR64 ([MS-RPCE] 2.2.5.3), per shape and
// struct, and which structs reach themselves.
#pragma once

#include "idl/middle/model.h"

namespace farcall::idl {

// Of one shape. What stands behind pointers is laid out again at the end, when every struct is known.
void lay_out(Shape& shape);
// Of a struct whose members have been laid out.
void lay_out(StructType& type);
// Whether a value of the shape holds, in its flat part, arrays of which only a part is sent.
bool has_slack(const Shape& shape);

// Marks the structs that reach themselves through pointers, and refreshes what stands behind pointers.
void finish_layout(Model& model);

}  // namespace farcall::idl
