// PduHeader: the 16 bytes that every connection-oriented PDU begins with (C706 12.6.3.1,
// [MS-RPCE] 2.2.2.1).
//
// 1. Decoders in this folder take one whole PDU, exactly frag_length bytes, and its decoded header.
//    What they give are values and views into the PDU; they check every length and nothing else:
//    whether a PDU may come now is the association's business.
// 2. A PDU that cannot be decoded is RPC_S_PROTOCOL_ERROR.
// 3. Encoders write little-endian, with call_id, flags and lengths as the caller set them in the
//    header unless they say that they set them.
// 4. Fields keep the specification's spelling.
#pragma once

#include <array>

#include "base/bytes.h"
#include "base/result.h"

namespace farcall::wire {

inline constexpr size_t k_header_size = 16;

// C706 12.6.4; those of the datagram protocol are named, never accepted.
enum class PduType : uint8_t {
  request = 0,
  ping = 1,
  response = 2,
  fault = 3,
  working = 4,
  nocall = 5,
  reject = 6,
  ack = 7,
  cl_cancel = 8,
  fack = 9,
  cancel_ack = 10,
  bind = 11,
  bind_ack = 12,
  bind_nak = 13,
  alter_context = 14,
  alter_context_resp = 15,
  auth3 = 16,  // [MS-RPCE] 2.2.2.5
  shutdown = 17,
  co_cancel = 18,
  orphaned = 19,
};

// pfc_flags, C706 12.6.3.1.
inline constexpr uint8_t k_pfc_first_frag = 0x01;
inline constexpr uint8_t k_pfc_last_frag = 0x02;
inline constexpr uint8_t k_pfc_pending_cancel = 0x04;       // in a request
inline constexpr uint8_t k_pfc_support_header_sign = 0x04;  // in bind and alter_context
inline constexpr uint8_t k_pfc_conc_mpx = 0x10;
inline constexpr uint8_t k_pfc_did_not_execute = 0x20;  // in a fault
inline constexpr uint8_t k_pfc_maybe = 0x40;            // in a request
inline constexpr uint8_t k_pfc_object_uuid = 0x80;      // in a request
inline constexpr uint8_t k_pfc_single = k_pfc_first_frag | k_pfc_last_frag;

// packed_drep (C706 14.1): what we send, and the parts of what we get.
inline constexpr std::array<uint8_t, 4> k_drep_little_endian{0x10, 0, 0, 0};

struct PduHeader {
  uint8_t rpc_vers = 5;
  uint8_t rpc_vers_minor = 0;
  PduType ptype = PduType::request;
  uint8_t pfc_flags = k_pfc_single;
  std::array<uint8_t, 4> packed_drep = k_drep_little_endian;
  uint16_t frag_length = 0;
  uint16_t auth_length = 0;
  uint32_t call_id = 0;

  [[nodiscard]] bool has(uint8_t flag) const { return (pfc_flags & flag) != 0; }
  [[nodiscard]] bool big_endian() const { return (packed_drep[0] >> 4) == 0; }
  // ASCII characters, IEEE floats, one of the two known byte orders. We never convert from EBCDIC,
  // VAX, Cray or IBM data.
  [[nodiscard]] bool representation_supported() const {
    return (packed_drep[0] >> 4) <= 1 && (packed_drep[0] & 0x0f) == 0 && packed_drep[1] == 0;
  }
};

// The header as it stands there, whatever its values. RPC_S_PROTOCOL_ERROR below 16 bytes.
Result<PduHeader> decode_pdu_header(Bytes bytes);

// `out` has room for 16 bytes.
void encode_pdu_header(MutableBytes out, const PduHeader& header);

// Corrects the lengths of a PDU that stands in `pdu` already.
void set_lengths(MutableBytes pdu, uint16_t frag_length, uint16_t auth_length);

}  // namespace farcall::wire
