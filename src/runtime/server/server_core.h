// ServerCore: what the parts of a server share. Server owns it; endpoints, connections and calls
// know it.
//
// The order of the members is the order in which their users must be gone: calls_ last.
#pragma once

#include <atomic>

#include "base/slab.h"
#include "runtime/runtime.h"
#include "runtime/server/acceptors.h"
#include "runtime/server/access_policy.h"
#include "runtime/server/association_groups.h"
#include "runtime/server/connection_set.h"
#include "runtime/server/dispatcher.h"
#include "runtime/server/error_reports.h"
#include "runtime/server/interface_registry.h"
#include "runtime/server/listen_gate.h"
#include "runtime/server/object_types.h"
#include "runtime/server/server_call.h"

namespace farcall::runtime {

struct ServerCore {
  ServerCore(Runtime& shared, RestrictRemote policy)
      : runtime(shared),
        restrict_remote(policy),
        tell_errors(tell_errors_from_environment()),
        calls(k_call_rest),
        gate(shared.limits().max_calls_per_process),
        groups(shared.limits()),
        connections(shared.limits()),
        dispatcher(shared.limits()) {}

  // A handle of a call that has ended is recognised for as many later calls at least.
  static constexpr uint32_t k_call_rest = 256;

  Runtime& runtime;
  const RestrictRemote restrict_remote;
  const TellErrors tell_errors;
  // RpcSsDontSerializeContext: for good.
  std::atomic<bool> dont_serialize_contexts{false};
  Slab<ServerCall> calls;
  ListenGate gate;
  Acceptors acceptors;
  InterfaceRegistry interfaces;
  ObjectTypes objects;
  AssociationGroups groups;
  ConnectionSet connections;
  Dispatcher dispatcher;
};

}  // namespace farcall::runtime
