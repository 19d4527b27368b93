// The context of associations without authentication: adds nothing and accepts no trailer.
#pragma once

#include "security/provider.h"

namespace farcall::security {

// It has no state: all associations share it, on any thread.
SecurityContext& none();

}  // namespace farcall::security
