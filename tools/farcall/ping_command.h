// `farcall ping`: is a server there, and if not, which layer fails.
#pragma once

#include <CLI/CLI.hpp>

namespace farcall::tool {

// Adds the verb; `status` becomes the exit status when it ran.
void add_ping(CLI::App& app, int& status);

}  // namespace farcall::tool
