// Pipes in generated code.
#pragma once

#include <functional>
#include <string>

#include "idl/back/c_types.h"
#include "idl/back/marshal.h"
#include "idl/back/text.h"
#include "idl/middle/model.h"

namespace farcall::idl {

// The pipe that a shape is or points to, else nullptr.
const PipeType* pipe_of(const Shape* shape);
// A parameter's declaration, with the asynchronous struct's name where its operation is [async].
std::string pipe_parameter(const Parameter& parameter, bool asynchronous, std::string declared);
// How elements are marshalled, NAME_element, for a stub.
void emit_pipe_codec(const PipeType& pipe, Side side, const CTypes& types, Routines& routines,
                     Text& text);
// Where the pipes of an operation stand in its frame, OPERATION_pipes; how many they are.
size_t emit_pipe_table(const Operation& operation,
                       const std::function<std::string(const Parameter&)>& member,
                       const std::function<bool(const Parameter&)>& pointer, bool long32,
                       Text& text);

}  // namespace farcall::idl
