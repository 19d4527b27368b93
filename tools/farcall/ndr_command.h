// `farcall ndr`: stub data from JSON and back, by an IDL file.
#pragma once

#include <CLI/CLI.hpp>

namespace farcall::tool {

// Adds the verb; `status` becomes the exit status when it ran.
void add_ndr(CLI::App& app, int& status);

}  // namespace farcall::tool
