// CallRequest and Response: what a stub asks to have sent, and what came back.
#pragma once

#include <cstdint>
#include <utility>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/uuid.h"
#include "protocol/client_association.h"

namespace farcall::runtime::client {

struct CallRequest {
  const protocol::InterfaceOffer* interface = nullptr;  // outlives the call
  uint16_t opnum = 0;
  uint8_t transfer = protocol::ClientCallRecord::k_any_transfer;  // of the interface's syntaxes
  bool maybe = false;
  bool bind_only = false;  // RpcBindingBind: the connection and its bind, no request
  protocol::StubData stub_data;
  // Pipes: `more` request data follows behind stub_data; the response is to come in parts.
  bool more = false;
  bool streams_response = false;
};

// The stub data of an answer. Valid as long as the response lives.
struct Response {
  bool big_endian = false;
  SyntaxId transfer_syntax;
  Bytes stub_data;
  BufferRef owner;
};

// Fills the association's part of a call.
inline void prepare_record(protocol::ClientCallRecord& record, CallRequest& request,
                           const Uuid& object, security::Initiator* security) {
  record.interface = request.interface;
  record.security = security;
  record.stub_data = std::move(request.stub_data);
  if (!object.is_nil()) record.object = object;
  record.opnum = request.opnum;
  record.transfer = request.transfer;
  record.maybe = request.maybe;
  record.bind_only = request.bind_only;
  record.more = request.more;
  record.streams_response = request.streams_response;
}

// The status a failed call ends with. A peer may put any number into a fault: 0 would be success
// and RPC_S_ASYNC_CALL_PENDING would say that the call goes on (AR-041).
inline int32_t failure(int32_t status) {
  return status == RPC_S_OK || status == RPC_S_ASYNC_CALL_PENDING ? RPC_S_CALL_FAILED : status;
}

}  // namespace farcall::runtime::client
