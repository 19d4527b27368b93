// The calls that a program names by handle: a server's binding handles.
//
// A NULL handle is the call that the calling thread serves. A call that has been answered is no call any more.
#pragma once

#include "base/result.h"
#include "capi/process.h"
#include "runtime/server/server_call.h"

namespace farcall::capi {

// Runs `look(call)` while the call cannot end. RPC_S_NO_CALL_ACTIVE for NULL where no call is served,
// RPC_S_INVALID_BINDING for anything that is no live call.
template <class Look>
Result<void> with_server_call(const void* handle, Look look) {
  if (!handle) {
    runtime::ServerCall* call = runtime::current_call();
    if (!call || call->answered()) return Status{RPC_S_NO_CALL_ACTIVE};
    return look(*call);
  }
  Result<void> seen{Status{RPC_S_INVALID_BINDING}};
  Process::get().server().visit_call(handle, [&](runtime::ServerCall& call) {
    if (!call.answered()) seen = look(call);
  });
  return seen;
}

}  // namespace farcall::capi
