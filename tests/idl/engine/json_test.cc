// The JSON reader and writer: every value comes back, whatever its depth; what is wrong is said with its place.
#include "idl/engine/json.h"

#include <gtest/gtest.h>

#include "idl/engine/error.h"

namespace farcall::idl::engine {
namespace {

std::string round_trip(std::string_view text) {
  Document document;
  try {
    return write_json(parse_json(text, document));
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(Json, members_keep_their_order_and_numbers_their_digits) {
  EXPECT_EQ(
      round_trip(
          R"( {"b" : 18446744073709551615,"a":[-9223372036854775808, 0, 1.5e3,null,true,false]} )"),
      R"({"b": 18446744073709551615, "a": [-9223372036854775808, 0, 1500.0, null, true, false]})");
}

TEST(Json, empty_lists_and_objects) {
  EXPECT_EQ(round_trip(R"([[],{},[{}],""])"), R"([[], {}, [{}], ""])");
}

TEST(Json, escapes_become_characters_and_control_characters_escapes) {
  EXPECT_EQ(round_trip(R"("\u00e9\ud83d\ude00\n\"\\\/")"), "\"\u00e9\U0001f600\\u000a\\\"\\\\/\"");
}

TEST(Json, half_a_surrogate_pair_stays_what_it_is) {
  EXPECT_EQ(round_trip(R"("\ud800x\udc00")"), R"("\ud800x\udc00")");
}

TEST(Json, a_hundred_thousand_levels_need_no_machine_stack) {
  const size_t depth = 100000;
  std::string text;
  for (size_t i = 0; i < depth; ++i) text += "{\"a\": [";
  for (size_t i = 0; i < depth; ++i) text += "]}";
  EXPECT_EQ(round_trip(text), text);
}

TEST(Json, what_is_wrong_is_said_with_its_place) {
  EXPECT_EQ(round_trip("{\"a\": 1,}"),
            "JSON, character 9: expected the name of a member in double quotes");
  EXPECT_EQ(round_trip("[1 2]"), "JSON, character 4: expected , or ] of a list");
  EXPECT_EQ(round_trip("[1"), "JSON, character 3: expected , or ] of a list");
  EXPECT_EQ(round_trip("{\"a\": 1, \"a\": 2}"),
            "JSON, character 13: member \"a\" stands here twice");
  EXPECT_EQ(round_trip("1 1"), "JSON, character 3: there is more text behind the value");
  EXPECT_EQ(round_trip(""), "JSON, character 1: the text ends where a value is expected");
  EXPECT_EQ(round_trip("[truth]"), "JSON, character 2: expected a value");
  EXPECT_EQ(round_trip("\"\\x\""), "JSON, character 3: an unknown escape in a string");
  EXPECT_EQ(round_trip("\"\xff\""), "JSON, character 2: the text is not UTF-8");
  EXPECT_EQ(round_trip("-"), "JSON, character 2: expected a digit");
  EXPECT_EQ(round_trip("1e999"), "JSON, character 6: this number is too large");
}

TEST(Json, an_integer_beyond_64_bits_is_a_floating_point_number) {
  EXPECT_EQ(round_trip("18446744073709551616"), "18446744073709551616.0");
}

}  // namespace
}  // namespace farcall::idl::engine
