// What capi::Process is to stubs in a program: the one way to the objects they need. Tests set their own.
#pragma once

#include "stub/environment.h"

namespace farcall::stub::test {

void set_environment(const Environment& environment);

}  // namespace farcall::stub::test
