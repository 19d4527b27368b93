// Server: what this process serves: endpoints, interfaces, connections, and whether it listens.
//
// One object per process for the C API (capi::Process owns it); tests make their own. Endpoints are bound when they
// are asked for; connections are accepted from the first listen() or the first auto-listen interface on. Calls that
// were accepted before stop_listening() run to their end, asynchronous ones included (AR-140). Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "base/result.h"
#include "runtime/runtime.h"
#include "runtime/server/access_policy.h"
#include "runtime/server/dispatcher.h"
#include "runtime/server/endpoint.h"
#include "runtime/server/interface_registry.h"
#include "runtime/server/server_call.h"
#include "runtime/server/server_core.h"

namespace farcall::runtime {

class Server {
 public:
  explicit Server(Runtime& runtime,
                  RestrictRemote restrict_remote = restrict_remote_from_environment());
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  // Stops accepting, drops connections, waits for manager routines that run, and ends the calls that are parked:
  // their handles are invalid from then on. Not on a loop; before the runtime and before what the interfaces' stubs
  // need.
  ~Server();

  // RPC_S_PROTSEQ_NOT_SUPPORTED, RPC_S_INVALID_RPC_PROTSEQ, RPC_S_INVALID_ENDPOINT_FORMAT, RPC_S_INVALID_NET_ADDR,
  // RPC_S_DUPLICATE_ENDPOINT, RPC_S_CANT_CREATE_ENDPOINT, RPC_S_OUT_OF_RESOURCES.
  Result<void> use_endpoint(const EndpointRequest& request);
  // One that listens already. Statuses as of transport::given_socket().
  Result<void> use_socket(transport::UniqueFd socket);
  // What RpcServerInqBindings lists; "every address" is spelt out.
  [[nodiscard]] std::vector<EndpointName> endpoints() const;

  [[nodiscard]] InterfaceRegistry& interfaces() { return core_.interfaces; }
  [[nodiscard]] ObjectTypes& objects() { return core_.objects; }
  [[nodiscard]] CallStatistics& statistics() { return core_.runtime.statistics(); }
  // The mechanisms with which clients are authenticated from now on.
  [[nodiscard]] Acceptors& acceptors() { return core_.acceptors; }
  [[nodiscard]] Dispatcher& dispatcher() { return core_.dispatcher; }
  // Registers and, for an auto-listen interface, begins to accept connections.
  Result<void> register_interface(const InterfaceSpec& spec, const Uuid& type, const void* epv,
                                  const RegistrationOptions& options);

  // Removes managers (InterfaceRegistry::remove()). With `wait`, returns after the calls that run,
  // asynchronous ones included, have ended; those that nobody answers are named in the log.
  Result<void> unregister_interface(const void* handle, const Uuid& type, bool every_manager,
                                    bool wait, const void* scope = nullptr);

  // For interface groups: an endpoint of their own, and the end of their connections.
  Result<std::unique_ptr<Endpoint>> bind_endpoint(const EndpointRequest& request) {
    return Endpoint::bind(core_, request);
  }
  void close_connections(const GroupScope& scope);

  // Begins to serve and returns. RPC_S_ALREADY_LISTENING, RPC_S_NO_PROTSEQS_REGISTERED, RPC_S_MAX_CALLS_TOO_SMALL.
  // `max_calls` is a hint that nothing depends on (AR-141); what bounds calls is Limits::max_calls_per_process.
  Result<void> listen(unsigned minimum_threads, unsigned max_calls);
  // New calls of interfaces that are not auto-listen are refused from here on. RPC_S_NOT_LISTENING.
  Result<void> stop_listening() { return core_.gate.stop(); }
  // Returns when the server has been told to stop and its last call has ended (calls of auto-listen interfaces do
  // not count). RPC_S_NOT_LISTENING, RPC_S_ALREADY_LISTENING when another thread waits.
  Result<void> wait_listen();
  [[nodiscard]] bool listening() const { return core_.gate.listening(); }

  // The live call behind a handle that a program holds, or nullptr for anything else. `look(call)` runs before
  // anyone can destroy the call; it does not block, and to keep the call it uses try_add_reference().
  template <class Look>
  ServerCall* visit_call(const void* handle, Look look) {
    return core_.calls.visit(handle, look);
  }
  // Runs down the context handles of an interface whose calls have ended (`handle` NULL: of all), here and now.
  void run_down_contexts(const void* handle) { core_.groups.take_contexts(handle).run_down(); }
  // RpcSsDontSerializeContext: calls on one context handle run side by side from here on.
  void dont_serialize_contexts() { core_.dont_serialize_contexts.store(true); }
  // Context handles that are open.
  [[nodiscard]] uint32_t context_count() const { return core_.groups.context_count(); }
  // Live calls, parked ones included.
  [[nodiscard]] uint32_t call_count() const { return core_.gate.live(); }
  // Open connections.
  [[nodiscard]] uint32_t connection_count() const { return core_.connections.size(); }

 private:
  void add(std::unique_ptr<Endpoint> endpoint);
  void accept_connections();
  void abandon_parked_calls();
  // Those of one interface, or with nullptr of all.
  void report_unanswered_calls(const RegisteredInterface* interface);

  ServerCore core_;
  mutable std::mutex mutex_;  // what follows
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  bool accepting_ = false;
};

}  // namespace farcall::runtime
