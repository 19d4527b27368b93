// Whether a client offers header signing in its first PDU: always from PKT on, unless the policy says otherwise.
#include "runtime/client/auth_info.h"
#include "runtime/client/client_fixture.h"
#include "security/support/fake_provider.h"

namespace farcall::runtime::client {
namespace {

constexpr uint8_t k_support_header_sign = 0x04;

struct HeaderSigning : ClientTest {
  // The flags of the bind that a call of either kind begins with.
  bool offered(uint8_t level, bool policy, bool asynchronous) {
    std::atomic<int> flags{-1};
    FakeServer server([&](FakeConnection& connection) {
      if (const std::optional<FakePdu> bind = connection.read()) flags = bind->flags;
      connection.close();
    });
    if (binding) (void)client->bindings().free(binding);
    use(server);
    security::ClientTerms terms;
    terms.auth_level = level;
    terms.policy.header_signing = policy;
    auto info = std::make_shared<AuthInfo>();
    info->auth_type = security::k_ntlm;
    info->terms = terms;
    info->initiator =
        std::make_shared<farcall::test::FakeInitiator>(farcall::test::FakeScript{}, terms);
    (*client->bindings().find(binding))->set_auth(info);
    if (asynchronous) {
      TestCall call(*this, "x");
      EXPECT_NE(call.end(), RPC_S_OK);
    } else {
      EXPECT_FALSE(call("x").ok());
    }
    EXPECT_NE(flags, -1);
    return (flags & k_support_header_sign) != 0;
  }
};

TEST_F(HeaderSigning, is_offered_from_PKT_on_unless_the_policy_says_off) {
  for (const bool asynchronous : {false, true}) {
    EXPECT_FALSE(offered(security::k_level_connect, true, asynchronous));
    for (const uint8_t level :
         {security::k_level_pkt, security::k_level_integrity, security::k_level_privacy}) {
      EXPECT_TRUE(offered(level, true, asynchronous)) << int{level};
      EXPECT_FALSE(offered(level, false, asynchronous)) << int{level};
    }
  }
}

}  // namespace
}  // namespace farcall::runtime::client
