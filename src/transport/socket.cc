// Socket calls and their errors.
#include "transport/socket.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace farcall::transport {
namespace {

// Some errors are this process's own trouble, whatever it tried to do.
int32_t own_trouble(int error, int32_t otherwise) {
  switch (error) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOSPC:  // epoll watches
      return RPC_S_OUT_OF_RESOURCES;
    case ENOMEM:
      return RPC_S_OUT_OF_MEMORY;
    default:
      return otherwise;
  }
}

void set(int fd, int level, int option, int value) {
  (void)setsockopt(fd, level, option, &value, sizeof value);
}

using GetName = int (*)(int, sockaddr*, socklen_t*);

std::optional<TcpAddress> name_of(int fd, GetName get_name) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (get_name(fd, address, &length) != 0) return std::nullopt;
  return TcpAddress::from(address, length);
}

}  // namespace

Status connect_status(int error) {
  return Status{own_trouble(error, RPC_S_SERVER_UNAVAILABLE)};
}

Status listen_status(int error) {
  if (error == EADDRINUSE) return Status{RPC_S_DUPLICATE_ENDPOINT};
  return Status{own_trouble(error, RPC_S_CANT_CREATE_ENDPOINT)};
}

UniqueFd make_tcp_socket(AddressFamily family, int& error) {
  const int domain = family == AddressFamily::ipv4 ? AF_INET : AF_INET6;
  UniqueFd fd(socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  error = fd ? 0 : errno;
  return fd;
}

void set_connection_options(int fd) {
  set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  set(fd, IPPROTO_TCP, TCP_KEEPIDLE, 60);
  set(fd, IPPROTO_TCP, TCP_KEEPINTVL, 10);
  set(fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
}

int begin_connect(int fd, const TcpAddress& address) {
  sockaddr_storage storage;
  const socklen_t length = address.to(storage);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&storage), length) == 0) return 0;
  return errno == EINTR ? EINPROGRESS : errno;
}

int finish_connect(int fd) {
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0) return errno;
  if (error != 0) return error;
  const std::optional<TcpAddress> peer = name_of(fd, getpeername);
  if (!peer) return EINPROGRESS;
  // Without a listener on an ephemeral port, TCP's simultaneous open can connect a socket to
  // itself (RFC 9293 3.5): nobody is there.
  return peer == name_of(fd, getsockname) ? ECONNREFUSED : 0;
}

TcpAddress local_address(int fd) {
  return name_of(fd, getsockname).value_or(TcpAddress{});
}

}  // namespace farcall::transport
