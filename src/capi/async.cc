// The RpcAsync* functions, for the client's and the server's RPC_ASYNC_STATE alike.
//
// A server's structure is told by its address, as it lies in a table of the library; a client's by what
// RpcAsyncInitializeHandle wrote into it. A function of the other side gives RPC_S_INVALID_ASYNC_HANDLE.
#include <farcall/farcall.h>
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>

#include <chrono>

#include "capi/guard.h"
#include "capi/process.h"
#include "stub/async_signature.h"

using namespace farcall;
using capi::Process;

namespace {

bool is_of_server(const RPC_ASYNC_STATE* state) {
  return Process::get().server_async().owns(state);
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcAsyncInitializeHandle(PRPC_ASYNC_STATE pAsync, unsigned int Size) {
  return capi::guard([&] {
    if (!pAsync || is_of_server(pAsync)) return Status{RPC_S_INVALID_ASYNC_HANDLE};
    if (Size != sizeof(RPC_ASYNC_STATE)) return Status{RPC_S_INVALID_ARG};
    Process::get().client_async().note_initialisation(pAsync);
    *pAsync = RPC_ASYNC_STATE{};
    pAsync->Size = Size;
    pAsync->Signature = stub::k_client_async_signature;
    return Status{};
  });
}

// Obsolete, needed by nothing (AR-020).
RPC_STATUS RPC_ENTRY RpcAsyncRegisterInfo(PRPC_ASYNC_STATE pAsync) {
  return pAsync ? RPC_S_OK : RPC_S_INVALID_ASYNC_HANDLE;
}

RPC_STATUS RPC_ENTRY RpcAsyncGetCallStatus(PRPC_ASYNC_STATE pAsync) {
  return capi::guard([&] { return Process::get().client_async().call_status(pAsync); });
}

RPC_STATUS RPC_ENTRY RpcAsyncCompleteCall(PRPC_ASYNC_STATE pAsync, void* Reply) {
  return capi::guard([&]() -> Status {
    if (is_of_server(pAsync)) return Process::get().server_async().complete(pAsync, Reply);
    return Process::get().client_async().complete(pAsync, Reply);
  });
}

RPC_STATUS RPC_ENTRY RpcAsyncAbortCall(PRPC_ASYNC_STATE pAsync, ULONG ExceptionCode) {
  return capi::guard([&] {
    if (!is_of_server(pAsync)) return Status{RPC_S_INVALID_ASYNC_HANDLE};
    return Process::get().server_async().abort(pAsync, ExceptionCode);
  });
}

RPC_STATUS RPC_ENTRY RpcAsyncCancelCall(PRPC_ASYNC_STATE pAsync, BOOL fAbort) {
  return capi::guard([&] { return Process::get().client_async().cancel(pAsync, fAbort != 0); });
}

int32_t FarcallAsyncSetDeadline(void* async_state, uint32_t milliseconds,
                                uint32_t grace_milliseconds) {
  return capi::guard([&]() -> Status {
    using Milliseconds = std::chrono::milliseconds;
    constexpr uint32_t k_none = UINT32_MAX;
    const Time at =
        milliseconds == k_none ? Time::max() : SteadyClock{}.now() + Milliseconds(milliseconds);
    return Process::get().client_async().set_deadline(static_cast<RPC_ASYNC_STATE*>(async_state),
                                                      at, Milliseconds(grace_milliseconds));
  });
}

}  // extern "C"
