// Calls of mgmt.idl. What a server sends is bounded by the stub; what it means is checked here.
#include "wellknown/mgmt_client.h"

#include <farcall/stub/exceptions.h>

#include <cstring>

#include "mgmt.h"

namespace farcall::wellknown {
namespace {

constexpr uint32_t k_longest_principal = 1024;

// What `call(&status)` raises, or tells in its status parameter.
template <class Call>
Status ask(Call call) {
  uint32_t told = 0;
  const int32_t raised = stub::call_guarded([&] { call(&told); });
  return Status{raised != RPC_S_OK ? raised : static_cast<int32_t>(told)};
}

std::vector<SyntaxId> take(mgmt_if_id_vector* vector) {
  std::vector<SyntaxId> ids;
  if (!vector) return ids;
  for (uint32_t i = 0; i < vector->count; ++i) {
    if (const mgmt_if_id* id = vector->if_id[i]) {
      SyntaxId& made = ids.emplace_back();
      std::memcpy(static_cast<void*>(&made.uuid), &id->uuid, sizeof id->uuid);
      made.major = id->vers_major;
      made.minor = id->vers_minor;
    }
    midl_user_free(vector->if_id[i]);
  }
  midl_user_free(vector);
  return ids;
}

}  // namespace

Result<std::vector<SyntaxId>> remote_interfaces(handle_t server) {
  mgmt_if_id_vector* vector = nullptr;
  const Status status = ask([&](uint32_t* told) { farcall_inq_if_ids(server, &vector, told); });
  std::vector<SyntaxId> ids = take(vector);
  if (!status.ok()) return status;
  return ids;
}

Result<Statistics> remote_statistics(handle_t server) {
  Statistics all{};
  uint32_t count = static_cast<uint32_t>(all.size());
  RPC_TRY(ask([&](uint32_t* told) { farcall_inq_stats(server, &count, all.data(), told); }));
  if (count != all.size()) return Status{RPC_S_PROTOCOL_ERROR};
  return all;
}

Result<bool> remote_listening(handle_t server) {
  uint32_t listening = 0;
  RPC_TRY(ask([&](uint32_t* told) { listening = farcall_is_server_listening(server, told); }));
  return listening != 0;
}

Result<void> remote_stop(handle_t server) {
  return ask([&](uint32_t* told) { farcall_stop_server_listening(server, told); });
}

Result<std::string> remote_principal(handle_t server, uint32_t authn_service) {
  std::string name(k_longest_principal, '\0');
  RPC_TRY(ask([&](uint32_t* told) {
    farcall_inq_princ_name(server, authn_service, k_longest_principal, name.data(), told);
  }));
  name.resize(strnlen(name.data(), name.size()));
  return name;
}

}  // namespace farcall::wellknown
