// Protocol sequences by name: which this library speaks (transport/protocol_sequence.h), which exist
// elsewhere, and how the parts of a binding look.
#pragma once

#include <string_view>

#include "base/result.h"
#include "transport/protocol_sequence.h"

namespace farcall::runtime::client {

inline constexpr std::string_view k_ncacn_ip_tcp = "ncacn_ip_tcp";
inline constexpr std::string_view k_ncalrpc = "ncalrpc";

// RPC_S_PROTSEQ_NOT_SUPPORTED for one that exists elsewhere, RPC_S_INVALID_RPC_PROTSEQ for anything
// else.
Result<const transport::ProtocolSequence&> supported_protseq(std::string_view protseq);
Status check_protseq(std::string_view protseq);
// RPC_S_INVALID_ENDPOINT_FORMAT; an empty endpoint means "to be resolved" and is accepted.
Status check_endpoint(std::string_view protseq, std::string_view endpoint);
// RPC_S_INVALID_NET_ADDR; an empty address means this host and is accepted.
Status check_network_address(std::string_view protseq, std::string_view address);

}  // namespace farcall::runtime::client
