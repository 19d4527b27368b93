// Prints PDUs through the decoders of src/wire, so that a text is right only when they are.
#include "wire/pdu_text.h"

#include <cstdarg>
#include <cstdio>

#include "wire/bind.h"
#include "wire/bind_time_features.h"
#include "wire/control.h"
#include "wire/fault.h"
#include "wire/request.h"
#include "wire/response.h"

namespace farcall::test {
namespace {

using namespace wire;

__attribute__((format(printf, 1, 2))) std::string format(const char* pattern, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, pattern);
  std::vsnprintf(line, sizeof line, pattern, arguments);
  va_end(arguments);
  return line;
}

const char* name_of(PduType type) {
  static constexpr const char* k_names[] = {
      "request",   "ping",     "response",      "fault",
      "working",   "nocall",   "reject",        "ack",
      "cl_cancel", "fack",     "cancel_ack",    "bind",
      "bind_ack",  "bind_nak", "alter_context", "alter_context_resp",
      "auth3",     "shutdown", "co_cancel",     "orphaned"};
  const auto index = static_cast<size_t>(type);
  return index < std::size(k_names) ? k_names[index] : "unknown type";
}

std::string text_of(const SyntaxId& syntax) {
  if (const auto features = bind_time_features(syntax)) return format("features %#x", *features);
  return format("%s v%u.%u", to_string(syntax.uuid).c_str(), syntax.major, syntax.minor);
}

std::string text_of(const AuthTrailer& trailer) {
  return format("auth: type %u, level %u, pad %u, context %u, value %s\n", trailer.auth_type,
                trailer.auth_level, trailer.auth_pad_length, trailer.auth_context_id,
                hex(trailer.auth_value).c_str());
}

std::string text_of(const CutPdu& cut) {
  return cut.authenticated() ? text_of(cut.trailer) : std::string{};
}

std::string bind_text(Bytes pdu, const PduHeader& header) {
  const auto bind = decode_bind(pdu, header);
  if (!bind) return "malformed\n";
  std::string text = format("max_xmit_frag %u, max_recv_frag %u, assoc_group_id %#x\n",
                            bind->max_xmit_frag, bind->max_recv_frag, bind->assoc_group_id);
  bind->p_context_elem.for_each([&](const ContextElement& element) {
    text +=
        format("p_cont_id %u: %s\n", element.p_cont_id, text_of(element.abstract_syntax).c_str());
    for (size_t i = 0; i < element.n_transfer_syn; ++i)
      text += "  by " + text_of(element.transfer_syntax(i)) + "\n";
  });
  return text + text_of(*cut_pdu(pdu, header));
}

std::string bind_ack_text(Bytes pdu, const PduHeader& header) {
  const auto ack = decode_bind_ack(pdu, header);
  if (!ack) return "malformed\n";
  std::string text =
      format("max_xmit_frag %u, max_recv_frag %u, assoc_group_id %#x, sec_addr \"%.*s\"\n",
             ack->max_xmit_frag, ack->max_recv_frag, ack->assoc_group_id,
             static_cast<int>(ack->sec_addr.size()), ack->sec_addr.data());
  for (size_t i = 0; i < ack->p_result_list.n_results(); ++i) {
    const ContextOutcome outcome = ack->p_result_list[i];
    text += format("result %u, reason %u, %s\n", static_cast<unsigned>(outcome.result),
                   outcome.reason, text_of(outcome.transfer_syntax).c_str());
  }
  return text + text_of(*cut_pdu(pdu, header));
}

std::string bind_nak_text(Bytes pdu, const PduHeader& header) {
  const auto nak = decode_bind_nak(pdu, header);
  if (!nak) return "malformed\n";
  return format("provider_reject_reason %u, versions %s\n",
                static_cast<unsigned>(nak->provider_reject_reason), hex(nak->versions).c_str());
}

std::string request_text(Bytes pdu, const PduHeader& header) {
  const auto request = decode_request(pdu, header);
  if (!request) return "malformed\n";
  std::string text = format("alloc_hint %u, p_cont_id %u, opnum %u\n", request->alloc_hint,
                            request->p_cont_id, request->opnum);
  if (request->object) text += "object " + to_string(*request->object) + "\n";
  return text + "stub data " + hex(request->cut.body) + "\n" + text_of(request->cut);
}

std::string response_text(Bytes pdu, const PduHeader& header) {
  const auto response = decode_response(pdu, header);
  if (!response) return "malformed\n";
  return format("alloc_hint %u, p_cont_id %u, cancel_count %u\n", response->alloc_hint,
                response->p_cont_id, response->cancel_count) +
         "stub data " + hex(response->cut.body) + "\n" + text_of(response->cut);
}

std::string fault_text(Bytes pdu, const PduHeader& header) {
  const auto fault = decode_fault(pdu, header);
  if (!fault) return "malformed\n";
  return format("alloc_hint %u, p_cont_id %u, cancel_count %u, flags %u, status %#x\n",
                fault->alloc_hint, fault->p_cont_id, fault->cancel_count, fault->flags,
                fault->status) +
         (fault->stub_data.empty() ? "" : "extended " + hex(fault->stub_data) + "\n");
}

std::string auth3_text(Bytes pdu, const PduHeader& header) {
  const auto trailer = decode_auth3(pdu, header);
  return trailer ? text_of(*trailer) : "malformed\n";
}

std::string control_text(Bytes pdu, const PduHeader& header) {
  if (!decode_control(pdu, header)) return "malformed\n";
  return text_of(*cut_pdu(pdu, header));
}

std::string body_text(Bytes pdu, const PduHeader& header) {
  switch (header.ptype) {
    case PduType::bind:
    case PduType::alter_context:
      return bind_text(pdu, header);
    case PduType::bind_ack:
    case PduType::alter_context_resp:
      return bind_ack_text(pdu, header);
    case PduType::bind_nak:
      return bind_nak_text(pdu, header);
    case PduType::request:
      return request_text(pdu, header);
    case PduType::response:
      return response_text(pdu, header);
    case PduType::fault:
      return fault_text(pdu, header);
    case PduType::auth3:
      return auth3_text(pdu, header);
    default:
      return control_text(pdu, header);
  }
}

}  // namespace

std::string hex(Bytes bytes) {
  std::string text;
  for (const uint8_t byte : bytes) text += format("%02x", byte);
  return text;
}

std::string pdu_text(Bytes pdu) {
  const auto header = decode_pdu_header(pdu);
  if (!header) return "malformed\n";
  return format("%s, version %u.%u, %s, flags %02x, frag_length %u, auth_length %u, call_id %u\n",
                name_of(header->ptype), header->rpc_vers, header->rpc_vers_minor,
                header->big_endian() ? "big-endian" : "little-endian", header->pfc_flags,
                header->frag_length, header->auth_length, header->call_id) +
         body_text(pdu, *header);
}

}  // namespace farcall::test
