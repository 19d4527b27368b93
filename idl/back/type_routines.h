// What a typedef brings into foo.h beside its name: the control structures of a pipe, and the prototypes of the routines
// that the program supplies for it.
#pragma once

#include "idl/back/c_types.h"
#include "idl/back/text.h"
#include "idl/middle/model.h"

namespace farcall::idl {

bool is_pipe(const Type& type);
// `pipe_X` and `ASYNC_X` of a pipe X, as MIDL declares them.
void emit_pipe(const Type& alias, const CTypes& types, Text& text);
// The type of a parameter of an asynchronous operation: pipes by the name of their asynchronous structure. `kept` owns
// what is made for it.
const Type& async_type(const Type& type, std::deque<Type>& kept, std::deque<std::string>& names);

// Routines for conversions, binding handles of other types and context handles.
void emit_type_routines(const Type& alias, const CTypes& types, Text& text);

}  // namespace farcall::idl
