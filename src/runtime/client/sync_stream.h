// SyncStream: the pipes of a synchronous call, on the caller's thread: where request data comes from and response data
// goes while the call is pumped. The stub layer implements it over the program's routines.
#pragma once

#include "base/bytes.h"
#include "base/status.h"
#include "protocol/byte_sink.h"

namespace farcall::runtime::client {

struct SyncStream {
  // The next part of the request, in multiples of 8 bytes but for the last. A failure ends the call.
  virtual Status next_request_data(protocol::StubData& data, bool& last) = 0;
  // A part of the response.
  virtual Status response_data(Bytes data, bool big_endian) = 0;
  // Whether the program has given or got anything: then the call cannot be tried again.
  [[nodiscard]] virtual bool touched() const = 0;

 protected:
  ~SyncStream() = default;
};

}  // namespace farcall::runtime::client
