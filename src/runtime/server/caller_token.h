// The SIDs of a caller, and whether an interface's access list admits them.
#pragma once

#include <vector>

#include "security/sid.h"

namespace farcall::runtime {

class ServerCall;

// Unauthenticated callers are Anonymous and not Everyone, as on Windows. Others: Everyone,
// Authenticated Users, Network or (ncalrpc) Local, the user and groups of the PAC, and those of the
// account of this computer that the caller has (ncalrpc) or is mapped to (auth_to_local); who is root
// over ncalrpc is one of the Administrators. Kept by the connection. Blocks the first time (NSS).
const std::vector<security::Sid>& token_of(const ServerCall& call);

// Whether the list of the call's interface, if it has one, admits the caller.
bool access_list_admits(const ServerCall& call);

}  // namespace farcall::runtime
