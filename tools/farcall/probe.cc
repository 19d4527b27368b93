#include "probe.h"

#include <farcall/sdk/rpc.h>

#include <algorithm>
#include <optional>

#include "channel.h"
#include "names.h"
#include "transport/protocol_sequence.h"
#include "wire/bind.h"
#include "wire/fault.h"
#include "wire/request.h"
#include "wire/response.h"

namespace farcall::tool {
namespace {

constexpr uint16_t k_fragment = 5840;    // what everybody takes
constexpr size_t k_must_receive = 1432;  // C706 12.6.3.1: MustRecvFragSize
constexpr size_t k_max_response = 64u << 20;

std::string_view name_of(const SyntaxId& syntax) {
  return syntax == k_ndr20 ? "NDR 2.0" : syntax == k_ndr64 ? "NDR64" : "a transfer syntax";
}

// A text that the run-time gave out.
std::string taken(RPC_CSTR& text) {
  std::string made = text ? reinterpret_cast<const char*>(text) : "";
  RpcStringFreeA(&text);
  return made;
}

class Probe {
 public:
  explicit Probe(const ProbeRequest& request) : request_(request), channel_(request.patience) {}

  ProbeReport run() {
    step("binding", &Probe::parse) && step("name", &Probe::resolve) &&
        step("connect", &Probe::connect) && step("bind", &Probe::bind) &&
        step("interface", &Probe::interface) &&
        (request_.opnum < 0 || step("call", &Probe::call)) &&
        (request_.authentication.mechanism.empty() ||
         step("authentication", &Probe::authentication));
    return std::move(report_);
  }

 private:
  // A layer gives true, and what there is to know in detail_; or false, and why.
  bool step(std::string_view layer, bool (Probe::*layer_does)()) {
    detail_.clear();
    const auto start = std::chrono::steady_clock::now();
    const bool ok = (this->*layer_does)();
    const auto time = std::chrono::steady_clock::now() - start;
    report_.steps.push_back(
        {layer, ok, std::chrono::duration_cast<std::chrono::microseconds>(time), detail_});
    return ok;
  }
  bool fail(std::string why) {
    detail_ = std::move(why);
    return false;
  }

  bool parse();
  bool resolve();
  bool connect();
  bool bind();
  bool interface();
  [[nodiscard]] std::vector<uint8_t> request_pdus() const;
  bool call();
  bool authentication() { return authenticate(request_.binding, request_.authentication, detail_); }
  bool exchange(Bytes sent, std::vector<uint8_t>& pdu, wire::PduHeader& header);

