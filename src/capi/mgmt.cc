// RpcMgmt* about servers: this process for a NULL binding, else the server that the binding leads to.
#include <farcall/sdk/rpc.h>

#include <cstdlib>
#include <vector>

#include "capi/guard.h"
#include "capi/process.h"
#include "capi/security_terms.h"
#include "capi/text.h"
#include "runtime/sdk_identity.h"
#include "wellknown/mgmt_client.h"
#include "wellknown/mgmt_manager.h"

using namespace farcall;
using capi::Process;

namespace {

Result<RPC_IF_ID_VECTOR*> vector_of(const std::vector<SyntaxId>& ids) {
  const size_t room = offsetof(RPC_IF_ID_VECTOR, IfId) + (ids.size() + 1) * sizeof(RPC_IF_ID*);
  auto* vector = static_cast<RPC_IF_ID_VECTOR*>(std::calloc(1, room));
  if (!vector) return Status{RPC_S_OUT_OF_MEMORY};
  for (const SyntaxId& id : ids) {
    auto* copy = static_cast<RPC_IF_ID*>(std::malloc(sizeof(RPC_IF_ID)));
    if (!copy) {
      RpcIfIdVectorFree(&vector);
      return Status{RPC_S_OUT_OF_MEMORY};
    }
    runtime::put_uuid(id.uuid, &copy->Uuid);
    copy->VersMajor = id.major;
    copy->VersMinor = id.minor;
    vector->IfId[vector->Count++] = copy;
  }
  return vector;
}

Result<wellknown::Statistics> statistics_of(RPC_BINDING_HANDLE binding) {
  if (binding) return wellknown::remote_statistics(binding);
  const runtime::CallStatistics& own = Process::get().server().statistics();
  return wellknown::Statistics{own.calls_in, own.calls_out, own.packets_in, own.packets_out};
}

// What RpcServerRegisterAuthInfo was given; empty: any key of the keytab.
template <class Unit>
RPC_STATUS principal(RPC_BINDING_HANDLE binding, ULONG service, Unit** out) {
  return capi::guard([&]() -> Result<void> {
    if (!out) return Status{RPC_S_INVALID_ARG};
    *out = nullptr;
    if (!binding) {
      RPC_TRY(const uint8_t type, capi::auth_type_from(service));
      const auto* const acceptor = Process::get().server().acceptors().find(type);
      if (!acceptor) return Status{RPC_S_UNKNOWN_AUTHN_SERVICE};
      return capi::give_text(acceptor->principal(), out);
    }
    RPC_TRY(const std::string name, wellknown::remote_principal(binding, service));
    return capi::give_text(name, out);
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcMgmtInqIfIds(RPC_BINDING_HANDLE Binding, RPC_IF_ID_VECTOR** IfIdVector) {
  return capi::guard([&]() -> Result<void> {
    if (!IfIdVector) return Status{RPC_S_INVALID_ARG};
    *IfIdVector = nullptr;
    std::vector<SyntaxId> ids;
    if (Binding) {
      RPC_TRY(ids, wellknown::remote_interfaces(Binding));
    } else {
      ids = Process::get().server().interfaces().ids();
    }
    RPC_TRY(*IfIdVector, vector_of(ids));
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcIfIdVectorFree(RPC_IF_ID_VECTOR** IfIdVector) {
  if (!IfIdVector) return RPC_S_INVALID_ARG;
  if (*IfIdVector)
    for (ULONG i = 0; i < (*IfIdVector)->Count; ++i) std::free((*IfIdVector)->IfId[i]);
  std::free(*IfIdVector);
  *IfIdVector = nullptr;
  return RPC_S_OK;
}

RPC_STATUS RPC_ENTRY RpcMgmtInqStats(RPC_BINDING_HANDLE Binding, RPC_STATS_VECTOR** Statistics) {
  return capi::guard([&]() -> Result<void> {
    if (!Statistics) return Status{RPC_S_INVALID_ARG};
    *Statistics = nullptr;
    RPC_TRY(const wellknown::Statistics all, statistics_of(Binding));
    const size_t room = offsetof(RPC_STATS_VECTOR, Stats) + sizeof(ULONG) * all.size();
    auto* vector = static_cast<RPC_STATS_VECTOR*>(std::malloc(room));
    if (!vector) return Status{RPC_S_OUT_OF_MEMORY};
    vector->Count = static_cast<unsigned>(all.size());
    for (size_t i = 0; i < all.size(); ++i) vector->Stats[i] = all[i];
    *Statistics = vector;
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcMgmtStatsVectorFree(RPC_STATS_VECTOR** StatsVector) {
  if (!StatsVector) return RPC_S_INVALID_ARG;
  std::free(*StatsVector);
  *StatsVector = nullptr;
  return RPC_S_OK;
}

RPC_STATUS RPC_ENTRY RpcMgmtIsServerListening(RPC_BINDING_HANDLE Binding) {
  return capi::guard([&]() -> Result<void> {
    bool listening = false;
    if (Binding) {
      RPC_TRY(listening, wellknown::remote_listening(Binding));
    } else {
      listening = Process::get().server().listening();
    }
    return Status{listening ? RPC_S_OK : RPC_S_NOT_LISTENING};
  });
}

RPC_STATUS RPC_ENTRY RpcMgmtStopServerListening(RPC_BINDING_HANDLE Binding) {
  return capi::guard([&]() -> Result<void> {
    if (Binding) return wellknown::remote_stop(Binding);
    return Process::get().server().stop_listening();
  });
}

RPC_STATUS RPC_ENTRY RpcMgmtInqServerPrincNameA(RPC_BINDING_HANDLE Binding, ULONG AuthnSvc,
                                                RPC_CSTR* ServerPrincName) {
  return principal(Binding, AuthnSvc, ServerPrincName);
}

RPC_STATUS RPC_ENTRY RpcMgmtInqServerPrincNameW(RPC_BINDING_HANDLE Binding, ULONG AuthnSvc,
                                                RPC_WSTR* ServerPrincName) {
  return principal(Binding, AuthnSvc, ServerPrincName);
}

RPC_STATUS RPC_ENTRY RpcMgmtSetAuthorizationFn(RPC_MGMT_AUTHORIZATION_FN AuthorizationFn) {
  wellknown::set_management_authorization(AuthorizationFn);
  return RPC_S_OK;
}

}  // extern "C"
