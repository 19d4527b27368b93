// RpcMgmtSetComTimeout: what the kernel is told of each connection (AR-115, AR-116).
#include <dirent.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <optional>

#include "runtime/client/client_fixture.h"
#include "transport/address.h"

namespace farcall::runtime::client {
namespace {

// The client's ends of this process's connections to the server.
std::vector<int> connections_to(const FakeServer& server) {
  const std::string text = server.binding();
  const int port = std::stoi(text.substr(text.find('[') + 1));
  std::vector<int> found;
  DIR* const directory = opendir("/proc/self/fd");
  while (const dirent* const entry = readdir(directory)) {
    const int fd = std::atoi(entry->d_name);
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    if (getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &length) != 0) continue;
    if (transport::Address::from(peer, length).port() == port) found.push_back(fd);
  }
  closedir(directory);
  return found;
}

int option(int fd, int level, int name) {
  int value = -1;
  socklen_t length = sizeof value;
  EXPECT_EQ(getsockopt(fd, level, name, &value, &length), 0);
  return value;
}

struct Probing {
  bool on;
  int idle;
  int interval;
  int count;
  int unacknowledged_ms;
  friend bool operator==(const Probing&, const Probing&) = default;
};

Probing probing_of(int fd) {
  const bool on = option(fd, SOL_SOCKET, SO_KEEPALIVE) != 0;
  if (!on) return {false, 0, 0, 0, option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT)};
  return {true, option(fd, IPPROTO_TCP, TCP_KEEPIDLE), option(fd, IPPROTO_TCP, TCP_KEEPINTVL),
          option(fd, IPPROTO_TCP, TCP_KEEPCNT), option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT)};
}

struct TcpComTimeouts : ClientTest {
  void set(uint32_t timeout) {
    ASSERT_TRUE((*client->bindings().find(binding))->set_com_timeout(timeout).ok());
  }
  static Probing probing(const FakeServer& server) {
    const std::vector<int> found = connections_to(server);
    EXPECT_EQ(found.size(), 1u);
    return found.empty() ? Probing{} : probing_of(found[0]);
  }
};

constexpr Probing k_usual{true, 60, 10, 3, 0};
constexpr Probing k_default{true, 720, 1, 3, 723'000};

TEST_F(TcpComTimeouts, AR_115_the_scale_is_two_minutes_a_step) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome("x"), "x");
  EXPECT_EQ(probing(server), k_usual);
  for (const auto& [timeout, expected] :
       {std::pair(0u, Probing{true, 120, 1, 3, 123'000}), std::pair(5u, k_default),
        std::pair(9u, Probing{true, 1200, 1, 3, 1'203'000}),
        std::pair(10u, Probing{false, 0, 0, 0, 0})}) {
    set(timeout);
    EXPECT_EQ(outcome("x"), "x");
    EXPECT_EQ(probing(server), expected) << timeout;
  }
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(TcpComTimeouts, AR_115_a_new_connection_has_it_as_well) {
  const FakeServer server(FakeServer::echo);
  use(server);
  set(5);
  EXPECT_EQ(outcome("x"), "x");
  EXPECT_EQ(probing(server), k_default);
}

TEST_F(TcpComTimeouts, AR_115_asynchronous_calls_have_it) {
  const FakeServer server(FakeServer::echo);
  use(server);
  set(5);
  EXPECT_EQ(TestCall(*this, "x").text(), "x");
  EXPECT_EQ(probing(server), k_default);
}

TEST_F(TcpComTimeouts, of_calls_that_share_a_connection_the_most_impatient_decides) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request())
      if (request->stub() == "x") connection.respond(*request, "x");
  });
  use(server);
  set(0);
  TestCall waiting(*this, "?");
  set(9);
  EXPECT_EQ(TestCall(*this, "x").text(), "x");
  EXPECT_EQ(probing(server).idle, 120);
  waiting.cancel(true);
  EXPECT_EQ(waiting.end(), RPC_S_CALL_CANCELLED);
  std::this_thread::sleep_for(20ms);  // the loop takes note
  EXPECT_EQ(TestCall(*this, "x").text(), "x");
  EXPECT_EQ(probing(server).idle, 1200);
}

TEST_F(TcpComTimeouts, out_of_scale_is_refused) {
  binding = bind("ncacn_ip_tcp:127.0.0.1[1]");
  const Result<BindingRef> found = client->bindings().find(binding);
  Binding* const pinned = &**found;
  EXPECT_EQ(pinned->com_timeout(), 5);
  EXPECT_EQ(pinned->set_com_timeout(11).code, RPC_S_INVALID_TIMEOUT);
  EXPECT_EQ(pinned->set_com_timeout(UINT32_MAX).code, RPC_S_INVALID_TIMEOUT);
  EXPECT_EQ(pinned->com_timeout(), 5);
  EXPECT_TRUE(pinned->set_com_timeout(10).ok());
  EXPECT_EQ(pinned->com_timeout(), 10);
}

}  // namespace
}  // namespace farcall::runtime::client
