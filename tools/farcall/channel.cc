#include "channel.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "wire/cursor.h"
#include "wire/pdu_header.h"

namespace farcall::tool {
namespace {

std::string reason(int error) {
  switch (error) {
    case ECONNREFUSED:
      return "connection refused: the host answers, nothing listens there; is the server running, "
             "and is this its endpoint?";
    case ENOENT:
      return std::string(k_no_endpoint);
    case ETIMEDOUT:
      return "no answer in time: the host is down or a firewall drops the packets";
    case EHOSTUNREACH:
    case ENETUNREACH:
      return "there is no route to the host: look at the network's configuration";
    case ECONNRESET:
    case EPIPE:
      return "the peer reset the connection: it has ended, or does not want this client";
    default:
      return std::strerror(error);
  }
}

}  // namespace

transport::AddressList addresses_of(const std::string& host, uint16_t port, std::string& error) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int status = getaddrinfo(host.empty() ? nullptr : host.c_str(), nullptr, &hints, &list);
  if (status != 0) {
    error = "'" + host + "' cannot be resolved: " + gai_strerror(status);
    return {};
  }
  transport::AddressList addresses;
  for (const addrinfo* each = list; each; each = each->ai_next)
    if (auto address = transport::TcpAddress::from(each->ai_addr, each->ai_addrlen)) {
      address->set_port(port);
      addresses.emplace_back(*address);
    }
  freeaddrinfo(list);
  if (addresses.empty()) error = "'" + host + "' has no IP address";
  return addresses;
}

std::string Channel::wait(short events, Clock::time_point until) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd poll_fd{fd_.get(), events, 0};
    const int ready = poll(&poll_fd, 1, left > 0 ? static_cast<int>(left) : 0);
    if (ready > 0) return {};
    if (ready == 0) return reason(ETIMEDOUT);
    if (errno != EINTR) return reason(errno);
  }
}

std::string Channel::connect(const transport::Address& address) {
  sockaddr_storage storage{};
  const socklen_t length = address.to(storage);
  fd_ =
      transport::UniqueFd(socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd_) return reason(errno);
  if (::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&storage), length) == 0) return {};
  if (errno != EINPROGRESS) return reason(errno);
  if (std::string error = wait(POLLOUT, Clock::now() + patience_); !error.empty()) return error;
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(fd_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error == 0 ? std::string() : reason(error);
}

std::string Channel::send(Bytes bytes) {
  const auto until = Clock::now() + patience_;
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes = bytes.subspan(static_cast<size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
      return reason(errno);
    } else if (std::string error = wait(POLLOUT, until); !error.empty()) {
      return error;
    }
  }
  return {};
}

std::string Channel::read(uint8_t* into, size_t size, Clock::time_point until) {
  while (size != 0) {
    const ssize_t got = recv(fd_.get(), into, size, 0);
    if (got == 0)
      return "the peer closed the connection: is it a server of this protocol, and has it room?";
    if (got > 0) {
      into += got;
      size -= static_cast<size_t>(got);
    } else if (errno != EAGAIN && errno != EINTR) {
      return reason(errno);
    } else if (!wait(POLLIN, until).empty()) {
      return "no answer in " + std::to_string(patience_.count()) +
             " ms: the server hangs, or waits for another protocol; --timeout waits longer";
    }
  }
  return {};
}

std::string Channel::receive(std::vector<uint8_t>& pdu) {
  const auto until = Clock::now() + patience_;
  pdu.assign(wire::k_header_size, 0);
  if (std::string error = read(pdu.data(), pdu.size(), until); !error.empty()) return error;
  const auto header = wire::decode_pdu_header(pdu);
  if (!header.ok() || header->rpc_vers != 5 || header->frag_length < wire::k_header_size)
    return std::string(k_other_protocol);
  pdu.resize(header->frag_length);
  return read(pdu.data() + wire::k_header_size, pdu.size() - wire::k_header_size, until);
}

}  // namespace farcall::tool
