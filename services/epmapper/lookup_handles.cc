// The table of walks.
#include "lookup_handles.h"

#include <utility>

namespace farcall::epmapper {

uint64_t LookupHandles::keep(Walk walk) {
  const std::lock_guard lock(mutex_);
  if (walks_.size() >= k_most) walks_.erase(walks_.begin());
  walks_.emplace(++last_number_, std::move(walk));
  return last_number_;
}

std::optional<Walk> LookupHandles::take(uint64_t number) {
  const std::lock_guard lock(mutex_);
  auto kept = walks_.extract(number);
  if (kept.empty()) return std::nullopt;
  return std::move(kept.mapped());
}

size_t LookupHandles::size() const {
  const std::lock_guard lock(mutex_);
  return walks_.size();
}

}  // namespace farcall::epmapper
