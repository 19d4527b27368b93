// Activation, deactivation, and the thread that watches for idleness.
#include "runtime/server/interface_group.h"

#include <utility>

#include "runtime/server/server.h"

namespace farcall::runtime {
namespace {

constexpr uint32_t k_if_autolisten = 0x0001;  // RPC_IF_AUTOLISTEN

}  // namespace

InterfaceGroup::InterfaceGroup(Server& server, GroupConfig config)
    : server_(server), config_(std::move(config)) {}

InterfaceGroup::~InterfaceGroup() {
  (void)deactivate(true);
}

Result<void> InterfaceGroup::activate() {
  const std::lock_guard lock(mutex_);
  if (active_) return {};
  Status status = bind_endpoints().status();
  if (status.ok()) status = register_interfaces().status();
  if (!status.ok()) {
    take_down();
    return status;
  }
  active_ = true;
  for (const auto& endpoint : endpoints_) endpoint->start();
  start_watching();
  return {};
}

Result<void> InterfaceGroup::bind_endpoints() {
  for (const GroupEndpoint& wanted : config_.endpoints) {
    EndpointRequest request{wanted.protseq, {}, wanted.endpoint, wanted.backlog};
    request.scope = scope_;
    RPC_TRY(std::unique_ptr<Endpoint> endpoint, server_.bind_endpoint(request));
    endpoints_.push_back(std::move(endpoint));
  }
  return {};
}

Result<void> InterfaceGroup::register_interfaces() {
  for (const GroupInterface& each : config_.interfaces) {
    RegistrationOptions options = each.options;
    options.flags |= k_if_autolisten;  // the group's activation is its listening
    options.scope = scope_.get();
    RPC_TRY(server_.interfaces().add(each.spec, each.type, each.epv, options));
  }
  return {};
}

Result<void> InterfaceGroup::deactivate(bool forced) {
  const std::lock_guard lock(mutex_);
  if (!active_) return {};
  if (!forced && scope_->connections() > 0) return Status{RPC_S_SERVER_TOO_BUSY};
  active_ = false;
  stop_watching();
  take_down();
  return {};
}

void InterfaceGroup::take_down() {
  for (const auto& endpoint : endpoints_) endpoint->close();
  endpoints_.clear();
  server_.close_connections(*scope_);
  for (const GroupInterface& each : config_.interfaces)
    (void)server_.unregister_interface(each.spec.handle, each.type, false, true, scope_.get());
}

std::vector<EndpointName> InterfaceGroup::endpoints() const {
  const std::lock_guard lock(mutex_);
  std::vector<EndpointName> names;
  for (const auto& endpoint : endpoints_) endpoint->append_names(names);
  return names;
}

void InterfaceGroup::start_watching() {
  if (!config_.idle_period) return;
  watching_ = std::make_shared<bool>(true);
  watcher_ = std::thread([scope = scope_, watching = watching_, period = *config_.idle_period,
                          tell = config_.on_idle] { watch(*scope, *watching, period, tell); });
}

// From the routine itself the thread cannot be waited for: it ends when the routine returns.
void InterfaceGroup::stop_watching() {
  if (!watcher_.joinable()) return;
  {
    const std::lock_guard lock(scope_->mutex());
    *watching_ = false;
    scope_->changed().notify_all();
  }
  if (watcher_.get_id() == std::this_thread::get_id())
    watcher_.detach();
  else
    watcher_.join();
}

// Knows nothing of the group, which may be gone when the routine returns.
void InterfaceGroup::watch(GroupScope& scope, const bool& watching, Duration period,
                           const std::function<void(bool)>& tell) {
  bool told_idle = false;
  std::unique_lock lock(scope.mutex());
  while (watching) {
    const bool idle = scope.connections_locked() == 0;
    if (idle == told_idle) {
      scope.changed().wait(lock);
      continue;
    }
    const auto used = [&] { return !watching || scope.connections_locked() > 0; };
    if (idle && scope.changed().wait_for(lock, period, used)) continue;
    told_idle = idle;
    lock.unlock();
    tell(idle);
    lock.lock();
  }
}

}  // namespace farcall::runtime
