// Limits by name: every one can be set, within its range and no further.
#include "base/limit_settings.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <string>

namespace farcall {
namespace {

using Strings = std::vector<std::string_view>;

std::string setting_of(const LimitSetting& each, uint64_t value) {
  return std::string(each.name) + "=" + std::to_string(value);
}

// A member that was forgotten could not be set.
TEST(LimitSettings, are_there_for_every_limit_in_order) {
  std::ifstream file(FARCALL_SOURCE_DIR "/src/base/limits.h");
  std::stringstream text;
  text << file.rdbuf();
  const std::string header = text.str();
  const std::regex member(R"(\n  [a-z0-9_:]+ (\w+)(?: =|\{))");
  size_t index = 0;
  for (std::sregex_iterator at(header.begin(), header.end(), member), end; at != end; ++at) {
    ASSERT_LT(index, limit_settings().size());
    EXPECT_EQ(limit_settings()[index++].name, (*at)[1].str());
  }
  EXPECT_EQ(index, limit_settings().size());
}

TEST(LimitSettings, have_their_default_within_their_range) {
  const Limits limits;
  for (const LimitSetting& each : limit_settings()) {
    EXPECT_LE(each.least, each.get(limits)) << each.name;
    EXPECT_LE(each.get(limits), each.most) << each.name;
  }
}

TEST(LimitSettings, take_the_ends_of_their_range_and_nothing_beyond) {
  for (const LimitSetting& each : limit_settings()) {
    for (const uint64_t value : {each.least, each.most}) {
      Limits limits;
      EXPECT_EQ(apply_limits(limits, setting_of(each, value)), Strings{}) << each.name;
      EXPECT_EQ(each.get(limits), value) << each.name;
    }
    Limits limits;
    const uint64_t usual = each.get(limits);
    const std::string above = setting_of(each, each.most + 1);
    EXPECT_EQ(apply_limits(limits, above), Strings{above});
    const std::string below = each.least ? setting_of(each, each.least - 1) : above;
    EXPECT_EQ(apply_limits(limits, below), Strings{below});
    EXPECT_EQ(each.get(limits), usual) << each.name;
  }
}

TEST(LimitSettings, are_set_one_by_one_and_the_rest_is_reported) {
  Limits limits;
  EXPECT_EQ(apply_limits(limits,
                         "max_connections=12,first_pdu=20,,linger=5s,max_frag=,nothing=1,"
                         "max_frag,=,first_pdu=-1,max_request=99999999999999999999"),
            (Strings{"linger=5s", "max_frag=", "nothing=1", "max_frag", "=", "first_pdu=-1",
                     "max_request=99999999999999999999"}));
  EXPECT_EQ(limits.max_connections, 12u);
  EXPECT_EQ(limits.first_pdu, std::chrono::milliseconds(20));
  EXPECT_EQ(limits.max_frag, Limits{}.max_frag);
  EXPECT_EQ(limits.linger, Limits{}.linger);
  EXPECT_EQ(apply_limits(limits, ""), Strings{});
}

}  // namespace
}  // namespace farcall
