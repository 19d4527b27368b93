// The PDUs that are a header and nothing else: co_cancel, orphaned, shutdown (C706 12.6.4.6, .8,
// .11). The first two may carry an authentication trailer.
#pragma once

#include "wire/auth_trailer.h"

namespace farcall::wire {

// RPC_S_PROTOCOL_ERROR when anything but a trailer follows the header.
Result<void> decode_control(Bytes pdu, const PduHeader& header);

// Writes the 16 bytes of such a PDU.
void encode_control(MutableBytes out, PduType type, uint32_t call_id);

}  // namespace farcall::wire
