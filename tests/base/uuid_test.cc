// UUID text, generation, hash.
#include "base/uuid.h"

#include <gtest/gtest.h>

namespace farcall {
namespace {

TEST(Uuid, text_and_value_convert_both_ways) {
  const auto uuid = parse_uuid("60A15ec5-4de8-11d7-a637-005056a20182");
  ASSERT_TRUE(uuid.ok());
  EXPECT_EQ(uuid->data1, 0x60a15ec5u);
  EXPECT_EQ(uuid->data4[7], 0x82);
  EXPECT_EQ(to_string(*uuid), "60a15ec5-4de8-11d7-a637-005056a20182");
}

TEST(Uuid, anything_but_the_36_character_form_is_refused) {
  for (const char* text : {"", "60a15ec5", "60a15ec5-4de8-11d7-a637-005056a2018", "60a15ec5-4de8-11d7-a637-005056a201822",
                           "60a15ec5x4de8-11d7-a637-005056a20182", "g0a15ec5-4de8-11d7-a637-005056a20182",
                           "{60a15ec5-4de8-11d7-a637-005056a2018}"})
    EXPECT_EQ(parse_uuid(text).status().code, RPC_S_INVALID_STRING_UUID) << text;
}

TEST(Uuid, random_ones_are_version_4_and_differ) {
  const Uuid one = random_uuid();
  EXPECT_EQ(one.data3 >> 12, 4);
  EXPECT_EQ(one.data4[0] >> 6, 2);
  EXPECT_NE(one, random_uuid());
}

TEST(Uuid, hash_of_nil_is_zero_and_of_others_spreads) {
  EXPECT_EQ(uuid_hash(Uuid{}), 0);
  EXPECT_NE(uuid_hash(k_ndr20.uuid), uuid_hash(k_ndr64.uuid));
}

}  // namespace
}  // namespace farcall
