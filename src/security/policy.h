// Policy: what an administrator or a program forbids, one value type for all mechanisms.
//
// FARCALL_SECURITY holds the administrator's words, separated by commas: `ntlm=off|named|on`,
// `rc4=off|on`, `level=connect|pkt|integrity|privacy`. docs/security.md has the table.
#pragma once

#include <farcall/sdk/rpcnterr.h>

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace farcall::security {

enum class NtlmUse : uint8_t {
  off,    // never
  named,  // where the program names it: type 10, or type 9 with terms that say so
  on      // also inside SPNEGO, without having been named
};

struct Policy {
  NtlmUse ntlm = NtlmUse::named;
  bool rc4 = false;           // Kerberos with RC4 session keys
  uint8_t minimum_level = 2;  // RPC_C_AUTHN_LEVEL_CONNECT; lower is refused on both sides

  // Defaults, then the words. RPC_S_INVALID_ARG: a word that is none of the above.
  static Result<Policy> from_words(std::string_view words);
  // The process's: FARCALL_SECURITY, and FIPS mode of the kernel, which forbids NTLM and RC4
  // whatever the words say. A word that is not understood forbids as much as a policy can.
  static const Policy& of_process();
};

}  // namespace farcall::security
