// ncacn_ip_tcp: endpoints are decimal port numbers, addresses are names or numbers (SDK
// "ncacn_ip_tcp").
#pragma once

#include "transport/protocol_sequence.h"

namespace farcall::transport {

extern const ProtocolSequence k_ncacn_ip_tcp;

}  // namespace farcall::transport
