// RpcException: how an RPC exception (RpcRaiseException, a failed call) looks in C++.
//
// 1. RpcRaiseException and the client stubs throw it when the nearest handler is a C++ one, or when there is
//    no RPC exception block at all, so `catch (const farcall::RpcException&)` works in plain C++ programs.
// 2. It is raised with RpcRaiseException, not with `throw`: a thrown one is an ordinary C++ exception, which the
//    RpcExcept blocks of C functions do not see. The same goes for `throw;` in a catch clause that is called
//    from a C try block: use RpcRaiseException(e.code()) there.
// 3. docs/exceptions.md has the rules.
#pragma once

#include <cstdint>
#include <exception>

#include "sdk/farcall_api.h"

namespace farcall {

class FARCALL_API RpcException final : public std::exception {
 public:
  explicit RpcException(int32_t code) noexcept;
  ~RpcException() override;

  // The RPC_STATUS that was raised.
  [[nodiscard]] int32_t code() const noexcept { return code_; }
  // "RPC exception 1722"; for people, not for programs.
  [[nodiscard]] const char* what() const noexcept override;

 private:
  int32_t code_;
  char text_[28];
};

}  // namespace farcall
