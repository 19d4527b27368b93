// The common header, C706 12.6.3.1: offsets 0 rpc_vers, 1 rpc_vers_minor, 2 PTYPE, 3 pfc_flags,
// 4 packed_drep, 8 frag_length, 10 auth_length, 12 call_id. The drep says how to read what follows
// it, so its own place is fixed.
#include "wire/pdu_header.h"

#include <cassert>
#include <cstring>

#include "wire/cursor.h"

namespace farcall::wire {

Result<PduHeader> decode_pdu_header(Bytes bytes) {
  if (bytes.size() < k_header_size) return Status{RPC_S_PROTOCOL_ERROR};
  const uint8_t* at = bytes.data();
  PduHeader header;
  header.rpc_vers = at[0];
  header.rpc_vers_minor = at[1];
  header.ptype = static_cast<PduType>(at[2]);
  header.pfc_flags = at[3];
  std::memcpy(header.packed_drep.data(), at + 4, header.packed_drep.size());
  header.frag_length = load_u16(at + 8, header.big_endian());
  header.auth_length = load_u16(at + 10, header.big_endian());
  header.call_id = load_u32(at + 12, header.big_endian());
  return header;
}

void encode_pdu_header(MutableBytes out, const PduHeader& header) {
  assert(out.size() >= k_header_size);
  uint8_t* at = out.data();
  at[0] = header.rpc_vers;
  at[1] = header.rpc_vers_minor;
  at[2] = static_cast<uint8_t>(header.ptype);
  at[3] = header.pfc_flags;
  std::memcpy(at + 4, k_drep_little_endian.data(), k_drep_little_endian.size());
  store_u16(at + 8, header.frag_length);
  store_u16(at + 10, header.auth_length);
  store_u32(at + 12, header.call_id);
}

void set_lengths(MutableBytes pdu, uint16_t frag_length, uint16_t auth_length) {
  assert(pdu.size() >= k_header_size);
  store_u16(pdu.data() + 8, frag_length);
  store_u16(pdu.data() + 10, auth_length);
}

}  // namespace farcall::wire
