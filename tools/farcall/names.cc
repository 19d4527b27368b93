#include "names.h"

#include <farcall/sdk/rpc.h>

#include <cstdio>
#include <string_view>

#include "wire/fault_status.h"

namespace farcall::tool {
namespace {

struct FaultName {
  uint32_t status;
  std::string_view name;
};

// C706 appendix E, and the statuses that Windows servers put into faults as they are.
constexpr FaultName k_faults[] = {
    {0x1c000001, "nca_s_fault_int_div_by_zero"},
    {0x1c000002, "nca_s_fault_addr_error"},
    {0x1c000003, "nca_s_fault_fp_div_zero"},
    {0x1c000004, "nca_s_fault_fp_underflow"},
    {0x1c000005, "nca_s_fault_fp_overflow"},
    {0x1c000006, "nca_s_fault_invalid_tag"},
    {0x1c000007, "nca_s_fault_invalid_bound"},
    {0x1c000008, "nca_s_rpc_version_mismatch"},
    {0x1c000009, "nca_s_unspec_reject"},
    {0x1c00000a, "nca_s_bad_actid"},
    {0x1c00000b, "nca_s_who_are_you_failed"},
    {0x1c00000c, "nca_s_manager_not_entered"},
    {0x1c00000d, "nca_s_fault_cancel"},
    {0x1c00000e, "nca_s_fault_ill_inst"},
    {0x1c00000f, "nca_s_fault_fp_error"},
    {0x1c000010, "nca_s_fault_int_overflow"},
    {0x1c000012, "nca_s_fault_unspec"},
    {0x1c000014, "nca_s_fault_pipe_empty"},
    {0x1c000015, "nca_s_fault_pipe_closed"},
    {0x1c000016, "nca_s_fault_pipe_order"},
    {0x1c000017, "nca_s_fault_pipe_discipline"},
    {0x1c000018, "nca_s_fault_pipe_comm_error"},
    {0x1c000019, "nca_s_fault_pipe_memory"},
    {0x1c00001a, "nca_s_fault_context_mismatch"},
    {0x1c00001b, "nca_s_fault_remote_no_memory"},
    {0x1c00001d, "nca_s_unsupported_authn_level"},
    {0x1c010001, "nca_s_comm_failure"},
    {0x1c010002, "nca_s_op_rng_error: the interface has no such operation"},
    {0x1c010003, "nca_s_unk_if: the interface is not known"},
    {0x1c010006, "nca_s_wrong_boot_time"},
    {0x1c010009, "nca_s_you_crashed"},
    {0x1c01000b, "nca_s_proto_error"},
    {0x1c010013, "nca_s_out_args_too_big"},
    {0x1c010014, "nca_s_server_too_busy"},
    {0x1c010015, "nca_s_fault_string_too_long"},
    {0x1c010017, "nca_s_unsupported_type"},
};

// What the number says ([MS-RPCE] 2.2.2.5, C706 12.6.3.1), and what to do about it.
struct NakReason {
  std::string_view says;
  std::string_view advice;
};
constexpr NakReason k_nak_reasons[] = {
    {"reason not specified", "the server's log may say why"},
    {"temporary congestion", "try again later"},
    {"local limit exceeded", "the server has no room for another association: try again later"},
    {"called paddr unknown", "it is not served at this address: look it up in the endpoint mapper"},
    {"protocol version not supported", "the server speaks another version of the protocol than 5"},
    {"default context not supported", "the server wants a context that no client proposes today"},
    {"user data not readable", "the server cannot read the bind: is it of another RPC protocol?"},
    {"no psap available", "it is not served at this address: look it up in the endpoint mapper"},
    {"authentication type not recognized", "the server has not registered this mechanism"},
    {"invalid checksum", "something between here and the server changes the bytes"},
};

constexpr std::string_view k_provider_reasons[] = {
    "reason not specified: the server's log may say why",
    "the server does not offer the interface in this version: look with farcall dump where it is "
    "served",
    "the server does not speak the transfer syntax: neither NDR 2.0 nor NDR64",
    "local limit exceeded: the server has no room for another context, try again later"};

// What to do about a fault, where there is more to say than its name does.
struct FaultAdvice {
  uint32_t status;
  std::string_view advice;
};
constexpr FaultAdvice k_advice[] = {
    {RPC_S_ACCESS_DENIED, "the interface may want authentication: farcall ping --auth tries it"},
    {RPC_X_BAD_STUB_DATA, "the stub data is not that of the operation"},
    {RPC_S_SERVER_TOO_BUSY, "try again later"},
    {0x1c010014, "try again later"},
    {EPT_S_NOT_REGISTERED, "the server does not run, or has not registered"},
    {0x1c010002, "the server has an older version of the interface, or --op is wrong"},
};

std::string hex(uint32_t value) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%08x", value);
  return text;
}

}  // namespace

namespace {

std::string name_of_fault(uint32_t status) {
  for (const FaultName& each : k_faults)
    if (each.status == status) return std::string(each.name) + " (" + hex(status) + ")";
  unsigned char text[DCE_C_ERROR_STRING_LEN] = {};
  const auto known = static_cast<RPC_STATUS>(status);
  const bool has_text = DceErrorInqTextA(known, text) == RPC_S_OK;
  const std::string number = status < 65536 ? std::to_string(status) : hex(status);
  std::string made = has_text ? reinterpret_cast<const char*>(text) : "status";
  while (made.ends_with('.') || made.ends_with('\n')) made.pop_back();
  return made + " (" + number + ")";
}

}  // namespace

std::string fault_text(uint32_t status) {
  const std::string name = name_of_fault(status);
  for (const FaultAdvice& each : k_advice)
    if (each.status == status) return name + ", " + std::string(each.advice);
  return name;
}

std::string bind_nak_text(wire::BindNakReason reason) {
  const auto number = static_cast<size_t>(reason);
  const std::string text =
      "the server refuses the association (bind_nak reason " + std::to_string(number);
  if (number >= std::size(k_nak_reasons)) return text + "): the server's log may say why";
  const NakReason& known = k_nak_reasons[number];
  return text + ", " + std::string(known.says) + "): " + std::string(known.advice);
}

std::string rejection_text(const wire::ContextOutcome& outcome) {
  if (outcome.result == wire::ContextResult::provider_rejection &&
      outcome.reason < std::size(k_provider_reasons))
    return std::string(k_provider_reasons[outcome.reason]);
  return "result " + std::to_string(static_cast<unsigned>(outcome.result)) + ", reason " +
         std::to_string(outcome.reason);
}

}  // namespace farcall::tool
