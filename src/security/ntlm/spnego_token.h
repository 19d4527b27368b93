// Reading SPNEGO tokens (RFC 4178 4.2) far enough to know which mechanism they speak of and what
// they carry for it, before the library sees them. Strict DER: what is not understood is refused,
// so that the library cannot find in a token what we have not.
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace farcall::security::ntlm {

struct SpnegoToken {
  bool initial = false;                  // NegTokenInit; else NegTokenResp
  std::vector<Bytes> mech_types;         // of NegTokenInit, in the client's order: contents of OIDs
  std::optional<Bytes> mechanism_token;  // mechToken or responseToken
  bool mic = false;                      // NegTokenResp: with a mechListMIC
};

// Fields lie in `token`. RPC_S_SEC_PKG_ERROR: not such a token.
Result<SpnegoToken> read_spnego_token(Bytes token);

}  // namespace farcall::security::ntlm
