// Who is at the other end of a local connection.
#pragma once

#include <sys/types.h>

#include <optional>

namespace farcall::transport {

// As they were when the peer connected.
struct PeerCredentials {
  uid_t uid = 0;
  gid_t gid = 0;
  pid_t pid = 0;  // 0: the process is not visible from here
};

// Nothing for descriptors that are no Unix sockets.
std::optional<PeerCredentials> peer_credentials(int fd);

}  // namespace farcall::transport
