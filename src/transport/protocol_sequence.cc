// The table of protocol sequences.
#include "transport/protocol_sequence.h"

#include "transport/local.h"
#include "transport/tcp.h"

namespace farcall::transport {
namespace {

constexpr const ProtocolSequence* k_all[] = {
    &k_ncacn_ip_tcp,
    &k_ncalrpc,
};

}  // namespace

std::span<const ProtocolSequence* const> protocol_sequences() {
  return k_all;
}

const ProtocolSequence* find_protocol_sequence(std::string_view name) {
  for (const ProtocolSequence* each : k_all)
    if (each->name == name) return each;
  return nullptr;
}

}  // namespace farcall::transport
