// TcpAddress: an IPv4 or IPv6 address (with zone) and a port, as a value.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace farcall::transport {

enum class AddressFamily : uint8_t { ipv4, ipv6 };

class TcpAddress {
 public:
  // 0.0.0.0:0
  TcpAddress() = default;
  static TcpAddress any(AddressFamily family, uint16_t port);
  static TcpAddress loopback(AddressFamily family, uint16_t port);
  // "192.0.2.1", "2001:db8::1", "fe80::1%eth0", "fe80::1%2"; never a name, no brackets. Nothing
  // when it is not one.
  static std::optional<TcpAddress> parse(std::string_view host, uint16_t port);
  // Nothing for other families.
  static std::optional<TcpAddress> from(const sockaddr* address, socklen_t length);

  [[nodiscard]] AddressFamily family() const { return family_; }
  [[nodiscard]] uint16_t port() const { return port_; }
  void set_port(uint16_t port) { port_ = port; }
  // 127.0.0.0/8, ::1, and 127.0.0.0/8 mapped into IPv6.
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] bool is_any() const;
  // Without port and brackets; the zone as a number.
  [[nodiscard]] std::string host() const;
  // "192.0.2.1:135", "[fe80::1%2]:135"
  [[nodiscard]] std::string to_string() const;
  socklen_t to(sockaddr_storage& out) const;

  friend bool operator==(const TcpAddress&, const TcpAddress&) = default;

 private:
  [[nodiscard]] bool is_v4_mapped() const;

  std::array<uint8_t, 16> bytes_{};  // network order; the first four for IPv4
  uint32_t zone_ = 0;
  uint16_t port_ = 0;
  AddressFamily family_ = AddressFamily::ipv4;
};

}  // namespace farcall::transport
