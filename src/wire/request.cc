// The request PDU: header, 16 alloc_hint, 20 p_cont_id, 22 opnum, 24 object (when flagged), stub
// data (C706 12.6.4.9).
#include "wire/request.h"

#include <cassert>

#include "wire/cursor.h"

namespace farcall::wire {

Result<Request> decode_request(Bytes pdu, const PduHeader& header) {
  const bool has_object = header.has(k_pfc_object_uuid);
  Request request;
  RPC_TRY(request.cut, cut_pdu(pdu, header, request_header_size(has_object)));
  const uint8_t* at = pdu.data();
  const bool big_endian = header.big_endian();
  request.alloc_hint = load_u32(at + 16, big_endian);
  request.p_cont_id = load_u16(at + 20, big_endian);
  request.opnum = load_u16(at + 22, big_endian);
  if (has_object) request.object = load_uuid(at + k_request_header_size, big_endian);
  return request;
}

size_t encode_request_header(MutableBytes out, PduHeader header, const Request& request) {
  const size_t size = request_header_size(request.object.has_value());
  assert(out.size() >= size);
  header.ptype = PduType::request;
  if (request.object)
    header.pfc_flags |= k_pfc_object_uuid;
  else
    header.pfc_flags &= static_cast<uint8_t>(~k_pfc_object_uuid);
  encode_pdu_header(out, header);
  uint8_t* at = out.data();
  store_u32(at + 16, request.alloc_hint);
  store_u16(at + 20, request.p_cont_id);
  store_u16(at + 22, request.opnum);
  if (request.object) store_uuid(at + k_request_header_size, *request.object);
  return size;
}

}  // namespace farcall::wire
