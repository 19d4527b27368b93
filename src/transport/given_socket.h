// A listening socket that somebody else has made: a service manager that starts a program when the
// first connection comes ("socket activation", sd_listen_fds(3)).
#pragma once

#include "base/result.h"
#include "transport/protocol_sequence.h"
#include "transport/unique_fd.h"

namespace farcall::transport {

struct GivenSocket {
  const ProtocolSequence* protseq;
  ListeningSockets listening;
};

// What the socket serves is seen from its address: a port, or a name of ncalrpc, which stays when
// the socket is closed. RPC_S_INVALID_ARG: no stream socket of such a kind that listens;
// RPC_S_INVALID_ENDPOINT_FORMAT: its path does not end in a name of ncalrpc; RPC_S_OUT_OF_RESOURCES.
Result<GivenSocket> given_socket(UniqueFd fd);

}  // namespace farcall::transport
