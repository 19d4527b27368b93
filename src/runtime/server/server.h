// Server: what this process serves: endpoints, interfaces, connections, and whether it listens.
//
// One object per process for the C API (capi::Process owns it); tests make their own. Endpoints are bound when they
// are asked for; connections are accepted from the first listen() or the first auto-listen interface on. Calls that
// were accepted before stop_listening() run to their end, asynchronous ones included (AR-140). Any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/slab.h"
#include "runtime/runtime.h"
#include "runtime/server/dispatcher.h"
#include "runtime/server/interface_registry.h"
#include "runtime/server/server_call.h"

namespace farcall::runtime {

class Endpoint;

struct EndpointRequest {
  std::string_view protseq;
  std::string_view address;   // empty: every address of this host
  std::string_view endpoint;  // empty or "0": any free one
  unsigned backlog = 0;       // 0: the system's maximum
};

// An endpoint that is there, as a string binding has it.
struct EndpointName {
  std::string protseq;
  std::string address;
  std::string endpoint;
};

class Server {
 public:
  explicit Server(Runtime& runtime);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  // Stops accepting, drops connections, waits for manager routines that run.
  ~Server();

  // RPC_S_PROTSEQ_NOT_SUPPORTED, RPC_S_INVALID_RPC_PROTSEQ, RPC_S_INVALID_ENDPOINT_FORMAT, RPC_S_INVALID_NET_ADDR,
  // RPC_S_DUPLICATE_ENDPOINT, RPC_S_CANT_CREATE_ENDPOINT, RPC_S_OUT_OF_RESOURCES.
  Result<void> use_endpoint(const EndpointRequest& request);
  // What RpcServerInqBindings lists; "every address" is spelt out.
  [[nodiscard]] std::vector<EndpointName> endpoints() const;

  [[nodiscard]] InterfaceRegistry& interfaces() { return interfaces_; }
  [[nodiscard]] Dispatcher& dispatcher() { return dispatcher_; }
  // Registers and, for an auto-listen interface, begins to accept connections.
  Result<void> register_interface(const InterfaceSpec& spec, const Uuid& type, const void* epv,
                                  const RegistrationOptions& options);

  // Begins to serve and returns. RPC_S_ALREADY_LISTENING, RPC_S_NO_PROTSEQS_REGISTERED, RPC_S_MAX_CALLS_TOO_SMALL.
  Result<void> listen(unsigned minimum_threads, unsigned max_calls);
  // New calls of interfaces that are not auto-listen are refused from here on. RPC_S_NOT_LISTENING.
  Result<void> stop_listening();
  // Returns when the server has been told to stop and its last call has ended. RPC_S_NOT_LISTENING,
  // RPC_S_ALREADY_LISTENING when another thread waits.
  Result<void> wait_listen();
  [[nodiscard]] bool listening() const;

  // The live call behind a handle that a program holds, or nullptr for anything else. `look(call)` runs before
  // anyone can end the call.
  template <class Look>
  ServerCall* visit_call(const void* handle, Look look) {
    return calls_.visit(handle, look);
  }
  // Live calls, parked ones included.
  [[nodiscard]] uint32_t call_count() const;

 private:
  // The rest is server.cc's and endpoint.h's: see there.
  Runtime& runtime_;
  InterfaceRegistry interfaces_;
  Dispatcher dispatcher_;
  Slab<ServerCall> calls_;
};

}  // namespace farcall::runtime
