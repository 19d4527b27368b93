// The layer `authentication` of `farcall ping --auth`: one authenticated call through the RPC API, and when it fails one
// sentence that says why and what to do.
#pragma once

#include <string>

namespace farcall::tool {

struct AuthenticationRequest {
  std::string mechanism;  // ntlm, kerberos, negotiate; empty: no such layer
  std::string level = "privacy";
  std::string principal;  // of the server
};

// Empty, or what is wrong with the words.
std::string check(const AuthenticationRequest& request);

// As the process's own identity (ticket cache, client keytab, NTLM user file). True: `sentence` says as what; false: why
// not. Blocks for as long as the RPC API does.
bool authenticate(const std::string& binding, const AuthenticationRequest& request,
                  std::string& sentence);

}  // namespace farcall::tool
