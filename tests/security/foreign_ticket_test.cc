// Who the client of a domain is: the authorization data of a ticket that Impacket wrote and signed.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "security/support/realm_pairs.h"

namespace farcall::security {
namespace {

constexpr const char* k_foreign = "rpc/foreign.farcall.test";

// The process's ticket cache while it lives.
class Tickets {
 public:
  explicit Tickets(const std::string& file) {
    if (const char* const before = getenv("KRB5CCNAME")) before_ = before;
    setenv("KRB5CCNAME", ("FILE:" + file).c_str(), 1);
  }
  Tickets(const Tickets&) = delete;
  Tickets& operator=(const Tickets&) = delete;
  ~Tickets() { setenv("KRB5CCNAME", before_.c_str(), 1); }

 private:
  std::string before_;
};

class ForeignTicket : public testing::Test {
 protected:
  // Once: the realm lives as long as the process.
  static void SetUpTestSuite() {
    const std::string directory = test::Realm::get().file("");
    const std::string script = FARCALL_SOURCE_DIR "/tests/security/support/foreign_ticket.sh ";
    ASSERT_EQ(std::system((script + directory + " >" + directory + "foreign.log 2>&1").c_str()), 0);
  }
};

std::vector<std::string> texts(const std::vector<Sid>& sids) {
  std::vector<std::string> texts;
  for (const Sid& sid : sids) texts.push_back(sid.text());
  return texts;
}

TEST_F(ForeignTicket, says_the_user_and_the_groups_of_a_domain) {
  const Tickets tickets{test::Realm::get().file("foreign.ccache")};
  for (const test::Case& mechanism : {test::k_cases[1], test::k_cases[3]}) {
    ClientTerms client = test::client_terms(mechanism);
    client.target = k_foreign;
    ServerTerms server;
    server.keytab = test::Realm::get().file("foreign.keytab");
    const auto acceptor = find_provider(mechanism.auth_type)->acceptor(server);
    ASSERT_TRUE(acceptor);
    test::Pair pair = test::Pair::make(*test::initiator(mechanism, client), **acceptor);
    ASSERT_TRUE(pair.shake_hands()) << pair.client->failure() << pair.server->failure();
    const Facts& facts = pair.server->facts();
    EXPECT_EQ(facts.client_name, "carol@FARCALL.TEST");
    ASSERT_TRUE(facts.account) << mechanism.name;
    EXPECT_EQ(facts.account->name, "carol");
    EXPECT_EQ(facts.account->domain, "FARCALL.TEST");
    EXPECT_EQ(facts.account->user.text(), "S-1-5-21-11-22-33-1105");
    EXPECT_EQ(texts(facts.account->groups),
              (std::vector<std::string>{"S-1-5-21-11-22-33-513", "S-1-5-21-11-22-33-512",
                                        "S-1-5-21-11-22-33-1200", "S-1-18-1"}));
  }
}

}  // namespace
}  // namespace farcall::security
