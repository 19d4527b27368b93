// Security descriptors: their text, their octets, and whom they admit.
#include "security/access_list.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "security/sddl.h"
#include "security/unix_account.h"

namespace farcall::security {
namespace {

const Sid k_alice{5, {21, 1, 2, 3, 1001}};
const Sid k_staff{5, {21, 1, 2, 3, 513}};
const Sid k_bob{5, {21, 1, 2, 3, 1002}};

std::vector<Sid> token_of(const Sid& user) {
  return {k_sid_network, k_sid_everyone, k_sid_authenticated_users, user, k_staff};
}

AccessList list(std::string_view text) {
  const auto descriptor = descriptor_from_text(text);
  EXPECT_TRUE(descriptor.ok()) << text;
  const auto made = AccessList::from_descriptor(*descriptor);
  EXPECT_TRUE(made.ok()) << text;
  EXPECT_LE(descriptor_size(descriptor->data()), descriptor->size()) << text;
  return *made;
}

TEST(AccessList, first_entry_about_the_caller_decides) {
  const AccessList names = list("D:(D;;GA;;;S-1-5-21-1-2-3-1002)(A;;GA;;;S-1-5-21-1-2-3-513)");
  EXPECT_TRUE(names.admits(token_of(k_alice)));
  EXPECT_FALSE(names.admits(token_of(k_bob)));
  const AccessList late = list("D:(A;;GA;;;S-1-5-21-1-2-3-513)(D;;GA;;;S-1-5-21-1-2-3-1002)");
  EXPECT_TRUE(late.admits(token_of(k_bob)));
}

TEST(AccessList, admits_nobody_who_is_in_no_entry) {
  EXPECT_FALSE(list("D:(A;;GA;;;S-1-5-21-1-2-3-1001)").admits(token_of(k_bob)));
  EXPECT_FALSE(list("D:").admits(token_of(k_alice)));
  EXPECT_FALSE(list("D:P").admits(token_of(k_alice)));
}

TEST(AccessList, that_is_not_there_admits_everyone) {
  for (const char* text : {"", "O:BAG:BA", "D:NO_ACCESS_CONTROL"})
    EXPECT_TRUE(list(text).admits(std::vector{k_sid_anonymous})) << text;
}

TEST(AccessList, anonymous_is_not_everyone) {
  EXPECT_FALSE(list("D:(A;;GA;;;WD)").admits(std::vector{k_sid_network, k_sid_anonymous}));
  EXPECT_TRUE(list("D:(A;;GA;;;AN)").admits(std::vector{k_sid_network, k_sid_anonymous}));
}

TEST(AccessList, rights_other_than_to_call_are_passed_over) {
  EXPECT_FALSE(list("D:(A;;GR;;;WD)").admits(token_of(k_alice)));
  EXPECT_FALSE(list("D:(A;;0x2;;;WD)").admits(token_of(k_alice)));
  EXPECT_FALSE(list("D:(A;IO;GA;;;WD)").admits(token_of(k_alice))) << "inherit only";
  for (const char* right : {"GA", "GX", "CC", "0x1", "FA", "GRGX"})
    EXPECT_TRUE(list("D:(A;;" + std::string(right) + ";;;WD)").admits(token_of(k_alice))) << right;
}

TEST(Sddl, names_users_and_groups_of_this_computer) {
  const auto root = unix_account(std::string("root"));
  ASSERT_TRUE(root);
  EXPECT_EQ(root->uid, 0u);
  std::vector<Sid> token;
  add_unix_sids(*root, token);
  EXPECT_TRUE(list("D:(A;;GA;;;user:root)").admits(token));
  EXPECT_TRUE(list("O:user:rootG:group:rootD:AI(A;;GA;;;group:root)").admits(token));
  EXPECT_FALSE(list("D:(A;;GA;;;user:nobody)").admits(token));
  EXPECT_TRUE(list("D:(A;;GA;;;S-1-22-1-0)").admits(token));
}

TEST(Sddl, that_is_not_of_the_subset_is_an_error) {
  for (const char* text :
       {"X:BA", "D:(A;;GA;;;WD", "D:(A;;GA;;WD)", "D:(A;;GA;;;;WD)", "D:(OA;;GA;;;WD)",
        "D:(XA;;GA;;;WD;(a))", "D:(A;QQ;GA;;;WD)", "D:(A;;QQ;;;WD)", "D:(A;;G;;;WD)", "D:Q",
        "D:(A;;GA;00000000-0000-0000-0000-000000000000;;WD)", "D:(A;;GA;;;WD)D:(A;;GA;;;WD)", "D",
        "O:BA x"})
    EXPECT_FALSE(descriptor_from_text(text).ok()) << text;
  for (const char* text : {"D:(A;;GA;;;QQ)", "D:(A;;GA;;;)", "D:(A;;GA;;;S-2-1)", "O:S-1-5-",
                           "D:(A;;GA;;;user:no-such-user-here)", "D:(A;;GA;;;S-1-5-4294967296)"})
    EXPECT_EQ(descriptor_from_text(text).status(), Status{RPC_S_UNKNOWN_PRINCIPAL}) << text;
}

TEST(AccessList, descriptor_that_is_cut_short_is_malformed) {
  const std::vector<uint8_t> whole =
      *descriptor_from_text("D:(A;;GA;;;S-1-5-21-1-2-3-1001)(D;;GA;;;WD)");
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(AccessList::from_descriptor(Bytes{whole}.first(size)).status(),
              Status{RPC_S_INVALID_ARG})
        << size;
}

// Each octet, with each value: an error or a list, never anything else (under the sanitizers).
TEST(AccessList, takes_any_octets) {
  const std::vector<uint8_t> whole = *descriptor_from_text("D:(A;;GA;;;BA)(D;;GA;;;WD)");
  for (size_t at = 0; at < whole.size(); ++at)
    for (unsigned value = 0; value < 256; ++value) {
      std::vector<uint8_t> changed = whole;
      changed[at] = static_cast<uint8_t>(value);
      (void)AccessList::from_descriptor(changed);
    }
}

TEST(AccessList, entries_that_are_not_understood_are_refused_not_passed_over) {
  std::vector<uint8_t> changed = *descriptor_from_text("D:(D;;GA;;;WD)");
  changed[28] = 9;  // ACCESS_ALLOWED_CALLBACK
  EXPECT_EQ(AccessList::from_descriptor(changed).status(), Status{RPC_S_CANNOT_SUPPORT});
  changed = *descriptor_from_text("D:(D;;GA;;;WD)");
  changed[3] = 0;  // absolute
  EXPECT_EQ(AccessList::from_descriptor(changed).status(), Status{RPC_S_CANNOT_SUPPORT});
}

TEST(Sid, text_and_octets_come_back_as_they_were) {
  for (const char* text :
       {"S-1-0-0", "S-1-5-32-544", "S-1-5-21-1-2-3-4294967295", "S-1-5", "S-1-0x1234567890ab-1"}) {
    const auto sid = Sid::from_text(text);
    ASSERT_TRUE(sid) << text;
    EXPECT_EQ(sid->text(), text);
    std::vector<uint8_t> octets;
    sid->encode(octets);
    EXPECT_EQ(Sid::decode(octets), sid);
  }
  for (const char* text : {"", "S-1-", "S-1-5-", "s-1-5", "S-1-5--1", "S-1-5-x",
                           "S-1-0x1000000000000", "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16"})
    EXPECT_FALSE(Sid::from_text(text)) << text;
}

}  // namespace
}  // namespace farcall::security
