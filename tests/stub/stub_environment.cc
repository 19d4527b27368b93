// environment() of the test program.
#include "stub_environment.h"

namespace farcall::stub {
namespace {
Environment g_environment;
}

Environment& environment() {
  return g_environment;
}

void test::set_environment(const Environment& environment) {
  g_environment = environment;
}

}  // namespace farcall::stub
