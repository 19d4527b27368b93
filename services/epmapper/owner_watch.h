// OwnerWatch: tells when a process ends that has elements in the map.
//
// One thread waits for the pidfds of all owners, so that a process that crashes is noticed like one
// that exits, and a process number that is used again means nobody. Any thread; destroyed with its
// thread joined.
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace farcall::epmapper {

class OwnerWatch {
 public:
  using Ended = std::function<void(pid_t)>;
  explicit OwnerWatch(Ended ended);
  OwnerWatch(const OwnerWatch&) = delete;
  OwnerWatch& operator=(const OwnerWatch&) = delete;
  ~OwnerWatch();

  // Watches a process that lives, and tells whose it is; nothing for one that does not.
  std::optional<uid_t> watch(pid_t pid);

 private:
  void run();
  void drop(int pidfd);

  const Ended ended_;
  int epoll_ = -1;
  int stop_ = -1;
  std::mutex mutex_;
  std::map<int, pid_t> owners_;  // by pidfd
  std::thread thread_;
};

}  // namespace farcall::epmapper
