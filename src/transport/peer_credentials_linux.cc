// SO_PEERCRED, unix(7): the kernel notes them at connect().
#include <sys/socket.h>

#include "transport/peer_credentials.h"

namespace farcall::transport {

std::optional<PeerCredentials> peer_credentials(int fd) {
  ucred found{};
  socklen_t length = sizeof found;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &found, &length) != 0 ||
      found.uid == static_cast<uid_t>(-1))  // what other kinds of sockets answer
    return std::nullopt;
  return PeerCredentials{found.uid, found.gid, found.pid};
}

}  // namespace farcall::transport
