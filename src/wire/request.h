// The request PDU (C706 12.6.4.9).
#pragma once

#include <optional>

#include "base/uuid.h"
#include "wire/auth_trailer.h"

namespace farcall::wire {

inline constexpr size_t k_request_header_size = 24;
inline constexpr size_t k_request_header_size_with_object = 40;

struct Request {
  uint32_t alloc_hint = 0;  // a hint and nothing else
  uint16_t p_cont_id = 0;
  uint16_t opnum = 0;
  std::optional<Uuid> object;
  // As received: stub data without pad is cut.body, its trailer is there for the security context.
  // Empty in one that is to be sent.
  CutPdu cut;
};
Result<Request> decode_request(Bytes pdu, const PduHeader& header);

// Where stub data begins in a request.
[[nodiscard]] inline size_t request_header_size(bool object) {
  return object ? k_request_header_size_with_object : k_request_header_size;
}

// Writes everything in front of the stub data: 24 bytes, 40 with an object. Sets type and object flag; `header.frag_length` is the caller's. Gives the size
// written; `out` has room for it.
size_t encode_request_header(MutableBytes out, PduHeader header, const Request& request);

}  // namespace farcall::wire
