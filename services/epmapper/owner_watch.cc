// pidfd_open(2): readable when the process has ended.
#include "owner_watch.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace farcall::epmapper {
namespace {

bool alive(int pidfd) {
  pollfd look{pidfd, POLLIN, 0};
  return poll(&look, 1, 0) == 0;
}

// Of a process that cannot become another one meanwhile, because its pidfd says that it lives.
std::optional<uid_t> user_of(pid_t pid, int pidfd) {
  struct stat found {};
  const std::string path = "/proc/" + std::to_string(pid);
  if (stat(path.c_str(), &found) != 0 || !alive(pidfd)) return std::nullopt;
  return found.st_uid;
}

}  // namespace

OwnerWatch::OwnerWatch(Ended ended)
    : ended_(std::move(ended)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      stop_(eventfd(0, EFD_CLOEXEC)) {
  epoll_event event{EPOLLIN, {.fd = stop_}};
  epoll_ctl(epoll_, EPOLL_CTL_ADD, stop_, &event);
  thread_ = std::thread([this] { run(); });
}

OwnerWatch::~OwnerWatch() {
  (void)eventfd_write(stop_, 1);
  thread_.join();
  for (const auto& [pidfd, pid] : owners_) close(pidfd);
  close(stop_);
  close(epoll_);
}

std::optional<uid_t> OwnerWatch::watch(pid_t pid) {
  const std::lock_guard lock(mutex_);
  for (const auto& [pidfd, known] : owners_)
    if (known == pid && alive(pidfd)) return user_of(pid, pidfd);
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (pidfd < 0) return std::nullopt;
  const std::optional<uid_t> user = user_of(pid, pidfd);
  epoll_event event{EPOLLIN, {.fd = pidfd}};
  if (!user || epoll_ctl(epoll_, EPOLL_CTL_ADD, pidfd, &event) != 0) {
    close(pidfd);
    return std::nullopt;
  }
  owners_[pidfd] = pid;
  return user;
}

void OwnerWatch::run() {
  for (;;) {
    epoll_event event{};
    if (epoll_wait(epoll_, &event, 1, -1) != 1) continue;
    if (event.data.fd == stop_) return;
    drop(event.data.fd);
  }
}

void OwnerWatch::drop(int pidfd) {
  pid_t pid = 0;
  {
    const std::lock_guard lock(mutex_);
    const auto found = owners_.find(pidfd);
    if (found == owners_.end()) return;
    pid = found->second;
    owners_.erase(found);
    close(pidfd);
  }
  ended_(pid);
}

}  // namespace farcall::epmapper
