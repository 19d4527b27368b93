// A release hands the count to as many waits as it satisfies.
#include "base/sync/semaphore.h"

namespace farcall::sync {

std::optional<int32_t> Semaphore::release_count(int32_t how_many) {
  Locked lock(*this);
  const int32_t before = count_;
  if (how_many > maximum_ - before) return std::nullopt;
  count_ += how_many;
  lock.satisfy_waiters();
  return before;
}

}  // namespace farcall::sync
