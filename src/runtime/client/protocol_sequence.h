// Protocol sequences: which names are known, which this library can call through, and how their
// parts look.
#pragma once

#include <string_view>

#include "base/status.h"

namespace farcall::runtime::client {

inline constexpr std::string_view k_ncacn_ip_tcp = "ncacn_ip_tcp";

// RPC_S_OK for a supported protocol sequence, RPC_S_PROTSEQ_NOT_SUPPORTED for one that exists
// elsewhere, RPC_S_INVALID_RPC_PROTSEQ for anything else.
Status check_protseq(std::string_view protseq);
// RPC_S_INVALID_ENDPOINT_FORMAT; an empty endpoint means "to be resolved" and is accepted.
Status check_endpoint(std::string_view protseq, std::string_view endpoint);
// RPC_S_INVALID_NET_ADDR; an empty address means this host and is accepted.
Status check_network_address(std::string_view protseq, std::string_view address);

}  // namespace farcall::runtime::client
