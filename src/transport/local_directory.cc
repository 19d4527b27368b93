// Directories are judged through descriptors: what was checked is what is used.
#include "transport/local_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

#include "base/log.h"

namespace farcall::transport {
namespace {

constexpr const char* k_system_directory = "/run/farcall";

const char* environment(const char* name) {
  const char* value = secure_getenv(name);
  return value && *value ? value : nullptr;
}

std::string own_directory() {
  if (const char* chosen = environment("FARCALL_NCALRPC_DIR")) return chosen;
  if (geteuid() == 0) return k_system_directory;
  if (const char* runtime = environment("XDG_RUNTIME_DIR"))
    return std::string(runtime) + "/farcall";
  return "/tmp/farcall-" + std::to_string(geteuid());
}

// Nullptr when the directory is fit for use, else what is wrong with it.
const char* fault_of(int fd) {
  struct stat found {};
  if (fstat(fd, &found) != 0) return std::strerror(errno);
  if (found.st_uid != geteuid() && found.st_uid != 0) return "it belongs to another user";
  if (found.st_mode & (S_IWGRP | S_IWOTH)) return "others may write to it";
  return nullptr;
}

UniqueFd open_directory(const std::string& path) {
  return UniqueFd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool fit_for_use(const std::string& path) {
  const UniqueFd fd = open_directory(path);
  return fd && !fault_of(fd.get());
}

Status refuse(const std::string& path, const char* why) {
  log(Level::error, "ncalrpc.directory", "no endpoint can be made in %s: %s", path.c_str(), why);
  return Status{RPC_S_CANT_CREATE_ENDPOINT};
}

struct SocketName {
  std::string path;
  dev_t device;
  ino_t inode;
  ~SocketName() {
    struct stat now {};
    if (lstat(path.c_str(), &now) == 0 && now.st_dev == device && now.st_ino == inode)
      (void)unlink(path.c_str());
  }
};

}  // namespace

bool is_local_endpoint(std::string_view name) {
  const auto allowed = [](char c) { return c >= ' ' && c <= '~' && c != '/' && c != '\\'; };
  return !name.empty() && name.size() <= k_max_local_endpoint && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), allowed);
}

std::vector<std::string> local_directories() {
  std::vector<std::string> found;
  const std::string own = own_directory();
  if (fit_for_use(own)) found.push_back(own);
  const bool only_own = environment("FARCALL_NCALRPC_DIR") || own == k_system_directory;
  if (!only_own && fit_for_use(k_system_directory)) found.emplace_back(k_system_directory);
  return found;
}

// Everyone may look into root's directory and connect; another user's is that user's own.
Result<LockedDirectory> lock_local_directory() {
  LockedDirectory directory{own_directory(), {}};
  const mode_t mode = geteuid() == 0 ? 0755 : 0700;
  if (mkdir(directory.path.c_str(), mode) != 0 && errno != EEXIST)
    return refuse(directory.path, std::strerror(errno));
  directory.fd = open_directory(directory.path);
  if (!directory.fd) return refuse(directory.path, std::strerror(errno));
  if (const char* fault = fault_of(directory.fd.get())) return refuse(directory.path, fault);
  while (flock(directory.fd.get(), LOCK_EX) != 0)
    if (errno != EINTR) return refuse(directory.path, std::strerror(errno));
  return directory;
}

std::shared_ptr<void> socket_name(const std::string& path) {
  struct stat made {};
  if (lstat(path.c_str(), &made) != 0) return nullptr;
  return std::make_shared<SocketName>(path, made.st_dev, made.st_ino);
}

}  // namespace farcall::transport
