// Rundown: the end of the context handles that a client left open (C706 5.1.6).
#pragma once

#include <memory>

#include "runtime/server/server_core.h"

namespace farcall::runtime {

// `group` (nullptr: nothing to do) has lost its last member. Its rundown routines run on a thread of the pool, one
// after the other; here when there is none, because each has to run exactly once.
void run_down_group(ServerCore& core, std::unique_ptr<AssociationGroup> group);

}  // namespace farcall::runtime
