// Gathers what the mechanism and the kernel say.
#include "runtime/server/caller_token.h"

#include <algorithm>
#include <iterator>

#include "runtime/server/server_call.h"
#include "runtime/server/server_connection.h"
#include "security/access_list.h"
#include "security/provider.h"
#include "security/unix_account.h"

namespace farcall::runtime {
namespace {

using security::Sid;

// A domain speaks for its own accounts and groups; that somebody is an administrator or a user of this
// computer it cannot say, whatever is in its PAC.
bool is_of_a_domain(const Sid& sid) {
  return sid.authority == 5 && !sid.sub_authorities.empty() && sid.sub_authorities[0] == 21;
}

void add_domain_account(const security::Facts& facts, std::vector<Sid>& token) {
  if (facts.account) {
    if (is_of_a_domain(facts.account->user)) token.push_back(facts.account->user);
    std::ranges::copy_if(facts.account->groups, std::back_inserter(token), is_of_a_domain);
  }
  if (!facts.local_user) return;
  if (const auto account = security::unix_account(*facts.local_user))
    security::add_unix_sids(*account, token);
}

void add_peer(uid_t uid, gid_t gid, std::vector<Sid>& token) {
  const auto account = security::unix_account(uid);
  security::add_unix_sids(account ? *account : security::UnixAccount{uid, gid, {gid}}, token);
  if (uid == 0) token.push_back(security::k_sid_administrators);
}

std::vector<Sid> make_token(const ServerCall& call) {
  const ServerConnection::Origin& origin = call.connection().origin();
  const bool local = origin.protseq->local;
  std::vector<Sid> token{local ? security::k_sid_local : security::k_sid_network};
  if (!call.security() && !origin.credentials) {
    token.push_back(security::k_sid_anonymous);
    return token;
  }
  token.push_back(security::k_sid_everyone);
  token.push_back(security::k_sid_authenticated_users);
  // Who has authenticated otherwise over ncalrpc is who that says, and nobody else.
  if (call.security())
    add_domain_account(call.security()->facts(), token);
  else
    add_peer(origin.credentials->uid, origin.credentials->gid, token);
  return token;
}

}  // namespace

const std::vector<Sid>& token_of(const ServerCall& call) {
  return call.connection().keep_token(call.security(), [&] { return make_token(call); });
}

bool access_list_admits(const ServerCall& call) {
  const auto& list = call.interface().options().access;
  return !list || list->admits(token_of(call));
}

}  // namespace farcall::runtime
