// Users and groups of this computer as SIDs and as what a thread needs to act for them. All of it asks
// NSS, which may block.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "security/sid.h"

namespace farcall::security {

struct UnixAccount {
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;  // with gid
};

// None: there is no such user.
std::optional<UnixAccount> unix_account(const std::string& name);
std::optional<UnixAccount> unix_account(uid_t uid);

// S-1-22-1-uid and S-1-22-2-gid of each group.
void add_unix_sids(const UnixAccount& account, std::vector<Sid>& token);

std::optional<Sid> sid_of_unix_user(std::string_view name);
std::optional<Sid> sid_of_unix_group(std::string_view name);

}  // namespace farcall::security
