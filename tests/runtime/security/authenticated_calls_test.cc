// Authenticated calls over real sockets, with a mechanism that has no secrets: handshakes of every
// shape, off the loops; what the server knows of its callers; whose connections are whose.
#include <atomic>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "runtime/client/auth_info.h"
#include "runtime/client/client_fixture.h"
#include "runtime/server/call_caller.h"
#include "runtime/server/test_server.h"
#include "security/support/fake_provider.h"

namespace farcall::runtime::client {
namespace {

using farcall::test::FakeAcceptor;
using farcall::test::FakeInitiator;
using farcall::test::FakeScript;
using runtime::test::echo;
using runtime::test::eventually;
using runtime::test::reply;
using runtime::test::ServerSetup;
using runtime::test::TestInterface;
using runtime::test::TestServer;

const protocol::InterfaceOffer k_server_offer{runtime::test::k_interface};

FakeScript three_tokens() {
  return {};
}
FakeScript four_tokens() {
  FakeScript script;
  script.auth_type = security::k_spnego;
  script.tokens = 4;
  return script;
}
FakeScript five_tokens() {
  FakeScript script = four_tokens();
  script.tokens = 5;
  script.client_waits = true;
  return script;
}

std::shared_ptr<AuthInfo> auth_info(const FakeScript& script,
                                    uint8_t level = security::k_level_privacy,
                                    const std::string& user = "alice") {
  auto info = std::make_shared<AuthInfo>();
  info->auth_type = script.auth_type;
  info->terms.auth_level = level;
  info->terms.identity.user = user;
  info->initiator = std::make_shared<FakeInitiator>(script, info->terms);
  return info;
}

struct SecureTest : ClientTest {
  explicit SecureTest(const FakeScript& accepted = {}, ServerSetup setup = {}) : server(setup) {
    server->acceptors().add(std::make_shared<FakeAcceptor>(accepted));
    interface.spec.operation_count = 8;
    server.serve(interface);
    binding = bind(address());
  }
  void TestBody() override {}

  [[nodiscard]] std::string address() {
    const EndpointName name = server->endpoints().at(0);
    return *compose_string_binding({{}, name.protseq, name.address, name.endpoint, {}});
  }
  // ncalrpc: the kernel says who calls.
  [[nodiscard]] bool local() { return server->endpoints().at(0).protseq == "ncalrpc"; }

  void authenticate(std::shared_ptr<const AuthInfo> info, void* handle = nullptr) {
    const Result<BindingRef> pinned = client->bindings().find(handle ? handle : binding);
    ASSERT_TRUE(pinned.ok());
    (*pinned)->set_auth(std::move(info));
  }
  std::string outcome_of(const std::string& text) {
    const Result<Response> response = client->call(target(), request(text, k_server_offer));
    return response.ok() ? text_of(*response) : std::to_string(response.status().code);
  }

