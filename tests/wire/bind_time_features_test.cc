// The feature UUID of [MS-RPCE] 2.2.2.14.
#include "wire/bind_time_features.h"

#include <gtest/gtest.h>

namespace farcall::wire {
namespace {

TEST(BindTimeFeatures, come_back_from_their_syntax) {
  for (unsigned features = 0; features <= UINT16_MAX; ++features) {
    const auto value = static_cast<uint16_t>(features);
    EXPECT_EQ(bind_time_features(bind_time_features_syntax(value)), value);
  }
}

TEST(BindTimeFeatures, are_spelt_as_the_specification_spells_them) {
  const SyntaxId syntax =
      bind_time_features_syntax(k_security_context_multiplexing | k_keep_connection_on_orphan);
  EXPECT_EQ(to_string(syntax.uuid), "6cb71c2c-9812-4540-0300-000000000000");
  EXPECT_EQ(syntax.major, 1);
  EXPECT_EQ(syntax.minor, 0);
}

TEST(BindTimeFeatures, are_not_seen_in_a_transfer_syntax) {
  EXPECT_FALSE(bind_time_features(k_ndr20));
  EXPECT_FALSE(bind_time_features(k_ndr64));
  SyntaxId other = bind_time_features_syntax(0);
  other.major = 2;
  EXPECT_FALSE(bind_time_features(other));
}

TEST(BindTimeFeatures, ignore_bits_that_mean_nothing_yet) {
  SyntaxId syntax = bind_time_features_syntax(k_keep_connection_on_orphan);
  syntax.uuid.data4[7] = 0x80;
  EXPECT_EQ(bind_time_features(syntax), k_keep_connection_on_orphan);
}

}  // namespace
}  // namespace farcall::wire
