// Which account a server must run as: the Sid of RPC_SECURITY_QOS_V3, the descriptor of RPC_SECURITY_QOS_V5.
//
// Over ncalrpc only, where the kernel tells whose process listens. A server's SIDs are Everyone, Authenticated Users,
// Local, S-1-22-1-uid and S-1-22-2-gid of its process, and where that is root's SYSTEM and the Administrators; the
// other groups of its account are not looked up, because nothing may block where connections are made.
#pragma once

#include "base/result.h"
#include "security/access_list.h"

namespace farcall::runtime::client {

struct AuthInfo;

// `sid`: in the program's memory, in the form of [MS-DTYP] 2.4.2.2. RPC_S_INVALID_ARG.
Result<security::AccessList> server_from_sid(const void* sid);
// `descriptor`: self-relative, likewise. Errors as of AccessList::from_descriptor().
Result<security::AccessList> server_from_descriptor(const void* descriptor);

// Before anything is sent: whether the process at the other end of this connection is as `auth` wants it; nullptr
// wants nothing. RPC_S_ACCESS_DENIED.
Status check_server(const AuthInfo* auth, int descriptor);

}  // namespace farcall::runtime::client
