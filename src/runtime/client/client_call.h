// ClientCall: one asynchronous call on the client, from its start until the application has collected it.
//
// References: one of whoever collects the outcome (complete), one of the connection while the association holds the
// record, one for each notification under way. Which thread touches what: the record and the connection's half belong
// to the connection's loop; the outcome is atomic; the response is written before finish() and read after finished().
#pragma once

#include <atomic>
#include <cstdint>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/result.h"
#include "protocol/client_association.h"
#include "runtime/async/call_outcome.h"
#include "runtime/async/notification.h"

namespace farcall::runtime::client {

// The stub data of an answer. Valid as long as the response lives.
struct Response {
  bool big_endian = false;
  SyntaxId transfer_syntax;
  Bytes stub_data;
  BufferRef owner;
};

class ClientCall;

}  // namespace farcall::runtime::client
