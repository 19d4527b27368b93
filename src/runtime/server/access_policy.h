// Who may call without authentication, or at which level (decision D12).
//
// Remote means: the peer's address is not loopback (with FARCALL_RESTRICT_REMOTE=high, every TCP peer is remote).
// Peers of ncalrpc are never remote, and always authenticated. Remote callers whose PDUs are not signed (CONNECT)
// could be anybody behind a man in the middle: they are as good as unauthenticated ones, unless the policy says a
// lower level.
#pragma once

#include <cstdint>

#include "runtime/server/interface_registry.h"

namespace farcall::runtime {

enum class RestrictRemote : uint8_t { none, by_default, high };

// From FARCALL_RESTRICT_REMOTE; anything unknown is `by_default` and is logged.
RestrictRemote restrict_remote_from_environment();

struct Caller {
  bool loopback = false;
  bool authenticated = false;
  bool local_protseq = false;  // ncalrpc: no port forwarder can stand between
  uint8_t auth_level = 0;      // RPC_C_AUTHN_LEVEL_* of an authenticated one
};

// RPC_S_OK, or RPC_S_ACCESS_DENIED with one log line per interface that names the remedy.
Status check_access(RegisteredInterface& interface, const Caller& caller, RestrictRemote policy);

}  // namespace farcall::runtime
