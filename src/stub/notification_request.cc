// One line for each type; handles and routines are checked by Notification::prepare().
#include "stub/notification_request.h"

namespace farcall::stub {
namespace {

using runtime::NotificationRequest;
using runtime::NotificationType;

static_assert(static_cast<int>(NotificationType::callback) == RpcNotificationTypeCallback);
static_assert(static_cast<int>(runtime::AsyncEvent::client_cancel) == RpcClientCancel);
static_assert(sizeof(runtime::AsyncEvent) == sizeof(RPC_ASYNC_EVENT));

// The same routine; its parameters differ in name only.
runtime::NotificationRoutine routine_of(PFN_RPCNOTIFICATION_ROUTINE routine) {
  return reinterpret_cast<runtime::NotificationRoutine>(reinterpret_cast<void (*)()>(routine));
}

}  // namespace

Result<NotificationRequest> notification_request(uint32_t type,
                                                 const RPC_ASYNC_NOTIFICATION_INFO& info) {
  NotificationRequest request;
  switch (type) {
    case RpcNotificationTypeNone:
      break;
    case RpcNotificationTypeEvent:
      request.object = info.hEvent;
      break;
    case RpcNotificationTypeApc:
      request.object = info.APC.hThread;
      request.routine = routine_of(info.APC.NotificationRoutine);
      break;
    case RpcNotificationTypeIoc:
      request.object = info.IOC.hIOPort;
      request.packet = {info.IOC.dwNumberOfBytesTransferred, info.IOC.dwCompletionKey,
                        info.IOC.lpOverlapped};
      break;
    case RpcNotificationTypeCallback:
      request.routine = routine_of(info.NotificationRoutine);
      break;
    default:
      return Status{RPC_S_UNSUPPORTED_TYPE};
  }
  request.type = static_cast<NotificationType>(type);
  return request;
}

}  // namespace farcall::stub
