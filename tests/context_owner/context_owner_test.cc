// A context handle is its maker's alone: every pair of callers that one association group can have.
#include <sys/syscall.h>
#include <unistd.h>

#include <thread>

#include "security/support/realm_pairs.h"
#include "stub/context_fixture.h"

namespace farcall::stub::test {
namespace {

using farcall::test::k_cases;
using runtime::test::k_bind;
using runtime::test::PduWriter;

enum : uint8_t { k_alter_context = 14, k_alter_response = 15, k_auth3 = 16 };
constexpr uint32_t k_security_context = 7;

struct User {
  const char* name;
  const farcall::test::Case* mechanism;  // nullptr: unauthenticated
  const char* account;
  const char* same_as;  // who they are the same user as; may use each other's handles
};

constexpr User k_users[] = {
    {"nobody", nullptr, nullptr, "nobody"},
    {"Kerberos alice", &k_cases[1], "alice", "alice@FARCALL.TEST"},
    {"SPNEGO Kerberos alice", &k_cases[3], "alice", "alice@FARCALL.TEST"},
    {"Kerberos bob", &k_cases[1], "bob", "bob@FARCALL.TEST"},
    {"NTLM alice", &k_cases[0], "alice", "FARCALL\\alice"},
    {"SPNEGO NTLM alice", &k_cases[2], "alice", "FARCALL\\alice"},
    {"NTLM bob", &k_cases[0], "bob", "FARCALL\\bob"},
};

std::shared_ptr<security::Initiator> initiator_of(const User& user) {
  security::ClientTerms terms =
      farcall::test::client_terms(*user.mechanism, security::k_level_connect);
  terms.identity.user = user.account;
  const bool ntlm = user.mechanism->mechanism == security::k_ntlm;
  terms.identity.domain = ntlm ? "FARCALL" : "FARCALL.TEST";
  terms.identity.password = security::Secret("Password");
  return farcall::test::initiator(*user.mechanism, terms);
}

// At level CONNECT, where requests carry nothing of the mechanism.
class Client : public PduClient {
 public:
  Client(const ContextServer& server, const User& user, uint32_t group_id)
      : PduClient(server.server.address) {
    if (!user.mechanism) {
      group = bind(k_context_interface, {.group = group_id});
      return;
    }
    const auto initiator = initiator_of(user);
    context_ = initiator->initiate(k_security_context).value();
    Pdu ack = exchange(bind_body(k_bind, group_id), step({}));
    group = ack.association_group();
    for (int leg = 0; leg < 6; ++leg) {
      const Octets token = step(token_of(ack));
      if (token.empty()) return;
      // An answer comes to what SPNEGO sends, none to auth3.
      if (user.mechanism->auth_type == security::k_spnego) {
        ack = exchange(bind_body(k_alter_context, group), token);
        if (complete_) return;
      } else {
        PduWriter auth3(k_auth3, runtime::test::k_first | runtime::test::k_last, 1);
        send(with_token(auth3.u32(0).done(), token));
        return;
      }
    }
    ADD_FAILURE() << "the handshake does not end";
  }
  Octets open() {
    call(2, {}, {.opnum = k_open});
    return response(2);
  }
  // 0, or the status of the fault.
  uint32_t use(const Octets& handle) {
    call(3, handle, {.opnum = k_use});
    const std::optional<Pdu> answer = receive();
    EXPECT_TRUE(answer);
    if (!answer || answer->ptype() == runtime::test::k_response) return 0;
    return answer->fault_status();
  }
  uint32_t group = 0;

 private:
  static Octets bind_body(uint8_t ptype, uint32_t group_id) {
    Octets pdu = runtime::test::bind_pdu({k_context_interface}, {.group = group_id});
    pdu[2] = ptype;
    return pdu;
  }
  Octets with_token(Octets pdu, const Octets& token) {
    while (pdu.size() % 4) pdu.push_back(0);
    const wire::AuthTrailer trailer = context_->trailer();
    const uint8_t head[] = {
        trailer.auth_type, trailer.auth_level, 0, 0, k_security_context, 0, 0, 0};
    pdu.insert(pdu.end(), std::begin(head), std::end(head));
    pdu.insert(pdu.end(), token.begin(), token.end());
    put(pdu, 8, pdu.size());
    put(pdu, 10, token.size());
    return pdu;
  }
  static void put(Octets& pdu, size_t at, size_t value) {
    pdu[at] = static_cast<uint8_t>(value & 0xff);
    pdu[at + 1] = static_cast<uint8_t>(value >> 8);
  }
  static Octets token_of(const Pdu& pdu) {
    const size_t size = pdu.u32(8) >> 16;
    return {pdu.bytes.end() - static_cast<std::ptrdiff_t>(size), pdu.bytes.end()};
  }
  Octets step(const Octets& token) {
    Result<security::Step> step = context_->step(token);
    EXPECT_TRUE(step.ok()) << context_->failure();
    if (!step.ok()) return {};
    complete_ = step->leg == security::Leg::complete;
    return step->token;
  }
  Pdu exchange(const Octets& pdu, const Octets& token) {
    send(with_token(pdu, token));
    const std::optional<Pdu> answer = receive();
    EXPECT_TRUE(answer && (answer->ptype() == runtime::test::k_bind_ack ||
                           answer->ptype() == k_alter_response));
    return answer ? *answer : Pdu{Octets(64)};
  }

  std::unique_ptr<security::SecurityContext> context_;
  bool complete_ = false;
};

TEST(ContextOwner, every_pair_of_users) {
  ContextServer server;
  for (const farcall::test::Case& mechanism : {k_cases[0], k_cases[1], k_cases[3]})
    server.server->acceptors().add(farcall::test::acceptor(mechanism));
  for (const User& maker : k_users) {
    Client first(server, maker, 0);
    const Octets handle = first.open();
    ASSERT_EQ(handle.size(), 20u) << maker.name;
    for (const User& other : k_users) {
      SCOPED_TRACE(std::string(maker.name) + "'s handle, used by " + other.name);
      Client second(server, other, first.group);
      EXPECT_EQ(second.group, first.group);
      const bool same = std::string_view(maker.same_as) == other.same_as;
      EXPECT_EQ(second.use(handle), same ? 0 : k_mismatch);
    }
    EXPECT_EQ(first.use(handle), 0u) << "the others have not spoilt it";
  }
}

// The kernel vouches over ncalrpc; over TCP both are nobody.
TEST(ContextOwner, of_ncalrpc_is_the_uid) {
  // Two uids are what it is about, and only root may take another one. As root, like CI, it runs
  // and can fail.
  if (geteuid() != 0) GTEST_SKIP() << "to be somebody else needs root";
  ContextServer server;
  const User& nobody = k_users[0];
  Client first(server, nobody, 0);
  const Octets handle = first.open();
  EXPECT_EQ(Client(server, nobody, first.group).use(handle), 0u);
  std::thread([&] {
    constexpr uid_t k_somebody_else = 65534;
    EXPECT_EQ(syscall(SYS_setresuid, -1, k_somebody_else, -1), 0);
    Client second(server, nobody, first.group);
    EXPECT_EQ(second.use(handle), farcall::test::over_ncalrpc() ? k_mismatch : 0);
  }).join();
}

}  // namespace
}  // namespace farcall::stub::test
