// RpcServerInterfaceGroup*: a handle is the address of a group that this process has made.
//
// Endpoint mapper registration (UuidVector, Annotation) is not done for groups; security descriptors
// are refused, as for single interfaces.
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcdcep.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

#include "capi/binding_vector.h"
#include "capi/guard.h"
#include "capi/process.h"
#include "capi/text.h"
#include "runtime/sdk_identity.h"
#include "runtime/server/descriptors.h"
#include "runtime/server/interface_group.h"
#include "stub/server_dispatch.h"

using namespace farcall;
using capi::Process;
using runtime::InterfaceGroup;

namespace {

constexpr ULONG k_infinite = 0xffffffff;

// Groups are held while they are used, so that a handle that another thread closes is no danger.
class GroupTable {
 public:
  void* add(std::shared_ptr<InterfaceGroup> group) {
    const std::lock_guard lock(mutex_);
    groups_.push_back(std::move(group));
    return groups_.back().get();
  }
  Result<std::shared_ptr<InterfaceGroup>> find(const void* handle) {
    const std::lock_guard lock(mutex_);
    for (const auto& group : groups_)
      if (group.get() == handle) return group;
    return Status{RPC_S_INVALID_ARG};
  }
  Result<std::shared_ptr<InterfaceGroup>> remove(const void* handle) {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::ranges::find_if(groups_, [&](const auto& group) { return group.get() == handle; });
    if (found == groups_.end()) return Status{RPC_S_INVALID_ARG};
    std::shared_ptr<InterfaceGroup> taken = std::move(*found);
    groups_.erase(found);
    return taken;
  }

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<InterfaceGroup>> groups_;
};

GroupTable& groups() {
  static auto* table = new GroupTable;  // as Process, never destroyed
  return *table;
}

template <class Template>
Result<runtime::GroupInterface> interface_from(const Template& wanted) {
  if (wanted.Version != 0) return Status{RPC_S_INVALID_ARG};
  runtime::GroupInterface result;
  RPC_TRY(result.spec, stub::interface_spec(wanted.IfSpec));
  result.type = runtime::uuid_value(wanted.MgrTypeUuid);
  const auto* structure = static_cast<const RPC_SERVER_INTERFACE*>(wanted.IfSpec);
  result.epv = wanted.MgrEpv ? wanted.MgrEpv : structure->DefaultManagerEpv;
  if (!result.epv && result.spec.operation_count != 0) return Status{RPC_S_INVALID_ARG};
  const unsigned max_calls =
      wanted.MaxCalls == RPC_C_LISTEN_MAX_CALLS_DEFAULT ? 0 : wanted.MaxCalls;
  result.options = {.flags = wanted.Flags,
                    .max_calls = max_calls,
                    .max_rpc_size = wanted.MaxRpcSize,
                    .security_callback = wanted.IfCallback};
  RPC_TRY(result.options.access, runtime::access_list_from(wanted.SecurityDescriptor));
  return result;
}

template <class Template>
Result<runtime::GroupEndpoint> endpoint_from(const Template& wanted) {
  if (wanted.Version != 0) return Status{RPC_S_INVALID_ARG};
  return runtime::GroupEndpoint{capi::from_text(wanted.ProtSeq),
                                wanted.Endpoint ? capi::from_text(wanted.Endpoint) : std::string{},
                                wanted.Backlog == RPC_C_PROTSEQ_MAX_REQS_DEFAULT
                                    ? 0u
                                    : static_cast<unsigned>(wanted.Backlog)};
}

template <class InterfaceTemplate, class EndpointTemplate>
RPC_STATUS create(const InterfaceTemplate* interfaces, ULONG interface_count,
                  const EndpointTemplate* endpoints, ULONG endpoint_count, ULONG idle_period,
                  RPC_INTERFACE_GROUP_IDLE_CALLBACK_FN* routine, void* context,
                  RPC_INTERFACE_GROUP* out) {
  return capi::guard([&]() -> Result<void> {
    if (!out || !interfaces || interface_count == 0 || !endpoints || endpoint_count == 0)
      return Status{RPC_S_INVALID_ARG};
    if (idle_period != k_infinite && !routine) return Status{RPC_S_INVALID_ARG};
    *out = nullptr;
    runtime::GroupConfig config;
    for (ULONG i = 0; i < interface_count; ++i) {
      RPC_TRY(runtime::GroupInterface each, interface_from(interfaces[i]));
      config.interfaces.push_back(each);
    }
    for (ULONG i = 0; i < endpoint_count; ++i) {
      RPC_TRY(runtime::GroupEndpoint each, endpoint_from(endpoints[i]));
      config.endpoints.push_back(std::move(each));
    }
    // The routine wants the handle, which is known when the group is.
    const auto handle = std::make_shared<void*>(nullptr);
    if (idle_period != k_infinite) config.idle_period = std::chrono::seconds(idle_period);
    config.on_idle = [=](bool idle) { routine(*handle, context, idle ? TRUE : FALSE); };
    auto group = std::make_shared<InterfaceGroup>(Process::get().server(), std::move(config));
    *handle = group.get();
    *out = groups().add(std::move(group));
    return {};
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupCreateA(
    RPC_INTERFACE_TEMPLATEA* Interfaces, ULONG NumIfs, RPC_ENDPOINT_TEMPLATEA* Endpoints,
    ULONG NumEndpoints, ULONG IdlePeriod, RPC_INTERFACE_GROUP_IDLE_CALLBACK_FN* IdleCallbackFn,
    void* IdleCallbackContext, PRPC_INTERFACE_GROUP IfGroup) {
  return create(Interfaces, NumIfs, Endpoints, NumEndpoints, IdlePeriod, IdleCallbackFn,
                IdleCallbackContext, IfGroup);
}

RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupCreateW(
    RPC_INTERFACE_TEMPLATEW* Interfaces, ULONG NumIfs, RPC_ENDPOINT_TEMPLATEW* Endpoints,
    ULONG NumEndpoints, ULONG IdlePeriod, RPC_INTERFACE_GROUP_IDLE_CALLBACK_FN* IdleCallbackFn,
    void* IdleCallbackContext, PRPC_INTERFACE_GROUP IfGroup) {
  return create(Interfaces, NumIfs, Endpoints, NumEndpoints, IdlePeriod, IdleCallbackFn,
                IdleCallbackContext, IfGroup);
}

RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupActivate(RPC_INTERFACE_GROUP IfGroup) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const std::shared_ptr<InterfaceGroup> group, groups().find(IfGroup));
    return group->activate();
  });
}

RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupDeactivate(RPC_INTERFACE_GROUP IfGroup,
                                                       ULONG ForceDeactivation) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const std::shared_ptr<InterfaceGroup> group, groups().find(IfGroup));
    return group->deactivate(ForceDeactivation != 0);
  });
}

RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupClose(RPC_INTERFACE_GROUP IfGroup) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const std::shared_ptr<InterfaceGroup> group, groups().remove(IfGroup));
    return group->deactivate(true);
  });
}

RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupInqBindings(RPC_INTERFACE_GROUP IfGroup,
                                                        RPC_BINDING_VECTOR** BindingVector) {
  return capi::guard([&]() -> Result<void> {
    if (!BindingVector) return Status{RPC_S_INVALID_ARG};
    *BindingVector = nullptr;
    RPC_TRY(const std::shared_ptr<InterfaceGroup> group, groups().find(IfGroup));
    RPC_TRY(*BindingVector, capi::binding_vector(group->endpoints()));
    return {};
  });
}

}  // extern "C"
