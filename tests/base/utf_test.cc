// UTF-8 and UTF-16 there and back, and what is ill-formed in every way.
#include "base/utf.h"

#include <gtest/gtest.h>

namespace farcall {
namespace {

TEST(Utf, well_formed_text_survives_both_ways) {
  const std::string text = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbf";
  EXPECT_EQ(utf16_from_utf8(text), u"a\u00e4\u20ac\U0001f600\uffff");
  EXPECT_EQ(utf8_from_utf16(utf16_from_utf8(text)), text);
}

TEST(Utf, ill_formed_text_becomes_replacement_characters) {
  EXPECT_EQ(utf16_from_utf8("\x80x\xc3"), u"\ufffdx\ufffd");
  EXPECT_EQ(utf16_from_utf8("\xc0\x80"), u"\ufffd\ufffd");            // overlong
  EXPECT_EQ(utf16_from_utf8("\xed\xa0\x80"), u"\ufffd\ufffd\ufffd");  // a surrogate
  EXPECT_EQ(utf16_from_utf8("\xf4\x90\x80\x80").size(), 4u);          // beyond Unicode
  const char16_t high_alone[] = {0xd83d, 'x', 0xde00};
  EXPECT_EQ(utf8_from_utf16({high_alone, 3}), "\xef\xbf\xbdx\xef\xbf\xbd");
}

TEST(Utf, characters_are_taken_one_at_a_time_and_bytes_that_start_none_too) {
  std::string_view text = "\xe2\x82\xac\xff.";
  EXPECT_EQ(take_character(text), U'\u20ac');
  EXPECT_EQ(take_character(text), std::nullopt);
  EXPECT_EQ(take_character(text), U'.');
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace farcall
