// StubPair: the client and the server stub of one interface, without a run-time: a request goes through the server stub,
// whose manager calls the client stub with what it got; that must marshal the same request. The reply goes through the
// client stub into the manager's memory, from which the server stub must marshal the same reply.
#pragma once

#include <farcall/stub/frames.h>

#include <cstdint>
#include <string>
#include <vector>

namespace differential {

using Octets = std::vector<uint8_t>;

// What the stubs are given, and what they must make of it. `request` and `reply` are of the sender's byte order, the
// expected ones little-endian: that is how stubs send.
struct Exchange {
  farcall::stub::SyntaxKind syntax = farcall::stub::SyntaxKind::ndr20;
  bool big_endian = false;
  Octets request;
  Octets reply;
  Octets expected_request;
  Octets expected_reply;
};

// Empty, or how the stubs differ. `if_handle` is the server's.
std::string run(void* if_handle, uint16_t opnum, const Exchange& exchange);

}  // namespace differential
