// The catch clauses of call_guarded(), and RpcException itself.
#include <farcall/stub/exceptions.h>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <typeinfo>

#include "base/log.h"

namespace farcall {

RpcException::RpcException(int32_t code) noexcept : code_(code) {
  std::snprintf(text_, sizeof text_, "RPC exception %d", code);
}

RpcException::~RpcException() = default;

const char* RpcException::what() const noexcept {
  return text_;
}

}  // namespace farcall

namespace farcall::stub {
namespace {

// The text of the exception is not logged: it may hold what the caller sent.
void log_thrown_type() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  int failed = 0;
  char* name = type ? abi::__cxa_demangle(type->name(), nullptr, nullptr, &failed) : nullptr;
  log(Level::error, "exception.manager", "a C++ exception of type %s ended a call",
      name ? name : "foreign");
  std::free(name);
}

}  // namespace

inline namespace v1 {
namespace detail {

int32_t raised_status(const RpcException& caught) noexcept {
  return caught.code() == RPC_S_OK ? RPC_S_CALL_FAILED : caught.code();
}

int32_t thrown_status() noexcept {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return RPC_S_OUT_OF_MEMORY;
  } catch (...) {
    log_thrown_type();
    return RPC_S_CALL_FAILED;
  }
}

}  // namespace detail
}  // namespace v1
}  // namespace farcall::stub
