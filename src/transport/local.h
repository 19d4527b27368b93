// ncalrpc: calls within this computer, over Unix stream sockets (SDK "ncalrpc", docs/ncalrpc.md).
//
// The bytes are those of the connection-oriented protocol. Who calls is told by the kernel
// (peer_credentials.h); endpoints are names (local_directory.h).
#pragma once

#include "transport/protocol_sequence.h"

namespace farcall::transport {

extern const ProtocolSequence k_ncalrpc;

}  // namespace farcall::transport
