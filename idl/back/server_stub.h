// foo_s.cpp: what a server registers, and the calls of its manager routines.
#pragma once

#include <string>

#include "idl/back/options.h"
#include "idl/middle/model.h"

namespace farcall::idl {

std::string server_stub(const Model& model, const BackOptions& options);

}  // namespace farcall::idl
