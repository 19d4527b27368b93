// Where a PDU's body ends and its trailer begins ([MS-RPCE] 2.2.2.11). All lengths come from the
// peer: each is compared with what the earlier ones have left (CVE-2015-5370, class 3 of the
// known attacks on this protocol).
#include "wire/auth_trailer.h"

#include <cassert>

#include "wire/cursor.h"

namespace farcall::wire {
namespace {

AuthTrailer decode_sec_trailer(Bytes bytes, bool big_endian) {
  AuthTrailer trailer;
  trailer.auth_type = bytes[0];
  trailer.auth_level = bytes[1];
  trailer.auth_pad_length = bytes[2];
  trailer.auth_reserved = bytes[3];
  trailer.auth_context_id = load_u32(bytes.data() + 4, big_endian);
  return trailer;
}

}  // namespace

Result<CutPdu> cut_pdu(Bytes pdu, const PduHeader& header, size_t body_offset) {
  if (pdu.size() != header.frag_length || body_offset > pdu.size())
    return Status{RPC_S_PROTOCOL_ERROR};
  CutPdu cut;
  cut.body = pdu.subspan(body_offset);
  if (header.auth_length == 0) return cut;

  const size_t behind_body = k_sec_trailer_size + header.auth_length;
  if (behind_body > cut.body.size()) return Status{RPC_S_PROTOCOL_ERROR};
  const size_t trailer_offset = pdu.size() - behind_body;
  // Pad brings the trailer to a multiple of 4. Observed: Windows and Samba refuse another.
  if (trailer_offset % 4 != 0) return Status{RPC_S_PROTOCOL_ERROR};
  cut.sec_trailer = pdu.subspan(trailer_offset, k_sec_trailer_size);
  cut.trailer = decode_sec_trailer(cut.sec_trailer, header.big_endian());
  cut.trailer.auth_value = pdu.last(header.auth_length);

  const Bytes padded = cut.body.first(cut.body.size() - behind_body);
  if (cut.trailer.auth_pad_length > padded.size()) return Status{RPC_S_PROTOCOL_ERROR};
  cut.pad = padded.last(cut.trailer.auth_pad_length);
  cut.body = padded.first(padded.size() - cut.pad.size());
  return cut;
}

void encode_sec_trailer(MutableBytes out, const AuthTrailer& trailer) {
  assert(out.size() >= k_sec_trailer_size);
  out[0] = trailer.auth_type;
  out[1] = trailer.auth_level;
  out[2] = trailer.auth_pad_length;
  out[3] = trailer.auth_reserved;
  store_u32(out.data() + 4, trailer.auth_context_id);
}

Result<size_t> append_auth_trailer(MutableBytes out, size_t length, AuthTrailer trailer) {
  const size_t pad = (4 - length % 4) % 4;
  const size_t added = pad + k_sec_trailer_size + trailer.auth_value.size();
  if (length > out.size() || added > out.size() - length || length + added > UINT16_MAX)
    return Status{RPC_S_BUFFER_TOO_SMALL};
  trailer.auth_pad_length = static_cast<uint8_t>(pad);
  Pen pen{out.subspan(length)};
  for (size_t i = 0; i < pad; ++i) pen.u8(0);
  encode_sec_trailer(out.subspan(length + pad), trailer);
  Pen token{out.subspan(length + pad + k_sec_trailer_size)};
  token.bytes(trailer.auth_value);
  set_lengths(out, static_cast<uint16_t>(length + added),
              static_cast<uint16_t>(trailer.auth_value.size()));
  return length + added;
}

}  // namespace farcall::wire
