/* The C functions of the matrix; compiled by both compilers, with and without -fexceptions. */
#include "matrix.h"

#if defined(__EXCEPTIONS) && !defined(__clang__)
const int c_blocks_are_cleanups = 1;
#else
const int c_blocks_are_cleanups = 0;
#endif

void c_level(int level) {
  switch (steps[level].kind) {
    MATRIX_BLOCKS(level)
    default:
      next(level);
  }
}
