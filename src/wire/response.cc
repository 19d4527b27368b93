// The response PDU: header, 16 alloc_hint, 20 p_cont_id, 22 cancel_count, 23 reserved, stub data
// (C706 12.6.4.10).
#include "wire/response.h"

#include <cassert>

#include "wire/cursor.h"

namespace farcall::wire {

Result<Response> decode_response(Bytes pdu, const PduHeader& header) {
  Response response;
  RPC_TRY(response.cut, cut_pdu(pdu, header, k_response_header_size));
  const uint8_t* at = pdu.data();
  response.alloc_hint = load_u32(at + 16, header.big_endian());
  response.p_cont_id = load_u16(at + 20, header.big_endian());
  response.cancel_count = at[22];
  return response;
}

void encode_response_header(MutableBytes out, PduHeader header, const Response& response) {
  assert(out.size() >= k_response_header_size);
  header.ptype = PduType::response;
  encode_pdu_header(out, header);
  uint8_t* at = out.data();
  store_u32(at + 16, response.alloc_hint);
  store_u16(at + 20, response.p_cont_id);
  at[22] = response.cancel_count;
  at[23] = 0;
}

}  // namespace farcall::wire
