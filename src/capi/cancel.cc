// Cancels of synchronous calls: the client's RpcCancelThread and RpcMgmtSetCancelTimeout, and what a
// server sees of a cancel: RpcServerInqBindingHandle, RpcServerTestCancel, RpcTestCancel.
//
// A cancel concerns the synchronous call that the thread is in, or the next one it makes;
// asynchronous calls are left alone (AR-070).
#include <farcall/sdk/rpc.h>

#include <chrono>
#include <optional>

#include "base/sync/handle_table.h"
#include "capi/guard.h"
#include "capi/server_call.h"

using namespace farcall;

namespace {

Result<std::optional<Duration>> patience_of(LONG timeout) {
  if (timeout == RPC_C_CANCEL_INFINITE_TIMEOUT) return std::optional<Duration>{};
  if (timeout < 0) return Status{RPC_S_INVALID_TIMEOUT};
  return std::optional<Duration>{std::chrono::seconds(timeout)};
}

template <class Ask>
RPC_STATUS cancel_thread(void* handle, Ask ask) {
  return capi::guard([&]() -> Result<void> {
    const auto thread = sync::thread_from_handle(handle);
    if (!thread) return Status{RPC_S_INVALID_ARG};
    return ask(thread->cancels());
  });
}

// Of the call that this thread serves, or a cancel that waits for its next call.
bool is_cancelled() {
  const runtime::ServerCall* call = runtime::current_call();
  if (call && !call->answered() && call->cancelled()) return true;
  sync::ThreadObject* thread = sync::ThreadObject::existing();
  return thread && thread->cancels().take();
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcCancelThread(void* Thread) {
  return cancel_thread(Thread, [](sync::CancelPort& port) -> Result<void> {
    port.ask();
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcCancelThreadEx(void* Thread, LONG Timeout) {
  return cancel_thread(Thread, [&](sync::CancelPort& port) -> Result<void> {
    RPC_TRY(const std::optional<Duration> patience, patience_of(Timeout));
    port.ask({patience, true});
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcMgmtSetCancelTimeout(LONG Timeout) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const std::optional<Duration> patience, patience_of(Timeout));
    sync::ThreadObject* thread = sync::ThreadObject::current();
    if (!thread) return Status{RPC_S_OUT_OF_MEMORY};
    thread->cancels().set_patience(patience);
    return {};
  });
}

// "It is usual" for this function to say access denied when there is no cancel (its page).
RPC_STATUS RPC_ENTRY RpcTestCancel(void) {
  return capi::guard([] { return Status{is_cancelled() ? RPC_S_OK : RPC_S_ACCESS_DENIED}; });
}

RPC_STATUS RPC_ENTRY RpcServerInqBindingHandle(RPC_BINDING_HANDLE* Binding) {
  return capi::guard([&]() -> Result<void> {
    if (!Binding) return Status{RPC_S_INVALID_ARG};
    *Binding = nullptr;
    return capi::with_server_call(nullptr, [&](runtime::ServerCall& call) -> Result<void> {
      *Binding = &call;
      return {};
    });
  });
}

// RPC_S_OK means that the client has cancelled.
RPC_STATUS RPC_ENTRY RpcServerTestCancel(RPC_BINDING_HANDLE BindingHandle) {
  return capi::guard([&] {
    return capi::with_server_call(
        BindingHandle, [](const runtime::ServerCall& call) -> Result<void> {
          return Status{call.cancelled() ? RPC_S_OK : RPC_S_CALL_IN_PROGRESS};
        });
  });
}

}  // extern "C"