  TestServer server;
  std::atomic<int> served{0};
  TestInterface interface {
    [this](ServerCall& call) {
      ++served;
      echo(call);
    }
  };
};

struct Shape {
  FakeScript script;
  uint8_t level;
};
std::vector<Shape> shapes() {
  std::vector<Shape> all;
  for (const FakeScript& script : {three_tokens(), four_tokens(), five_tokens()})
    for (const uint8_t level : {uint8_t{2}, uint8_t{4}, uint8_t{5}, uint8_t{6}})
      all.push_back({script, level});
  return all;
}

std::string pattern(size_t size) {
  std::string text(size, 'x');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 31 + i / 977);
  return text;
}

TEST(AuthenticatedCalls, synchronous_small_and_in_five_fragments) {
  for (const Shape& shape : shapes()) {
    SecureTest t{shape.script};
    t.authenticate(auth_info(shape.script, shape.level));
    // Of four bytes: what aligns a verification trailer cannot be told from stub data.
    EXPECT_EQ(t.outcome_of("tiny"), "tiny") << unsigned{shape.level};
    const std::string large = pattern(5 * 5700);
    EXPECT_TRUE(t.outcome_of(large) == large) << unsigned{shape.level};
    EXPECT_EQ(t.outcome_of(""), "");
  }
}

TEST(AuthenticatedCalls, asynchronous_with_64_outstanding) {
  for (const Shape& shape : shapes()) {
    SecureTest t{shape.script};
    t.authenticate(auth_info(shape.script, shape.level));
    std::deque<TestCall> calls;
    for (size_t i = 0; i < 64; ++i) calls.emplace_back(t, pattern(i * 100 + 4), k_server_offer);
    for (size_t i = 0; i < 64; ++i) EXPECT_TRUE(calls[i].text() == pattern(i * 100 + 4)) << i;
    EXPECT_EQ(t.server->connection_count(), 1u);
  }
}

TEST(AuthenticatedCalls, tell_the_server_who_calls) {
  std::optional<CallCaller> caller;
  SecureTest t;
  t.interface.manager = [&](ServerCall& call) {
    caller = caller_of(call);
    echo(call);
  };
  EXPECT_EQ(t.outcome_of("nobody"), "nobody");
  EXPECT_EQ(caller.has_value(), t.local());
  t.authenticate(auth_info(three_tokens(), security::k_level_integrity));
  EXPECT_EQ(t.outcome_of("alicebob"), "alicebob");
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->client_name, "FAKE\\client");
  EXPECT_EQ(caller->auth_level, security::k_level_integrity);
  EXPECT_EQ(caller->auth_type, security::k_ntlm);
}

TEST(AuthenticatedCalls, AR_129_share_connections_with_the_same_identity_and_with_no_other) {
  SecureTest t;
  const auto alice = auth_info(three_tokens());
  t.authenticate(alice);
  void* same = t.bind(t.address());
  t.authenticate(auth_info(three_tokens()), same);
  void* other = t.bind(t.address());
  t.authenticate(auth_info(three_tokens(), security::k_level_privacy, "bob"), other);
  EXPECT_EQ(t.target().group.get(), t.target(same).group.get());
  EXPECT_NE(t.target().group.get(), t.target(other).group.get());
  t.authenticate(auth_info(three_tokens(), security::k_level_integrity), same);
  EXPECT_NE(t.target().group.get(), t.target(same).group.get());
  t.authenticate(nullptr, same);
  EXPECT_NE(t.target().group.get(), t.target(same).group.get());
  for (void* handle : {same, other}) EXPECT_TRUE(t.client->bindings().free(handle).ok());
}

TEST(AuthenticatedCalls, refused_by_the_client_s_own_mechanism_send_nothing) {
  FakeScript script;
  script.client_fails_at = 2;
  SecureTest t;
  t.authenticate(auth_info(script));
  EXPECT_EQ(t.outcome_of("secret"), "5");
  TestCall call(t, "secret", k_server_offer);
  EXPECT_EQ(call.text(), "5");
  EXPECT_EQ(t.served, 0);
}

TEST(AuthenticatedCalls, refused_by_the_server_end_with_access_denied) {
  for (const unsigned token : {1u, 3u}) {
    FakeScript script;
    script.server_fails_at = token;
    SecureTest t{script};
    t.authenticate(auth_info(three_tokens()));
    EXPECT_EQ(t.outcome_of("secret"), "5") << token;
    TestCall call(t, "secret", k_server_offer);
    EXPECT_EQ(call.text(), "5") << token;
    EXPECT_EQ(t.served, 0);
  }
}

TEST(AuthenticatedCalls, of_a_mechanism_that_the_server_lacks_do_not_fall_back) {
  SecureTest t;
  t.authenticate(auth_info(four_tokens()));
  EXPECT_EQ(t.outcome_of("secret"), std::to_string(RPC_S_UNKNOWN_AUTHN_SERVICE));
  EXPECT_EQ(t.served, 0);
}

