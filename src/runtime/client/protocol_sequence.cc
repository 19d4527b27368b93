// Protocol sequences: those that this library speaks are in the table of transport/, the others have
// towers (wire/tower.h).
#include "runtime/client/protocol_sequence.h"

#include "wire/tower.h"

namespace farcall::runtime::client {

Result<const transport::ProtocolSequence&> supported_protseq(std::string_view protseq) {
  if (const transport::ProtocolSequence* found = transport::find_protocol_sequence(protseq))
    return *found;
  return Status{wire::is_known_protseq(protseq) ? RPC_S_PROTSEQ_NOT_SUPPORTED
                                                : RPC_S_INVALID_RPC_PROTSEQ};
}

Status check_protseq(std::string_view protseq) {
  return supported_protseq(protseq).status();
}

Status check_endpoint(std::string_view protseq, std::string_view endpoint) {
  if (endpoint.empty()) return Status{};
  RPC_TRY(const auto& found, supported_protseq(protseq));
  return found.check_endpoint(endpoint);
}

Status check_network_address(std::string_view protseq, std::string_view address) {
  if (address.empty()) return Status{};
  RPC_TRY(const auto& found, supported_protseq(protseq));
  return found.check_address(address);
}

}  // namespace farcall::runtime::client
