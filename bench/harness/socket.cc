// Loopback TCP sockets, blocking unless make_non_blocking says otherwise. All errors end the
// program (die.h).
#include "harness/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/die.h"

namespace bench {
namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

Fd new_socket() {
  Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (fd.get() < 0) die_errno("socket");
  return fd;
}

Fd without_delay(Fd fd) {
  const int on = 1;
  if (::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
    die_errno("TCP_NODELAY");
  return fd;
}

}  // namespace

Fd::~Fd() {
  if (number_ >= 0) ::close(number_);
}

Fd listen_on_loopback() {
  Fd fd = new_socket();
  const sockaddr_in address = loopback(0);
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    die_errno("bind");
  if (::listen(fd.get(), 16) != 0) die_errno("listen");
  return fd;
}

uint16_t port_of(const Fd& listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    die_errno("getsockname");
  return ntohs(address.sin_port);
}

Fd accept_from(const Fd& listener) {
  Fd fd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (fd.get() < 0) die_errno("accept");
  return without_delay(std::move(fd));
}

Fd connect_to_loopback(uint16_t port) {
  Fd fd = new_socket();
  const sockaddr_in address = loopback(port);
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    die_errno("connect");
  return without_delay(std::move(fd));
}

void make_non_blocking(const Fd& socket) {
  const int flags = ::fcntl(socket.get(), F_GETFL);
  if (flags < 0 || ::fcntl(socket.get(), F_SETFL, flags | O_NONBLOCK) != 0) die_errno("O_NONBLOCK");
}

bool read_all(const Fd& socket, void* data, size_t size) {
  auto* at = static_cast<char*>(data);
  for (size_t left = size; left > 0;) {
    const ssize_t got = ::read(socket.get(), at, left);
    if (got < 0) die_errno("read");
    if (got == 0) return false;
    at += got;
    left -= static_cast<size_t>(got);
  }
  return true;
}

void write_all(const Fd& socket, const void* data, size_t size) {
  const auto* at = static_cast<const char*>(data);
  for (size_t left = size; left > 0;) {
    const ssize_t put = ::send(socket.get(), at, left, MSG_NOSIGNAL);
    if (put < 0) die_errno("write");
    at += put;
    left -= static_cast<size_t>(put);
  }
}

}  // namespace bench
