#include <gtest/gtest.h>

#include "ndr/memory.h"

namespace farcall::ndr {
namespace {

using stub::Extent;
using stub::Memory;
using Reader = stub::Reader<stub::Ndr20>;

TEST(UnmarshalMemory,
     what_an_application_gave_goes_back_after_a_failure_and_pointers_to_it_become_null) {
  char* outer[2] = {};
  {
    Input input({});
    Reader in(*input);
    in.use(Memory::user);
    in.expect(outer[0]);
    in.expect(outer[1]);
    ASSERT_NE(in.target(outer[0]), nullptr);
    ASSERT_NE(in.target(outer[1]), nullptr);
    EXPECT_EQ(g_user_blocks, 2);
  }
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_EQ(outer[0], nullptr);
  EXPECT_EQ(outer[1], nullptr);
}

TEST(UnmarshalMemory, pointees_are_freed_before_the_memory_that_points_to_them) {
  char** outer = nullptr;
  {
    Input input({});
    Reader in(*input);
    in.use(Memory::user);
    in.expect(outer);
    char** const made = in.target(outer);
    in.expect(*made);
    ASSERT_NE(in.target(*made), nullptr);
  }  // a sanitizer sees a write to freed memory
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_EQ(outer, nullptr);
}

TEST(UnmarshalMemory, after_commit_it_is_the_applications) {
  char* text = nullptr;
  {
    Input input({});
    Reader in(*input);
    in.use(Memory::user);
    in.expect(text);
    in.target(text);
    input.memory().commit();
  }
  EXPECT_EQ(g_user_blocks, 1);
  user_release(text);
}

TEST(UnmarshalMemory, backed_memory_is_at_most_16_times_the_data_and_64_kib) {
  const std::vector<uint8_t> data(100);
  constexpr size_t k_limit = 16 * 100 + (64 << 10);
  char* slot = nullptr;
  Input good(data);
  Reader in(*good);
  in.expect(slot);
  EXPECT_NE(in.target(slot, Extent{k_limit, 0, k_limit}), nullptr);
  Input bad(data);
  Reader fails(*bad);
  fails.expect(slot);
  EXPECT_EQ(fails.target(slot, Extent{k_limit + 1, 0, k_limit + 1}), nullptr);
  EXPECT_EQ(bad->status, RPC_X_BAD_STUB_DATA);
}

TEST(UnmarshalMemory, claimed_memory_is_at_most_16_mib_unless_a_range_says_more) {
  constexpr size_t k_limit = 16 << 20;
  char* slot = nullptr;
  Input good({});
  Reader in(*good);
  in.make_room(slot, stub::bound(k_limit));
  EXPECT_TRUE(in.ok());
  in.make_room(slot, stub::bound(1));
  EXPECT_EQ(good->status, RPC_X_BAD_STUB_DATA) << "the claims of one call count together";
  Input ranged({});
  Reader more(*ranged);
  more.allow(k_limit + 1);
  more.make_room(slot, stub::bound(k_limit + 1));
  EXPECT_TRUE(more.ok());
}

TEST(UnmarshalMemory, the_part_of_an_array_that_is_not_sent_is_a_claim) {
  char* slot = nullptr;
  Input input(std::vector<uint8_t>(8));
  Reader in(*input);
  in.expect(slot);
  const size_t before = input->memory_left;
  ASSERT_NE(in.target(slot, Extent{100000, 0, 8}), nullptr);
  EXPECT_EQ(before - input->memory_left, 8u);
  EXPECT_EQ(input->claimed_left, (size_t{16} << 20) - 99992);
}

TEST(UnmarshalMemory, an_invalid_size_takes_no_memory) {
  char* slot = nullptr;
  Input input({});
  Reader in(*input);
  in.make_room(slot, stub::bound(-1));
  EXPECT_EQ(input->status, RPC_X_INVALID_BOUND);
  EXPECT_EQ(slot, nullptr);
}

TEST(UnmarshalMemory, an_allocator_that_has_nothing_is_no_memory) {
  char* slot = nullptr;
  Input input({});
  Reader in(*input);
  in.use(Memory::user);
  in.expect(slot);
  g_user_until_none = 0;
  EXPECT_EQ(in.target(slot), nullptr);
  g_user_until_none = -1;
  EXPECT_EQ(input->status, RPC_X_NO_MEMORY);
  EXPECT_EQ(slot, nullptr);
}

}  // namespace
}  // namespace farcall::ndr
