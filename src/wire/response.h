// The response PDU (C706 12.6.4.10).
#pragma once

#include "wire/auth_trailer.h"

namespace farcall::wire {

inline constexpr size_t k_response_header_size = 24;

struct Response {
  uint32_t alloc_hint = 0;
  uint16_t p_cont_id = 0;
  uint8_t cancel_count = 0;
  // As received: stub data without pad is cut.body, its trailer is there for the security context.
  // Empty in one that is to be sent.
  CutPdu cut;
};
Result<Response> decode_response(Bytes pdu, const PduHeader& header);

// Writes the 24 bytes in front of the stub data. Sets the type;
// `header.frag_length` is the caller's. `out` has room for it.
void encode_response_header(MutableBytes out, PduHeader header, const Response& response);

}  // namespace farcall::wire
