// The RpcServerUseProtseq family: endpoints of this process. Every form ends in Server::use_endpoint.
//
// 1. MaxCalls is the length of the queue of connections that wait to be accepted;
//    RPC_C_PROTSEQ_MAX_REQS_DEFAULT and 0 are the system's maximum.
// 2. Security descriptors are for ncalrpc; other protocol sequences do not look at them. Who may connect is what the
//    directory of the endpoints says (docs/ncalrpc.md): a descriptor that would keep anybody out is refused, not ignored.
// 3. A policy says on which network cards to listen and from which range of ports to choose; without such a range
//    in the configuration, as here, every choice is the same.
#include <farcall/farcall.h>
#include <farcall/sdk/rpc.h>

#include "capi/guard.h"
#include "capi/if_spec.h"
#include "capi/process.h"
#include "capi/text.h"
#include "runtime/client/protocol_sequence.h"
#include "runtime/server/descriptors.h"

using namespace farcall;
using capi::Process;
using runtime::client::check_protseq;

namespace {

unsigned backlog(unsigned max_calls) {
  return max_calls == RPC_C_PROTSEQ_MAX_REQS_DEFAULT ? 0 : max_calls;
}

Result<void> use(std::string_view protseq, std::string_view endpoint, unsigned max_calls) {
  return Process::get().server().use_endpoint({protseq, {}, endpoint, backlog(max_calls)});
}

Result<void> check_policy(const RPC_POLICY* policy) {
  constexpr ULONG k_endpoint_flags =
      RPC_C_USE_INTERNET_PORT | RPC_C_USE_INTRANET_PORT | RPC_C_DONT_FAIL;
  constexpr ULONG k_card_flags = RPC_C_BIND_TO_ALL_NICS;
  if (!policy) return {};
  if (policy->Length < sizeof(RPC_POLICY)) return Status{RPC_S_INVALID_ARG};
  if (policy->EndpointFlags & ~k_endpoint_flags || policy->NICFlags & ~k_card_flags)
    return Status{RPC_S_INVALID_ARG};
  return {};
}

Result<void> check_descriptor(const void* descriptor) {
  const Result<bool> open = runtime::admits_everyone(descriptor);
  if (!open.ok() && open.status().code == RPC_S_INVALID_ARG)
    return Status{RPC_S_INVALID_SECURITY_DESC};
  RPC_TRY(const bool admits, open);
  return Status{admits ? RPC_S_OK : RPC_S_CANNOT_SUPPORT};
}

Result<void> check_terms(std::string_view protseq, const void* descriptor,
                         const RPC_POLICY* policy) {
  RPC_TRY(check_policy(policy));
  RPC_TRY(check_protseq(protseq));
  return protseq == runtime::client::k_ncalrpc ? check_descriptor(descriptor) : Result<void>{};
}

template <class Unit>
RPC_STATUS use_dynamic(const Unit* protseq, unsigned max_calls, const void* descriptor,
                       const RPC_POLICY* policy) {
  return capi::guard([&]() -> Result<void> {
    const std::string name = capi::from_text(protseq);
    RPC_TRY(check_terms(name, descriptor, policy));
    return use(name, {}, max_calls);
  });
}

template <class Unit>
RPC_STATUS use_given(const Unit* protseq, unsigned max_calls, const Unit* endpoint,
                     const void* descriptor, const RPC_POLICY* policy) {
  return capi::guard([&]() -> Result<void> {
    const std::string name = capi::from_text(protseq);
    const std::string wanted = capi::from_text(endpoint);
    RPC_TRY(check_terms(name, descriptor, policy));
    if (wanted.empty()) return Status{RPC_S_INVALID_ENDPOINT_FORMAT};
    return use(name, wanted, max_calls);
  });
}

// The endpoints that the interface's IDL names for `protseq`. RPC_S_PROTSEQ_NOT_FOUND when it names none.
Result<void> use_of_interface(std::string_view protseq, RPC_IF_HANDLE handle, unsigned max_calls) {
  RPC_TRY(const RPC_SERVER_INTERFACE& spec, capi::if_spec(handle));
  bool found = false;
  for (unsigned i = 0; i < spec.RpcProtseqEndpointCount; ++i) {
    const RPC_PROTSEQ_ENDPOINT& each = spec.RpcProtseqEndpoint[i];
    if (capi::from_text(each.RpcProtocolSequence) != protseq) continue;
    found = true;
    RPC_TRY(use(protseq, capi::from_text(each.Endpoint), max_calls));
  }
  return Status{found ? RPC_S_OK : RPC_S_PROTSEQ_NOT_FOUND};
}

template <class Unit>
RPC_STATUS use_interface(const Unit* protseq, unsigned max_calls, RPC_IF_HANDLE handle,
                         const void* descriptor, const RPC_POLICY* policy) {
  return capi::guard([&]() -> Result<void> {
    const std::string name = capi::from_text(protseq);
    RPC_TRY(check_terms(name, descriptor, policy));
    return use_of_interface(name, handle, max_calls);
  });
}

// A protocol sequence that cannot be served here and now (there is no directory for ncalrpc, say) is
// no obstacle as long as another one can.
template <class Use>
RPC_STATUS use_all(const void* descriptor, const RPC_POLICY* policy, Use use_one) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(check_policy(policy));
    RPC_TRY(check_descriptor(descriptor));
    Status trouble{RPC_S_NO_PROTSEQS};
    bool any = false;
    for (const transport::ProtocolSequence* each : transport::protocol_sequences()) {
      const Status used = use_one(each->name).status();
      any |= used.ok();
      if (!used.ok() && used.code != RPC_S_PROTSEQ_NOT_FOUND) trouble = used;
    }
    return any ? Status{} : trouble;
  });
}

