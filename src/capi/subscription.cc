// RpcServerSubscribeForNotification and RpcServerUnsubscribeForNotification (AR-101 to AR-111).
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>

#include "capi/guard.h"
#include "capi/server_call.h"
#include "runtime/async/notification.h"
#include "stub/notification_request.h"

using namespace farcall;
using runtime::AsyncEvent;

namespace {

struct DropReference {
  void operator()(runtime::ServerCall* call) const { call->drop_reference(); }
};
using CallRef = std::unique_ptr<runtime::ServerCall, DropReference>;

// Held, so that it does not end meanwhile.
Result<CallRef> hold_call(RPC_BINDING_HANDLE handle) {
  CallRef held;
  RPC_TRY(capi::with_server_call(handle, [&](runtime::ServerCall& call) -> Result<void> {
    if (!call.try_add_reference()) return Status{RPC_S_INVALID_BINDING};
    held.reset(&call);
    return {};
  }));
  return held;
}

Result<AsyncEvent> event_of(DWORD notification) {
  if (notification == RpcNotificationClientDisconnect) return AsyncEvent::client_disconnect;
  if (notification == RpcNotificationCallCancel) return AsyncEvent::client_cancel;
  return Status{RPC_S_CANNOT_SUPPORT};
}

constexpr DWORD k_both = RpcNotificationClientDisconnect | RpcNotificationCallCancel;

Result<void> subscribe_for_both(runtime::ServerCall& call,
                                const runtime::NotificationRequest& request) {
  RPC_TRY(call.subscribe(AsyncEvent::client_disconnect, request));
  const Status second = call.subscribe(AsyncEvent::client_cancel, request);
  if (!second.ok()) (void)call.unsubscribe(AsyncEvent::client_disconnect);
  return second;
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcServerSubscribeForNotification(
    RPC_BINDING_HANDLE Binding, DWORD Notification, RPC_NOTIFICATION_TYPES NotificationType,
    RPC_ASYNC_NOTIFICATION_INFO* NotificationInfo) {
  return capi::guard([&]() -> Result<void> {
    if (Notification == 0 || (Notification & ~k_both) != 0) return Status{RPC_S_CANNOT_SUPPORT};
    if (NotificationType == RpcNotificationTypeNone || !NotificationInfo)
      return Status{RPC_S_INVALID_ARG};
    // An event does not say which of the two has happened (AR-105).
    if (Notification == k_both && NotificationType == RpcNotificationTypeEvent)
      return Status{RPC_S_INVALID_ARG};
    RPC_TRY(const runtime::NotificationRequest request,
            stub::notification_request(static_cast<uint32_t>(NotificationType), *NotificationInfo));
    RPC_TRY(const CallRef call, hold_call(Binding));
    if (Notification == k_both) return subscribe_for_both(*call, request);
    RPC_TRY(const AsyncEvent event, event_of(Notification));
    return call->subscribe(event, request);
  });
}

RPC_STATUS RPC_ENTRY RpcServerUnsubscribeForNotification(RPC_BINDING_HANDLE Binding,
                                                         RPC_NOTIFICATIONS Notification,
                                                         ULONG* NotificationsQueued) {
  return capi::guard([&]() -> Result<void> {
    if (!NotificationsQueued) return Status{RPC_S_INVALID_ARG};
    *NotificationsQueued = 0;
    RPC_TRY(const AsyncEvent event, event_of(static_cast<DWORD>(Notification)));
    RPC_TRY(const CallRef call, hold_call(Binding));
    RPC_TRY(*NotificationsQueued, call->unsubscribe(event));
    return {};
  });
}

}  // extern "C"
