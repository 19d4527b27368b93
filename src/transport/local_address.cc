// unix(7): a path with its terminating zero in sun_path.
#include "transport/local_address.h"

#include <sys/un.h>

#include <cstddef>
#include <cstring>

namespace farcall::transport {

std::optional<LocalAddress> LocalAddress::of(std::string path) {
  if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path) ||
      path.find('\0') != std::string::npos)
    return std::nullopt;
  LocalAddress address;
  address.path_ = std::move(path);
  return address;
}

socklen_t LocalAddress::to(sockaddr_storage& out) const {
  out = {};
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::memcpy(name.sun_path, path_.data(), path_.size());
  std::memcpy(&out, &name, sizeof name);
  return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path_.size() + 1);
}

}  // namespace farcall::transport
