#include <farcall/stub/bound.h>
#include <gtest/gtest.h>

namespace farcall::stub {
namespace {

TEST(Bound, computes_like_c) {
  EXPECT_EQ((bound(7) / 2).value(), 3);
  EXPECT_EQ((bound(uint16_t{7}) % 4 + 1).value(), 4);
  EXPECT_EQ((bound(1) << 4 | 3).value(), 19);
  EXPECT_EQ((bound(5) > 4 && bound(1)).value(), 1);
  EXPECT_EQ((-bound(5)).value(), -5);
  EXPECT_EQ((!bound(0)).value(), 1);
  EXPECT_EQ((bound(true) ? bound(2) : bound(3)).value(), 2);
}

TEST(Bound, division_by_zero_is_invalid) {
  EXPECT_FALSE((bound(7) / bound(0)).valid());
  EXPECT_FALSE((bound(7) % bound(0)).valid());
}

TEST(Bound, wraps_instead_of_overflowing) {
  EXPECT_EQ((bound(INT64_MAX) + 1).value(), INT64_MIN);
  EXPECT_EQ((bound(INT64_MIN) / -1).value(), INT64_MIN);
  EXPECT_EQ((bound(1) << bound(64)).value(), 0);
  EXPECT_EQ((bound(1) << bound(-1)).value(), 0);
}

TEST(Bound, a_64_bit_count_beyond_63_bits_is_invalid) {
  EXPECT_FALSE(bound(UINT64_MAX).valid());
  EXPECT_EQ(elements_of(bound(UINT64_MAX)), 0u);
}

TEST(Bound, a_pointer_stands_for_not_null_and_is_followed_with_care) {
  const int value = 5;
  const int* pointer = &value;
  const int* null = nullptr;
  EXPECT_EQ(bound(pointer).value(), 1);
  EXPECT_EQ(bound(null).value(), 0);
  EXPECT_EQ(bound_at(pointer).value(), 5);
  EXPECT_FALSE(bound_at(null).valid());
  EXPECT_EQ(bound_at(follow(&pointer)).value(), 5);
  EXPECT_FALSE(bound_at(follow<const int>(nullptr)).valid());
}

}  // namespace
}  // namespace farcall::stub
