// Registration, lookup and removal of interfaces and their managers (RpcServerRegisterIf family). Any thread.
#include "runtime/server/interface_registry.h"

#include <algorithm>

namespace farcall::runtime {
namespace {
constexpr uint32_t k_if_autolisten = 0x0001;  // RPC_IF_AUTOLISTEN
}

bool RegisteredInterface::auto_listen() const {
  return (options_.flags & k_if_autolisten) != 0;
}

Result<const void*> RegisteredInterface::manager_of_nil_type() const {
  if (!has_default_.load(std::memory_order_acquire)) return Status{RPC_S_UNSUPPORTED_TYPE};
  return default_epv_.load(std::memory_order_relaxed);
}

// Requires the registry's lock.
void RegisteredInterface::managers_changed() {
  const auto found =
      std::ranges::find_if(managers_, [](const Manager& each) { return each.type.is_nil(); });
  if (found != managers_.end()) default_epv_.store(found->epv, std::memory_order_relaxed);
  has_default_.store(found != managers_.end(), std::memory_order_release);
}

void RegisteredInterface::end_call() {
  if (calls_.fetch_sub(1) != 1 || registered()) return;
  const std::lock_guard lock(mutex_);  // the waiter is either before its check or already waiting
  no_calls_.notify_all();
}

bool RegisteredInterface::wait_for_calls(Duration patience) {
  std::unique_lock lock(mutex_);
  return no_calls_.wait_for(lock, patience, [this] { return calls() == 0; });
}

Result<void> InterfaceRegistry::add(const InterfaceSpec& spec, const Uuid& type, const void* epv,
                                    const RegistrationOptions& options) {
  const std::lock_guard lock(mutex_);
  for (const InterfaceRef& known : interfaces_) {
    if (known->spec_.id != spec.id || known->options_.scope != options.scope) continue;
    for (const auto& manager : known->managers_)
      if (manager.type == type) return Status{RPC_S_TYPE_ALREADY_REGISTERED};
    known->managers_.push_back({type, epv});
    known->managers_changed();
    return {};
  }
  auto added = std::make_shared<RegisteredInterface>(spec, options);
  added->managers_.push_back({type, epv});
  added->managers_changed();
  interfaces_.push_back(std::move(added));
  return {};
}

Result<std::vector<InterfaceRef>> InterfaceRegistry::remove(const void* handle, const Uuid& type,
                                                            bool every_manager, const void* scope) {
  std::vector<InterfaceRef> gone;
  bool interface_known = false;
  bool manager_known = false;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(interfaces_, [&](const InterfaceRef& known) {
      if (known->options_.built_in) return false;
      if (known->options_.scope != scope) return false;
      if (handle ? known->spec_.handle != handle : known->auto_listen()) return false;
      interface_known = true;
      const size_t removed = std::erase_if(known->managers_, [&](const auto& manager) {
        return every_manager || manager.type == type;
      });
      manager_known |= removed > 0;
      if (!known->managers_.empty()) {
        known->managers_changed();
        return false;
      }
      // A call that has seen the interface registered still finds its manager, and is waited for.
      known->registered_.store(false);
      gone.push_back(known);
      return true;
    });
  }
  if (!interface_known) return Status{RPC_S_UNKNOWN_IF};
  if (!manager_known) return Status{RPC_S_UNKNOWN_MGR_TYPE};
  return gone;
}

InterfaceRef InterfaceRegistry::find(const SyntaxId& wanted, const void* scope) const {
  const std::lock_guard lock(mutex_);
  InterfaceRef best;
  for (const InterfaceRef& known : interfaces_) {
    const SyntaxId& id = known->spec_.id;
    const bool here = known->options_.scope == scope || known->options_.built_in;
    if (here && id.uuid == wanted.uuid && id.major == wanted.major && id.minor >= wanted.minor)
      best = known;
  }
  return best;
}

Result<const void*> InterfaceRegistry::manager(const void* handle, const Uuid& type) const {
  const std::lock_guard lock(mutex_);
  const auto known = std::ranges::find_if(
      interfaces_, [&](const InterfaceRef& each) { return each->spec_.handle == handle; });
  if (known == interfaces_.end()) return Status{RPC_S_UNKNOWN_IF};
  for (const auto& manager : (*known)->managers_)
    if (manager.type == type) return manager.epv;
  return Status{RPC_S_UNKNOWN_MGR_TYPE};
}

Result<const void*> InterfaceRegistry::manager_of(const RegisteredInterface& interface,
                                                  const Uuid& type) const {
  const std::lock_guard lock(mutex_);
  for (const auto& manager : interface.managers_)
    if (manager.type == type) return manager.epv;
  return Status{interface.registered() ? RPC_S_UNSUPPORTED_TYPE : RPC_S_UNKNOWN_IF};
}

std::vector<SyntaxId> InterfaceRegistry::ids() const {
  const std::lock_guard lock(mutex_);
  std::vector<SyntaxId> result;
  for (const bool built_in : {false, true})
    for (const InterfaceRef& known : interfaces_)
      if (known->options_.built_in == built_in) result.push_back(known->spec_.id);
  return result;
}

bool InterfaceRegistry::empty() const {
  const std::lock_guard lock(mutex_);
  return std::ranges::all_of(interfaces_,
                             [](const InterfaceRef& known) { return known->options_.built_in; });
}

bool InterfaceRegistry::any_auto_listen() const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(interfaces_, [](const InterfaceRef& known) {
    return known->auto_listen() && !known->options_.built_in;
  });
}

}  // namespace farcall::runtime
