// The real mechanisms in the realm of the tests: initiators and acceptors by name.
#pragma once

#include "security/mechanisms.h"
#include "security/support/pair.h"
#include "security/support/realm.h"

namespace farcall::test {

// What a test runs over.
struct Case {
  const char* name;
  uint8_t auth_type;
  uint8_t mechanism;
};

inline constexpr Case k_cases[] = {{"NTLM", security::k_ntlm, security::k_ntlm},
                                   {"Kerberos", security::k_kerberos, security::k_kerberos},
                                   {"SPNEGO(NTLM)", security::k_spnego, security::k_ntlm},
                                   {"SPNEGO(Kerberos)", security::k_spnego, security::k_kerberos}};

inline constexpr const char* k_spn = "rpc/server.farcall.test";

inline security::ClientTerms client_terms(const Case& mechanism,
                                          uint8_t level = security::k_level_privacy) {
  security::ClientTerms terms;
  terms.auth_level = level;
  if (mechanism.mechanism == security::k_kerberos) terms.target = k_spn;
  terms.ntlm = mechanism.mechanism == security::k_ntlm;
  return terms;
}

inline std::shared_ptr<security::Initiator> initiator(const Case& mechanism,
                                                      const security::ClientTerms& terms) {
  (void)Realm::get();
  const auto made = security::find_provider(mechanism.auth_type)->initiator(terms);
  EXPECT_TRUE(made) << mechanism.name << ' ' << made.status().code;
  return made ? *made : nullptr;
}

inline std::shared_ptr<security::Acceptor> acceptor(const Case& mechanism) {
  (void)Realm::get();
  security::ServerTerms terms;
  terms.ntlm = true;
  const auto made = security::find_provider(mechanism.auth_type)->acceptor(terms);
  EXPECT_TRUE(made) << mechanism.name << ' ' << made.status().code;
  return made ? *made : nullptr;
}

// A pair whose handshake is over.
inline Pair connected(const Case& mechanism, uint8_t level = security::k_level_privacy,
                      bool sign_headers = true) {
  Pair pair =
      Pair::make(*initiator(mechanism, client_terms(mechanism, level)), *acceptor(mechanism));
  EXPECT_TRUE(pair.shake_hands()) << mechanism.name << ": client: " << pair.client->failure()
                                  << "; server: " << pair.server->failure();
  pair.sign_headers(sign_headers);
  return pair;
}

}  // namespace farcall::test
