// Address: where a socket is, whatever its kind: what listeners, connectors and channels share.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "transport/local_address.h"
#include "transport/tcp_address.h"

namespace farcall::transport {

class Address {
 public:
  Address() = default;
  Address(const TcpAddress& address) : kind_(address) {}        // NOLINT: implicit by design
  Address(LocalAddress address) : kind_(std::move(address)) {}  // NOLINT: implicit by design
  // Of a family that is neither: 0.0.0.0:0.
  static Address from(const sockaddr_storage& storage, socklen_t length);

  // Nullptr when it is of the other kind.
  [[nodiscard]] const TcpAddress* tcp() const { return std::get_if<TcpAddress>(&kind_); }
  [[nodiscard]] const LocalAddress* local() const { return std::get_if<LocalAddress>(&kind_); }

  [[nodiscard]] int domain() const;  // AF_*
  // Whoever uses it is on this computer.
  [[nodiscard]] bool is_this_host() const { return !tcp() || tcp()->is_loopback(); }
  // 0 for other kinds than TCP.
  [[nodiscard]] uint16_t port() const { return tcp() ? tcp()->port() : uint16_t{0}; }
  // As the network address of a string binding has it: empty for local ones.
  [[nodiscard]] std::string host() const { return tcp() ? tcp()->host() : std::string(); }
  [[nodiscard]] std::string to_string() const;
  socklen_t to(sockaddr_storage& out) const;

  friend bool operator==(const Address&, const Address&) = default;

 private:
  std::variant<TcpAddress, LocalAddress> kind_;
};

using AddressList = std::vector<Address>;

}  // namespace farcall::transport
