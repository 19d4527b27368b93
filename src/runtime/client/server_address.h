// ServerAddress: where the connections of an association group lead: host and TCP port.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "transport/resolver.h"

namespace farcall::runtime::client {

struct ServerAddress {
  std::string host;  // a name or a numeric address; empty: this host
  uint16_t port = 0;
};

// RPC_S_INVALID_ENDPOINT_FORMAT
Result<ServerAddress> server_address(std::string_view host, std::string_view endpoint);

// The addresses of this host, which need no look-up; nothing for every other one.
std::optional<transport::AddressList> known_addresses(const ServerAddress& server);

}  // namespace farcall::runtime::client
