// What the language has and stubs cannot do yet: said before anything is written.
#pragma once

#include "idl/back/options.h"
#include "idl/front/diagnostics.h"
#include "idl/middle/model.h"

namespace farcall::idl {

// Reports each construct that an operation needs and stubs do not have.
void check_stub_support(const Model& model, Protocol protocol, Diagnostics& diagnostics);

}  // namespace farcall::idl
