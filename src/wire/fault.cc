// The fault PDU: header, 16 alloc_hint, 20 p_cont_id, 22 cancel_count, 23 flags, 24 status,
// 28 reserved, then extended error information when flagged (C706 12.6.4.7, [MS-RPCE] 2.2.2.8).
#include "wire/fault.h"

#include <algorithm>
#include <cassert>

#include "wire/cursor.h"

namespace farcall::wire {
namespace {
constexpr size_t k_up_to_status = 28;
}

Result<Fault> decode_fault(Bytes pdu, const PduHeader& header) {
  RPC_TRY(const CutPdu cut, cut_pdu(pdu, header, k_up_to_status));
  const uint8_t* at = pdu.data();
  const bool big_endian = header.big_endian();
  Fault fault;
  fault.alloc_hint = load_u32(at + 16, big_endian);
  fault.p_cont_id = load_u16(at + 20, big_endian);
  fault.cancel_count = at[22];
  fault.flags = at[23];
  fault.status = load_u32(at + 24, big_endian);
  fault.stub_data = cut.body.subspan(std::min(cut.body.size(), k_fault_size - k_up_to_status));
  return fault;
}

void encode_fault(MutableBytes out, PduHeader header, const Fault& fault) {
  assert(out.size() >= k_fault_size + fault.stub_data.size());
  header.ptype = PduType::fault;
  header.frag_length = static_cast<uint16_t>(k_fault_size + fault.stub_data.size());
  header.auth_length = 0;
  encode_pdu_header(out, header);
  uint8_t* at = out.data();
  store_u32(at + 16, fault.alloc_hint);
  store_u16(at + 20, fault.p_cont_id);
  at[22] = fault.cancel_count;
  at[23] = fault.flags;
  store_u32(at + 24, fault.status);
  store_u32(at + 28, 0);
  std::copy(fault.stub_data.begin(), fault.stub_data.end(), at + k_fault_size);
}

}  // namespace farcall::wire
