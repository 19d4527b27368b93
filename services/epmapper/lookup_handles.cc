// The table of walks.
#include "lookup_handles.h"

#include <utility>

namespace farcall::epmapper {

Uuid LookupHandles::keep(std::vector<Element> rest) {
  if (rest.empty()) return {};
  const Uuid handle = random_uuid();
  const std::lock_guard lock(mutex_);
  if (walks_.size() >= k_most) walks_.pop_front();
  walks_.push_back({handle, std::move(rest)});
  return handle;
}

std::optional<std::vector<Element>> LookupHandles::take(const Uuid& handle) {
  const std::lock_guard lock(mutex_);
  for (auto walk = walks_.begin(); walk != walks_.end(); ++walk) {
    if (walk->handle != handle) continue;
    std::vector<Element> rest = std::move(walk->rest);
    walks_.erase(walk);
    return rest;
  }
  return std::nullopt;
}

}  // namespace farcall::epmapper