RPC_STATUS use_all_of_interface(unsigned max_calls, RPC_IF_HANDLE handle, const void* descriptor,
                                const RPC_POLICY* policy) {
  return use_all(descriptor, policy, [&](std::string_view protseq) {
    return use_of_interface(protseq, handle, max_calls);
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcServerUseProtseqA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                          void* SecurityDescriptor) {
  return use_dynamic(Protseq, MaxCalls, SecurityDescriptor, nullptr);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                          void* SecurityDescriptor) {
  return use_dynamic(Protseq, MaxCalls, SecurityDescriptor, nullptr);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqExA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                            void* SecurityDescriptor, PRPC_POLICY Policy) {
  return use_dynamic(Protseq, MaxCalls, SecurityDescriptor, Policy);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqExW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                            void* SecurityDescriptor, PRPC_POLICY Policy) {
  return use_dynamic(Protseq, MaxCalls, SecurityDescriptor, Policy);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                            RPC_CSTR Endpoint, void* SecurityDescriptor) {
  return use_given(Protseq, MaxCalls, Endpoint, SecurityDescriptor, nullptr);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                            RPC_WSTR Endpoint, void* SecurityDescriptor) {
  return use_given(Protseq, MaxCalls, Endpoint, SecurityDescriptor, nullptr);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpExA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                              RPC_CSTR Endpoint, void* SecurityDescriptor,
                                              PRPC_POLICY Policy) {
  return use_given(Protseq, MaxCalls, Endpoint, SecurityDescriptor, Policy);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpExW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                              RPC_WSTR Endpoint, void* SecurityDescriptor,
                                              PRPC_POLICY Policy) {
  return use_given(Protseq, MaxCalls, Endpoint, SecurityDescriptor, Policy);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqIfA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                            RPC_IF_HANDLE IfSpec, void* SecurityDescriptor) {
  return use_interface(Protseq, MaxCalls, IfSpec, SecurityDescriptor, nullptr);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqIfW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                            RPC_IF_HANDLE IfSpec, void* SecurityDescriptor) {
  return use_interface(Protseq, MaxCalls, IfSpec, SecurityDescriptor, nullptr);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqIfExA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                              RPC_IF_HANDLE IfSpec, void* SecurityDescriptor,
                                              PRPC_POLICY Policy) {
  return use_interface(Protseq, MaxCalls, IfSpec, SecurityDescriptor, Policy);
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqIfExW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                              RPC_IF_HANDLE IfSpec, void* SecurityDescriptor,
                                              PRPC_POLICY Policy) {
  return use_interface(Protseq, MaxCalls, IfSpec, SecurityDescriptor, Policy);
}

RPC_STATUS RPC_ENTRY RpcServerUseAllProtseqs(unsigned int MaxCalls, void* SecurityDescriptor) {
  return RpcServerUseAllProtseqsEx(MaxCalls, SecurityDescriptor, nullptr);
}

RPC_STATUS RPC_ENTRY RpcServerUseAllProtseqsEx(unsigned int MaxCalls, void* SecurityDescriptor,
                                               PRPC_POLICY Policy) {
  return use_all(SecurityDescriptor, Policy,
                 [&](std::string_view protseq) { return use(protseq, {}, MaxCalls); });
}

RPC_STATUS RPC_ENTRY RpcServerUseAllProtseqsIf(unsigned int MaxCalls, RPC_IF_HANDLE IfSpec,
                                               void* SecurityDescriptor) {
  return use_all_of_interface(MaxCalls, IfSpec, SecurityDescriptor, nullptr);
}

RPC_STATUS RPC_ENTRY RpcServerUseAllProtseqsIfEx(unsigned int MaxCalls, RPC_IF_HANDLE IfSpec,
                                                 void* SecurityDescriptor, PRPC_POLICY Policy) {
  return use_all_of_interface(MaxCalls, IfSpec, SecurityDescriptor, Policy);
}

int32_t FarcallServerUseProtseq(const char* protseq, const char* address, const char* endpoint) {
  return capi::guard([&]() -> Result<void> {
    const auto view = [](const char* text) {
      return text ? std::string_view(text) : std::string_view();
    };
    return Process::get().server().use_endpoint({view(protseq), view(address), view(endpoint)});
  });
}

int32_t FarcallServerUseSocket(int descriptor) {
  return capi::guard([&]() -> Result<void> {
    transport::UniqueFd socket(descriptor);
    return Process::get().server().use_socket(std::move(socket));
  });
}

}  // extern "C"
