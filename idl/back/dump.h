// --dump-json: the interfaces of a file with their operations, for other tools.
#pragma once

#include <string>

#include "idl/middle/model.h"

namespace farcall::idl {

std::string dump_json(const Model& model);

}  // namespace farcall::idl
