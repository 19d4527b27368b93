// Exceptions at the edges of stubs: the guard around manager routines, and the raise that ends a client stub.
//
// The run-time itself returns statuses; a client stub raises as its last act, a server stub lets nothing out (AR-057).
#pragma once

#include <cxxabi.h>

#include <cstdint>
#include <utility>

#include <farcall/sdk/rpcexcept.h>
#include <farcall/sdk/rpcnterr.h>
#include <farcall/stub/abi.h>

FARCALL_STUB_NAMESPACE_BEGIN

// RpcRaiseException for generated code and the run-time.
[[noreturn]] FARCALL_API void raise(int32_t status);

namespace detail {
// Never RPC_S_OK: a raise of 0 is an error all the same.
FARCALL_API int32_t raised_status(const RpcException& caught) noexcept;
// Inside catch (...): RPC_S_OUT_OF_MEMORY for std::bad_alloc, else RPC_S_CALL_FAILED, logged with the type.
FARCALL_API int32_t thrown_status() noexcept;
}  // namespace detail

// Runs body(): RPC_S_OK, or the status that was raised. Any C++ exception becomes a status too; only what ends the
// thread (pthread_exit, cancellation) goes through. Allocates nothing and marks no place: two calls into the library.
template <class Body>
int32_t call_guarded(Body&& body) {
  try {
    const farcall::detail::ExceptionFrame frame;
    std::forward<Body>(body)();
    return RPC_S_OK;
  } catch (const RpcException& caught) {
    return detail::raised_status(caught);
  } catch (const abi::__forced_unwind&) {
    throw;
  } catch (...) {
    return detail::thrown_status();
  }
}

FARCALL_STUB_NAMESPACE_END
