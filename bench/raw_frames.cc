// The system calls behind FrameStream and Poll.
#include "raw_frames.h"

#include <sys/socket.h>

namespace bench {

void FrameStream::flush() {
  if (!has_unsent()) return;
  const ssize_t put = ::send(socket_.get(), out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
  if (put < 0 && errno != EAGAIN) die_errno("send");
  sent_ += put < 0 ? 0 : static_cast<size_t>(put);
  if (has_unsent()) return;
  out_.clear();
  sent_ = 0;
}

std::span<const epoll_event> Poll::wait() {
  for (;;) {
    const int count = ::epoll_wait(epoll_.get(), ready_, k_max_ready, -1);
    if (count >= 0) return {ready_, static_cast<size_t>(count)};
    if (errno != EINTR) die_errno("epoll_wait");
  }
}

void Poll::control(int operation, const Fd& fd, uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = fd.get();
  if (::epoll_ctl(epoll_.get(), operation, fd.get(), &event) != 0) die_errno("epoll_ctl");
}

}  // namespace bench
