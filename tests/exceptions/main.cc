// One program of the matrix: its C and C++ halves come from one compiler and one set of flags each.
#include <rpcexcept.h>

#include <cstdio>

#include "blocks.h"
#include "matrix.h"
#include "stub/exception_chain.h"

void raise_if(int code) {
  if (code != 0) RpcRaiseException(code);
}

namespace {

int block_failures(const char* language, const block_case* cases) {
  int failures = 0;
  for (; cases->name; ++cases) {
    const int result = cases->run();
    const uint32_t depth = farcall::stub::ExceptionChain::of_this_thread().depth();
    if (result == cases->expected && depth == 0) continue;
    std::printf("%s %s: %d, expected %d; %u frames left\n", language, cases->name, result,
                cases->expected, depth);
    ++failures;
  }
  return failures;
}

}  // namespace

int main() {
  const int failures = matrix_failures() + block_failures("C", c_block_cases) +
                       block_failures("C++", cxx_block_cases);
  std::printf("%d failures\n", failures);
  return failures != 0;
}
