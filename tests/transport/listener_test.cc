// Listener: addresses, options, lack of descriptors.
#include "transport/listener.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/resource.h>

#include <vector>

#include "support.h"

namespace farcall::transport {
namespace {

struct Acceptor final : ListenerHandler {
  void on_accept(UniqueFd fd, const Address& peer, const Address& local) override {
    accepted.push_back(std::move(fd));
    last_peer = peer;
    last_local = local;
    if (hook) hook();
  }
  std::vector<UniqueFd> accepted;
  Address last_peer, last_local;
  std::function<void()> hook;
};

Result<void> bind(Listener& listener, const TcpAddress& address) {
  int error = 0;
  UniqueFd fd = make_socket(address, error);
  error = listen_at(fd.get(), address, 0);
  if (error != 0) return listen_status(error);
  const Address bound = local_address(fd.get());
  return listener.adopt({std::move(fd), bound, nullptr});
}

struct ListenerTest : testing::Test {
  void listen_on(const TcpAddress& address) {
    listener = std::make_unique<Listener>(*loop);
    ASSERT_TRUE(bind(*listener, address).ok());
    ASSERT_TRUE(listener->start(acceptor).ok());
  }
  [[nodiscard]] bool accepts(size_t count) {
    return pump(*loop, [&] { return acceptor.accepted.size() >= count; });
  }
  FakeClock clock;
  std::unique_ptr<Loop> loop = make_loop(clock);
  Acceptor acceptor;
  std::unique_ptr<Listener> listener;
};

int option(int fd, int level, int name) {
  int value = -1;
  socklen_t length = sizeof value;
  EXPECT_EQ(getsockopt(fd, level, name, &value, &length), 0);
  return value;
}

TEST_F(ListenerTest, accepts_on_an_ephemeral_port_and_tells_both_addresses) {
  for (const AddressFamily family : {AddressFamily::ipv4, AddressFamily::ipv6}) {
    acceptor.accepted.clear();
    listen_on(TcpAddress::loopback(family, 0));
    ASSERT_NE(listener->address().port(), 0);
    const UniqueFd client = raw_connect(*listener->address().tcp());
    ASSERT_TRUE(accepts(1));
    EXPECT_EQ(acceptor.last_peer, local_address(client.get()));
    EXPECT_EQ(acceptor.last_local, listener->address());
  }
}

TEST_F(ListenerTest, accepted_connections_do_not_block_leak_or_delay) {
  listen_on(TcpAddress::loopback(AddressFamily::ipv4, 0));
  const UniqueFd client = raw_connect(*listener->address().tcp());
  ASSERT_TRUE(accepts(1));
  const int fd = acceptor.accepted[0].get();
  EXPECT_TRUE(fcntl(fd, F_GETFL) & O_NONBLOCK);
  EXPECT_TRUE(fcntl(fd, F_GETFD) & FD_CLOEXEC);
  EXPECT_EQ(option(fd, IPPROTO_TCP, TCP_NODELAY), 1);
}

// Windows waits for about two hours. What follows the loss is the same as when a client hangs up (AR-111, AR-133).
TEST_F(ListenerTest, AR_121_a_client_that_has_vanished_is_found_out_after_two_minutes) {
  listen_on(TcpAddress::loopback(AddressFamily::ipv4, 0));
  const UniqueFd client = raw_connect(*listener->address().tcp());
  ASSERT_TRUE(accepts(1));
  const int fd = acceptor.accepted[0].get();
  EXPECT_EQ(option(fd, SOL_SOCKET, SO_KEEPALIVE), 1);
  const int silence = option(fd, IPPROTO_TCP, TCP_KEEPIDLE);
  const int probes = option(fd, IPPROTO_TCP, TCP_KEEPCNT) * option(fd, IPPROTO_TCP, TCP_KEEPINTVL);
  EXPECT_EQ(silence, 60);
  EXPECT_LE(silence + probes, 120);
}

TEST_F(ListenerTest, ipv4_and_ipv6_share_a_port) {
  listen_on(TcpAddress::any(AddressFamily::ipv6, 0));
  Listener other(*loop);
  EXPECT_TRUE(bind(other, TcpAddress::any(AddressFamily::ipv4, listener->address().port())).ok());
}

TEST_F(ListenerTest, an_address_in_use_is_a_duplicate_endpoint) {
  listen_on(TcpAddress::loopback(AddressFamily::ipv4, 0));
  Listener other(*loop);
  EXPECT_EQ(bind(other, *listener->address().tcp()).status().code, RPC_S_DUPLICATE_ENDPOINT);
}

TEST_F(ListenerTest, an_address_of_another_machine_cannot_be_an_endpoint) {
  Listener other(*loop);
  EXPECT_EQ(bind(other, *TcpAddress::parse("192.0.2.1", 0)).status().code,
            RPC_S_CANT_CREATE_ENDPOINT);
}

TEST_F(ListenerTest, accepts_what_came_between_bind_and_start) {
  listener = std::make_unique<Listener>(*loop);
  ASSERT_TRUE(bind(*listener, TcpAddress::loopback(AddressFamily::ipv4, 0)).ok());
  const UniqueFd client = raw_connect(*listener->address().tcp());
  ASSERT_TRUE(listener->start(acceptor).ok());
  EXPECT_TRUE(accepts(1));
}

TEST_F(ListenerTest, accepts_more_in_all_than_in_one_turn) {
  listen_on(TcpAddress::loopback(AddressFamily::ipv4, 0));
  std::vector<UniqueFd> clients;
  for (unsigned i = 0; i < 2 * Listener::k_accepts_per_turn + 1; ++i)
    clients.push_back(raw_connect(*listener->address().tcp()));
  turns(*loop, 1);
  EXPECT_EQ(acceptor.accepted.size(), Listener::k_accepts_per_turn);
  EXPECT_TRUE(accepts(clients.size()));
}

TEST_F(ListenerTest, may_be_destroyed_by_its_handler) {
  listen_on(TcpAddress::loopback(AddressFamily::ipv4, 0));
  const UniqueFd one = raw_connect(*listener->address().tcp());
  const UniqueFd two = raw_connect(*listener->address().tcp());
  acceptor.hook = [&] { listener.reset(); };
  ASSERT_TRUE(accepts(1));
  turns(*loop, 3);
  EXPECT_EQ(acceptor.accepted.size(), 1u);
}

TEST_F(ListenerTest, may_be_closed_by_its_handler) {
  listen_on(TcpAddress::loopback(AddressFamily::ipv4, 0));
  const UniqueFd one = raw_connect(*listener->address().tcp());
  const UniqueFd two = raw_connect(*listener->address().tcp());
  acceptor.hook = [&] { listener->close(); };
  ASSERT_TRUE(accepts(1));
  turns(*loop, 3);
  EXPECT_EQ(acceptor.accepted.size(), 1u);
}

// Leaves the process not one descriptor beyond those it has.
class NoDescriptors {
 public:
  NoDescriptors() {
    EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &before_), 0);
    int highest = 0;
    for (;;) {  // fills the holes below the limit
      fillers_.emplace_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
      const int fd = fillers_.back().get();
      if (fd > highest + 1 && fillers_.size() > 64) break;
      highest = fd > highest ? fd : highest;
      if (fillers_.size() > 256) break;
    }
    for (const UniqueFd& filler : fillers_) highest = std::max(highest, filler.get());
    const rlimit none{static_cast<rlim_t>(highest) + 1, before_.rlim_max};
    EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  ~NoDescriptors() { EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &before_), 0); }

 private:
  rlimit before_{};
  std::vector<UniqueFd> fillers_;
};

TEST_F(ListenerTest, sheds_connections_when_descriptors_are_out_and_recovers) {
  listen_on(TcpAddress::loopback(AddressFamily::ipv4, 0));
  std::vector<UniqueFd> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(raw_connect(*listener->address().tcp()));
  {
    const NoDescriptors none;
    EXPECT_TRUE(pump(*loop, [&] { return listener->shed() == clients.size(); }));
    const Time before = SteadyClock{}.now();
    ASSERT_TRUE(loop->run_once(30ms).ok());
    EXPECT_GE(SteadyClock{}.now() - before, 25ms) << "the loop spins";
  }
  for (const UniqueFd& client : clients) EXPECT_EQ(read_text(client.get(), 1), "");
  EXPECT_EQ(acceptor.accepted.size(), 0u);
  const UniqueFd late = raw_connect(*listener->address().tcp());
  EXPECT_TRUE(accepts(1));
}

}  // namespace
}  // namespace farcall::transport
