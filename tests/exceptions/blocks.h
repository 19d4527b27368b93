/* Programs of a few lines that leave RPC exception blocks in every way, compiled as C (blocks_c.c) and as C++
 * (blocks_cxx.cc) by both compilers. */
#ifndef TESTS_EXCEPTIONS_BLOCKS_H
#define TESTS_EXCEPTIONS_BLOCKS_H

#ifdef __cplusplus
extern "C" {
#endif

struct block_case {
  const char* name;
  int (*run)(void);
  int expected;
};

extern const struct block_case c_block_cases[];
extern const struct block_case cxx_block_cases[];

/* A raise that the optimiser cannot see, when `code` is not 0. */
void raise_if(int code);

#ifdef __cplusplus
}
#endif

#endif
