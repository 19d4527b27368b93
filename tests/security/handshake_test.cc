// Real mechanisms, our client with our server: who they are afterwards, and how many tokens it took.
#include <gtest/gtest.h>

#include "security/support/realm_pairs.h"

namespace farcall::security {
namespace {

using test::Case;
using test::k_cases;
using test::Pair;

TEST(Handshake, takes_three_tokens_and_four_inside_SPNEGO) {
  for (const Case& mechanism : k_cases) {
    const Pair pair = test::connected(mechanism);
    EXPECT_EQ(pair.tokens.size(), mechanism.auth_type == k_spnego ? 4u : 3u) << mechanism.name;
  }
}

TEST(Handshake, tokens_have_the_form_that_the_wire_wants) {
  EXPECT_EQ(test::connected(k_cases[0]).tokens[0][0], 'N');
  const Pair kerberos = test::connected(k_cases[1]);
  EXPECT_EQ(kerberos.tokens[0][0], 0x6e) << "an AP-REQ without frame";
  EXPECT_EQ(kerberos.tokens[1][0], 0x6f);
  EXPECT_EQ(kerberos.tokens[2][0], 0x6f);
  const Pair spnego = test::connected(k_cases[3]);
  EXPECT_EQ(spnego.tokens[0][0], 0x60);
  EXPECT_EQ(spnego.tokens[1][0], 0xa1);
}

TEST(Handshake, both_sides_know_who_the_other_is) {
  for (const Case& mechanism : k_cases) {
    const Pair pair = test::connected(mechanism);
    const Facts& server = pair.server->facts();
    const bool kerberos = mechanism.mechanism == k_kerberos;
    EXPECT_EQ(server.mechanism, mechanism.mechanism) << mechanism.name;
    EXPECT_EQ(server.client_name, kerberos ? "alice@FARCALL.TEST" : "FARCALL\\alice");
    EXPECT_EQ(server.windows_name(), server.client_name);
    EXPECT_EQ(server.mutual, kerberos);
    EXPECT_EQ(pair.client->facts().mutual, kerberos);
    EXPECT_EQ(pair.client->facts().session_key, server.session_key);
    EXPECT_FALSE(server.session_key.empty());
    if (!kerberos) continue;
    EXPECT_EQ(server.server_name, "rpc/server.farcall.test@FARCALL.TEST");
    EXPECT_EQ(pair.client->facts().server_name, "rpc/server.farcall.test");
    EXPECT_EQ(server.local_user, "alice");
    EXPECT_GT(server.expiry, std::chrono::system_clock::now());
  }
}

TEST(Handshake, identify_level_reaches_the_server) {
  ClientTerms terms = test::client_terms(k_cases[1]);
  terms.impersonation = Impersonation::identify;
  Pair pair = Pair::make(*test::initiator(k_cases[1], terms), *test::acceptor(k_cases[1]));
  ASSERT_TRUE(pair.shake_hands());
  EXPECT_EQ(pair.server->facts().impersonation, Impersonation::identify);
}

TEST(Handshake, explicit_identity_is_another_than_the_ticket_s) {
  for (const Case& mechanism : k_cases) {
    ClientTerms terms = test::client_terms(mechanism);
    terms.identity.user = "bob";
    terms.identity.domain = mechanism.mechanism == k_ntlm ? "FARCALL" : "farcall.test";
    terms.identity.password = Secret("Password");
    Pair pair = Pair::make(*test::initiator(mechanism, terms), *test::acceptor(mechanism));
    ASSERT_TRUE(pair.shake_hands()) << mechanism.name << pair.client->failure();
    const bool kerberos = mechanism.mechanism == k_kerberos;
    EXPECT_EQ(pair.server->facts().client_name, kerberos ? "bob@FARCALL.TEST" : "FARCALL\\bob");
  }
}

TEST(Handshake, identity_can_be_a_hash_or_a_keytab) {
  ClientTerms terms = test::client_terms(k_cases[0]);
  terms.identity = {"bob", "FARCALL", {}, Secret("A4F49C406510BDCAB6824EE7C30FD852"), {}};
  Pair hash = Pair::make(*test::initiator(k_cases[0], terms), *test::acceptor(k_cases[0]));
  EXPECT_TRUE(hash.shake_hands());
  terms = test::client_terms(k_cases[1]);
  terms.identity = {"alice", {}, {}, {}, test::Realm::get().file("alice.keytab")};
  Pair keytab = Pair::make(*test::initiator(k_cases[1], terms), *test::acceptor(k_cases[1]));
  EXPECT_TRUE(keytab.shake_hands()) << keytab.client->failure();
}

TEST(Handshake, wrong_password_is_access_denied_on_the_side_that_finds_out) {
  for (const Case& mechanism : k_cases) {
    ClientTerms terms = test::client_terms(mechanism);
    terms.identity = {"bob", "FARCALL.TEST", Secret("wrong"), {}, {}};
    if (mechanism.mechanism == k_ntlm) terms.identity.domain = "FARCALL";
    Pair pair = Pair::make(*test::initiator(mechanism, terms), *test::acceptor(mechanism));
    EXPECT_FALSE(pair.shake_hands()) << mechanism.name;
    const bool kerberos = mechanism.mechanism == k_kerberos;
    const Status status = kerberos ? pair.client_status : pair.server_status;
    EXPECT_EQ(status, Status{RPC_S_ACCESS_DENIED}) << mechanism.name << pair.client->failure();
    if (kerberos) {
      EXPECT_EQ(pair.client->failure(), "Kerberos: wrong password");
    }
  }
}

TEST(Handshake, server_that_the_KDC_does_not_know_is_an_unknown_principal) {
  ClientTerms terms = test::client_terms(k_cases[1]);
  terms.target = "rpc/nobody.farcall.test";
  Pair pair = Pair::make(*test::initiator(k_cases[1], terms), *test::acceptor(k_cases[1]));
  EXPECT_FALSE(pair.shake_hands());
  EXPECT_EQ(pair.client_status, Status{RPC_S_UNKNOWN_PRINCIPAL});
  EXPECT_NE(pair.client->failure().find("check the SPN"), std::string::npos);
}

TEST(Handshake, target_can_be_written_in_several_ways) {
  for (const char* target : {"rpc/server.farcall.test", "rpc/server.farcall.test@FARCALL.TEST",
                             "farcall.test\\rpc/server.farcall.test"}) {
    ClientTerms terms = test::client_terms(k_cases[1]);
    terms.target = target;
    Pair pair = Pair::make(*test::initiator(k_cases[1], terms), *test::acceptor(k_cases[1]));
    EXPECT_TRUE(pair.shake_hands()) << target << ": " << pair.client->failure();
  }
}

TEST(Handshake, missing_key_is_the_server_s_failure_and_says_what_to_do) {
  ClientTerms terms = test::client_terms(k_cases[1]);
  terms.target = "cifs/other.farcall.test";
  Pair pair = Pair::make(*test::initiator(k_cases[1], terms), *test::acceptor(k_cases[1]));
  EXPECT_FALSE(pair.shake_hands());
  EXPECT_EQ(pair.server_status, Status{RPC_S_UNKNOWN_PRINCIPAL});
  EXPECT_NE(pair.server->failure().find("ktadd"), std::string::npos) << pair.server->failure();
}

TEST(Handshake, context_is_dead_after_its_failure) {
  ClientTerms terms = test::client_terms(k_cases[0]);
  terms.identity = {"bob", "FARCALL", Secret("wrong"), {}, {}};
  Pair pair = Pair::make(*test::initiator(k_cases[0], terms), *test::acceptor(k_cases[0]));
  ASSERT_FALSE(pair.shake_hands());
  EXPECT_FALSE(pair.server->step(pair.tokens[0]));
  EXPECT_FALSE(pair.server->protect({}));
}

TEST(Handshake, repeated_token_of_another_handshake_is_refused) {
  for (const Case& mechanism : k_cases) {
    const Pair recorded = test::connected(mechanism);
    Pair pair = Pair::make(*test::initiator(mechanism, test::client_terms(mechanism)),
                           *test::acceptor(mechanism));
    // A first token may be repeated: it proves nothing. The one that proves does not fit.
    ASSERT_TRUE(pair.server->step(recorded.tokens[0])) << mechanism.name;
    EXPECT_FALSE(pair.server->step(recorded.tokens[2])) << mechanism.name;
  }
}

TEST(Handshake, server_speaks_only_the_mechanism_that_the_trailer_names) {
  const Pair ntlm = test::connected(k_cases[0]);
  const Pair kerberos = test::connected(k_cases[1]);
  for (const Case& mechanism : {k_cases[1], k_cases[3]}) {
    const auto server = test::acceptor(mechanism);
    auto context = server->accept({mechanism.auth_type, k_level_privacy, 0, 0, 1, {}}).value();
    EXPECT_FALSE(context->step(ntlm.tokens[0])) << mechanism.name;
  }
  for (const Case& mechanism : {k_cases[0], k_cases[2]}) {
    const auto server = test::acceptor(mechanism);
    auto context = server->accept({mechanism.auth_type, k_level_privacy, 0, 0, 1, {}}).value();
    EXPECT_FALSE(context->step(kerberos.tokens[0])) << mechanism.name;
  }
}

}  // namespace
}  // namespace farcall::security
