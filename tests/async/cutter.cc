#include "cutter.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace farcall::test {
namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int tcp_socket() {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) std::abort();
  return made;
}

}  // namespace

// [0]: the client's, [1]: the server's.
struct Cutter::Ends {
  int socket[2] = {-1, -1};
  void close_all(bool reset) {
    const linger at_once{1, 0};
    for (int& each : socket) {
      if (each < 0) continue;
      if (reset) setsockopt(each, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      close(each);
      each = -1;
    }
  }
};

Cutter::Cutter(const std::string& server_port, const Cut& cut)
    : cut_(cut), listener_(tcp_socket()) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(listen(listener_, 1), 0);
  EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
  EXPECT_EQ(pipe2(stop_, O_CLOEXEC), 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this, to = static_cast<uint16_t>(std::stoul(server_port))] { run(to); });
}

Cutter::~Cutter() {
  close(stop_[1]);
  thread_.join();
  close(stop_[0]);
}

bool Cutter::wait_for_cut() const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!reached_ && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  return reached_;
}

// One connection; a second one is refused.
void Cutter::run(uint16_t server_port) {
  pollfd waits[] = {{listener_, POLLIN, 0}, {stop_[0], POLLIN, 0}};
  if (poll(waits, 2, -1) < 0 || waits[1].revents) {
    close(listener_);
    return;
  }
  Ends ends;
  ends.socket[0] = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  close(listener_);
  ends.socket[1] = tcp_socket();
  const sockaddr_in server = loopback(server_port);
  if (connect(ends.socket[1], reinterpret_cast<const sockaddr*>(&server), sizeof server) == 0)
    relay(ends);
  ends.close_all(reached_ && cut_.mode == Cut::Mode::reset);
}

void Cutter::relay(Ends& ends) {
  for (;;) {
    if (relayed(cut_.to_server) >= cut_.at) {
      reached_ = true;
      pollfd stop{stop_[0], POLLIN, 0};
      if (cut_.mode == Cut::Mode::stall) (void)poll(&stop, 1, -1);
      return;
    }
    pollfd waits[] = {
        {ends.socket[0], POLLIN, 0}, {ends.socket[1], POLLIN, 0}, {stop_[0], POLLIN, 0}};
    if (poll(waits, 3, -1) < 0 || waits[2].revents) return;
    if (waits[0].revents && !pass(ends, true)) return;
    if (waits[1].revents && !pass(ends, false)) return;
  }
}

bool Cutter::pass(Ends& ends, bool to_server) {
  char piece[4096];
  const size_t done = relayed(to_server);
  const size_t room = to_server == cut_.to_server ? cut_.at - done : SIZE_MAX;
  if (room == 0) return true;
  const ssize_t got = recv(ends.socket[to_server ? 0 : 1], piece, std::min(room, sizeof piece), 0);
  if (got <= 0) return false;
  (void)send(ends.socket[to_server ? 1 : 0], piece, static_cast<size_t>(got), MSG_NOSIGNAL);
  relayed_[to_server ? 1 : 0] += static_cast<size_t>(got);
  return true;
}

}  // namespace farcall::test
