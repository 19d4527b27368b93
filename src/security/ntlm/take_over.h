// From the plugin's NTLM context to our own protection.
#pragma once

#include <memory>

#include "security/gss/handles.h"
#include "security/protection.h"
#include "security/secret.h"

namespace farcall::security::ntlm {

// Signs a probe with both: the plugin says which number comes next (0, or 1 after a mechListMIC of
// SPNEGO), and equal signatures prove that the keys, and the flags that they were made with, are
// those that we require: extended session security, 128 bits, key exchange. Null: they are not. The
// plugin's context is gone then in any case; it holds 69 KB.
std::unique_ptr<Protection> take_over(gss::Context context, const Secret& session_key, bool client,
                                      bool seals);

}  // namespace farcall::security::ntlm
