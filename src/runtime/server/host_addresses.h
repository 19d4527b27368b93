// The addresses of this host that a client could use.
#pragma once

#include <vector>

#include "transport/tcp_address.h"

namespace farcall::runtime {

// Of interfaces that are up: loopback first, then the others, without those that need a zone. Port
// 0.
std::vector<transport::TcpAddress> host_addresses();

}  // namespace farcall::runtime
