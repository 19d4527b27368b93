// BlockingChannel: try first or wait first, whichever is likely to save a system call.
#include "transport/blocking_channel.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "transport/socket.h"

namespace farcall::transport {
namespace {

constexpr size_t k_most_vectors = 1024;  // IOV_MAX
constexpr std::chrono::milliseconds k_retry{5};

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

Transfer::End end_of(Waited waited) {
  return waited == Waited::woken ? Transfer::End::woken : Transfer::End::timed_out;
}

// Drops `sent` bytes from the front.
std::span<iovec> skip(std::span<iovec> vectors, size_t sent) {
  while (!vectors.empty() && sent >= vectors.front().iov_len) {
    sent -= vectors.front().iov_len;
    vectors = vectors.subspan(1);
  }
  if (!vectors.empty()) {
    vectors.front().iov_base = static_cast<uint8_t*>(vectors.front().iov_base) + sent;
    vectors.front().iov_len -= sent;
  }
  return vectors;
}

// 0 or the errno; ECANCELED when the caller was woken.
int connect_one(int fd, const Address& address, const Patience& patience) {
  int error = begin_connect(fd, address);
  // The queue of a local listener is full; nothing tells when it is not any more (connect(2)).
  while (error == EAGAIN) {
    const Time now = SteadyClock{}.now();
    if (now >= patience.deadline) return ETIMEDOUT;
    if (wait_for(-1, 0, {std::min(patience.deadline, now + k_retry), patience.wake_fd}) ==
        Waited::woken)
      return ECANCELED;
    error = begin_connect(fd, address);
  }
  if (error != 0 && error != EINPROGRESS) return error;
  for (;;) {
    switch (wait_for(fd, POLLOUT, patience)) {
      case Waited::woken:
        return ECANCELED;
      case Waited::timed_out:
        return ETIMEDOUT;
      case Waited::ready:
        error = finish_connect(fd);
        if (error != EINPROGRESS) return error;
    }
  }
}

Patience share_of(const Patience& whole, size_t addresses_left) {
  if (whole.deadline == Time::max()) return whole;
  const Time now = SteadyClock{}.now();
  const Duration left = std::max(whole.deadline - now, Duration::zero());
  return {now + left / static_cast<Duration::rep>(addresses_left), whole.wake_fd};
}

}  // namespace

Result<BlockingChannel> BlockingChannel::connect(std::span<const Address> addresses,
                                                 const Patience& patience) {
  int error = 0;
  for (size_t i = 0; i < addresses.size(); ++i) {
    UniqueFd fd = make_socket(addresses[i], error);
    if (!fd) continue;
    set_connection_options(fd.get(), addresses[i]);
    error = connect_one(fd.get(), addresses[i], share_of(patience, addresses.size() - i));
    if (error == 0) return BlockingChannel(std::move(fd));
    if (error == ECANCELED) return Status{RPC_S_CALL_CANCELLED};
  }
  return connect_status(error, addresses.empty() ? "" : addresses.back().to_string());
}

Transfer BlockingChannel::write_all(std::span<iovec> vectors, const Patience& patience) {
  Transfer result;
  vectors = skip(vectors, 0);
  while (!vectors.empty()) {
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = std::min(vectors.size(), k_most_vectors);
    const ssize_t sent = sendmsg(fd_.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      result.bytes += static_cast<size_t>(sent);
      vectors = skip(vectors, static_cast<size_t>(sent));
    } else if (would_block(errno)) {
      const Waited waited = wait_for(fd_.get(), POLLOUT, patience);
      if (waited != Waited::ready) return {end_of(waited), result.bytes, 0};
    } else if (errno != EINTR) {
      return {Transfer::End::failed, result.bytes, errno};
    }
  }
  return result;
}

// A reply is hardly ever there before its caller looks, so waiting comes first.
Transfer BlockingChannel::read_some(MutableBytes into, const Patience& patience) {
  for (;;) {
    const Waited waited = wait_for(fd_.get(), POLLIN, patience);
    if (waited != Waited::ready) return {end_of(waited), 0, 0};
    const ssize_t count = recv(fd_.get(), into.data(), into.size(), MSG_DONTWAIT);
    if (count > 0) return {Transfer::End::done, static_cast<size_t>(count), 0};
    if (count == 0) return {Transfer::End::ended, 0, 0};
    if (!would_block(errno) && errno != EINTR) return {Transfer::End::failed, 0, errno};
  }
}

bool BlockingChannel::is_alive() const {
  if (!fd_) return false;
  uint8_t byte = 0;
  const ssize_t count = recv(fd_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && (would_block(errno) || errno == EINTR);
}

}  // namespace farcall::transport
