// NTLM's own signing and sealing, against the values of [MS-NLMP] 4.2.4 and the plugin's.
#include "security/ntlm/ntlm_protection.h"

#include <gtest/gtest.h>

#include "security/support/realm_pairs.h"

namespace farcall::security::ntlm {
namespace {

using ByteVector = std::vector<uint8_t>;

Key key_of(std::initializer_list<uint8_t> bytes) {
  Key key;
  std::ranges::copy(bytes, key.begin());
  return key;
}

// [MS-NLMP] 4.2.4: RandomSessionKey of 16 times 0x55.
const Key k_session_key = [] {
  Key key;
  key.fill(0x55);
  return key;
}();

TEST(NtlmHash, is_that_of_the_specification) {
  // [MS-NLMP] 4.2.2.1.2 NTOWFv1("Password").
  EXPECT_EQ(nt_hash("Password").text(), "A4F49C406510BDCAB6824EE7C30FD852");
  EXPECT_EQ(nt_hash("").text(), "31D6CFE0D16AE931B73C59D7E0C089C0");
}

TEST(NtlmHash, refuses_what_is_not_UTF_8) {
  for (const char* text : {"\x80", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\xff"})
    EXPECT_TRUE(nt_hash(text).empty()) << text;
  EXPECT_FALSE(nt_hash("p\xc3\xa4ss \xe2\x82\xac \xf0\x9f\x98\x80").empty());
}

TEST(NtlmKeys, are_those_of_the_specification) {
  // [MS-NLMP] 4.2.4.4: client's sign and seal keys for that session key.
  EXPECT_EQ(derive(k_session_key, "session key to client-to-server signing key magic constant"),
            key_of({0x47, 0x88, 0xdc, 0x86, 0x1b, 0x47, 0x82, 0xf3, 0x5d, 0x43, 0xfd, 0x98, 0xfe,
                    0x1a, 0x2d, 0x39}));
  EXPECT_EQ(derive(k_session_key, "session key to client-to-server sealing key magic constant"),
            key_of({0x59, 0xf6, 0x00, 0x97, 0x3c, 0xc4, 0x96, 0x0a, 0x25, 0x48, 0x0a, 0x7c, 0x19,
                    0x6e, 0x4c, 0x58}));
}

TEST(NtlmSealing, of_Plaintext_is_that_of_the_specification) {
  // [MS-NLMP] 4.2.4.4: GSS_WrapEx of "Plaintext" in UTF-16.
  ByteVector data;
  for (const char c : std::string_view("Plaintext")) {
    data.push_back(static_cast<uint8_t>(c));
    data.push_back(0);
  }
  const Bytes parts[] = {data};
  const MutableBytes sealed[] = {data};
  Direction direction{k_session_key, true, 0};
  const Token token = direction.sign(parts, sealed);
  EXPECT_EQ(data, (ByteVector{0x54, 0xe5, 0x01, 0x65, 0xbf, 0x19, 0x36, 0xdc, 0x99, 0x60, 0x20,
                              0xc1, 0x81, 0x1b, 0x0f, 0x06, 0xfb, 0x5f}));
  EXPECT_EQ(ByteVector(token.begin(), token.end()),
            (ByteVector{0x01, 0x00, 0x00, 0x00, 0x7f, 0xb3, 0x8e, 0xc5, 0xc5, 0x5d, 0x49, 0x76,
                        0x00, 0x00, 0x00, 0x00}));
}

TEST(NtlmSealing, numbers_begin_where_they_are_told_and_both_sides_count) {
  for (const uint32_t first : {0u, 1u}) {
    Direction sender{k_session_key, false, first};
    Direction receiver{k_session_key, false, first};
    for (int i = 0; i < 3; ++i) {
      ByteVector data(40, static_cast<uint8_t>(i));
      const Bytes parts[] = {data};
      const MutableBytes sealed[] = {data};
      const Token token = sender.sign(parts, sealed);
      EXPECT_EQ(token[12], first + static_cast<uint32_t>(i));
      EXPECT_TRUE(receiver.verify(parts, data, token));
      EXPECT_EQ(data, ByteVector(40, static_cast<uint8_t>(i)));
    }
  }
}

TEST(NtlmSealing, directions_have_different_keys) {
  ByteVector data(16, 1);
  const Bytes parts[] = {data};
  Direction client{k_session_key, true, 0};
  Direction server{k_session_key, false, 0};
  EXPECT_NE(client.sign(parts, {}), server.sign(parts, {}));
}

uint8_t first_number(const test::Case& mechanism) {
  const test::Pair pair = test::connected(mechanism, k_level_integrity);
  const ByteVector pdu = *test::seal(*pair.client, ByteVector(16));
  return pdu[pdu.size() - 4];
}

TEST(NtlmTakeOver, first_number_is_0_bare_and_1_behind_the_MIC_of_SPNEGO) {
  EXPECT_EQ(first_number(test::k_cases[0]), 0);
  EXPECT_EQ(first_number(test::k_cases[2]), 1);
}

}  // namespace
}  // namespace farcall::security::ntlm
