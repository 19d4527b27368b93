// Look-ups in the databases of users and groups.
#include "security/unix_account.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>

namespace farcall::security {
namespace {

constexpr size_t k_most_room = 1u << 20;

// Calls `look_up` with more and more room; what it finds lies in `room`.
template <class Entry, class LookUp>
Entry* find(Entry& entry, std::vector<char>& room, LookUp look_up) {
  for (room.resize(1024); room.size() <= k_most_room; room.resize(2 * room.size())) {
    Entry* found = nullptr;
    if (look_up(&entry, room.data(), room.size(), &found) != ERANGE) return found;
  }
  return nullptr;
}

// When the groups cannot be told there is the first one only.
UnixAccount account_of(const passwd& entry) {
  UnixAccount account{entry.pw_uid, entry.pw_gid, {}};
  int room = 32;
  for (int i = 0; i < 4; ++i) {  // it says how many there are
    account.groups.resize(static_cast<size_t>(room));
    const int found = getgrouplist(entry.pw_name, entry.pw_gid, account.groups.data(), &room);
    if (found < 0) continue;
    account.groups.resize(static_cast<size_t>(found));
    return account;
  }
  account.groups = {entry.pw_gid};
  return account;
}

}  // namespace

std::optional<UnixAccount> unix_account(const std::string& name) {
  passwd entry{};
  std::vector<char> room;
  const passwd* const found =
      find(entry, room, [&](passwd* into, char* text, size_t size, passwd** out) {
        return getpwnam_r(name.c_str(), into, text, size, out);
      });
  if (!found) return std::nullopt;
  return account_of(*found);
}

std::optional<UnixAccount> unix_account(uid_t uid) {
  passwd entry{};
  std::vector<char> room;
  const passwd* const found =
      find(entry, room, [&](passwd* into, char* text, size_t size, passwd** out) {
        return getpwuid_r(uid, into, text, size, out);
      });
  if (!found) return std::nullopt;
  return account_of(*found);
}

void add_unix_sids(const UnixAccount& account, std::vector<Sid>& token) {
  token.push_back(unix_user_sid(account.uid));
  for (const gid_t group : account.groups) token.push_back(unix_group_sid(group));
}

std::optional<Sid> sid_of_unix_user(std::string_view name) {
  const std::optional<UnixAccount> account = unix_account(std::string(name));
  if (!account) return std::nullopt;
  return unix_user_sid(account->uid);
}

std::optional<Sid> sid_of_unix_group(std::string_view name) {
  group entry{};
  std::vector<char> room;
  const std::string text(name);
  const group* const found =
      find(entry, room, [&](group* into, char* buffer, size_t size, group** out) {
        return getgrnam_r(text.c_str(), into, buffer, size, out);
      });
  if (!found) return std::nullopt;
  return unix_group_sid(found->gr_gid);
}

}  // namespace farcall::security
