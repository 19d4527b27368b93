// BufferPool and Arena.
#include "base/buffer.h"

#include <gtest/gtest.h>

#include <cstring>

#include "base/arena.h"

namespace farcall {
namespace {

TEST(BufferPool, hands_a_returned_block_out_again) {
  BufferPool pool;
  BufferRef first = pool.get(100);
  const uint8_t* address = first.data();
  first.reset();
  EXPECT_EQ(pool.get(200).data(), address);
}

TEST(BufferPool, keeps_a_block_while_any_reference_lives) {
  BufferPool pool;
  BufferRef first = pool.get(100);
  BufferRef second = first;
  EXPECT_FALSE(first.unique());
  first.reset();
  EXPECT_TRUE(second.unique());
  EXPECT_NE(pool.get(100).data(), second.data());
}

TEST(BufferPool, answers_an_empty_reference_when_the_size_cannot_be_had) {
  BufferPool pool;
  EXPECT_FALSE(pool.get(SIZE_MAX - 4));
}

TEST(Arena, takes_nothing_before_the_first_allocation_and_aligns_to_16) {
  BufferPool pool;
  Arena arena(pool);
  EXPECT_EQ(arena.used(), 0u);
  for (size_t size = 0; size < 3000; size += 37) {
    void* memory = arena.allocate(size);
    ASSERT_EQ(reinterpret_cast<uintptr_t>(memory) % 16, 0u);
    std::memset(memory, 0xab, size);
  }
}

TEST(Arena, refuses_what_exceeds_its_limit_and_serves_again_after_clear) {
  BufferPool pool;
  Arena arena(pool, 64);
  EXPECT_NE(arena.allocate(48), nullptr);
  EXPECT_EQ(arena.allocate(32), nullptr);
  EXPECT_EQ(arena.allocate(SIZE_MAX), nullptr);
  arena.clear();
  EXPECT_NE(arena.allocate(64), nullptr);
}

}  // namespace
}  // namespace farcall
