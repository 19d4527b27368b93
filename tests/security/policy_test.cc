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
  EXPECT_EQ(policy.remote_level, 5);
  EXPECT_TRUE(policy.header_signing);
}

TEST(Policy, level_that_is_said_holds_for_remote_callers_too) {
  EXPECT_EQ(Policy::from_words("level=connect")->remote_level, 2);
  EXPECT_EQ(Policy::from_words("level=privacy")->remote_level, 6);
}

TEST(Policy, administrator_s_words_come_after_the_program_s) {
  const Policy policy = *Policy::compose("ntlm=on,rc4=on,headers=off", "ntlm=off", false);
  EXPECT_EQ(policy.ntlm, NtlmUse::off);
  EXPECT_TRUE(policy.rc4);
  EXPECT_FALSE(policy.header_signing);
}

TEST(Policy, FIPS_mode_forbids_NTLM_RC4_and_own_ciphers_whatever_the_words_say) {
  const Policy policy = *Policy::compose("ntlm=on", "ntlm=on,rc4=on,ciphers=own,level=pkt", true);
  EXPECT_TRUE(policy.library_ciphers);
  EXPECT_EQ(policy.ntlm, NtlmUse::off);
  EXPECT_FALSE(policy.rc4);
  EXPECT_EQ(policy.minimum_level, 4);
}

TEST(Policy, ciphers_are_our_own_unless_somebody_says_the_library_s) {
  EXPECT_FALSE(Policy::compose("", "", false)->library_ciphers);
  EXPECT_TRUE(Policy::compose("ciphers=library", "", false)->library_ciphers);
  EXPECT_TRUE(Policy::compose("ciphers=own", "ciphers=library", false)->library_ciphers);
}

TEST(Policy, administrator_s_word_that_is_not_known_forbids_all_that_can_be) {
  const Policy policy =
      *Policy::compose("ntlm=on,rc4=on,level=connect,headers=off", "ntml=on", false);
  EXPECT_EQ(policy, (Policy{NtlmUse::off, false, 6, 6, true, true}));
}

TEST(Policy, program_s_word_that_is_not_known_changes_nothing) {
  const Policy before = Policy::of_process();
  EXPECT_EQ(Policy::set_program_words("rc4=on,nltm=off").status(), Status{RPC_S_INVALID_ARG});
  EXPECT_EQ(Policy::of_process(), before);
  EXPECT_TRUE(Policy::set_program_words("rc4=on").ok());
  EXPECT_TRUE(Policy::of_process().rc4);
  EXPECT_TRUE(Policy::set_program_words("").ok());
  EXPECT_EQ(Policy::of_process(), before);
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
