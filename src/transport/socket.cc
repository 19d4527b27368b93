// Socket calls and their errors.
#include "transport/socket.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>

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

// The numbers that a Windows program knows (winsock2.h); others as they are.
int32_t winsock_status(int error) {
  switch (error) {
    case EACCES:
      return 10013;
    case EMFILE:
      return 10024;
    case EADDRINUSE:
      return 10048;
    case EADDRNOTAVAIL:
      return 10049;
    case ENETDOWN:
      return 10050;
    case ENETUNREACH:
      return 10051;
    case ECONNABORTED:
      return 10053;
    case ECONNRESET:
    case EPIPE:
      return 10054;
    case ENOBUFS:
      return 10055;
    case ETIMEDOUT:
      return 10060;
    case ECONNREFUSED:
      return 10061;
    case EHOSTDOWN:
      return 10064;
    case EHOSTUNREACH:
      return 10065;
    default:
      return error;
  }
}

std::string text_of(int error) {
  char buffer[128];
  return strerror_r(error, buffer, sizeof buffer);
}

bool set(int fd, int level, int option, int value) {
  return setsockopt(fd, level, option, &value, sizeof value) == 0;
}

using GetName = int (*)(int, sockaddr*, socklen_t*);

std::optional<Address> name_of(int fd, GetName get_name) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  if (get_name(fd, reinterpret_cast<sockaddr*>(&storage), &length) != 0) return std::nullopt;
  return Address::from(storage, length);
}

}  // namespace

ErrorRecord socket_error_record(int error, const std::string& what, ErrorLocation location) {
  return error_record(ErrorComponent::winsock, winsock_status(error),
                      {error_text(what), error_number(error), error_text(text_of(error))},
                      location);
}

Status connect_status(int error, const std::string& what) {
  const int32_t code = own_trouble(error, RPC_S_SERVER_UNAVAILABLE);
  return with_errors(
      code, [&] { return ErrorChain{socket_error_record(error, what, ErrorLocation::ws_open)}; });
}

Status listen_status(int error) {
  if (error == EADDRINUSE) return Status{RPC_S_DUPLICATE_ENDPOINT};
  return Status{own_trouble(error, RPC_S_CANT_CREATE_ENDPOINT)};
}

UniqueFd make_socket(const Address& address, int& error) {
  UniqueFd fd(socket(address.domain(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  error = fd ? 0 : errno;
  return fd;
}

// Keep-alive probes are not sent while data waits for its acknowledgement: TCP_USER_TIMEOUT bounds
// that time.
void set_keep_alive(int fd, const KeepAlive& keep_alive) {
  const bool wanted = keep_alive.idle.count() > 0;
  (void)set(fd, SOL_SOCKET, SO_KEEPALIVE, wanted ? 1 : 0);
  std::chrono::milliseconds unacknowledged{0};
  if (wanted) {
    (void)set(fd, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(keep_alive.idle.count()));
    (void)set(fd, IPPROTO_TCP, TCP_KEEPINTVL, static_cast<int>(keep_alive.interval.count()));
    (void)set(fd, IPPROTO_TCP, TCP_KEEPCNT, keep_alive.count);
    if (keep_alive != k_usual_keep_alive)
      unacknowledged = keep_alive.idle + keep_alive.count * keep_alive.interval;
  }
  (void)set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(unacknowledged.count()));
}

void set_connection_options(int fd, const Address& address) {
  if (!address.tcp()) return;
  (void)set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  set_keep_alive(fd, k_usual_keep_alive);
}

int listen_at(int fd, const Address& address, unsigned backlog) {
  sockaddr_storage storage;
  const socklen_t length = address.to(storage);
  const int queue = backlog == 0 ? SOMAXCONN : static_cast<int>(backlog);
  if (address.tcp() && !set(fd, SOL_SOCKET, SO_REUSEADDR, 1)) return errno;
  if (address.domain() == AF_INET6 && !set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1)) return errno;
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&storage), length) != 0) return errno;
  return ::listen(fd, queue) == 0 ? 0 : errno;
}

int begin_connect(int fd, const Address& address) {
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
  const std::optional<Address> peer = name_of(fd, getpeername);
  if (!peer) return EINPROGRESS;
  // Without a listener on an ephemeral port, TCP's simultaneous open can connect a socket to
  // itself (RFC 9293 3.5): nobody is there.
  return peer->tcp() && peer == name_of(fd, getsockname) ? ECONNREFUSED : 0;
}

Address local_address(int fd) {
  return name_of(fd, getsockname).value_or(Address{});
}

}  // namespace farcall::transport
