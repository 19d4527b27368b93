// Connector: first address that answers, timeouts, cancel.
#include "transport/connector.h"

#include <vector>

#include "silent_listener.h"
#include "support.h"

namespace farcall::transport {
namespace {

struct Outcome final : ConnectHandler {
  void on_connected(UniqueFd connected, const Address& to) override {
    fd = std::move(connected);
    peer = to;
    ++calls;
    if (hook) hook();
  }
  void on_connect_failed(Status why) override {
    status = why;
    ++calls;
    if (hook) hook();
  }
  UniqueFd fd;
  Address peer;
  Status status;
  int calls = 0;
  std::function<void()> hook;
};

struct ConnectorTest : testing::Test {
  [[nodiscard]] bool settles() {
    return pump(*loop, [&] { return outcome.calls > 0; });
  }
  // A port where nobody listens.
  static TcpAddress refused() {
    TcpAddress address;
    raw_listener(address);
    return address;
  }
  FakeClock clock;
  std::unique_ptr<Loop> loop = make_loop(clock);
  Outcome outcome;
  std::unique_ptr<Connector> connector = std::make_unique<Connector>(*loop);
};

TEST_F(ConnectorTest, connects_to_a_listener) {
  TcpAddress address;
  const UniqueFd listening = raw_listener(address);
  connector->connect({address}, 10s, outcome);
  EXPECT_EQ(outcome.calls, 0) << "called from inside";
  ASSERT_TRUE(settles());
  EXPECT_TRUE(outcome.fd);
  EXPECT_EQ(outcome.peer, address);
}

TEST_F(ConnectorTest, a_refused_connection_means_server_unavailable) {
  connector->connect({refused()}, 10s, outcome);
  ASSERT_TRUE(settles());
  EXPECT_EQ(outcome.status.code, RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(ConnectorTest, an_empty_list_means_server_unavailable) {
  connector->connect({}, 10s, outcome);
  EXPECT_EQ(outcome.calls, 0) << "called from inside";
  ASSERT_TRUE(settles());
  EXPECT_EQ(outcome.status.code, RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(ConnectorTest, goes_on_to_the_next_address) {
  TcpAddress address;
  const UniqueFd listening = raw_listener(address);
  connector->connect({refused(), refused(), address}, 10s, outcome);
  ASSERT_TRUE(settles());
  EXPECT_EQ(outcome.peer, address);
}

TEST_F(ConnectorTest, a_silent_address_uses_only_its_share_of_the_time) {
  const SilentListener silent;
  TcpAddress address;
  const UniqueFd listening = raw_listener(address);
  connector->connect({silent.address(), address}, 10s, outcome);
  clock.advance(4s);
  turns(*loop, 5);
  EXPECT_EQ(outcome.calls, 0);
  clock.advance(1s);
  ASSERT_TRUE(settles());
  EXPECT_EQ(outcome.peer, address);
}

TEST_F(ConnectorTest, gives_up_at_the_deadline) {
  const SilentListener silent;
  connector->connect({silent.address()}, 10s, outcome);
  clock.advance(10s - 1ns);
  turns(*loop, 5);
  EXPECT_EQ(outcome.calls, 0);
  clock.advance(1ns);
  ASSERT_TRUE(settles());
  EXPECT_EQ(outcome.status.code, RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(ConnectorTest, says_nothing_after_cancel) {
  TcpAddress address;
  const UniqueFd listening = raw_listener(address);
  connector->connect({address}, 10s, outcome);
  connector->cancel();
  connector->cancel();
  clock.advance(1min);
  turns(*loop, 5);
  EXPECT_EQ(outcome.calls, 0);
}

TEST_F(ConnectorTest, may_be_used_again_and_destroyed_by_its_handler) {
  TcpAddress address;
  const UniqueFd listening = raw_listener(address);
  outcome.hook = [&] {
    if (outcome.calls == 1)
      connector->connect({address}, 10s, outcome);
    else
      connector.reset();
  };
  connector->connect({refused()}, 10s, outcome);
  ASSERT_TRUE(pump(*loop, [&] { return outcome.calls == 2; }));
  EXPECT_TRUE(outcome.fd);
}

}  // namespace
}  // namespace farcall::transport
