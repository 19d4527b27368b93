// Patience: how long a synchronous caller waits for a descriptor, and what may wake it.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace farcall::transport {

struct Patience {
  Time deadline = Time::max();  // of the steady clock
  int wake_fd = -1;             // an eventfd, watched but never read
};

enum class Waited : uint8_t { ready, timed_out, woken };

// Waits for `events` (POLLIN, POLLOUT) or an error on `fd`. Being woken comes before being ready; a
// descriptor that is ready counts even when the deadline has passed.
Waited wait_for(int fd, short events, const Patience& patience);

}  // namespace farcall::transport
