// Limits, listening, access (D12), operation number, size, manager: in this order, cheapest and
// most secret first. The security callback is the program's code and comes later, on the
// dispatching thread.
#include "runtime/server/admission.h"

#include "protocol/server_association.h"
#include "runtime/server/server_connection.h"
#include "runtime/server/server_pipes.h"

namespace farcall::runtime {
namespace {

// RPC_C_LISTEN_MAX_CALLS_DEFAULT: no limit.
constexpr uint32_t k_any_number_of_calls = 1234;

bool too_many(const RegisteredInterface& interface, uint32_t calls) {
  const uint32_t limit = interface.options().max_calls;
  return interface.auto_listen() && limit != 0 && limit != k_any_number_of_calls && calls > limit;
}

// The manager of the call, or why the interface does not take it.
Result<const void*> check(ServerCore& core, const ServerConnection& connection,
                          RegisteredInterface& interface, uint32_t calls,
                          const protocol::IncomingRequest& request) {
  if (!interface.registered()) return Status{RPC_S_UNKNOWN_IF};
  if (too_many(interface, calls)) return Status{RPC_S_SERVER_TOO_BUSY};
  RPC_TRY(check_access(interface, connection.caller(request.security), core.restrict_remote));
  if (request.opnum >= interface.spec().operation_count) return Status{RPC_S_PROCNUM_OUT_OF_RANGE};
  // RpcServerRegisterIf2: a request above MaxRpcSize fails with RPC_S_ACCESS_DENIED. Where there are pipes it is about
  // what stands in front of them: the stub finds out how much that is (most_before_pipes()).
  if (!(pipes_of(interface, request.opnum) & InterfaceSpec::k_in_pipes) &&
      request.stub_data.size() > interface.options().max_rpc_size)
    return Status{RPC_S_ACCESS_DENIED};
  if (!request.object || request.object->is_nil()) return interface.manager_of_nil_type();
  RPC_TRY(const Uuid type, core.objects.type_for_call(*request.object));
  return type.is_nil() ? interface.manager_of_nil_type()
                       : core.interfaces.manager_of(interface, type);
}

}  // namespace

Result<ServerCall&> admit(ServerCore& core, ServerConnection& connection,
                          RegisteredInterface& interface,
                          const protocol::IncomingRequest& request) {
  core.runtime.statistics().calls_in.fetch_add(1, std::memory_order_relaxed);
  RPC_TRY(core.gate.enter(interface.auto_listen()));
  const Result<const void*> manager =
      check(core, connection, interface, interface.begin_call(), request);
  ServerCall* call = nullptr;
  if (manager.ok()) call = core.calls.make(connection, interface, *manager, request);
  if (call) {
    connection.add_reference();
    connection.hold_group();
    return *call;
  }
  interface.end_call();
  core.gate.leave(interface.auto_listen());
  return manager.ok() ? Status{RPC_S_OUT_OF_MEMORY} : manager.status();
}

void end_call(ServerCall& call) {
  ServerConnection& connection = call.connection();
  RegisteredInterface& interface = call.interface();
  ServerCore& core = connection.core();
  const bool auto_listen = interface.auto_listen();
  core.calls.destroy(&call);
  interface.end_call();
  connection.release_group();
  connection.drop_reference();   // keeps the interface until here
  core.gate.leave(auto_listen);  // nothing of the server is touched after this
}

}  // namespace farcall::runtime
