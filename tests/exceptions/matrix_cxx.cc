// The C++ functions of the matrix.
#include "matrix.h"

namespace {
struct Traced {
  int level;
  ~Traced() { trace(level, 'd', 0); }
};
}  // namespace

void cxx_level(int level) {
  const Traced traced{level};
  switch (steps[level].kind) {
    MATRIX_BLOCKS(level)
    case k_native:
      try {
        next(level);
      } catch (const farcall::RpcException& caught) {
        trace(level, 'n', static_cast<unsigned>(caught.code()));
      }
      break;
    case k_rethrow:
      try {
        next(level);
      } catch (...) {
        trace(level, 'a', 0);
        throw;
      }
      break;
    default:
      next(level);
  }
}
