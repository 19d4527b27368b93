// The endpoint mapper as a part of a server: farcall-epmapper is nothing else, and other servers may
// have one of their own (rpcecho-server --epmapper-port).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace farcall::epmapper {

// Where a mapper on a TCP port is to be found by the programs of this computer.
std::string local_endpoint(const std::string& port);

// Serves the map of this process at a TCP address and port ("0": any free one) and at the local
// endpoint that goes with it. RPC_S_OK and the port, or what went wrong. Once; calls are answered
// from RpcServerListen() on.
int32_t serve(const char* address, const char* port, std::string& used_port);

// The same at sockets that listen already (FarcallServerUseSocket), which are the caller's no more:
// what they are not, TCP or local, there is not. Programs of this computer find a mapper at its
// local socket by the socket's name.
int32_t serve_sockets(const std::vector<int>& sockets);

// How many clients hold a lookup handle now. Any thread.
size_t lookups_under_way();

}  // namespace farcall::epmapper
