// KERB_VALIDATION_INFO as Samba 4.17 encodes it, and every way to cut or damage it.
#include "security/pac.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "wire/cursor.h"

namespace farcall::security {
namespace {

using ByteVector = std::vector<uint8_t>;

// älice of HELD, S-1-5-21-11-22-33: rid 1105, primary group 513, groups 513 and 512, extra SID
// S-1-18-1, resource group 1200 of the same domain.
constexpr std::string_view k_info =
    "0000020000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "00000000000000000a000a00040002001a001a0008000200000000000c000200000000001000020014001400"
    "140002000400040018000200000000005104000001020000020000001c000200000000000000000000000000"
    "0000000000000000060008002000020008000a00240002002800020000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000010000002c000200300002000100000034000200"
    "050000000000000005000000e4006c0069006300650000000d000000000000000d00000041006c0069006300"
    "650020004500780061006d0070006c0065000000000000000000000000000000000000000000000000000000"
    "0a000000000000000a0000005c005c007300720076005c0068006f006d006500020000000000000002000000"
    "48003a0002000000010200000700000000020000070000000400000000000000030000004400430031000000"
    "050000000000000004000000480045004c004400040000000104000000000005150000000b00000016000000"
    "2100000001000000380002000700000001000000010100000000001201000000040000000104000000000005"
    "150000000b000000160000002100000001000000b004000007000020";

uint8_t digit(char c) {
  return static_cast<uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

ByteVector encoded() {
  ByteVector bytes = {1, 0x10, 8, 0, 0xcc, 0xcc, 0xcc, 0xcc, 0, 2, 0, 0, 0, 0, 0, 0};
  for (size_t i = 0; i + 1 < k_info.size(); i += 2)
    bytes.push_back(static_cast<uint8_t>(digit(k_info[i]) << 4 | digit(k_info[i + 1])));
  return bytes;
}

constexpr size_t k_fixed = 20;  // where the structure's fixed part begins

std::vector<std::string> texts(const std::vector<Sid>& sids) {
  std::vector<std::string> texts;
  for (const Sid& sid : sids) texts.push_back(sid.text());
  return texts;
}

TEST(Pac, says_who_the_client_is_and_what_groups_it_has) {
  ASSERT_EQ(encoded().size(), 16u + 512u);
  const auto account = read_logon_info(encoded());
  ASSERT_TRUE(account);
  EXPECT_EQ(account->name, "\xc3\xa4lice");
  EXPECT_EQ(account->domain, "HELD");
  EXPECT_EQ(account->user.text(), "S-1-5-21-11-22-33-1105");
  EXPECT_EQ(texts(account->groups),
            (std::vector<std::string>{"S-1-5-21-11-22-33-513", "S-1-5-21-11-22-33-512", "S-1-18-1",
                                      "S-1-5-21-11-22-33-1200"}));
}

TEST(Pac, user_without_relative_id_is_the_first_extra_SID) {
  ByteVector bytes = encoded();
  wire::store_u32(&bytes[k_fixed + 100], 0);
  const auto account = read_logon_info(bytes);
  ASSERT_TRUE(account);
  EXPECT_EQ(account->user.text(), "S-1-18-1");
  EXPECT_EQ(account->groups.size(), 3u);
}

TEST(Pac, every_shorter_encoding_is_refused) {
  const ByteVector whole = encoded();
  for (size_t size = 0; size < whole.size(); ++size) {
    const ByteVector cut(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size));
    EXPECT_FALSE(read_logon_info(cut)) << size;
  }
}

TEST(Pac, other_versions_byte_orders_and_null_are_refused) {
  for (const auto& [at, value] : {std::pair<size_t, uint8_t>{0, 2}, {1, 0}, {2, 4}, {18, 0}}) {
    ByteVector bytes = encoded();
    bytes[at] = value;
    EXPECT_FALSE(read_logon_info(bytes)) << at;
  }
}

TEST(Pac, counts_that_disagree_or_exceed_what_is_there_are_refused) {
  for (const size_t at : {k_fixed + 108, k_fixed + 196, k_fixed + 208})
    for (const uint32_t count : {0u, 3u, 0xffffffffu}) {
      ByteVector bytes = encoded();
      wire::store_u32(&bytes[at], count);
      EXPECT_FALSE(read_logon_info(bytes)) << at << ' ' << count;
    }
}

// All of them: the result is an account of bounded size or none, and nothing is read or kept beyond what is there.
TEST(Pac, no_changed_byte_reads_too_far_or_takes_memory_for_nothing) {
  const ByteVector whole = encoded();
  size_t refused = 0;
  for (size_t at = 0; at < whole.size(); ++at) {
    for (unsigned change = 1; change < 256; ++change) {
      ByteVector bytes = whole;
      bytes[at] ^= static_cast<uint8_t>(change);
      const auto account = read_logon_info(bytes);
      refused += !account;
      if (!account) continue;
      EXPECT_LE(account->groups.size(), bytes.size() / 8);
      EXPECT_LE(account->name.size() + account->domain.size(), 2 * bytes.size());
    }
  }
  EXPECT_GT(refused, whole.size()) << "counts, lengths and pointers are among the bytes";
}

TEST(Pac, length_that_its_header_claims_is_there_and_holds_all) {
  for (const uint32_t length : {0u, 511u, 513u, 0xffffffffu}) {
    ByteVector bytes = encoded();
    wire::store_u32(&bytes[8], length);
    EXPECT_FALSE(read_logon_info(bytes)) << length;
  }
}

TEST(Pac, SID_of_another_revision_or_size_is_refused) {
  const ByteVector whole = encoded();
  constexpr uint8_t k_sid_head[] = {4, 0, 0, 0, 1, 4,
                                    0, 0, 0, 0, 0, 5};  // count, and four parts of authority 5
  auto at = std::search(whole.begin(), whole.end(), std::begin(k_sid_head), std::end(k_sid_head));
  ASSERT_NE(at, whole.end());
  const auto revision = static_cast<size_t>(at - whole.begin()) + 4;
  for (const auto& [place, value] : {std::pair<size_t, uint8_t>{revision, 2},
                                     {revision + 1, 3},
                                     {revision + 1, 5},
                                     {revision - 4, 16}}) {
    ByteVector bytes = whole;
    bytes[place] = value;
    EXPECT_FALSE(read_logon_info(bytes)) << place << ' ' << int{value};
  }
}

TEST(Pac, string_that_is_longer_than_its_room_is_refused) {
  for (const uint16_t length : {uint16_t{12}, uint16_t{14}, uint16_t{0xfffe}}) {
    ByteVector bytes = encoded();
    wire::store_u16(&bytes[k_fixed + 48], length);  // EffectiveName
    EXPECT_FALSE(read_logon_info(bytes)) << length;
  }
}

TEST(Pac, no_damaged_word_reads_too_far_or_takes_memory_for_nothing) {
  for (size_t at = 0; at + 4 <= encoded().size(); at += 2)
    for (const uint32_t value : {0u, 0x7fffffffu, 0x80000000u, 0xffffffffu}) {
      ByteVector bytes = encoded();
      wire::store_u32(&bytes[at], value);
      const auto account = read_logon_info(bytes);
      if (account) {
        EXPECT_LE(account->groups.size(), bytes.size() / 8);
      }
    }
}

}  // namespace
}  // namespace farcall::security
