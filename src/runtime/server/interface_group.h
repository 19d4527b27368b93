// InterfaceGroup: interfaces and endpoints that come and go together, and a notice when nobody uses
// them (RpcServerInterfaceGroup*).
//
// 1. Its interfaces are served over its endpoints only, from activate() on, whether the server
//    listens or not.
// 2. The group is idle while no connection to its endpoints is open. After `idle_period` of that the
//    program is told, on a thread of the group's own, and told again when a client comes. The
//    routine may deactivate the group; it may not destroy it.
// 3. Any thread; activate() and deactivate() exclude each other.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "runtime/server/endpoint.h"
#include "runtime/server/group_scope.h"
#include "runtime/server/interface_registry.h"

namespace farcall::runtime {

class Server;

struct GroupInterface {
  InterfaceSpec spec;
  Uuid type;
  const void* epv = nullptr;
  RegistrationOptions options;
};

struct GroupEndpoint {
  std::string protseq;
  std::string endpoint;  // empty: any
  unsigned backlog = 0;
};

struct GroupConfig {
  std::vector<GroupInterface> interfaces;
  std::vector<GroupEndpoint> endpoints;
  std::optional<Duration> idle_period;  // empty: nobody is told
  std::function<void(bool idle)> on_idle;
};

class InterfaceGroup {
 public:
  InterfaceGroup(Server& server, GroupConfig config);
  InterfaceGroup(const InterfaceGroup&) = delete;
  InterfaceGroup& operator=(const InterfaceGroup&) = delete;
  // Deactivates. Not from the routine.
  ~InterfaceGroup();

  // All of it or nothing: errors as of Server::use_endpoint() and register_interface(). Of an active
  // group, does nothing.
  Result<void> activate();
  // Returns when the calls to the group have ended. RPC_S_SERVER_TOO_BUSY, unless forced, while a
  // client is connected; connections are closed otherwise.
  Result<void> deactivate(bool forced);
  // Where it can be reached; empty unless it is active.
  [[nodiscard]] std::vector<EndpointName> endpoints() const;

 private:
  Result<void> bind_endpoints();
  Result<void> register_interfaces();
  void take_down();
  void start_watching();
  void stop_watching();
  static void watch(GroupScope& scope, const bool& watching, Duration period,
                    const std::function<void(bool)>& tell);

  Server& server_;
  const GroupConfig config_;
  const GroupScopeRef scope_ = std::make_shared<GroupScope>();
  mutable std::mutex mutex_;  // what follows
  bool active_ = false;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  std::thread watcher_;
  std::shared_ptr<bool> watching_;  // under the scope's mutex
};

}  // namespace farcall::runtime
