// Endpoints of ncacn_ip_tcp are decimal port numbers (SDK "ncacn_ip_tcp"); a binding without a
// network address means this host.
#include "runtime/client/server_address.h"

#include <charconv>

namespace farcall::runtime::client {

Result<ServerAddress> server_address(std::string_view host, std::string_view endpoint) {
  ServerAddress server{std::string(host), 0};
  const char* const end = endpoint.data() + endpoint.size();
  const auto [stopped, error] = std::from_chars(endpoint.data(), end, server.port);
  if (error != std::errc{} || stopped != end || server.port == 0)
    return Status{RPC_S_INVALID_ENDPOINT_FORMAT};
  return server;
}

std::optional<transport::AddressList> known_addresses(const ServerAddress& server) {
  using transport::AddressFamily;
  using transport::TcpAddress;
  if (!server.host.empty()) return std::nullopt;
  return transport::AddressList{TcpAddress::loopback(AddressFamily::ipv4, server.port),
                                TcpAddress::loopback(AddressFamily::ipv6, server.port)};
}

}  // namespace farcall::runtime::client
