// Server: endpoints, registration, listening, and the end of everything.
#include "runtime/server/server.h"

#include <utility>

#include "runtime/server/server_connection.h"

namespace farcall::runtime {

Server::Server(Runtime& runtime, RestrictRemote restrict_remote)
    : core_(runtime, restrict_remote) {}

Server::~Server() {
  (void)core_.gate.stop();
  for (const auto& endpoint : endpoints_) endpoint->close();
  core_.connections.for_each(
      [](ConnectionEntry& entry) { static_cast<ServerConnection&>(entry).close(); });
  core_.connections.wait_until_empty();
  core_.dispatcher.stop();
  abandon_parked_calls();
  core_.gate.wait_until_empty();
}

// Those that someone is about to answer end by themselves.
void Server::abandon_parked_calls() {
  std::vector<ServerCall*> parked;
  core_.calls.visit_all([&](ServerCall& call) {
    if (call.claim_answer()) parked.push_back(&call);
  });
  for (ServerCall* call : parked) {
    const InterfaceSpec& spec = call->interface().spec();
    if (spec.abandon) spec.abandon(*call);
    (void)call->fault(RPC_S_CALL_FAILED);
  }
}

Result<void> Server::use_endpoint(const EndpointRequest& request) {
  RPC_TRY(std::unique_ptr<Endpoint> endpoint, Endpoint::bind(core_, request));
  add(std::move(endpoint));
  return {};
}

Result<void> Server::use_socket(transport::UniqueFd socket) {
  RPC_TRY(std::unique_ptr<Endpoint> endpoint, Endpoint::of_socket(core_, std::move(socket)));
  add(std::move(endpoint));
  return {};
}

void Server::add(std::unique_ptr<Endpoint> endpoint) {
  const std::lock_guard lock(mutex_);
  if (accepting_) endpoint->start();
  endpoints_.push_back(std::move(endpoint));
}

std::vector<EndpointName> Server::endpoints() const {
  const std::lock_guard lock(mutex_);
  std::vector<EndpointName> names;
  for (const auto& endpoint : endpoints_) endpoint->append_names(names);
  return names;
}

Result<void> Server::register_interface(const InterfaceSpec& spec, const Uuid& type,
                                        const void* epv, const RegistrationOptions& options) {
  RPC_TRY(core_.interfaces.add(spec, type, epv, options));
  if (core_.interfaces.any_auto_listen()) accept_connections();
  return {};
}

void Server::close_connections(const GroupScope& scope) {
  core_.connections.for_each([&](ConnectionEntry& entry) {
    auto& connection = static_cast<ServerConnection&>(entry);
    if (connection.origin().scope.get() == &scope) connection.close();
  });
}

Result<void> Server::unregister_interface(const void* handle, const Uuid& type, bool every_manager,
                                          bool wait, const void* scope) {
  RPC_TRY(const std::vector<InterfaceRef> gone,
          core_.interfaces.remove(handle, type, every_manager, scope));
  const Duration patience = core_.runtime.limits().unanswered_call_report;
  for (const InterfaceRef& each : gone)
    while (wait && !each->wait_for_calls(patience)) report_unanswered_calls(each.get());
  return {};
}

Result<void> Server::wait_listen() {
  RPC_TRY(core_.gate.wait(core_.runtime.limits().unanswered_call_report,
                          [this] { report_unanswered_calls(nullptr); }));
  // The program may end now, and the last answers shall have left by then.
  core_.runtime.finish_posted_work();
  return {};
}

// A manager that still runs may yet answer, or hand its call on.
void Server::report_unanswered_calls(const RegisteredInterface* interface) {
  core_.calls.visit_all([&](ServerCall& call) {
    if (interface && &call.interface() != interface) return;
    const InterfaceSpec& spec = call.interface().spec();
    if (spec.report_unanswered && call.manager_returned() && !call.answered())
      spec.report_unanswered(call);
  });
}

Result<void> Server::listen(unsigned minimum_threads, unsigned max_calls) {
  if (max_calls == 0 || max_calls < minimum_threads) return Status{RPC_S_MAX_CALLS_TOO_SMALL};
  {
    const std::lock_guard lock(mutex_);
    if (endpoints_.empty()) return Status{RPC_S_NO_PROTSEQS_REGISTERED};
  }
  RPC_TRY(core_.gate.listen());
  core_.dispatcher.set_minimum_threads(minimum_threads);
  accept_connections();
  return {};
}

void Server::accept_connections() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(accepting_, true)) return;
  for (const auto& endpoint : endpoints_) endpoint->start();
}

}  // namespace farcall::runtime
