// Limits on connections (docs/limits.md: connections per process and per peer address).
#include "runtime/server/connection_set.h"

#include <sys/resource.h>

#include <algorithm>
#include <new>

#include "base/log.h"

namespace farcall::runtime {
namespace {

// What the rest of the process needs: files of the program, loops, its own outgoing connections.
constexpr rlim_t k_spared_descriptors = 128;

uint32_t bounded_by_descriptors(uint32_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  const rlim_t usable = limit.rlim_cur > 2 * k_spared_descriptors
                            ? limit.rlim_cur - k_spared_descriptors
                            : limit.rlim_cur / 2;
  return static_cast<uint32_t>(std::clamp<rlim_t>(usable, 1, wanted));
}

}  // namespace

ConnectionSet::ConnectionSet(const Limits& limits)
    : max_(bounded_by_descriptors(limits.max_connections)),
      max_per_peer_(limits.max_connections_per_peer) {}

bool ConnectionSet::add(ConnectionEntry& entry) {
  std::unique_lock lock(mutex_);
  if (try_add(entry)) return true;
  const bool first = !refusal_noted_;
  const uint32_t open = count_;
  refusal_noted_ = true;
  lock.unlock();
  if (first)
    log(Level::warn, "server.too_many_connections", "a connection from %s is refused: %u are open",
        entry.peer.c_str(), open);
  return false;
}

// Requires the lock.
bool ConnectionSet::try_add(ConnectionEntry& entry) {
  if (count_ >= max_) return false;
  try {
    uint32_t& from_peer = per_peer_[entry.peer];
    if (from_peer >= max_per_peer_) return false;
    ++from_peer;
  } catch (const std::bad_alloc&) {
    return false;
  }
  ++count_;
  entries_.push_back(entry);
  return true;
}

void ConnectionSet::remove(ConnectionEntry& entry) {
  const std::lock_guard lock(mutex_);
  const auto from_peer = per_peer_.find(entry.peer);
  if (--from_peer->second == 0) per_peer_.erase(from_peer);
  entry.link.unlink();
  if (--count_ == 0) empty_.notify_all();
}

void ConnectionSet::wait_until_empty() {
  std::unique_lock lock(mutex_);
  empty_.wait(lock, [this] { return count_ == 0; });
}

uint32_t ConnectionSet::size() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

}  // namespace farcall::runtime
