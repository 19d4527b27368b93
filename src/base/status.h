// Status: the error value of every internal layer (docs/design: D10).
//
// A 32-bit RPC_STATUS code (names and numbers in rpcnterr.h) and the index of an extended-error record
// (0 = none; records belong to the thread that made them). Fits one register, copies freely.
#pragma once

#include <farcall/sdk/rpcnterr.h>

#include <cstdint>

namespace farcall {

struct [[nodiscard]] Status {
  int32_t code = RPC_S_OK;
  uint32_t record = 0;

  constexpr Status() = default;
  constexpr explicit Status(int32_t status_code) : code(status_code) {}
  constexpr Status(int32_t status_code, uint32_t error_record)
      : code(status_code), record(error_record) {}

  [[nodiscard]] constexpr bool ok() const { return code == RPC_S_OK; }
  friend constexpr bool operator==(Status a, Status b) { return a.code == b.code; }
};

}  // namespace farcall
