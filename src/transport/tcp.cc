// TCP as a protocol sequence. "Every address" is two sockets, IPv4 and IPv6, with one port between
// them; a host without IPv6 (or without IPv4) is served over what it has.
#include "transport/tcp.h"

#include <algorithm>
#include <charconv>

#include "transport/host_addresses.h"
#include "transport/socket.h"

namespace farcall::transport {
namespace {

constexpr size_t k_max_host_name = 255;  // RFC 1035 2.3.4
constexpr uint32_t k_max_port_digits = 5;
// A free IPv4 port may be taken in IPv6: another one is tried.
constexpr int k_port_attempts = 16;

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_' || c == ':' || c == '%';  // colon and percent: IPv6 with a zone
}

// 0 when it is none.
uint16_t port_of(std::string_view endpoint) {
  uint16_t port = 0;
  const char* const end = endpoint.data() + endpoint.size();
  const auto [stopped, error] = std::from_chars(endpoint.data(), end, port);
  return error == std::errc{} && stopped == end && endpoint.size() <= k_max_port_digits
             ? port
             : uint16_t{0};
}

Status check_endpoint(std::string_view endpoint) {
  return Status{port_of(endpoint) != 0 ? RPC_S_OK : RPC_S_INVALID_ENDPOINT_FORMAT};
}

Status check_address(std::string_view address) {
  const bool well_formed = address.size() <= k_max_host_name &&
                           std::all_of(address.begin(), address.end(), is_host_character);
  return Status{well_formed ? RPC_S_OK : RPC_S_INVALID_NET_ADDR};
}

// No host means this one, which needs no look-up, as a number needs none.
Result<Destination> destination(std::string_view host, std::string_view endpoint) {
  const uint16_t port = port_of(endpoint);
  if (port == 0) return Status{RPC_S_INVALID_ENDPOINT_FORMAT};
  Destination to;
  to.host = host;
  to.port = port;
  if (host.empty())
    to.addresses = {TcpAddress::loopback(AddressFamily::ipv4, port),
                    TcpAddress::loopback(AddressFamily::ipv6, port)};
  else if (const auto numeric = TcpAddress::parse(host, port))
    to.addresses = {*numeric};
  return to;
}

Result<ListeningSocket> listen_one(const TcpAddress& address, unsigned backlog) {
  int error = 0;
  UniqueFd fd = make_socket(address, error);
  if (fd) error = listen_at(fd.get(), address, backlog);
  if (error != 0) return listen_status(error);
  const Address bound = local_address(fd.get());
  return ListeningSocket{std::move(fd), bound, nullptr};
}

Result<ListeningSockets> named_by_port(std::vector<ListeningSocket> sockets) {
  std::string port = std::to_string(sockets.front().address.port());
  return ListeningSockets{std::move(sockets), std::move(port)};
}

Result<ListeningSockets> listen_everywhere(uint16_t port, unsigned backlog) {
  Status status;
  for (int attempt = 0; attempt < k_port_attempts; ++attempt) {
    std::vector<ListeningSocket> sockets;
    Result<ListeningSocket> v4 = listen_one(TcpAddress::any(AddressFamily::ipv4, port), backlog);
    status = v4.status();
    if (!status.ok() && status.code != RPC_S_CANT_CREATE_ENDPOINT) break;
    if (v4.ok()) sockets.push_back(std::move(v4).value());
    const uint16_t chosen = sockets.empty() ? port : sockets.front().address.port();
    Result<ListeningSocket> v6 = listen_one(TcpAddress::any(AddressFamily::ipv6, chosen), backlog);
    status = v6.status();
    if (v6.ok()) sockets.push_back(std::move(v6).value());
    const bool enough =
        status.ok() || (!sockets.empty() && status.code == RPC_S_CANT_CREATE_ENDPOINT);
    if (enough) return named_by_port(std::move(sockets));
    if (port != 0 || status.code != RPC_S_DUPLICATE_ENDPOINT) break;
  }
  return status;
}

Result<ListeningSockets> listen(const ListenRequest& request) {
  uint16_t port = 0;
  if (!request.endpoint.empty() && request.endpoint != "0") {
    port = port_of(request.endpoint);
    if (port == 0) return Status{RPC_S_INVALID_ENDPOINT_FORMAT};
  }
  if (request.address.empty()) return listen_everywhere(port, request.backlog);
  const std::optional<TcpAddress> address = TcpAddress::parse(request.address, port);
  if (!address) return Status{RPC_S_INVALID_NET_ADDR};
  if (address->is_any() && address->family() == AddressFamily::ipv6)
    return listen_everywhere(port, request.backlog);
  RPC_TRY(ListeningSocket only, listen_one(*address, request.backlog));
  std::vector<ListeningSocket> sockets;
  sockets.push_back(std::move(only));
  return named_by_port(std::move(sockets));
}

std::vector<std::string> hosts(std::span<const Address> bound) {
  if (bound.size() == 1 && !bound.front().tcp()->is_any()) return {bound.front().host()};
  std::vector<std::string> result;
  for (const TcpAddress& each : host_addresses()) {
    const auto reaches = [&](const Address& socket) {
      return socket.tcp()->family() == each.family();
    };
    if (std::any_of(bound.begin(), bound.end(), reaches)) result.push_back(each.host());
  }
  return result;
}

}  // namespace

constinit const ProtocolSequence k_ncacn_ip_tcp{
    "ncacn_ip_tcp", 1,      false, k_max_port_digits, check_endpoint, check_address,
    destination,    listen, hosts};

}  // namespace farcall::transport
