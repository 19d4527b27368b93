#include "runtime/client/string_binding.h"

#include <gtest/gtest.h>

namespace farcall::runtime::client {
namespace {

constexpr const char* k_object = "12345678-1234-abcd-ef00-0123456789ab";

int32_t parse_status(std::string_view text) {
  return parse_string_binding(text).status().code;
}

TEST(StringBinding, parses_all_parts) {
  const auto parts = parse_string_binding(std::string(k_object) +
                                          "@ncacn_ip_tcp:host.example[2001,Security=True]");
  ASSERT_TRUE(parts.ok());
  EXPECT_EQ(parts->object_uuid, k_object);
  EXPECT_EQ(parts->protseq, "ncacn_ip_tcp");
  EXPECT_EQ(parts->network_address, "host.example");
  EXPECT_EQ(parts->endpoint, "2001");
  EXPECT_EQ(parts->options, "Security=True");
}

TEST(StringBinding, gives_absent_parts_as_empty) {
  const auto parts = parse_string_binding("ncacn_ip_tcp:");
  ASSERT_TRUE(parts.ok());
  EXPECT_EQ(parts->object_uuid, "");
  EXPECT_EQ(parts->network_address, "");
  EXPECT_EQ(parts->endpoint, "");
  EXPECT_EQ(parts->options, "");
  EXPECT_TRUE(parse_string_binding("ncacn_ip_tcp:host[]").ok());
}

TEST(StringBinding, accepts_the_endpoint_by_name_in_any_place) {
  EXPECT_EQ(parse_string_binding("ncacn_ip_tcp:h[endpoint=7]")->endpoint, "7");
  const auto later = parse_string_binding("ncacn_ip_tcp:h[A=b,Endpoint=7,C=d]");
  ASSERT_TRUE(later.ok());
  EXPECT_EQ(later->endpoint, "7");
  EXPECT_EQ(later->options, "A=b,C=d");
}

TEST(StringBinding, takes_a_first_item_with_a_value_for_an_option) {
  const auto parts = parse_string_binding("ncacn_ip_tcp:h[Security=True]");
  ASSERT_TRUE(parts.ok());
  EXPECT_EQ(parts->endpoint, "");
  EXPECT_EQ(parts->options, "Security=True");
}

TEST(StringBinding, takes_an_ipv6_address_with_bare_or_escaped_colons) {
  EXPECT_EQ(parse_string_binding("ncacn_ip_tcp:fe80::1%eth0[9]")->network_address, "fe80::1%eth0");
  EXPECT_EQ(parse_string_binding("ncacn_ip_tcp:\\:\\:1[9]")->network_address, "::1");
}

TEST(StringBinding, takes_the_character_after_a_backslash_literally) {
  const auto parts = parse_string_binding("ncacn_np:\\\\\\\\server[\\\\pipe\\\\a\\,b\\]]");
  ASSERT_TRUE(parts.ok());
  EXPECT_EQ(parts->network_address, "\\\\server");
  EXPECT_EQ(parts->endpoint, "\\pipe\\a,b]");
}

TEST(StringBinding, refuses_text_of_another_form) {
  for (const char* text :
       {"", "ncacn_ip_tcp", "ncacn_ip_tcp:h[1", "ncacn_ip_tcp:h[1]x", "ncacn_ip_tcp:h]",
        "x@ncacn_ip_tcp:h", "ncacn_ip_tcp:h\\", "ncacn_ip_tcp:h[1,endpoint=2]", "@ncacn_ip_tcp:h",
        "ncacn_ip_tcp:h[1][2]"})
    EXPECT_EQ(parse_status(text), RPC_S_INVALID_STRING_BINDING) << text;
}

TEST(StringBinding, refuses_text_that_is_too_long) {
  const std::string text = "ncacn_ip_tcp:" + std::string(k_max_string_binding, 'a');
  EXPECT_EQ(parse_status(text), RPC_S_STRING_TOO_LONG);
}

TEST(StringBinding, composes_what_it_parses) {
  const StringBinding parts{k_object, "ncacn_ip_tcp", "::1", "a@b:c[d],e=f\\g", "X=1,Y=2"};
  const auto text = compose_string_binding(parts);
  ASSERT_TRUE(text.ok());
  const auto back = parse_string_binding(*text);
  ASSERT_TRUE(back.ok()) << *text;
  EXPECT_EQ(back->object_uuid, parts.object_uuid);
  EXPECT_EQ(back->network_address, parts.network_address);
  EXPECT_EQ(back->endpoint, parts.endpoint);
  EXPECT_EQ(back->options, parts.options);
}

TEST(StringBinding, composes_without_absent_parts) {
  EXPECT_EQ(*compose_string_binding({"", "ncacn_ip_tcp", "host", "", ""}), "ncacn_ip_tcp:host");
  EXPECT_EQ(*compose_string_binding({"", "ncacn_ip_tcp", "", "9", ""}), "ncacn_ip_tcp:[9]");
  EXPECT_EQ(*compose_string_binding({"", "ncacn_ip_tcp", "h", "", "A=b"}), "ncacn_ip_tcp:h[,A=b]");
}

TEST(StringBinding, refuses_to_compose_a_malformed_object_uuid) {
  EXPECT_EQ(compose_string_binding({"zz", "ncacn_ip_tcp", "h", "", ""}).status().code,
            RPC_S_INVALID_STRING_UUID);
}

}  // namespace
}  // namespace farcall::runtime::client
