// The authentication trailer at the end of a PDU, sec_trailer and auth_value (C706 13.2.6.1,
// [MS-RPCE] 2.2.2.11).
//
// A PDU is header, body, auth_pad, sec_trailer (8 bytes), auth_value (auth_length bytes);
// auth_length 0 means that nothing follows the body.
#pragma once

#include "wire/pdu_header.h"

namespace farcall::wire {

inline constexpr size_t k_sec_trailer_size = 8;

struct AuthTrailer {
  uint8_t auth_type = 0;
  uint8_t auth_level = 0;
  uint8_t auth_pad_length = 0;
  uint8_t auth_reserved = 0;
  uint32_t auth_context_id = 0;
  Bytes auth_value;
};

// A PDU cut where its trailer begins.
struct CutPdu {
  Bytes body;  // from `body_offset` of the PDU, pad excluded
  Bytes pad;
  Bytes sec_trailer;    // empty without authentication
  AuthTrailer trailer;  // likewise
  [[nodiscard]] bool authenticated() const { return !sec_trailer.empty(); }
};

// `body_offset`: where the type's fixed part ends. RPC_S_PROTOCOL_ERROR: the trailer does not fit
// behind it, the pad is longer than the body, or the PDU is not frag_length bytes long.
Result<CutPdu> cut_pdu(Bytes pdu, const PduHeader& header, size_t body_offset = k_header_size);

// Adds pad (to a multiple of 4), trailer and token behind the `length` bytes of the PDU in `out`,
// and corrects its lengths. Gives the new length.
Result<size_t> append_auth_trailer(MutableBytes out, size_t length, AuthTrailer trailer);

// Writes the 8 bytes of the trailer without its token.
void encode_sec_trailer(MutableBytes out, const AuthTrailer& trailer);

}  // namespace farcall::wire
