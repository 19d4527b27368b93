// The directories in which the sockets of ncalrpc live, and the files in them (docs/ncalrpc.md).
//
// 1. FARCALL_NCALRPC_DIR names the only one, for listening and for connecting. Without it, root
//    listens in /run/farcall, everyone else in farcall/ of XDG_RUNTIME_DIR, or where there is none
//    in /tmp/farcall-UID; clients look in their own directory first, then in the system's.
// 2. A directory counts only when it belongs to this user or to root and nobody else may write to
//    it: a name in it is then what its owner made it. It is never followed through a symbolic link.
// 3. An endpoint is one file name: no path of a peer's ever reaches the file system.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "transport/unique_fd.h"

namespace farcall::transport {

// What an endpoint of ncalrpc may look like: 1 to 53 printable ASCII characters (53 is Windows'
// limit), no slash of either kind, no dot in front.
inline constexpr size_t k_max_local_endpoint = 53;
[[nodiscard]] bool is_local_endpoint(std::string_view name);

// Of those above that are fit for use: where a client looks.
std::vector<std::string> local_directories();

// The directory of this user's sockets, made if it was not there, and held locked against other
// servers that look for stale names: one at a time.
struct LockedDirectory {
  std::string path;
  UniqueFd fd;  // the lock goes with it
};
// RPC_S_CANT_CREATE_ENDPOINT, with a line in the log that says why.
Result<LockedDirectory> lock_local_directory();

// The name of a socket, which is taken away when the last reference goes, unless somebody else has
// the name by then.
std::shared_ptr<void> socket_name(const std::string& path);

}  // namespace farcall::transport
