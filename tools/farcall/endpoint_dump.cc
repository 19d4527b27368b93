#include "endpoint_dump.h"

#include <farcall/sdk/rpc.h>

#include <algorithm>
#include <cstring>

#include "base/uuid.h"
#include "names.h"
#include "probe.h"

namespace farcall::tool {
namespace {

// Of the management interface, operation 2 says whether the server listens.
constexpr SyntaxId k_mgmt_interface{
    {0xafa8bd80, 0x7d8a, 0x11c9, {0xbe, 0xf4, 0x08, 0x00, 0x2b, 0x10, 0x29, 0x89}}, 1, 0};
constexpr int k_is_server_listening = 2;
constexpr SyntaxId k_epm_interface{
    {0xe1af8308, 0x5d1f, 0x11c9, {0x91, 0xa4, 0x08, 0x00, 0x2b, 0x14, 0xa0, 0xfa}}, 3, 0};

std::string text_of(const UUID& uuid) {
  Uuid copy;
  std::memcpy(static_cast<void*>(&copy), &uuid, sizeof copy);
  return to_string(copy);
}

DumpedInterface interface_of(const RPC_IF_ID& id) {
  return {text_of(id.Uuid), id.VersMajor, id.VersMinor};
}

// The text of the API's, which is freed.
std::string take(RPC_CSTR text) {
  std::string copy = text ? reinterpret_cast<const char*>(text) : "";
  if (text) RpcStringFreeA(&text);
  return copy;
}

// Of the endpoint: without the object, which is the element's.
std::string text_of(RPC_BINDING_HANDLE binding) {
  RPC_CSTR text = nullptr;
  UUID none{};
  (void)RpcBindingSetObject(binding, &none);
  if (RpcBindingToStringBindingA(binding, &text) != RPC_S_OK) return {};
  return take(text);
}

void ask_statistics(RPC_BINDING_HANDLE binding, EndpointReport& report) {
  RPC_STATS_VECTOR* found = nullptr;
  if (RpcMgmtInqStats(binding, &found) != RPC_S_OK) return;
  const auto at = [&](unsigned which) {
    return which < found->Count ? static_cast<uint32_t>(found->Stats[which]) : 0;
  };
  report.calls_in = at(RPC_C_STATS_CALLS_IN);
  report.calls_out = at(RPC_C_STATS_CALLS_OUT);
  report.packets_in = at(RPC_C_STATS_PKTS_IN);
  report.packets_out = at(RPC_C_STATS_PKTS_OUT);
  RpcMgmtStatsVectorFree(&found);
}

void ask_interfaces(RPC_BINDING_HANDLE binding, EndpointReport& report) {
  RPC_IF_ID_VECTOR* found = nullptr;
  if (RpcMgmtInqIfIds(binding, &found) != RPC_S_OK) return;
  for (unsigned i = 0; i < found->Count; ++i)
    report.interfaces.push_back(interface_of(*found->IfId[i]));
  RpcIfIdVectorFree(&found);
}

// The RPC API gives one status for the whole way: the probe walks it again and finds the layer.
Failure explain(const std::string& binding, const SyntaxId& interface, int opnum, RPC_STATUS status,
                unsigned patience) {
  ProbeRequest request;
  request.binding = binding;
  request.interface = interface;
  request.opnum = opnum;
  request.patience = std::chrono::milliseconds(patience);
  const ProbeReport report = probe(request);
  if (report.ok()) return {"call", fault_text(static_cast<uint32_t>(status))};
  return {std::string(report.steps.back().layer), report.steps.back().detail};
}

EndpointReport ask(RPC_BINDING_HANDLE binding, const std::string& text, unsigned patience) {
  const auto start = std::chrono::steady_clock::now();
  EndpointReport report;
  report.binding = text;
  (void)RpcBindingSetOption(binding, RPC_C_OPT_CALL_TIMEOUT, patience);
  const RPC_STATUS status = RpcMgmtIsServerListening(binding);
  if (status != RPC_S_OK && status != RPC_S_NOT_LISTENING) {
    report.failure = explain(text, k_mgmt_interface, k_is_server_listening, status, patience);
    return report;
  }
  report.listening = status == RPC_S_OK;
  ask_statistics(binding, report);
  ask_interfaces(binding, report);
  RPC_CSTR principal = nullptr;
  if (RpcMgmtInqServerPrincNameA(binding, RPC_C_AUTHN_DEFAULT, &principal) == RPC_S_OK)
    report.principal = take(principal);
  report.time = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
  return report;
}

bool is_new(const std::vector<EndpointReport>& reports, const std::string& binding) {
  return std::none_of(reports.begin(), reports.end(),
                      [&](const EndpointReport& each) { return each.binding == binding; });
}

// One element, and its endpoint when it is a new one.
RPC_STATUS take_next(RPC_EP_INQ_HANDLE walk, unsigned patience, Dump& dump) {
  RPC_IF_ID id{};
  RPC_BINDING_HANDLE binding = nullptr;
  UUID object{};
  RPC_CSTR annotation = nullptr;
  const RPC_STATUS status = RpcMgmtEpEltInqNextA(walk, &id, &binding, &object, &annotation);
  if (status != RPC_S_OK) return status;
  MapElement element{interface_of(id), {}, text_of(binding), take(annotation)};
  RPC_STATUS nil_status = RPC_S_OK;
  if (!UuidIsNil(&object, &nil_status)) element.object = text_of(object);
  if (is_new(dump.endpoints, element.binding))
    dump.endpoints.push_back(ask(binding, element.binding, patience));
  dump.elements.push_back(std::move(element));
  RpcBindingFree(&binding);
  return RPC_S_OK;
}

// Without an endpoint it is a matter of configuration which mapper was asked (docs/epmapper.md).
Failure explain_mapper(const std::string& mapper, RPC_STATUS status, unsigned patience) {
  if (mapper.find('[') != std::string::npos)
    return explain(mapper, k_epm_interface, -1, status, patience);
  return {"mapper", fault_text(static_cast<uint32_t>(status)) +
                        ": does an endpoint mapper run there, and does FARCALL_EPMAPPER name it?"};
}

}  // namespace

Dump dump_endpoints(const std::string& mapper, unsigned patience) {
  Dump dump;
  RPC_BINDING_HANDLE binding = nullptr;
  RPC_EP_INQ_HANDLE walk = nullptr;
  std::string text = mapper;
  RPC_STATUS status = text.empty() ? RPC_S_OK
                                   : RpcBindingFromStringBindingA(
                                         reinterpret_cast<RPC_CSTR>(text.data()), &binding);
  if (binding) (void)RpcBindingSetOption(binding, RPC_C_OPT_CALL_TIMEOUT, patience);
  if (status == RPC_S_OK)
    status = RpcMgmtEpEltInqBegin(binding, RPC_C_EP_ALL_ELTS, nullptr, 0, nullptr, &walk);
  while (status == RPC_S_OK) status = take_next(walk, patience, dump);
  if (status != RPC_X_NO_MORE_ENTRIES) dump.failure = explain_mapper(mapper, status, patience);
  if (walk) RpcMgmtEpEltInqDone(&walk);
  if (binding) RpcBindingFree(&binding);
  return dump;
}

}  // namespace farcall::tool
