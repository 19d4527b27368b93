// Text and sockaddr forms of TcpAddress.
#include "transport/tcp_address.h"

#include <arpa/inet.h>
#include <net/if.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace farcall::transport {
namespace {

constexpr std::string_view k_digits = "0123456789";

// A zone is an interface's number or name (RFC 4007 11.2).
std::optional<uint32_t> parse_zone(std::string_view text) {
  uint32_t zone = 0;
  if (text.find_first_not_of(k_digits) == std::string_view::npos) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), zone);
    if (error == std::errc{} && end == text.data() + text.size()) return zone;
    return std::nullopt;
  }
  if (text.size() >= IF_NAMESIZE || text.find('\0') != std::string_view::npos) return std::nullopt;
  char name[IF_NAMESIZE] = {};
  text.copy(name, text.size());
  zone = if_nametoindex(name);
  return zone != 0 ? std::optional(zone) : std::nullopt;
}

// `text` as a C string for inet_pton; false when it is too long for any address.
bool copy_text(std::string_view text, char (&out)[INET6_ADDRSTRLEN]) {
  if (text.size() >= sizeof out || text.find('\0') != std::string_view::npos) return false;
  out[text.copy(out, text.size())] = '\0';
  return true;
}

}  // namespace

TcpAddress TcpAddress::any(AddressFamily family, uint16_t port) {
  TcpAddress result;
  result.family_ = family;
  result.port_ = port;
  return result;
}

TcpAddress TcpAddress::loopback(AddressFamily family, uint16_t port) {
  TcpAddress result = any(family, port);
  if (family == AddressFamily::ipv4)
    result.bytes_ = {127, 0, 0, 1};
  else
    result.bytes_[15] = 1;
  return result;
}

std::optional<TcpAddress> TcpAddress::parse(std::string_view host, uint16_t port) {
  TcpAddress result;
  result.port_ = port;
  char text[INET6_ADDRSTRLEN];
  const size_t percent = host.find('%');
  if (!copy_text(host.substr(0, percent), text)) return std::nullopt;
  if (percent == std::string_view::npos && inet_pton(AF_INET, text, result.bytes_.data()) == 1)
    return result;
  result.family_ = AddressFamily::ipv6;
  if (inet_pton(AF_INET6, text, result.bytes_.data()) != 1) return std::nullopt;
  if (percent == std::string_view::npos) return result;
  const std::optional<uint32_t> zone = parse_zone(host.substr(percent + 1));
  if (!zone || percent + 1 == host.size()) return std::nullopt;
  result.zone_ = *zone;
  return result;
}

std::optional<TcpAddress> TcpAddress::from(const sockaddr* address, socklen_t length) {
  TcpAddress result;
  if (address->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    sockaddr_in in;
    std::memcpy(&in, address, sizeof in);
    std::memcpy(result.bytes_.data(), &in.sin_addr, 4);
    result.port_ = ntohs(in.sin_port);
    return result;
  }
  if (address->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 in;
    std::memcpy(&in, address, sizeof in);
    std::memcpy(result.bytes_.data(), &in.sin6_addr, 16);
    result.port_ = ntohs(in.sin6_port);
    result.zone_ = in.sin6_scope_id;
    result.family_ = AddressFamily::ipv6;
    return result;
  }
  return std::nullopt;
}

socklen_t TcpAddress::to(sockaddr_storage& out) const {
  out = {};
  if (family_ == AddressFamily::ipv4) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port_);
    std::memcpy(&in.sin_addr, bytes_.data(), 4);
    std::memcpy(&out, &in, sizeof in);
    return sizeof in;
  }
  sockaddr_in6 in{};
  in.sin6_family = AF_INET6;
  in.sin6_port = htons(port_);
  in.sin6_scope_id = zone_;
  std::memcpy(&in.sin6_addr, bytes_.data(), 16);
  std::memcpy(&out, &in, sizeof in);
  return sizeof in;
}

bool TcpAddress::is_v4_mapped() const {
  static constexpr std::array<uint8_t, 12> k_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return family_ == AddressFamily::ipv6 &&
         std::equal(k_prefix.begin(), k_prefix.end(), bytes_.begin());
}

bool TcpAddress::is_loopback() const {
  if (family_ == AddressFamily::ipv4) return bytes_[0] == 127;
  if (is_v4_mapped()) return bytes_[12] == 127;
  return bytes_ == loopback(AddressFamily::ipv6, 0).bytes_;
}

bool TcpAddress::is_any() const {
  return bytes_ == std::array<uint8_t, 16>{};
}

std::string TcpAddress::host() const {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(family_ == AddressFamily::ipv4 ? AF_INET : AF_INET6, bytes_.data(), text, sizeof text);
  std::string result = text;
  if (zone_ != 0) result += '%' + std::to_string(zone_);
  return result;
}

std::string TcpAddress::to_string() const {
  const std::string port = ':' + std::to_string(port_);
  return family_ == AddressFamily::ipv4 ? host() + port : '[' + host() + ']' + port;
}

}  // namespace farcall::transport
