// foo_c.cpp: the functions that a client calls.
#pragma once

#include <string>

#include "idl/back/options.h"
#include "idl/middle/model.h"

namespace farcall::idl {

std::string client_stub(const Model& model, const BackOptions& options);

}  // namespace farcall::idl
