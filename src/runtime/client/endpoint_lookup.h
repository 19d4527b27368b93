// What is asked of an endpoint mapper, and by whom: the run-time knows that there is one, the layer
// above knows how to call it (wellknown/epm_client.h).
#pragma once

#include <string>

#include "base/result.h"
#include "base/uuid.h"

namespace farcall::runtime::client {

struct EndpointQuestion {
  std::string protseq;
  std::string network_address;
  SyntaxId interface;
  Uuid object;
};

// The endpoint. Waits; not on a loop. EPT_S_NOT_REGISTERED, or why the mapper could not be asked.
using EndpointLookup = Result<std::string> (*)(const EndpointQuestion& question);

}  // namespace farcall::runtime::client
