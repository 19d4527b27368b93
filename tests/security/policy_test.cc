// The words of the policy, each on its own, and names of SIDs.
#include "security/policy.h"

#include <gtest/gtest.h>

#include "security/sid.h"

namespace farcall::security {
namespace {

TEST(Policy, default_has_NTLM_only_where_named_and_no_RC4_tickets) {
  const Policy policy = *Policy::from_words("");
  EXPECT_EQ(policy.ntlm, NtlmUse::named);
  EXPECT_FALSE(policy.rc4);
  EXPECT_EQ(policy.minimum_level, 2);
}

TEST(Policy, words_are_separated_by_commas_and_the_last_of_a_kind_wins) {
  const Policy policy = *Policy::from_words("ntlm=off,rc4=on,level=privacy,ntlm=on");
  EXPECT_EQ(policy.ntlm, NtlmUse::on);
  EXPECT_TRUE(policy.rc4);
  EXPECT_EQ(policy.minimum_level, 6);
}

TEST(Policy, word_that_is_not_known_is_an_error) {
  for (const char* words : {"ntlm", "NTLM=off", "level=none", "rc4=off,tls=on", " ntlm=off"})
    EXPECT_EQ(Policy::from_words(words).status(), Status{RPC_S_INVALID_ARG}) << words;
}

TEST(Sid, text_is_that_of_MS_DTYP) {
  EXPECT_EQ((Sid{5, {21, 1, 2, 3}}).with(513).text(), "S-1-5-21-1-2-3-513");
  EXPECT_EQ((Sid{0x1234567890ab, {}}).text(), "S-1-0x1234567890ab");
}

}  // namespace
}  // namespace farcall::security
