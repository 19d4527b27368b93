// The addresses of this host that a client could use.
#pragma once

#include <vector>

#include "transport/tcp_address.h"

namespace farcall::transport {

// Of interfaces that are up: loopback first, then the others, without those that need a zone. Port
// 0.
std::vector<TcpAddress> host_addresses();

}  // namespace farcall::transport
