// Manager routines of the management interface. Each asks the program's authorization function, or
// without one the rule that only stopping is refused (SDK "RpcMgmtSetAuthorizationFn"), and tells
// the outcome in `status`.
#include "wellknown/mgmt_manager.h"

#include <farcall/stub/exceptions.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <string>

#include "mgmt.h"
#include "runtime/server/server.h"
#include "stub/environment.h"
#include "stub/server_dispatch.h"

namespace farcall::wellknown {
namespace {

std::atomic<RPC_MGMT_AUTHORIZATION_FN> g_authorization{nullptr};

runtime::Server& server() {
  return *stub::environment().server;
}

bool allowed(handle_t caller, ULONG operation, uint32_t* status) {
  const RPC_MGMT_AUTHORIZATION_FN function = g_authorization.load();
  if (!function) {
    const bool refused = operation == RPC_C_MGMT_STOP_SERVER_LISTEN;
    *status = refused ? RPC_S_ACCESS_DENIED : RPC_S_OK;
    return !refused;
  }
  RPC_STATUS verdict = RPC_S_OK;
  const bool yes = function(caller, operation, &verdict) != 0;
  // A refusal without a reason, or with success as one, is a refusal all the same.
  *status = static_cast<uint32_t>(yes || verdict != RPC_S_OK ? verdict : RPC_S_ACCESS_DENIED);
  return yes;
}

// One block for each pointer: the stub frees what it finds.
mgmt_if_id_vector* make_if_id_vector(const std::vector<SyntaxId>& ids) {
  const size_t room = offsetof(mgmt_if_id_vector, if_id) + ids.size() * sizeof(mgmt_if_id_p);
  auto* vector = static_cast<mgmt_if_id_vector*>(midl_user_allocate(room));
  vector->count = static_cast<uint32_t>(ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    auto* id = static_cast<mgmt_if_id*>(midl_user_allocate(sizeof(mgmt_if_id)));
    std::memcpy(&id->uuid, &ids[i].uuid, sizeof id->uuid);
    id->vers_major = ids[i].major;
    id->vers_minor = ids[i].minor;
    vector->if_id[i] = id;
  }
  return vector;
}

}  // namespace

Result<void> serve_management(runtime::Server& own) {
  RPC_TRY(const runtime::InterfaceSpec spec, stub::interface_spec(farcall_mgmt_v1_0_s_ifspec));
  const auto* structure = static_cast<const RPC_SERVER_INTERFACE*>(farcall_mgmt_v1_0_s_ifspec);
  runtime::RegistrationOptions options;
  options.flags = RPC_IF_AUTOLISTEN | RPC_IF_ALLOW_CALLBACKS_WITH_NO_AUTH;
  options.built_in = true;
  return own.interfaces().add(spec, {}, structure->DefaultManagerEpv, options);
}

void set_management_authorization(RPC_MGMT_AUTHORIZATION_FN function) {
  g_authorization.store(function);
}

}  // namespace farcall::wellknown

using farcall::wellknown::allowed;
using farcall::wellknown::server;

extern "C" {

void* __RPC_USER midl_user_allocate(size_t size) {
  void* const memory = std::malloc(size);
  if (!memory) farcall::stub::raise(RPC_S_OUT_OF_MEMORY);
  return memory;
}

void __RPC_USER midl_user_free(void* memory) {
  std::free(memory);
}

void farcall_s_inq_if_ids(handle_t binding, mgmt_if_id_vector_p* if_id_vector, uint32_t* status) {
  *if_id_vector = nullptr;
  if (allowed(binding, RPC_C_MGMT_INQ_IF_IDS, status))
    *if_id_vector = farcall::wellknown::make_if_id_vector(server().interfaces().ids());
}

// In the order of RPC_C_STATS_*; as many as the caller has room for.
void farcall_s_inq_stats(handle_t binding, uint32_t* count, uint32_t statistics[],
                         uint32_t* status) {
  const uint32_t room = std::exchange(*count, 0);
  if (!allowed(binding, RPC_C_MGMT_INQ_STATS, status)) return;
  const farcall::runtime::CallStatistics& counted = server().statistics();
  const uint32_t all[] = {counted.calls_in, counted.calls_out, counted.packets_in,
                          counted.packets_out};
  *count = std::min<uint32_t>(room, std::size(all));
  std::copy_n(all, *count, statistics);
}

uint32_t farcall_s_is_server_listening(handle_t binding, uint32_t* status) {
  if (!allowed(binding, RPC_C_MGMT_IS_SERVER_LISTEN, status)) return 0;
  return server().listening() ? 1 : 0;
}

void farcall_s_stop_server_listening(handle_t binding, uint32_t* status) {
  if (allowed(binding, RPC_C_MGMT_STOP_SERVER_LISTEN, status))
    *status = static_cast<uint32_t>(server().stop_listening().status().code);
}

// Of the mechanism that the server has registered; a name that does not fit is not given in part.
void farcall_s_inq_princ_name(handle_t binding, uint32_t authn_service, uint32_t princ_name_size,
                              char princ_name[], uint32_t* status) {
  if (princ_name_size > 0) princ_name[0] = 0;
  if (!allowed(binding, RPC_C_MGMT_INQ_PRINC_NAME, status)) return;
  const auto* const acceptor = authn_service <= UINT8_MAX
                                   ? server().acceptors().find(static_cast<uint8_t>(authn_service))
                                   : nullptr;
  *status = acceptor ? RPC_S_OK : RPC_S_UNKNOWN_AUTHN_SERVICE;
  if (!acceptor) return;
  const std::string& name = acceptor->principal();
  if (name.size() >= princ_name_size)
    *status = RPC_S_BUFFER_TOO_SMALL;
  else
    std::memcpy(princ_name, name.c_str(), name.size() + 1);
}

}  // extern "C"