  const ProbeRequest& request_;
  ProbeReport report_;
  std::string detail_;
  transport::Destination destination_;
  Channel channel_;
  std::vector<uint8_t> bind_ack_;
  size_t fragment_ = k_fragment;
  std::vector<uint8_t> out_;
  std::optional<uint16_t> context_;  // the first that was accepted
};

bool Probe::parse() {
  RPC_CSTR protseq = nullptr, address = nullptr, endpoint = nullptr;
  std::string text = request_.binding;
  const RPC_STATUS status = RpcStringBindingParseA(reinterpret_cast<RPC_CSTR>(text.data()), nullptr,
                                                   &protseq, &address, &endpoint, nullptr);
  if (status != RPC_S_OK)
    return fail("'" + text + "' is no string binding, which looks like ncacn_ip_tcp:host[port]");
  const std::string sequence = taken(protseq);
  const std::string host = taken(address);
  const std::string name = taken(endpoint);
  const transport::ProtocolSequence* kind = transport::find_protocol_sequence(sequence);
  if (!kind)
    return fail("protocol sequence '" + sequence +
                "' is not supported: Farcall has ncacn_ip_tcp and ncalrpc");
  if (name.empty()) return fail("the endpoint is missing: " + sequence + ":" + host + "[endpoint]");
  const auto destination = kind->destination(host, name);
  if (!destination.ok())
    return fail("'" + text + "': " + fault_text(static_cast<uint32_t>(destination.status().code)));
  destination_ = *destination;
  detail_ = text;
  return true;
}

bool Probe::resolve() {
  if (destination_.needs_lookup()) {
    std::string error;
    destination_.addresses = addresses_of(destination_.host, destination_.port, error);
    if (!error.empty())
      return fail(error + "; is it spelt right, and does this computer's resolver know it?");
  }
  for (const auto& each : destination_.addresses)
    detail_ += (detail_.empty() ? "" : ", ") + (each.tcp() ? each.host() : each.to_string());
  return true;
}

bool Probe::connect() {
  std::string errors;
  for (const auto& each : destination_.addresses) {
    const std::string error = channel_.connect(each);
    if (error.empty()) {
      detail_ = each.to_string();
      return true;
    }
    errors += (errors.empty() ? "" : "; ") + each.to_string() + ": " + error;
  }
  // ncalrpc has no directory of endpoints before its first server.
  return fail(errors.empty() ? std::string(k_no_endpoint) : errors);
}

bool Probe::exchange(Bytes sent, std::vector<uint8_t>& pdu, wire::PduHeader& header) {
  std::string error = sent.empty() ? std::string() : channel_.send(sent);
  if (error.empty()) error = channel_.receive(pdu);
  if (!error.empty()) return fail(error);
  const auto decoded = wire::decode_pdu_header(pdu);
  if (!decoded.ok()) return fail(std::string(k_other_protocol));
  header = *decoded;
  return true;
}

bool Probe::bind() {
  uint8_t sent[512];
  std::vector<wire::ContextProposal> contexts;
  for (const SyntaxId& each : request_.syntaxes)
    contexts.push_back({static_cast<uint16_t>(contexts.size()), request_.interface, {&each, 1}});
  wire::PduHeader header;
  header.ptype = wire::PduType::bind;
  header.call_id = 1;
  const auto size = wire::encode_bind(sent, header, {k_fragment, k_fragment, 0}, contexts);
  if (!size.ok()) return fail("the bind does not fit");
  if (!exchange(Bytes(sent, *size), bind_ack_, header)) return false;
  if (header.ptype == wire::PduType::bind_nak) {
    const auto nak = wire::decode_bind_nak(bind_ack_, header);
    return fail(nak.ok() ? bind_nak_text(nak->provider_reject_reason) : "a damaged bind_nak");
  }
  if (header.ptype == wire::PduType::fault) {
    const auto fault = wire::decode_fault(bind_ack_, header);
    return fail(fault.ok()
                    ? "the server answers the bind with a fault: " + fault_text(fault->status)
                    : "a damaged fault");
  }
  const auto ack = wire::decode_bind_ack(bind_ack_, header);
  if (header.ptype != wire::PduType::bind_ack || !ack.ok())
    return fail("the answer to the bind is a PDU of type " +
                std::to_string(static_cast<unsigned>(header.ptype)));
  if (ack->max_recv_frag < k_must_receive)
    return fail("the server takes fragments of " + std::to_string(ack->max_recv_frag) +
                " bytes only");
  fragment_ = std::min<size_t>(fragment_, ack->max_recv_frag);
  detail_ = "fragments of up to " + std::to_string(ack->max_recv_frag) + " bytes";
  if (!ack->sec_addr.empty()) detail_ += ", secondary address " + std::string(ack->sec_addr);
  return true;
}

bool Probe::interface() {
  const auto header = wire::decode_pdu_header(bind_ack_);
  const auto ack = wire::decode_bind_ack(bind_ack_, *header);
  std::string rejections;  // each once
  for (size_t i = 0; i < request_.syntaxes.size() && i < ack->p_result_list.n_results(); ++i) {
    const wire::ContextOutcome outcome = ack->p_result_list[i];
    if (outcome.result == wire::ContextResult::acceptance) {
      if (!context_) context_ = static_cast<uint16_t>(i);
      detail_ += (detail_.empty() ? "" : ", ") + std::string(name_of(request_.syntaxes[i]));
    } else if (const std::string why = rejection_text(outcome);
               rejections.find(why) == std::string::npos) {
      rejections += (rejections.empty() ? "" : "; ") + why;
    }
  }
  if (!context_)
    return fail(to_string(request_.interface.uuid) + " version " +
                std::to_string(request_.interface.major) + "." +
                std::to_string(request_.interface.minor) + ": " +
                (rejections.empty() ? "the server says nothing of it" : rejections));
  return true;
}

// The request in fragments of the size that the server takes, the last of them flagged.
std::vector<uint8_t> Probe::request_pdus() const {
  const size_t room = fragment_ - wire::k_request_header_size;
  const Bytes stub_data = request_.stub_data;
  std::vector<uint8_t> pdus;
  size_t at = 0;
  do {
    const Bytes part = stub_data.subspan(at, std::min(room, stub_data.size() - at));
    wire::PduHeader header;
    header.call_id = 2;
    header.frag_length = static_cast<uint16_t>(wire::k_request_header_size + part.size());
    header.pfc_flags = 0;
    if (at == 0) header.pfc_flags |= wire::k_pfc_first_frag;
    wire::Request request;
    request.alloc_hint = static_cast<uint32_t>(stub_data.size() - at);
    request.p_cont_id = *context_;
    request.opnum = static_cast<uint16_t>(request_.opnum);
    at += part.size();
    if (at == stub_data.size()) header.pfc_flags |= wire::k_pfc_last_frag;
    const size_t start = pdus.size();
    pdus.resize(start + wire::k_request_header_size);
    wire::encode_request_header(MutableBytes(pdus).subspan(start), header, request);
    pdus.insert(pdus.end(), part.begin(), part.end());
  } while (at < stub_data.size());
  return pdus;
}

bool Probe::call() {
  std::vector<uint8_t> pdu;
  wire::PduHeader header;
  for (Bytes sent = out_ = request_pdus();; sent = {}) {
    if (!exchange(sent, pdu, header)) return false;
    if (header.ptype == wire::PduType::fault) {
      const auto fault = wire::decode_fault(pdu, header);
      return fail(fault.ok() ? "fault: " + fault_text(fault->status) : "a damaged fault");
    }
    const auto response = wire::decode_response(pdu, header);
    if (header.ptype != wire::PduType::response || !response.ok())
      return fail("the answer to the request is a PDU of type " +
                  std::to_string(static_cast<unsigned>(header.ptype)));
    const Bytes body = response->cut.body;
    report_.stub_data.insert(report_.stub_data.end(), body.begin(), body.end());
    report_.big_endian = header.big_endian();
    if (report_.stub_data.size() > k_max_response) return fail("the response is too long");
    if (header.has(wire::k_pfc_last_frag)) break;
  }
  detail_ = "operation " + std::to_string(request_.opnum) + ", " +
            std::to_string(report_.stub_data.size()) + " bytes of stub data";
  return true;
}

}  // namespace

ProbeReport probe(const ProbeRequest& request) {
  return Probe(request).run();
}

}  // namespace farcall::tool
