// `farcall dump`: what an endpoint mapper knows, and what each of the endpoints says of itself.
#pragma once

#include <CLI/CLI.hpp>

namespace farcall::tool {

// Adds the verb; `status` becomes the exit status when it ran.
void add_dump(CLI::App& app, int& status);

}  // namespace farcall::tool
