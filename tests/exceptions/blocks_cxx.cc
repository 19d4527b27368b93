// The block programs in C++.
#define BLOCK_CASES cxx_block_cases
#include "blocks.inl"
