// Policy: what an administrator or a program forbids, one value type for all mechanisms.
//
// FARCALL_SECURITY holds the administrator's words, separated by commas: `ntlm=off|named|on`,
// `rc4=off|on`, `level=connect|pkt|integrity|privacy`, `headers=off|on`,
// `mutual=required|offered`, `ciphers=own|library`. docs/security.md has the table. A program has the same words (FarcallSetSecurityPolicy); the administrator's come later,
// so they win.
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

// As large as a word, so that the process's can be read at each call.
struct alignas(8) Policy {
  NtlmUse ntlm = NtlmUse::named;
  bool rc4 = false;           // Kerberos with RC4 session keys
  uint8_t minimum_level = 2;  // RPC_C_AUTHN_LEVEL_CONNECT; lower is refused on both sides
  // Of remote callers; PKT counts as PKT_INTEGRITY, whose signatures it has. See access_policy.h.
  uint8_t remote_level = 5;
  bool header_signing = true;  // a client offers it
  bool mutual = true;          // a program's demand that the server prove its name excludes NTLM
  // Kerberos' PDUs are signed and sealed by the library, not by our own code (security/kerberos).
  bool library_ciphers = false;
  friend bool operator==(const Policy&, const Policy&) = default;

  // Defaults, then the words. RPC_S_INVALID_ARG: a word that is none of the above.
  static Result<Policy> from_words(std::string_view words);
  // Defaults, the program's words, the administrator's, and the kernel's FIPS mode, which forbids
  // NTLM, RC4 and ciphers of our own whatever the words say. A word of the administrator's that is not understood
  // forbids as much as a policy can. RPC_S_INVALID_ARG: a word of the program's.
  static Result<Policy> compose(std::string_view program, std::string_view administrator,
                                bool fips);
  // The process's, with FARCALL_SECURITY as it was when the process first asked. Any thread.
  static Policy of_process();
  // The program's words, for terms that are made from now on; none of them: RPC_S_INVALID_ARG.
  static Result<void> set_program_words(std::string_view words);
};

}  // namespace farcall::security
