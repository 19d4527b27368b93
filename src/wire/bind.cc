// Codecs of the association's PDUs. Bytes behind the last field and in front of the trailer are
// ignored, but for the error information of a bind_nak: others pad.
#include "wire/bind.h"

#include <algorithm>

namespace farcall::wire {
namespace {

constexpr Uuid k_error_signature{
    0x90740320, 0xfad0, 0x11d3, {0x82, 0xd7, 0x00, 0x90, 0x27, 0xb1, 0x30, 0xab}};

// Puts the header in front of what `pen` has written behind it.
Result<size_t> finish_pdu(MutableBytes out, const Pen& pen, PduHeader header) {
  RPC_TRY(const size_t length, pen.finish());
  if (length > UINT16_MAX) return Status{RPC_S_BUFFER_TOO_SMALL};
  header.frag_length = static_cast<uint16_t>(length);
  header.auth_length = 0;
  encode_pdu_header(out, header);
  return length;
}

void leave_header(Pen& pen) {
  constexpr uint8_t header[k_header_size]{};
  pen.bytes(header);
}

void write_parameters(Pen& pen, const AssociationParameters& parameters) {
  pen.u16(parameters.max_xmit_frag);
  pen.u16(parameters.max_recv_frag);
  pen.u32(parameters.assoc_group_id);
}

// port_any_t: its length counts a final NUL; an alter_context_resp has length 0.
Result<std::string_view> read_sec_addr(Cursor& in) {
  RPC_TRY(const uint16_t length, in.u16());
  RPC_TRY(const Bytes bytes, in.take(length));
  const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  return text.substr(0, std::min(text.find('\0'), text.size()));
}

void write_sec_addr(Pen& pen, std::string_view sec_addr) {
  if (sec_addr.empty()) return pen.u16(0);
  pen.u16(static_cast<uint16_t>(sec_addr.size() + 1));
  pen.bytes({reinterpret_cast<const uint8_t*>(sec_addr.data()), sec_addr.size()});
  pen.u8(0);
}

// A handshake's PDU ends by itself, so a pad that claims some of it takes nothing away. Observed:
// Windows and Samba let it claim what lies behind the fixed part of a request, and no more.
bool claims_too_much(const CutPdu& cut) {
  constexpr size_t k_request_fixed_part = 8;
  return !cut.pad.empty() && cut.body.size() < k_request_fixed_part;
}

}  // namespace

Result<Bind> decode_bind(Bytes pdu, const PduHeader& header) {
  RPC_TRY(const CutPdu cut, cut_pdu(pdu, header));
  if (claims_too_much(cut)) return Status{RPC_S_PROTOCOL_ERROR};
  const Bytes body{cut.body.data(), cut.body.size() + cut.pad.size()};
  Cursor in{body, header.big_endian()};
  Bind bind;
  RPC_TRY(bind.max_xmit_frag, in.u16());
  RPC_TRY(bind.max_recv_frag, in.u16());
  RPC_TRY(bind.assoc_group_id, in.u32());
  RPC_TRY(bind.p_context_elem, ContextList::decode(in, header.big_endian()));
  return bind;
}

Result<size_t> encode_bind(MutableBytes out, PduHeader header,
                           const AssociationParameters& parameters,
                           std::span<const ContextProposal> contexts) {
  Pen pen{out};
  leave_header(pen);
  write_parameters(pen, parameters);
  write_context_list(pen, contexts);
  return finish_pdu(out, pen, header);
}

Result<BindAck> decode_bind_ack(Bytes pdu, const PduHeader& header) {
  RPC_TRY(const CutPdu cut, cut_pdu(pdu, header));
  Cursor in{cut.body, header.big_endian()};
  BindAck ack;
  RPC_TRY(ack.max_xmit_frag, in.u16());
  RPC_TRY(ack.max_recv_frag, in.u16());
  RPC_TRY(ack.assoc_group_id, in.u32());
  RPC_TRY(ack.sec_addr, read_sec_addr(in));
  const size_t offset = cut.body.size() - in.left();  // the body starts 4-aligned
  RPC_TRY(in.take((4 - offset % 4) % 4));
  RPC_TRY(ack.p_result_list, OutcomeList::decode(in, header.big_endian()));
  return ack;
}

Result<size_t> encode_bind_ack(MutableBytes out, PduHeader header,
                               const AssociationParameters& parameters, std::string_view sec_addr,
                               std::span<const ContextOutcome> outcomes) {
  if (sec_addr.size() >= UINT16_MAX) return Status{RPC_S_BUFFER_TOO_SMALL};
  Pen pen{out};
  leave_header(pen);
  write_parameters(pen, parameters);
  write_sec_addr(pen, sec_addr);
  pen.align(4);
  write_outcome_list(pen, outcomes);
  return finish_pdu(out, pen, header);
}

Result<BindNak> decode_bind_nak(Bytes pdu, const PduHeader& header) {
  RPC_TRY(const CutPdu cut, cut_pdu(pdu, header));
  Cursor in{cut.body, header.big_endian()};
  BindNak nak;
  RPC_TRY(const uint16_t reason, in.u16());
  nak.provider_reject_reason = static_cast<BindNakReason>(reason);
  if (in.left() == 0) return nak;
  RPC_TRY(const uint8_t n_protocols, in.u8());
  RPC_TRY(nak.versions, in.take(size_t{n_protocols} * 2));
  // Aligned to 4, a signature and what it announces ([MS-RPCE] 2.2.2.9).
  const size_t padding = (4 - (cut.body.size() - in.left()) % 4) % 4;
  if (in.left() < padding + 16) return nak;
  (void)in.take(padding);
  const Bytes rest = in.rest();
  if (load_uuid(rest.data(), header.big_endian()) == k_error_signature)
    nak.error_information = rest.subspan(16);
  return nak;
}

Result<size_t> encode_bind_nak(MutableBytes out, uint32_t call_id, BindNakReason reason,
                               std::span<const ProtocolVersion> versions, Bytes error_information) {
  Pen pen{out};
  leave_header(pen);
  pen.u16(static_cast<uint16_t>(reason));
  pen.u8(static_cast<uint8_t>(versions.size()));
  for (const ProtocolVersion& version : versions) {
    pen.u8(version.major);
    pen.u8(version.minor);
  }
  // Observed: Windows and Samba end a bind_nak at a multiple of 4.
  pen.align(4);
  if (!error_information.empty()) {
    pen.uuid(k_error_signature);
    pen.bytes(error_information);
  }
  PduHeader header;
  header.ptype = PduType::bind_nak;
  header.call_id = call_id;
  return finish_pdu(out, pen, header);
}

Result<AuthTrailer> decode_auth3(Bytes pdu, const PduHeader& header) {
  RPC_TRY(const CutPdu cut, cut_pdu(pdu, header));
  if (!cut.authenticated() || claims_too_much(cut)) return Status{RPC_S_PROTOCOL_ERROR};
  return cut.trailer;
}

}  // namespace farcall::wire
