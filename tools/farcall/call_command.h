// `farcall call`: a call of any server, with nothing but the IDL file of its interface.
#pragma once

#include <CLI/CLI.hpp>

namespace farcall::tool {

// Adds the verb; `status` becomes the exit status when it ran.
void add_call(CLI::App& app, int& status);

}  // namespace farcall::tool
