// Impersonation on Linux: the identity with which one thread reaches files is that of its caller.
//
// fsuid, fsgid and supplementary groups of this thread, by raw system calls, since glibc's setgroups
// changes all threads. Nothing else of the thread changes: signals, processes, the network and what
// other threads do are the server's own. It takes a process that may set ids.
#pragma once

#include "base/result.h"
#include "security/unix_account.h"

namespace farcall::runtime {

class ServerCall;

// The calling thread acts as the caller of `call` until revert(). Again: as this one from now on.
// RPC_S_NO_CONTEXT_AVAILABLE: the caller is unauthenticated. RPC_S_CANNOT_SUPPORT: it has no account
// on this computer, let itself be identified only, is root from elsewhere, or the process may not.
Result<void> impersonate(const ServerCall& call);
// Nothing when the thread acts as itself. Ends the process when it cannot be done.
void revert();

// Around whatever runs for a call: what was in force before is not in force inside, and what began
// inside ends with it (exceptions too).
class ImpersonationScope {
 public:
  ImpersonationScope();
  ImpersonationScope(const ImpersonationScope&) = delete;
  ImpersonationScope& operator=(const ImpersonationScope&) = delete;
  ~ImpersonationScope();

 private:
  std::optional<security::UnixAccount> outer_;
};

}  // namespace farcall::runtime
