// The error of a call as its program sees it: the status with a record of the run-time that says
// whom it called, in front of what the layers below and the server have said.
#pragma once

#include <string>

#include "base/error_record.h"
#include "base/result.h"
#include "runtime/client/association_group.h"
#include "transport/socket.h"
#include "wire/error_information.h"

namespace farcall::runtime::client {

// Where its calls go, as a string binding has it.
inline std::string destination_text(const AssociationGroup& group) {
  const GroupKey& key = group.key();
  return key.protseq + ":" + key.network_address + "[" + key.endpoint + "]";
}

inline Status call_error(Status status, const AssociationGroup& group) {
  return explain(status, [&] {
    return error_record(ErrorComponent::runtime, status.code, {error_text(destination_text(group))},
                        ErrorLocation::receive_reply);
  });
}

// A connection that broke, as the status of a call that was on it; `error` is the errno.
inline Status broken_connection(int32_t code, int error, const AssociationGroup& group) {
  return with_errors(code, [&] {
    return ErrorChain{transport::socket_error_record(error, destination_text(group),
                                                     ErrorLocation::ws_sync_recv)};
  });
}

// What a server said of a fault.
inline Status fault_status(int32_t code, Bytes information, const AssociationGroup& group) {
  return with_errors(
      code, [&] { return wire::decode_error_information(information, group.runtime().limits()); });
}

}  // namespace farcall::runtime::client
