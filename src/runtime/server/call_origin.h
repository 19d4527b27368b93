// CallOrigin: where a call came from, in terms of string bindings and call attributes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "transport/peer_credentials.h"

namespace farcall::runtime {

class ServerCall;

struct CallOrigin {
  std::string protseq;
  uint32_t protseq_number = 0;  // RPC_PROTSEQ_* of the SDK
  std::string client_address;
  bool local = false;                                     // the client is on this computer
  std::array<uint8_t, 16> server_address{};               // network order
  size_t server_address_size = 0;                         // 4 or 16; 0: it has none
  std::optional<transport::PeerCredentials> credentials;  // of a local protocol sequence
};

// Any thread that holds the call (Server::visit_call).
CallOrigin origin_of(const ServerCall& call);

}  // namespace farcall::runtime
