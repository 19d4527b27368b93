// The sockets with which a service manager starts this program (sd_listen_fds(3)).
#pragma once

#include <optional>
#include <vector>

namespace farcall::epmapper {

// Their descriptors, once: the variables that tell of them (LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES)
// are taken away. Empty when there are none or they are meant for another process; nothing when
// what the variables say cannot be. Before other threads are there.
std::optional<std::vector<int>> passed_sockets();

}  // namespace farcall::epmapper
