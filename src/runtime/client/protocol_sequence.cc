// The protocol sequences of the SDK ("Protocol Sequence Constants") that are not in the table of
// transport/.
#include "runtime/client/protocol_sequence.h"

#include <algorithm>
#include <iterator>

namespace farcall::runtime::client {
namespace {

// Well-formed names that this library does not speak.
constexpr std::string_view k_unsupported[] = {
    "ncacn_np",      "ncacn_http",   "ncadg_ip_udp",  "ncacn_spx",    "ncadg_ipx",
    "ncacn_nb_tcp",  "ncacn_nb_ipx", "ncacn_nb_nb",   "ncacn_at_dsp", "ncacn_dnet_nsp",
    "ncacn_vns_spp", "ncadg_mq",     "ncacn_hvsocket"};

}  // namespace

Result<const transport::ProtocolSequence&> supported_protseq(std::string_view protseq) {
  if (const transport::ProtocolSequence* found = transport::find_protocol_sequence(protseq))
    return *found;
  const bool known = std::find(std::begin(k_unsupported), std::end(k_unsupported), protseq) !=
                     std::end(k_unsupported);
  return Status{known ? RPC_S_PROTSEQ_NOT_SUPPORTED : RPC_S_INVALID_RPC_PROTSEQ};
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
