// The pipes of a server call as its manager sees them: pull and push over runtime/server/server_pipes.h.
#pragma once

#include <farcall/stub/frames.h>

#include "base/result.h"
#include "ndr/marshal_buffer.h"
#include "runtime/server/server_call.h"

namespace farcall::stub {

// Makes what the call's pipes need beside its frame. False when memory is out.
bool prepare_pipes(const ServerOperation& operation, runtime::ServerCall& call);
// Fills the pipe parameters of the frame; `asynchronous` pipes answer statuses and never wait.
void fill_pipes(const ServerOperation& operation, runtime::ServerCall& call, bool asynchronous);
// Unmarshals what stands in front of the pipes, waiting for it as far as need be.
int32_t unmarshal_before_pipes(const ServerInterface& interface, const ServerOperation& operation,
                               runtime::ServerCall& call);
// RPC_X_PIPE_DISCIPLINE_ERROR when the manager has left a pipe in the middle (AR-098).
Status check_pipes(runtime::ServerCall& call);
// Where [out] data goes that stands behind the pipes, and what is left to be sent then.
StubOutput& output_behind_pipes(runtime::ServerCall& call);
Result<ndr::Marshalled> take_behind_pipes(runtime::ServerCall& call);

}  // namespace farcall::stub
