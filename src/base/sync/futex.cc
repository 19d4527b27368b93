// The futex system call behind every wait. steady_clock is CLOCK_MONOTONIC, and FUTEX_WAIT_BITSET
// takes an absolute time of that clock, so an interrupted sleep is continued without drift.
#include "base/sync/futex.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

namespace farcall::sync {

static_assert(sizeof(FutexWord) == sizeof(int32_t) && FutexWord::is_always_lock_free);

namespace {

timespec to_timespec(Time deadline) {
  using std::chrono::nanoseconds;
  using std::chrono::seconds;
  const auto since_boot = deadline.time_since_epoch();
  const auto whole = std::chrono::floor<seconds>(since_boot);
  timespec at{};
  at.tv_sec = static_cast<time_t>(whole.count());
  at.tv_nsec = static_cast<long>(nanoseconds(since_boot - whole).count());
  return at;
}

}  // namespace

bool futex_wait(const FutexWord& word, int32_t while_value, Time deadline) {
  if (deadline < Time{}) return false;  // the kernel refuses negative times
  const timespec at = to_timespec(deadline);
  const long result = syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE, while_value,
                              deadline == k_never ? nullptr : &at, nullptr, FUTEX_BITSET_MATCH_ANY);
  return result == 0 || errno != ETIMEDOUT;
}

void futex_wake(const FutexWord* word, int32_t how_many) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, how_many, nullptr, nullptr, 0);
}

}  // namespace farcall::sync
