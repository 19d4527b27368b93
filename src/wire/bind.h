// The PDUs that open an association and change it: bind, bind_ack, bind_nak, alter_context and its
// response, auth3 (C706 12.6.4.1–5, [MS-RPCE] 2.2.2.3–5).
//
// Encoders write a PDU without authentication and set its frag_length; append_auth_trailer() of
// auth_trailer.h adds a security token behind. RPC_S_BUFFER_TOO_SMALL when `out` is.
#pragma once

#include <string_view>

#include "wire/auth_trailer.h"
#include "wire/pdu_header.h"
#include "wire/presentation.h"

namespace farcall::wire {

// bind and alter_context have the same body.
struct Bind {
  uint16_t max_xmit_frag = 0;
  uint16_t max_recv_frag = 0;
  uint32_t assoc_group_id = 0;
  ContextList p_context_elem;
};
Result<Bind> decode_bind(Bytes pdu, const PduHeader& header);

// What bind and alter_context, and their answers, say besides their contexts.
struct AssociationParameters {
  uint16_t max_xmit_frag = 0;
  uint16_t max_recv_frag = 0;
  uint32_t assoc_group_id = 0;
};
// `header.ptype` is bind or alter_context. At most 255 contexts and 255 syntaxes in each.
Result<size_t> encode_bind(MutableBytes out, PduHeader header,
                           const AssociationParameters& parameters,
                           std::span<const ContextProposal> contexts);

// bind_ack and alter_context_resp have the same body.
struct BindAck {
  uint16_t max_xmit_frag = 0;
  uint16_t max_recv_frag = 0;
  uint32_t assoc_group_id = 0;
  std::string_view sec_addr;  // without its final NUL; empty in an alter_context_resp
  OutcomeList p_result_list;
};
Result<BindAck> decode_bind_ack(Bytes pdu, const PduHeader& header);
// `header.ptype` is bind_ack or alter_context_resp.
Result<size_t> encode_bind_ack(MutableBytes out, PduHeader header,
                               const AssociationParameters& parameters, std::string_view sec_addr,
                               std::span<const ContextOutcome> outcomes);

// p_reject_reason_t (C706 12.6.3.1) with the additions of [MS-RPCE] 2.2.2.5.
enum class BindNakReason : uint16_t {
  reason_not_specified = 0,
  temporary_congestion = 1,
  local_limit_exceeded = 2,
  called_paddr_unknown = 3,
  protocol_version_not_supported = 4,
  default_context_not_supported = 5,
  user_data_not_readable = 6,
  no_psap_available = 7,
  authentication_type_not_recognized = 8,
  invalid_checksum = 9,
};

struct ProtocolVersion {
  uint8_t major = 5;
  uint8_t minor = 0;
};

struct BindNak {
  BindNakReason provider_reject_reason = BindNakReason::reason_not_specified;
  Bytes versions;           // pairs of bytes, major and minor; can be empty
  Bytes error_information;  // nearly always empty
};
Result<BindNak> decode_bind_nak(Bytes pdu, const PduHeader& header);
// What stands around the error information of a bind_nak that names one version.
constexpr size_t k_explained_bind_nak_size = k_header_size + 8 + 16;
// `error_information` may be empty.
Result<size_t> encode_bind_nak(MutableBytes out, uint32_t call_id, BindNakReason reason,
                               std::span<const ProtocolVersion> versions,
                               Bytes error_information = {});

// auth3 carries nothing but its trailer.
Result<AuthTrailer> decode_auth3(Bytes pdu, const PduHeader& header);

}  // namespace farcall::wire
