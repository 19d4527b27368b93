// What terms and policy allow: which mechanisms a client offers and a server takes, levels, keys,
// and the credentials behind them.
#include <gtest/gtest.h>

#include <fstream>

#include <thread>

#include "security/gss/credential_cache.h"
#include "security/ntlm/spnego_token.h"
#include "security/support/realm_pairs.h"

namespace farcall::security {
namespace {

using test::ByteVector;
using test::Case;
using test::k_cases;
using test::Pair;

Provider& provider(uint8_t auth_type) {
  (void)test::Realm::get();
  return *find_provider(auth_type);
}

Status initiator_status(uint8_t auth_type, const ClientTerms& terms) {
  return provider(auth_type).initiator(terms).status();
}

// Of the mechanisms in a client's first SPNEGO token.
size_t offered(const ByteVector& token) {
  return ntlm::read_spnego_token(token)->mech_types.size();
}

TEST(Mechanisms, types_that_are_not_there_are_unknown_services) {
  for (const int type : {0, 1, 14, 20, 68})
    EXPECT_EQ(find_provider(static_cast<uint8_t>(type)).status(),
              Status{RPC_S_UNKNOWN_AUTHN_SERVICE})
        << type;
}

TEST(ClientTerms, levels_are_connect_to_privacy_and_CALL_is_PKT) {
  ClientTerms terms = test::client_terms(k_cases[1]);
  for (const int level : {0, 1, 7, 255}) {
    terms.auth_level = static_cast<uint8_t>(level);
    EXPECT_EQ(initiator_status(k_kerberos, terms), Status{RPC_S_UNKNOWN_AUTHN_LEVEL}) << level;
  }
  terms.auth_level = k_level_call;
  EXPECT_EQ(test::initiator(k_cases[1], terms)->auth_level(), k_level_pkt);
}

TEST(ClientTerms, key_without_a_user_is_no_identity) {
  ClientTerms terms = test::client_terms(k_cases[1]);
  terms.identity.password = Secret("x");
  EXPECT_EQ(initiator_status(k_kerberos, terms), Status{RPC_S_INVALID_AUTH_IDENTITY});
}

TEST(ClientTerms, Kerberos_wants_to_know_the_server) {
  ClientTerms terms;
  EXPECT_EQ(initiator_status(k_kerberos, terms), Status{RPC_S_UNKNOWN_PRINCIPAL});
  EXPECT_EQ(initiator_status(k_spnego, terms), Status{RPC_S_UNKNOWN_PRINCIPAL})
      << "NTLM was not named";
}

TEST(ClientTerms, mutual_authentication_rules_NTLM_out) {
  ClientTerms terms = test::client_terms(k_cases[0]);
  terms.mutual = true;
  EXPECT_EQ(initiator_status(k_ntlm, terms), Status{RPC_S_CANNOT_SUPPORT});
  EXPECT_EQ(initiator_status(k_spnego, terms), Status{RPC_S_UNKNOWN_PRINCIPAL});
}

TEST(ClientTerms, mutual_authentication_does_not_rule_NTLM_out_where_the_policy_says_so) {
  ClientTerms terms = test::client_terms(k_cases[0]);
  terms.mutual = true;
  terms.policy = *Policy::from_words("ntlm=on,mutual=offered");
  Pair pair = Pair::make(*test::initiator(k_cases[2], terms), *test::acceptor(k_cases[2]));
  EXPECT_TRUE(pair.shake_hands()) << pair.client->failure();
  EXPECT_FALSE(pair.client->facts().mutual);
}

TEST(ServerTerms, principal_without_a_key_is_refused_unless_the_policy_says_that_NTLM_is_as_good) {
  ServerTerms terms;
  terms.ntlm = true;
  terms.principal = "cifs/other.farcall.test";
  EXPECT_EQ(provider(k_spnego).acceptor(terms).status(), Status{RPC_S_UNKNOWN_PRINCIPAL});
  terms.policy = *Policy::from_words("ntlm=on");
  const auto acceptor = provider(k_spnego).acceptor(terms);
  ASSERT_TRUE(acceptor);
  Pair pair = Pair::make(*test::initiator(k_cases[2], test::client_terms(k_cases[2])), **acceptor);
  EXPECT_TRUE(pair.shake_hands()) << pair.server->failure();
  EXPECT_EQ(provider(k_kerberos).acceptor(terms).status(), Status{RPC_S_UNKNOWN_PRINCIPAL});
}

// alice and bob are the process's users; carol is in a file of the server's own.
TEST(ServerTerms, file_of_users_of_its_own_replaces_the_process_s) {
  const std::string path = test::Realm::get().file("own_users");
  {
    std::ofstream file(path);
    file << "FARCALL\\carol:1003:00000000000000000000000000000000:"
            "A4F49C406510BDCAB6824EE7C30FD852:[U          ]:LCT-0:\n";
  }
  const auto logs_on = [&](size_t number, const char* user, const std::string& users) {
    ClientTerms client = test::client_terms(k_cases[number]);
    client.identity = {user, "FARCALL", Secret("Password"), {}, {}};
    ServerTerms server;
    server.ntlm = true;
    server.ntlm_users = users;
    const auto acceptor = provider(k_cases[number].auth_type).acceptor(server);
    EXPECT_TRUE(acceptor);
    Pair pair = Pair::make(*test::initiator(k_cases[number], client), **acceptor);
    return pair.shake_hands();
  };
  for (const size_t number : {0u, 2u}) {
    EXPECT_TRUE(logs_on(number, "carol", path)) << k_cases[number].name;
    EXPECT_FALSE(logs_on(number, "alice", path));
    EXPECT_TRUE(logs_on(number, "alice", ""));
    EXPECT_FALSE(logs_on(number, "carol", ""));
  }
  ServerTerms unreadable;
  unreadable.ntlm_users = path + ".none";
  EXPECT_FALSE(provider(k_ntlm).acceptor(unreadable).ok());
}

TEST(ClientTerms, SPNEGO_falls_back_to_NTLM_only_when_it_is_named) {
  ClientTerms terms;
  terms.target = "rpc/nobody.farcall.test";
  terms.policy = *Policy::from_words("");
  for (const bool named : {false, true}) {
    terms.ntlm = named;
    Pair pair = Pair::make(*test::initiator(k_cases[3], terms), *test::acceptor(k_cases[3]));
    EXPECT_EQ(pair.shake_hands(), named) << pair.client->failure();
    if (named) {
      EXPECT_EQ(pair.server->facts().mechanism, k_ntlm);
    }
  }
}

TEST(ClientTerms, SPNEGO_offers_one_mechanism_so_that_nobody_can_choose_the_weaker) {
  for (const size_t number : {2u, 3u})
    EXPECT_EQ(offered(test::connected(k_cases[number]).tokens[0]), 1u) << k_cases[number].name;
}

TEST(Policy, that_forbids_NTLM_forbids_it_to_clients_and_servers_and_inside_SPNEGO) {
  ClientTerms client = test::client_terms(k_cases[0]);
  client.policy = *Policy::from_words("ntlm=off");
  EXPECT_EQ(initiator_status(k_ntlm, client), Status{RPC_S_UNKNOWN_AUTHN_SERVICE});
  EXPECT_EQ(initiator_status(k_spnego, client), Status{RPC_S_UNKNOWN_PRINCIPAL});
  ServerTerms server;
  server.ntlm = true;
  server.policy = client.policy;
  EXPECT_EQ(provider(k_ntlm).acceptor(server).status(), Status{RPC_S_UNKNOWN_AUTHN_SERVICE});
  const auto acceptor = provider(k_spnego).acceptor(server);
  ASSERT_TRUE(acceptor) << "Kerberos is left";
  Pair pair = Pair::make(*test::initiator(k_cases[2], test::client_terms(k_cases[2])), **acceptor);
  EXPECT_FALSE(pair.shake_hands());
}

TEST(ServerTerms, SPNEGO_takes_NTLM_only_when_it_is_named) {
  ServerTerms terms;
  const auto acceptor = provider(k_spnego).acceptor(terms);
  ASSERT_TRUE(acceptor);
  Pair pair = Pair::make(*test::initiator(k_cases[2], test::client_terms(k_cases[2])), **acceptor);
  EXPECT_FALSE(pair.shake_hands());
  EXPECT_EQ(pair.server->failure(), "the client offers no mechanism that this server accepts");
}

TEST(Policy, minimum_level_holds_on_both_sides) {
  ClientTerms client = test::client_terms(k_cases[1], k_level_pkt);
  client.policy.minimum_level = k_level_integrity;
  EXPECT_EQ(initiator_status(k_kerberos, client), Status{RPC_S_UNSUPPORTED_AUTHN_LEVEL});
  ServerTerms server;
  server.policy.minimum_level = k_level_integrity;
  const auto acceptor = provider(k_kerberos).acceptor(server);
  ASSERT_TRUE(acceptor);
  for (uint8_t level = 0; level < 8; ++level)
    EXPECT_EQ((*acceptor)->accept({k_kerberos, level, 0, 0, 1, {}}).ok(),
              level == k_level_integrity || level == k_level_privacy)
        << int{level};
}

TEST(ServerTerms, CALL_is_not_a_level_of_connections) {
  EXPECT_EQ(test::acceptor(k_cases[1])->accept({k_kerberos, k_level_call, 0, 0, 1, {}}).status(),
            Status{RPC_S_UNSUPPORTED_AUTHN_LEVEL});
}

TEST(ServerTerms, trailer_that_promises_privacy_without_having_negotiated_it_is_refused) {
  for (const Case& mechanism : k_cases) {
    const auto client = test::initiator(mechanism, test::client_terms(mechanism, k_level_integrity))
                            ->initiate(1)
                            .value();
    const auto server = test::acceptor(mechanism)
                            ->accept({mechanism.auth_type, k_level_privacy, 0, 0, 1, {}})
                            .value();
    const Step first = client->step({}).value();
    const Step second = server->step(first.token).value();
    const Step third = client->step(second.token).value();
    EXPECT_EQ(server->step(third.token).status(), Status{RPC_S_SEC_PKG_ERROR}) << mechanism.name;
  }
}

TEST(ServerTerms, principal_without_a_key_is_told_at_once) {
  ServerTerms terms;
  terms.principal = "cifs/other.farcall.test";
  for (const uint8_t type : {k_kerberos, k_spnego})
    EXPECT_EQ(provider(type).acceptor(terms).status(), Status{RPC_S_UNKNOWN_PRINCIPAL});
  terms.principal = test::k_spn;
  terms.keytab = "FILE:/nonexistent";
  EXPECT_EQ(provider(k_kerberos).acceptor(terms).status(), Status{RPC_S_UNKNOWN_PRINCIPAL});
}

TEST(ServerTerms, principal_serves_those_who_asked_for_it_and_nobody_else) {
  for (const size_t number : {1u, 3u}) {
    ServerTerms terms;
    terms.principal = "host/server.farcall.test";
    const auto acceptor = provider(k_cases[number].auth_type).acceptor(terms);
    ASSERT_TRUE(acceptor);
    ClientTerms client = test::client_terms(k_cases[number]);
    client.target = terms.principal;
    Pair right = Pair::make(*test::initiator(k_cases[number], client), **acceptor);
    EXPECT_TRUE(right.shake_hands()) << right.server->failure();
    client.target = test::k_spn;
    Pair wrong = Pair::make(*test::initiator(k_cases[number], client), **acceptor);
    EXPECT_FALSE(wrong.shake_hands()) << k_cases[number].name;
  }
}

// While it lives, clients of this process use keys of one type only.
class OnlyEnctype {
 public:
  explicit OnlyEnctype(const std::string& name) {
    const std::string path = test::Realm::get().file("krb5-" + name + ".conf");
    const std::string command =
        "sed 's/^\\[libdefaults\\]/&\\n  permitted_enctypes = " + name + "/' $KRB5_CONFIG >" + path;
    EXPECT_EQ(std::system(command.c_str()), 0);
    old_ = getenv("KRB5_CONFIG");
    setenv("KRB5_CONFIG", path.c_str(), 1);
  }
  ~OnlyEnctype() { setenv("KRB5_CONFIG", old_.c_str(), 1); }

