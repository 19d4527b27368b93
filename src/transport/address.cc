// One line for each kind.
#include "transport/address.h"

#include <sys/un.h>

#include <cstddef>
#include <cstring>

namespace farcall::transport {

Address Address::from(const sockaddr_storage& storage, socklen_t length) {
  if (storage.ss_family != AF_UNIX)
    return TcpAddress::from(reinterpret_cast<const sockaddr*>(&storage), length)
        .value_or(TcpAddress{});
  sockaddr_un name;
  std::memcpy(&name, &storage, sizeof name);
  if (length <= offsetof(sockaddr_un, sun_path) || name.sun_path[0] == 0) return LocalAddress{};
  const size_t room = length - offsetof(sockaddr_un, sun_path);
  return LocalAddress::of(std::string(name.sun_path, strnlen(name.sun_path, room)))
      .value_or(LocalAddress{});
}

int Address::domain() const {
  if (local()) return AF_UNIX;
  return tcp()->family() == AddressFamily::ipv4 ? AF_INET : AF_INET6;
}

std::string Address::to_string() const {
  return local() ? "local:" + local()->path() : tcp()->to_string();
}

socklen_t Address::to(sockaddr_storage& out) const {
  return local() ? local()->to(out) : tcp()->to(out);
}

}  // namespace farcall::transport
