// Prints a server's PDUs through the decoders of src/wire.
#include "protocol/pdu_answers.h"

#include <cstdarg>
#include <cstdio>

#include "wire/bind.h"
#include "wire/cursor.h"
#include "wire/fault.h"
#include "wire/response.h"

namespace farcall::test {

using namespace wire;

std::string format(const char* pattern, ...) {
  char line[256];
  va_list arguments;
  va_start(arguments, pattern);
  std::vsnprintf(line, sizeof line, pattern, arguments);
  va_end(arguments);
  return line;
}

namespace {

std::string hex(Bytes bytes) {
  std::string text;
  for (const uint8_t byte : bytes) text += format("%02x", byte);
  return text;
}

std::string ack_text(const char* name, Bytes pdu, const PduHeader& header) {
  const auto ack = decode_bind_ack(pdu, header);
  if (!ack) return "malformed";
  std::string text = format("%s %u", name, header.call_id);
  for (size_t i = 0; i < ack->p_result_list.n_results(); ++i)
    text += format(" %u/%u", static_cast<unsigned>(ack->p_result_list[i].result),
                   ack->p_result_list[i].reason);
  return text;
}

std::string fault_text(Bytes pdu, const PduHeader& header) {
  const auto fault = decode_fault(pdu, header);
  if (!fault) return "malformed";
  std::string text = format("fault %u %x", header.call_id, fault->status);
  if (fault->p_cont_id) text += format(" ctx %u", fault->p_cont_id);
  if (header.has(k_pfc_did_not_execute)) text += " dne";
  return text;
}

std::string response_text(Bytes pdu, const PduHeader& header) {
  const auto response = decode_response(pdu, header);
  if (!response) return "malformed";
  if (header.pfc_flags == k_pfc_single && response->cut.body.size() <= 8)
    return format("response %u (%s)", header.call_id, hex(response->cut.body).c_str());
  return format("response %u flags %x, %zu bytes", header.call_id, header.pfc_flags,
                response->cut.body.size());
}

std::string answer_text(Bytes pdu) {
  const auto header = decode_pdu_header(pdu);
  if (!header) return "malformed";
  switch (header->ptype) {
    case PduType::bind_ack:
      return ack_text("bind_ack", pdu, *header);
    case PduType::alter_context_resp:
      return ack_text("alter_context_resp", pdu, *header);
    case PduType::bind_nak: {
      const auto nak = decode_bind_nak(pdu, *header);
      if (!nak) return "malformed";
      return format("bind_nak %u reason %u", header->call_id,
                    static_cast<unsigned>(nak->provider_reject_reason));
    }
    case PduType::fault:
      return fault_text(pdu, *header);
    case PduType::response:
      return response_text(pdu, *header);
    case PduType::shutdown:
      return "shutdown";
    default:
      return "unexpected type";
  }
}

}  // namespace

std::vector<ByteVector> cut_pdus(const ByteVector& stream) {
  std::vector<ByteVector> pdus;
  for (size_t at = 0; at < stream.size();) {
    const size_t left = stream.size() - at;
    size_t length = left >= k_header_size ? load_u16(stream.data() + at + 8, false) : left;
    if (length < k_header_size || length > left) length = left;
    const auto begin = stream.begin() + static_cast<ptrdiff_t>(at);
    pdus.emplace_back(begin, begin + static_cast<ptrdiff_t>(length));
    at += length;
  }
  return pdus;
}

std::string answers_text(const ByteVector& stream) {
  std::string text;
  for (const ByteVector& pdu : cut_pdus(stream)) {
    if (!text.empty()) text += "; ";
    text += answer_text(pdu);
  }
  return text;
}

}  // namespace farcall::test
