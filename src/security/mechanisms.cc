// Which mechanisms there are.
#include "security/mechanisms.h"

namespace farcall::security {

Result<Provider&> find_provider(uint8_t) {
  return Status{RPC_S_UNKNOWN_AUTHN_SERVICE};
}

}  // namespace farcall::security
