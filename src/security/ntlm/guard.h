// TokenGuard: what an NTLM client's tokens must look like before the plugin may see them
// ([MS-NLMP] 2.2.1). The plugin's accepting side is not robust against messages that are damaged
// or older than NTLMv2; this is the wall in front of it, on the server, for bare tokens and for
// those inside SPNEGO. One guard watches one handshake: NEGOTIATE, our CHALLENGE, AUTHENTICATE.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace farcall::security::ntlm {

class TokenGuard {
 public:
  explicit TokenGuard(bool in_spnego) : in_spnego_(in_spnego) {}

  // The token to show to the plugin: the client's, or that with padding that the plugin insists
  // on. RPC_S_ACCESS_DENIED: it must not see it.
  Result<std::vector<uint8_t>> admit(Bytes token);
  // Our answer, in which the CHALLENGE says what the AUTHENTICATE has to have.
  Result<void> sent(Bytes token);

 private:
  enum class Expected : uint8_t { negotiate, challenge, authenticate, nothing };

  Result<void> check_message(Bytes message);

  bool in_spnego_;
  bool key_exchange_ = false;
  Expected expected_ = Expected::negotiate;
};

// The rules for each message, on their own.
[[nodiscard]] bool is_sound_negotiate(Bytes message);
[[nodiscard]] bool is_sound_authenticate(Bytes message, bool key_exchange);

}  // namespace farcall::security::ntlm
