// Which arm of a union a discriminant selects, and how JSON shows the arm.
#pragma once

#include "idl/engine/value.h"
#include "idl/middle/model.h"

namespace farcall::idl::engine {

// The arm with this label, else the default; nullptr: there is none.
const Member* selected_arm(const StructType& type, int64_t discriminant);
// The value of the arm in `{"arm": value}`, nullptr for an empty arm. An unnamed union has its arm among the members of
// the struct around it. Throws when another arm is there.
const Value* value_of_arm(const Member& arm, const Value& value, bool unnamed);
// Throws when an object has a member that the struct has not.
void check_names(const StructType& type, const Value& object);

}  // namespace farcall::idl::engine
