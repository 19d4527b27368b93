#include "relay.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

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
  const int on = 1;
  (void)setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return made;
}

}  // namespace

Relay::Relay(uint16_t server_port) : server_port_(server_port), listener_(tcp_socket()) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      pipe2(orders_, O_CLOEXEC) != 0)
    std::abort();
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

Relay::~Relay() {
  close(orders_[1]);
  thread_.join();
  close(orders_[0]);
  close(listener_);
}

void Relay::cut(bool reset) {
  const char order = reset ? 'r' : 'f';
  if (write(orders_[1], &order, 1) != 1) std::abort();
}

void Relay::run() {
  for (;;) {
    std::vector<pollfd> waits = {{orders_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Pair& pair : pairs_) {
      waits.push_back({pair.client, POLLIN, 0});
      waits.push_back({pair.server, POLLIN, 0});
    }
    if (poll(waits.data(), waits.size(), -1) < 0) continue;
    size_t at = 2;
    for (auto pair = pairs_.begin(); pair != pairs_.end(); at += 2) {
      const bool alive = (!waits[at].revents || pass(pair->client, pair->server)) &&
                         (!waits[at + 1].revents || pass(pair->server, pair->client));
      if (!alive) {
        close(pair->client);
        close(pair->server);
      }
      pair = alive ? std::next(pair) : pairs_.erase(pair);
    }
    if (waits[0].revents) {
      char order = 0;
      const bool more = read(orders_[0], &order, 1) == 1;
      close_all(order == 'r');
      if (!more) return;
    }
    if (waits[1].revents) accept_one();
  }
}

void Relay::accept_one() {
  const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  const int on = 1;
  (void)setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const int server = tcp_socket();
  const sockaddr_in address = loopback(server_port_);
  if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    pairs_.push_back({client, server});
    return;
  }
  close(server);
  close(client);
}

bool Relay::pass(int from, int to) {
  char piece[16384];
  const ssize_t got = recv(from, piece, sizeof piece, 0);
  return got > 0 && send(to, piece, static_cast<size_t>(got), MSG_NOSIGNAL) == got;
}

void Relay::close_all(bool reset) {
  const linger at_once{1, 0};
  for (const Pair& pair : pairs_)
    for (const int each : {pair.client, pair.server}) {
      if (reset) setsockopt(each, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      close(each);
    }
  pairs_.clear();
}
