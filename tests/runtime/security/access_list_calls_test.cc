// Interfaces with a security descriptor: whom the server lets in, by what the mechanism and the kernel say of callers.
#include "runtime/client/auth_info.h"
#include "runtime/client/client_fixture.h"
#include "runtime/server/descriptors.h"
#include "runtime/server/test_server.h"
#include "security/support/fake_provider.h"
#include "transport_choice.h"

#include <unistd.h>

namespace farcall::runtime::client {
namespace {

using farcall::test::FakeAcceptor;
using farcall::test::FakeInitiator;
using farcall::test::FakeScript;
using runtime::test::echo;
using runtime::test::TestInterface;
using runtime::test::TestServer;

const protocol::InterfaceOffer k_server_offer{runtime::test::k_interface};

// alice of a domain that claims more of her than it may.
FakeScript alice() {
  FakeScript script;
  script.account = security::Account{"alice",
                                     "FAKE",
                                     {5, {21, 1, 2, 3, 1001}},
                                     {{5, {21, 1, 2, 3, 513}}, {5, {32, 544}}, {22, {1, 0}}}};
  return script;
}

struct AccessLists : ClientTest {
  // Who calls: alice, or nobody in particular; the text of what came back, or the status.
  std::string outcome_of(const std::string& descriptor, bool authenticated) {
    TestServer server;
    server->acceptors().add(std::make_shared<FakeAcceptor>(alice()));
    TestInterface interface { echo };
    interface.spec.operation_count = 8;
    RegistrationOptions options;
    const auto octets = descriptor_from_text(descriptor);
    EXPECT_TRUE(octets.ok()) << descriptor;
    options.access = *access_list_from(octets->data());
    server.serve(interface, options);
    const EndpointName name = server->endpoints().at(0);
    if (binding) (void)client->bindings().free(binding);
    binding = bind(*compose_string_binding({{}, name.protseq, name.address, name.endpoint, {}}));
    if (authenticated) {
      auto info = std::make_shared<AuthInfo>();
      info->auth_type = security::k_ntlm;
      info->initiator = std::make_shared<FakeInitiator>(FakeScript{}, info->terms);
      (*client->bindings().find(binding))->set_auth(info);
    }
    const Result<Response> response = client->call(target(), request("knock...", k_server_offer));
    return response.ok() ? text_of(*response) : std::to_string(response.status().code);
  }
  const bool local = farcall::test::over_ncalrpc();
};

TEST_F(AccessLists, admit_users_and_groups_of_the_PAC) {
  EXPECT_EQ(outcome_of("D:(A;;GA;;;S-1-5-21-1-2-3-1001)", true), "knock...");
  EXPECT_EQ(outcome_of("D:(A;;GA;;;S-1-5-21-1-2-3-513)", true), "knock...");
  EXPECT_EQ(outcome_of("D:(D;;GA;;;S-1-5-21-1-2-3-513)(A;;GA;;;AU)", true), "5");
  EXPECT_EQ(outcome_of("D:(A;;GA;;;S-1-5-21-1-2-3-1002)", true), "5");
}

TEST_F(AccessLists, believe_a_domain_nothing_about_this_computer) {
  EXPECT_EQ(outcome_of("D:(A;;GA;;;BA)", true), "5");
  EXPECT_EQ(outcome_of("D:(A;;GA;;;user:root)", true), "5");
}

TEST_F(AccessLists, know_unauthenticated_callers_as_anonymous_only) {
  const std::string everyone = outcome_of("D:(A;;GA;;;WD)(A;;GA;;;AU)", false);
  EXPECT_EQ(everyone, local ? "knock..." : "5");
  EXPECT_EQ(outcome_of("D:(A;;GA;;;AN)", false), local ? "5" : "knock...");
  EXPECT_EQ(outcome_of("D:(A;;GA;;;WD)", true), "knock...");
}

TEST_F(AccessLists, know_where_callers_come_from) {
  EXPECT_EQ(outcome_of("D:(D;;GA;;;NU)(A;;GA;;;AU)", true), local ? "knock..." : "5");
  EXPECT_EQ(outcome_of("D:(A;;GA;;;S-1-2-0)", false), local ? "knock..." : "5");
}

TEST_F(AccessLists, know_local_users_by_the_kernel_s_word) {
  const std::string me = "D:(A;;GA;;;S-1-22-1-" + std::to_string(getuid()) + ")";
  EXPECT_EQ(outcome_of(me, false), local ? "knock..." : "5");
  // Who has said otherwise who she is, is that.
  EXPECT_EQ(outcome_of(me, true), "5");
  EXPECT_EQ(outcome_of("D:(A;;GA;;;S-1-22-2-" + std::to_string(getgid()) + ")", false),
            local ? "knock..." : "5");
  EXPECT_EQ(outcome_of("D:(A;;GA;;;BA)", false), local && getuid() == 0 ? "knock..." : "5");
}

TEST_F(AccessLists, that_are_empty_admit_nobody) {
  EXPECT_EQ(outcome_of("D:", true), "5");
  EXPECT_EQ(outcome_of("", true), "knock...") << "no list at all";
}

}  // namespace
}  // namespace farcall::runtime::client
