// From the notification that a program describes in the SDK's terms to the run-time's request.
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>

#include <cstdint>

#include "base/result.h"
#include "runtime/async/notification.h"

namespace farcall::stub {

// `type` is what stands where an RPC_NOTIFICATION_TYPES should; `info` is read only as far as the
// type says (AR-016). RPC_S_UNSUPPORTED_TYPE for windows (AR-032) and for what is no type.
Result<runtime::NotificationRequest> notification_request(uint32_t type,
                                                          const RPC_ASYNC_NOTIFICATION_INFO& info);

}  // namespace farcall::stub
