// Version 1 UUIDs (C706 appendix A): time, clock sequence, and the address of a network card.
#pragma once

#include "base/uuid.h"

namespace farcall::capi {

struct SequentialUuid {
  Uuid uuid;
  bool local_only =
      false;  // no card was found: the node is a random multicast address (RFC 4122 4.5)
};

// Any thread. No two in a process are equal; the clock sequence is drawn anew in each process.
SequentialUuid sequential_uuid();

}  // namespace farcall::capi
