/* The block programs in C. */
#define BLOCK_CASES c_block_cases
#include "blocks.inl"
