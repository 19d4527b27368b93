// wait_for: ppoll() until the deadline of a synchronous caller.
#include "transport/patience.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace farcall::transport {
namespace {

timespec time_left(Time deadline) {
  using std::chrono::nanoseconds;
  using std::chrono::seconds;
  const nanoseconds left = std::max(deadline - SteadyClock{}.now(), Duration::zero());
  const auto whole = std::chrono::duration_cast<seconds>(left);
  timespec result{};
  result.tv_sec = static_cast<time_t>(whole.count());
  result.tv_nsec = static_cast<long>((left - whole).count());
  return result;
}

}  // namespace

Waited wait_for(int fd, short events, const Patience& patience) {
  pollfd watched[2] = {{fd, events, 0}, {patience.wake_fd, POLLIN, 0}};  // poll skips -1
  const bool forever = patience.deadline == Time::max();
  for (;;) {
    const timespec left = forever ? timespec{} : time_left(patience.deadline);
    const int count = ppoll(watched, 2, forever ? nullptr : &left, nullptr);
    if (count == 0) return Waited::timed_out;
    if (count < 0) continue;  // EINTR: the deadline is absolute
    if (watched[1].revents != 0) return Waited::woken;
    return Waited::ready;
  }
}

}  // namespace farcall::transport
