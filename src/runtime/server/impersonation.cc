// Changes ids of the thread, reads them back, and remembers what they were.
#include "runtime/server/impersonation.h"

#include <sys/fsuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>

#include "base/log.h"
#include "runtime/server/server_call.h"
#include "runtime/server/server_connection.h"
#include "security/provider.h"

namespace farcall::runtime {
namespace {

using security::UnixAccount;

struct Acting {
  UnixAccount as;
  UnixAccount self;
};
thread_local std::optional<Acting> t_acting;

// An id that is none changes nothing, and tells what is in force.
uid_t current_fsuid() {
  return static_cast<uid_t>(setfsuid(static_cast<uid_t>(-1)));
}
gid_t current_fsgid() {
  return static_cast<gid_t>(setfsgid(static_cast<gid_t>(-1)));
}

std::optional<std::vector<gid_t>> current_groups() {
  const int count = getgroups(0, nullptr);
  if (count < 0) return std::nullopt;
  std::vector<gid_t> groups(static_cast<size_t>(count));
  if (getgroups(count, groups.data()) != count) return std::nullopt;
  return groups;
}

// Without privilege the kernel leaves fsuid and fsgid alone and says nothing: they are read back.
bool become(const UnixAccount& account) {
  if (syscall(SYS_setgroups, account.groups.size(), account.groups.data()) != 0) return false;
  setfsgid(account.gid);
  setfsuid(account.uid);
  return current_fsgid() == account.gid && current_fsuid() == account.uid;
}

// Whoever cannot go back must not go on: it would be a server that acts as its client.
void become_self(const UnixAccount& self) {
  if (become(self)) return;
  log(Level::error, "server.impersonation", "a thread cannot be itself again; the process ends");
  std::abort();
}

std::optional<UnixAccount> account_of_peer(const ServerCall& call) {
  const auto& peer = call.connection().origin().credentials;
  if (!peer) return std::nullopt;
  std::optional<UnixAccount> account = security::unix_account(peer->uid);
  return account ? account : UnixAccount{peer->uid, peer->gid, {peer->gid}};
}

// Root is believed of the kernel only: auth_to_local maps root of any client to root.
Result<UnixAccount> account_of(const ServerCall& call) {
  std::optional<UnixAccount> account;
  if (!call.security()) {
    account = account_of_peer(call);
    if (!account) return Status{RPC_S_NO_CONTEXT_AVAILABLE};
  } else {
    const security::Facts& facts = call.security()->facts();
    if (facts.impersonation >= security::Impersonation::impersonate && facts.local_user)
      account = security::unix_account(*facts.local_user);
    if (account && account->uid == 0) account.reset();
  }
  if (!account) return Status{RPC_S_CANNOT_SUPPORT};
  return *std::move(account);
}

Result<void> act_as(const UnixAccount& account) {
  std::optional<std::vector<gid_t>> groups = current_groups();
  if (!groups) return Status{RPC_S_CANNOT_SUPPORT};
  UnixAccount self{current_fsuid(), current_fsgid(), *std::move(groups)};
  t_acting = Acting{account, std::move(self)};
  if (become(account)) return {};
  // Groups come first, so without the privilege nothing has changed; what has can be changed back.
  if (current_groups() != t_acting->self.groups || current_fsgid() != t_acting->self.gid)
    become_self(t_acting->self);
  t_acting.reset();
  return Status{RPC_S_CANNOT_SUPPORT};
}

}  // namespace

Result<void> impersonate(const ServerCall& call) {
  RPC_TRY(const UnixAccount account, account_of(call));
  revert();
  return act_as(account);
}

void revert() {
  if (!t_acting) return;
  become_self(t_acting->self);
  t_acting.reset();
}

ImpersonationScope::ImpersonationScope() {
  if (!t_acting) return;
  outer_ = t_acting->as;
  revert();
}

ImpersonationScope::~ImpersonationScope() {
  revert();
  if (outer_ && !act_as(*outer_).ok()) std::abort();  // it was possible before
}

}  // namespace farcall::runtime
