// ProtocolSequence: what a protocol sequence is to those who listen, connect, and write bindings.
//
// Each has a file of its own here (tcp.cc, local.cc) and a line in the table of
// protocol_sequence.cc; nothing else knows which there are. How their towers look is
// wire/tower.cc's. Constant data and free functions; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "transport/address.h"
#include "transport/unique_fd.h"

namespace farcall::transport {

// Where to connect: addresses in the order in which they are tried, or a host and a port of which a
// Resolver makes addresses, or a job for a Resolver that finds them.
struct Destination {
  AddressList addresses;
  std::string host;
  uint16_t port = 0;  // 0: there is nothing to look up
  std::function<Result<AddressList>()> find;
  [[nodiscard]] bool needs_lookup() const { return addresses.empty() && port != 0; }
};

struct ListenRequest {
  std::string_view address;   // empty: every one of this host
  std::string_view endpoint;  // empty: any free one
  unsigned backlog = 0;       // 0: the system's maximum
};

// A listening socket, and what must be undone when it is closed.
struct ListeningSocket {
  UniqueFd fd;
  Address address;
  // Removes the socket's name when it goes; empty where there is none.
  std::shared_ptr<void> name;
};

struct ListeningSockets {
  std::vector<ListeningSocket> sockets;
  std::string endpoint;  // as a client names it
};

struct ProtocolSequence {
  std::string_view name;
  uint32_t number;        // RPC_PROTSEQ_* of the SDK's call attributes
  bool local;             // peers are on this computer, and known by their credentials
  uint32_t max_endpoint;  // longest endpoint, in characters

  // Of what is not empty. RPC_S_INVALID_ENDPOINT_FORMAT, RPC_S_INVALID_NET_ADDR.
  Status (*check_endpoint)(std::string_view endpoint);
  Status (*check_address)(std::string_view address);
  // Nothing is looked up. RPC_S_INVALID_ENDPOINT_FORMAT, RPC_S_INVALID_NET_ADDR.
  Result<Destination> (*destination)(std::string_view host, std::string_view endpoint);
  // RPC_S_INVALID_ENDPOINT_FORMAT, RPC_S_INVALID_NET_ADDR, RPC_S_DUPLICATE_ENDPOINT,
  // RPC_S_CANT_CREATE_ENDPOINT, RPC_S_OUT_OF_RESOURCES.
  Result<ListeningSockets> (*listen)(const ListenRequest& request);
  // The network addresses at which sockets bound to `bound` can be reached now, those for local
  // clients first.
  std::vector<std::string> (*hosts)(std::span<const Address> bound);
};

// All there are, the one that reaches furthest first.
std::span<const ProtocolSequence* const> protocol_sequences();
// Nullptr when there is none of that name.
const ProtocolSequence* find_protocol_sequence(std::string_view name);

}  // namespace farcall::transport
