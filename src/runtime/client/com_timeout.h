// ComTimeout: how long a silent connection is left alone before its peer is probed
// (RpcMgmtSetComTimeout, AR-115, AR-116).
//
// The scale is 0 to 9; 10 means for ever. TCP does the probing: one probe a second after that time,
// and three without an answer end the connection and with it its calls. Where the program has said
// nothing, connections keep what they were made with (transport/socket.h).
#pragma once

#include <cstdint>
#include <optional>

#include "base/limits.h"
#include "transport/socket.h"

namespace farcall::runtime::client {

// RPC_C_BINDING_*_TIMEOUT
using ComTimeout = uint8_t;
inline constexpr ComTimeout k_default_com_timeout = 5;
inline constexpr ComTimeout k_infinite_com_timeout = 10;

inline transport::KeepAlive keep_alive_of(std::optional<ComTimeout> timeout, const Limits& limits) {
  if (!timeout) return transport::k_usual_keep_alive;
  if (*timeout >= k_infinite_com_timeout) return {};
  return {(*timeout + 1) * limits.com_timeout_step, std::chrono::seconds(1), 3};
}

}  // namespace farcall::runtime::client
