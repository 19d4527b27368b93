// co_cancel, orphaned and shutdown: nothing but a header (C706 12.6.4.6, .8, .11).
#include "wire/control.h"

namespace farcall::wire {

Result<void> decode_control(Bytes pdu, const PduHeader& header) {
  RPC_TRY(const CutPdu cut, cut_pdu(pdu, header));
  if (!cut.body.empty()) return Status{RPC_S_PROTOCOL_ERROR};
  return {};
}

void encode_control(MutableBytes out, PduType type, uint32_t call_id) {
  PduHeader header;
  header.ptype = type;
  header.frag_length = k_header_size;
  header.call_id = call_id;
  encode_pdu_header(out, header);
}

}  // namespace farcall::wire