 private:
  std::string old_;
};

// A handshake of a client that is restricted so, with a fresh ticket: no credential of another type
// is reused, because the identity is written in another way. Empty, or why it failed.
std::string shake_hands(Pair& pair, const std::string& enctype) {
  Result<Step> ours = [&] {
    const OnlyEnctype only(enctype);
    return pair.client->step({});
  }();
  if (!ours) return pair.client->failure();
  const Result<Step> theirs = pair.server->step(ours->token);
  if (!theirs) return pair.server->failure();
  ours = pair.client->step(theirs->token);
  if (!ours) return pair.client->failure();
  return pair.server->step(ours->token) ? "" : pair.server->failure();
}

Pair with_enctype(const std::string& name, uint8_t level, bool rc4 = false) {
  ClientTerms terms = test::client_terms(k_cases[1], level);
  terms.identity = {"bob@FARCALL.TEST", name, Secret("Password"), {}, {}};
  terms.policy.rc4 = rc4;
  ServerTerms server;
  server.policy.rc4 = rc4;
  return Pair::make(*test::initiator(k_cases[1], terms), **provider(k_kerberos).acceptor(server));
}

struct Lengths {
  const char* enctype;
  uint16_t mic, wrap;
};

TEST(Enctype, decides_the_length_of_tokens) {
  for (const Lengths& lengths : {Lengths{"aes256-cts-hmac-sha1-96", 28, 76},
                                 {"aes128-cts-hmac-sha1-96", 28, 76},
                                 {"aes128-cts-hmac-sha256-128", 32, 80},
                                 {"aes256-cts-hmac-sha384-192", 40, 88}})
    for (const uint8_t level : {k_level_integrity, k_level_privacy}) {
      Pair pair = with_enctype(lengths.enctype, level);
      ASSERT_EQ(shake_hands(pair, lengths.enctype), "") << lengths.enctype;
      EXPECT_EQ(pair.client->sizes().auth_length,
                level == k_level_privacy ? lengths.wrap : lengths.mic)
          << lengths.enctype;
      const ByteVector stub(33, 5);
      EXPECT_EQ(*test::open(*pair.server, *test::seal(*pair.client, stub)), stub);
      EXPECT_EQ(*test::open(*pair.client, *test::seal(*pair.server, stub)), stub);
    }
}

TEST(Enctype, RC4_is_refused_unless_the_policy_allows_it) {
  Pair refused = with_enctype("arcfour-hmac", k_level_integrity);
  const std::string why = shake_hands(refused, "arcfour-hmac");
  EXPECT_NE(why.find("rc4=on"), std::string::npos) << why;
  for (const uint8_t level : {k_level_integrity, k_level_privacy}) {
    Pair pair = with_enctype("arcfour-hmac", level, true);
    ASSERT_EQ(shake_hands(pair, "arcfour-hmac"), "");
    EXPECT_EQ(pair.client->sizes().auth_length, level == k_level_privacy ? 45 : 37);
    const ByteVector stub(33, 5);
    EXPECT_EQ(*test::open(*pair.server, *test::seal(*pair.client, stub)), stub);
  }
}

TEST(Credentials, are_kept_for_each_identity_and_mechanism) {
  (void)test::Realm::get();
  gss::CredentialCache cache;
  gss::Failure failure;
  const Identity bob{"bob", "FARCALL", Secret("Password"), {}, {}};
  const gss::Wanted plain{gss::Mechanism::ntlm, false};
  const auto first = cache.get(bob, plain, failure);
  ASSERT_TRUE(first);
  EXPECT_EQ(cache.get(bob, plain, failure), first);
  EXPECT_NE(cache.get(bob, {gss::Mechanism::ntlm, true}, failure), first);
  Identity other = bob;
  other.password = Secret("other");
  EXPECT_NE(cache.get(other, plain, failure), first);
}

TEST(Credentials, cache_is_bounded) {
  (void)test::Realm::get();
  gss::CredentialCache cache;
  gss::Failure failure;
  const gss::Wanted plain{gss::Mechanism::ntlm, false};
  const auto user = [](size_t i) {
    return Identity{"user" + std::to_string(i), "FARCALL", Secret("Password"), {}, {}};
  };
  const std::weak_ptr<const gss::Credential> oldest = cache.get(user(0), plain, failure);
  EXPECT_FALSE(oldest.expired());
  for (size_t i = 1; i <= gss::CredentialCache::k_capacity; ++i)
    (void)cache.get(user(i), plain, failure);
  EXPECT_TRUE(oldest.expired());
}

TEST(Threads, handshakes_and_contexts_of_one_initiator_run_side_by_side) {
  for (const Case& mechanism : k_cases) {
    const auto client = test::initiator(mechanism, test::client_terms(mechanism));
    const auto server = test::acceptor(mechanism);
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&] {
        for (int round = 0; round < 8; ++round) {
          Pair pair = Pair::make(*client, *server);
          if (!pair.shake_hands()) continue;
          const ByteVector stub(100, 1);
          const auto pdu = test::seal(*pair.client, stub);
          good += pdu && test::open(*pair.server, *pdu);
        }
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, 4 * 8) << mechanism.name;
  }
}

}  // namespace
}  // namespace farcall::security
