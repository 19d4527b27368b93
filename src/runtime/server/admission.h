// Admission: what a complete request must pass before it is a call, and where a call that has ended
// is taken off the books.
//
// Everything here comes before anything of the stub data is looked at; whoever is refused gets a
// fault that says that nothing was executed.
#pragma once

#include "base/result.h"
#include "runtime/server/server_core.h"

namespace farcall::runtime {

// The new call, with the connection's reference, or why there is none (as a status that travels as
// a fault). On the connection's loop.
Result<ServerCall&> admit(ServerCore& core, ServerConnection& connection,
                          RegisteredInterface& interface, const protocol::IncomingRequest& request);

// The last reference of `call` is gone. Any thread.
void end_call(ServerCall& call);

}  // namespace farcall::runtime
