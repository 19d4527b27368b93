// ncalrpc: names, the directory, stale sockets, credentials.
#include "transport/local.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "support.h"
#include "transport/blocking_channel.h"
#include "transport/connector.h"
#include "transport/listener.h"
#include "transport/local_directory.h"
#include "transport/peer_credentials.h"

namespace farcall::transport {
namespace {

struct LocalTest : testing::Test {
  LocalTest() {
    char path[] = "/tmp/farcall-local-XXXXXX";
    directory = mkdtemp(path);
    setenv("FARCALL_NCALRPC_DIR", directory.c_str(), 1);
  }
  ~LocalTest() override {
    unsetenv("FARCALL_NCALRPC_DIR");
    std::filesystem::remove_all(directory);
  }
  static Result<ListeningSockets> listen(std::string_view endpoint) {
    return k_ncalrpc.listen({{}, endpoint, 0});
  }
  static int32_t listen_status_of(std::string_view endpoint) {
    return listen(endpoint).status().code;
  }
  static Result<BlockingChannel> connect(std::string_view endpoint) {
    const Result<Destination> to = k_ncalrpc.destination("", endpoint);
    EXPECT_TRUE(to.ok());
    return BlockingChannel::connect(to->addresses, {SteadyClock{}.now() + 20s, -1});
  }
  [[nodiscard]] std::string path(const std::string& name) const { return directory + '/' + name; }
  // The name of a server that is gone without having cleaned up.
  void leave_stale(const std::string& name) const {
    const LocalAddress address = LocalAddress::of(path(name)).value();
    int error = 0;
    const UniqueFd fd = make_socket(address, error);
    ASSERT_EQ(listen_at(fd.get(), address, 0), 0);
  }
  std::string directory;
};

TEST_F(LocalTest, an_endpoint_is_one_file_name_and_never_a_path) {
  for (const char* good : {"a", "LRPC-12ab", "samss lpc", "OLE{1}", "a.b", "~x"})
    EXPECT_TRUE(is_local_endpoint(good)) << good;
  const std::string longest(k_max_local_endpoint, 'x');
  EXPECT_TRUE(is_local_endpoint(longest));
  EXPECT_FALSE(is_local_endpoint(longest + 'x'));
  using namespace std::string_view_literals;
  for (const std::string_view bad :
       {""sv, "."sv, ".."sv, ".hidden"sv, "a/b"sv, "/etc/passwd"sv, "../x"sv, "a\\b"sv, "a\0b"sv,
        "a\nb"sv, "\x7f"sv, "\xc0\xae\xc0\xae\xc0\xaf"sv, "na\xc3\xafve"sv}) {
    EXPECT_FALSE(is_local_endpoint(bad)) << bad;
    EXPECT_EQ(k_ncalrpc.destination("", bad).status().code, RPC_S_INVALID_ENDPOINT_FORMAT);
    if (!bad.empty()) {
      EXPECT_EQ(listen_status_of(bad), RPC_S_INVALID_ENDPOINT_FORMAT) << bad;
    }
  }
}

TEST_F(LocalTest, the_network_address_is_absent_or_this_computer) {
  char name[256] = {};
  ASSERT_EQ(gethostname(name, sizeof name - 1), 0);
  EXPECT_TRUE(k_ncalrpc.check_address(name).ok());
  EXPECT_TRUE(k_ncalrpc.check_address("localhost").ok());
  EXPECT_EQ(k_ncalrpc.check_address("elsewhere.example").code, RPC_S_INVALID_NET_ADDR);
}

TEST_F(LocalTest, a_client_finds_a_server_by_name) {
  const Result<ListeningSockets> listening = listen("well known");
  ASSERT_TRUE(listening.ok());
  EXPECT_EQ(listening->endpoint, "well known");
  EXPECT_TRUE(connect("well known").ok());
  EXPECT_EQ(connect("unknown").status().code, RPC_S_SERVER_UNAVAILABLE);
  EXPECT_EQ(k_ncalrpc.hosts({}), std::vector<std::string>{""});
}

TEST_F(LocalTest, a_dynamic_endpoint_gets_a_name_of_its_own) {
  const Result<ListeningSockets> first = listen("");
  const Result<ListeningSockets> second = listen("");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(first->endpoint, second->endpoint);
  EXPECT_TRUE(is_local_endpoint(first->endpoint));
  EXPECT_TRUE(connect(second->endpoint).ok());
}

TEST_F(LocalTest, a_name_is_taken_as_long_as_its_server_listens) {
  Result<ListeningSockets> listening = listen("one");
  ASSERT_TRUE(listening.ok());
  EXPECT_EQ(listen_status_of("one"), RPC_S_DUPLICATE_ENDPOINT);
  EXPECT_TRUE(std::filesystem::exists(path("one")));
  listening->sockets.clear();
  EXPECT_FALSE(std::filesystem::exists(path("one"))) << "the name goes with the socket";
  EXPECT_TRUE(listen("one").ok());
}

TEST_F(LocalTest, T18_a_stale_name_is_taken_over_and_nothing_else_is) {
  leave_stale("gone");
  EXPECT_EQ(connect("gone").status().code, RPC_S_SERVER_UNAVAILABLE);
  EXPECT_TRUE(listen("gone").ok());
  // A file that is no socket is somebody's and stays.
  { std::filesystem::create_directory(path("folder")); }
  EXPECT_EQ(listen_status_of("folder"), RPC_S_DUPLICATE_ENDPOINT);
  EXPECT_TRUE(std::filesystem::exists(path("folder")));
}

TEST_F(LocalTest, the_name_of_a_successor_is_left_alone) {
  Result<ListeningSockets> first = listen("name");
  ASSERT_TRUE(first.ok());
  std::filesystem::remove(path("name"));  // an administrator's hand
  const Result<ListeningSockets> second = listen("name");
  ASSERT_TRUE(second.ok());
  first->sockets.clear();
  EXPECT_TRUE(std::filesystem::exists(path("name")));
  EXPECT_TRUE(connect("name").ok());
}

TEST_F(LocalTest, T18_a_directory_that_others_may_write_to_is_not_used) {
  chmod(directory.c_str(), 0777);
  EXPECT_EQ(listen_status_of("x"), RPC_S_CANT_CREATE_ENDPOINT);
  EXPECT_TRUE(local_directories().empty());
  EXPECT_EQ(connect("x").status().code, RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(LocalTest, T18_a_directory_behind_a_symbolic_link_is_not_used) {
  const std::string link = directory + "-link";
  std::filesystem::create_symlink(directory, link);
  setenv("FARCALL_NCALRPC_DIR", link.c_str(), 1);
  EXPECT_EQ(listen_status_of("x"), RPC_S_CANT_CREATE_ENDPOINT);
  EXPECT_TRUE(local_directories().empty());
  std::filesystem::remove(link);
}

// Whoever may write to the directory may also put links into it, and that is its owner and root alone; but what a link leads
// to is not overwritten, removed or made.
TEST_F(LocalTest, T18_what_a_link_leads_to_is_left_alone) {
  const std::string elsewhere = directory + "-elsewhere";
  std::filesystem::create_symlink(elsewhere, path("dangling"));
  EXPECT_EQ(listen_status_of("dangling"), RPC_S_OK)
      << "the link is a stale name, and is taken over";
  EXPECT_FALSE(std::filesystem::exists(elsewhere));
  { std::ofstream(elsewhere) << "somebody's"; }
  std::filesystem::create_symlink(elsewhere, path("link"));
  (void)listen_status_of("link");
  EXPECT_EQ(std::filesystem::file_size(elsewhere), 10u);
  std::filesystem::remove(elsewhere);
}

TEST_F(LocalTest, T18_a_path_that_does_not_fit_into_a_socket_address_is_refused) {
  const std::string deep = path(std::string(60, 'd'));
  setenv("FARCALL_NCALRPC_DIR", deep.c_str(), 1);
  const size_t room = 107 - deep.size() - 1;
  EXPECT_TRUE(listen(std::string(room, 'x')).ok());
  if (room < k_max_local_endpoint) {
    EXPECT_EQ(listen_status_of(std::string(room + 1, 'x')), RPC_S_INVALID_ENDPOINT_FORMAT);
    EXPECT_EQ(connect(std::string(room + 1, 'x')).status().code, RPC_S_SERVER_UNAVAILABLE);
  }
}

TEST_F(LocalTest, the_directory_is_made_when_it_is_missing) {
  const std::string made = path("made");
  setenv("FARCALL_NCALRPC_DIR", made.c_str(), 1);
  ASSERT_TRUE(listen("x").ok());
  struct stat found {};
  ASSERT_EQ(stat(made.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 022u, 0u);
}

struct Caller final : ListenerHandler, ConnectHandler {
  void on_accept(UniqueFd fd, const Address& from, const Address& to) override {
    accepted = std::move(fd);
    peer = from;
    local = to;
  }
  void on_connected(UniqueFd fd, const Address&) override { connected = std::move(fd); }
  void on_connect_failed(Status status) override { failed = status; }
  UniqueFd accepted, connected;
  Address peer, local;
  Status failed;
};

TEST_F(LocalTest, a_loop_connects_and_accepts_and_knows_the_peer) {
  FakeClock clock;
  const std::unique_ptr<Loop> loop = make_loop(clock);
  Caller caller;
  Listener listener(*loop);
  Result<ListeningSockets> listening = listen("server");
  ASSERT_TRUE(listening.ok());
  ASSERT_TRUE(listener.adopt(std::move(listening->sockets.front())).ok());
  ASSERT_TRUE(listener.start(caller).ok());
  Connector connector(*loop);
  connector.connect(k_ncalrpc.destination("", "server")->addresses, 10s, caller);
  ASSERT_TRUE(pump(*loop, [&] { return caller.accepted && caller.connected; }));
  const std::optional<PeerCredentials> peer = peer_credentials(caller.accepted.get());
  ASSERT_TRUE(peer);
  EXPECT_EQ(peer->pid, getpid());
  EXPECT_EQ(peer->uid, getuid());
  EXPECT_EQ(peer->gid, getgid());
  EXPECT_TRUE(caller.peer.is_this_host());
  EXPECT_EQ(caller.local.local()->path(), path("server"));
  listener.close();
  EXPECT_FALSE(std::filesystem::exists(path("server")));
}

// connect(2) answers EAGAIN then, and nothing tells when there is room.
TEST_F(LocalTest, a_full_queue_is_waited_for) {
  Result<ListeningSockets> listening = k_ncalrpc.listen({{}, "busy", 1});
  ASSERT_TRUE(listening.ok());
  const AddressList to = k_ncalrpc.destination("", "busy")->addresses;
  std::vector<UniqueFd> queued;
  int error = 0;
  do {
    queued.push_back(make_socket(to.front(), error));
    error = begin_connect(queued.back().get(), to.front());
  } while (error == 0);
  ASSERT_EQ(error, EAGAIN);
  EXPECT_EQ(BlockingChannel::connect(to, {SteadyClock{}.now() + 30ms, -1}).status().code,
            RPC_S_SERVER_UNAVAILABLE);
  SteadyClock clock;
  const std::unique_ptr<Loop> loop = make_loop(clock);
  Caller caller;
  Connector connector(*loop);
  connector.connect(to, 20s, caller);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(loop->run_once(10ms).ok());
  EXPECT_FALSE(caller.connected);
  const int listener = listening->sockets.front().fd.get();
  std::vector<UniqueFd> accepted;
  ASSERT_TRUE(pump(*loop, [&] {
    accepted.emplace_back(accept(listener, nullptr, nullptr));
    return static_cast<bool>(caller.connected);
  }));
}

TEST(PeerCredentials, a_tcp_connection_has_none) {
  const SocketPair pair = tcp_pair();
  EXPECT_FALSE(peer_credentials(pair.ours.get()));
}

TEST(ProtocolSequence, the_table_is_found_by_name) {
  EXPECT_EQ(find_protocol_sequence("ncalrpc"), &k_ncalrpc);
  EXPECT_EQ(find_protocol_sequence("NCALRPC"), nullptr);
  EXPECT_EQ(find_protocol_sequence(""), nullptr);
}

}  // namespace
}  // namespace farcall::transport
