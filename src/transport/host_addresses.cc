// host_addresses() over getifaddrs(3).
#include "transport/host_addresses.h"

#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <memory>

namespace farcall::transport {
namespace {

std::optional<TcpAddress> usable(const ifaddrs& entry) {
  if (!entry.ifa_addr || !(entry.ifa_flags & IFF_UP)) return std::nullopt;
  const int family = entry.ifa_addr->sa_family;
  if (family == AF_INET) return TcpAddress::from(entry.ifa_addr, sizeof(sockaddr_in));
  if (family != AF_INET6) return std::nullopt;
  sockaddr_in6 address;
  std::copy_n(reinterpret_cast<const char*>(entry.ifa_addr), sizeof address,
              reinterpret_cast<char*>(&address));
  if (IN6_IS_ADDR_LINKLOCAL(&address.sin6_addr)) return std::nullopt;
  return TcpAddress::from(entry.ifa_addr, sizeof(sockaddr_in6));
}

}  // namespace

std::vector<TcpAddress> host_addresses() {
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return {};
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(list, freeifaddrs);
  std::vector<TcpAddress> result;
  std::vector<TcpAddress> others;
  for (const ifaddrs* entry = list; entry; entry = entry->ifa_next)
    if (const auto address = usable(*entry))
      (address->is_loopback() ? result : others).push_back(*address);
  result.insert(result.end(), others.begin(), others.end());
  return result;
}

}  // namespace farcall::transport