TEST(AuthenticatedCalls, reach_an_interface_that_takes_no_others) {
  SecureTest t;
  TestInterface secure{echo, runtime::test::k_other_interface};
  secure.spec.operation_count = 8;
  t.server.serve(secure, {.flags = 0x0008});  // RPC_IF_ALLOW_SECURE_ONLY
  const protocol::InterfaceOffer offer{runtime::test::k_other_interface};
  const auto outcome = [&] {
    const Result<Response> response = t.client->call(t.target(), t.request("four", offer));
    return response.ok() ? text_of(*response) : std::to_string(response.status().code);
  };
  EXPECT_EQ(outcome(), t.local() ? "x" : "5");
  t.authenticate(auth_info(three_tokens(), security::k_level_connect));
  EXPECT_EQ(outcome(), "four");
}

TEST(AuthenticatedCalls, remote_by_switch_need_no_flag_of_the_interface) {
  SecureTest t{{}, {.restrict_remote = RestrictRemote::high}};
  EXPECT_EQ(t.outcome_of("x"), t.local() ? "x" : "5");
  t.authenticate(auth_info(three_tokens()));
  EXPECT_EQ(t.outcome_of("four"), "four");
}

TEST(AuthenticatedCalls, remote_by_switch_must_be_signed_when_nothing_else_is_said) {
  SecureTest t{{}, {.restrict_remote = RestrictRemote::high}};
  for (const uint8_t level : {uint8_t{2}, uint8_t{4}, uint8_t{5}, uint8_t{6}}) {
    t.authenticate(auth_info(three_tokens(), level));
    EXPECT_EQ(t.outcome_of("four"), t.local() || level != security::k_level_connect ? "four" : "5");
  }
}

// A KDC that does not answer must not stop anyone else.
TEST(Handshakes, step_off_the_loops_and_hold_nobody_up) {
  std::mutex mutex;
  std::set<std::thread::id> steppers;
  std::atomic<int> inside{0}, most{0};
  FakeScript slow;
  slow.in_step = [&] {
    const int now = ++inside;
    int seen = most.load();
    while (now > seen && !most.compare_exchange_weak(seen, now)) {
    }
    {
      const std::lock_guard lock(mutex);
      steppers.insert(std::this_thread::get_id());
    }
    std::this_thread::sleep_for(50ms);
    --inside;
  };
  ServerSetup setup;
  setup.limits.max_handshake_threads = 2;
  SecureTest t{slow, setup};
  std::thread::id loop_thread;
  t.interface.manager = [&](ServerCall& call) { echo(call); };
  std::vector<void*> bindings;
  std::deque<TestCall> calls;
  for (int i = 0; i < 6; ++i) {
    bindings.push_back(t.bind(t.address()));
    t.authenticate(auth_info(three_tokens(), security::k_level_privacy, std::to_string(i)),
                   bindings.back());
    std::swap(t.binding, bindings.back());
    calls.emplace_back(t, "slow", k_server_offer);
    std::swap(t.binding, bindings.back());
  }
  EXPECT_TRUE(eventually([&] { return inside > 0; }));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(t.outcome_of("fast"), "fast");
  for (TestCall& call : calls) EXPECT_EQ(call.text(), "slow");
  EXPECT_LE(most, 2);
  EXPECT_LE(steppers.size(), 2u);
  for (void* handle : bindings) EXPECT_TRUE(t.client->bindings().free(handle).ok());
}

TEST(Handshakes, of_connections_that_end_meanwhile_are_dropped) {
  std::atomic<bool> go{false};
  std::atomic<int> inside{0};
  FakeScript slow;
  slow.in_step = [&] {
    ++inside;
    while (!go) std::this_thread::sleep_for(1ms);
  };
  SecureTest t;
  t.authenticate(auth_info(slow));
  {
    TestCall call(t, "x", k_server_offer);
    EXPECT_TRUE(eventually([&] { return inside == 1; }));
    call.cancel(true);
    EXPECT_EQ(call.end(), RPC_S_CALL_CANCELLED);
  }
  go = true;
  EXPECT_TRUE(t.client->bindings().free(t.binding).ok());
  t.binding = nullptr;
  t.client.reset();
}

}  // namespace
}  // namespace farcall::runtime::client
