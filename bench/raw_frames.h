// The raw competitor's protocol: what is left of a call when nothing but epoll, a 16-byte header
// and an integer remain. It is the floor that other systems are compared with, batching like
// Farcall's loop: one read, all frames of it, one write (design D2).
#pragma once

#include <sys/epoll.h>

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "harness/die.h"
#include "harness/socket.h"

namespace bench {

struct FrameHeader {
  uint32_t length;  // of what follows the header
  uint32_t operation;
  uint64_t call_id;
};

struct EchoFrame {
  FrameHeader header;
  uint32_t value;
};

inline constexpr size_t k_echo_length = sizeof(uint32_t);
inline constexpr size_t k_frame_size =
    sizeof(FrameHeader) + k_echo_length;  // on the wire; the struct may be padded
inline constexpr uint32_t k_operation_echo = 1;

// A non-blocking connection that carries echo frames. One thread.
class FrameStream {
 public:
  explicit FrameStream(Fd socket) : socket_(std::move(socket)) { make_non_blocking(socket_); }
  const Fd& socket() const { return socket_; }
  bool has_unsent() const { return sent_ < out_.size(); }

  void queue(const EchoFrame& frame) {
    const auto* bytes = reinterpret_cast<const char*>(&frame);
    out_.insert(out_.end(), bytes, bytes + k_frame_size);
  }

  // Hands each complete frame of one read to `on_frame`; false when the peer has closed the
  // connection.
  template <class OnFrame>
  bool read_once(OnFrame on_frame);

  // Sends what is queued, as far as the socket takes it.
  void flush();

 private:
  Fd socket_;
  std::vector<char> in_ = std::vector<char>(64 * 1024);
  size_t filled_ = 0;
  std::vector<char> out_;
  size_t sent_ = 0;
};

template <class OnFrame>
bool FrameStream::read_once(OnFrame on_frame) {
  const ssize_t got = ::read(socket_.get(), in_.data() + filled_, in_.size() - filled_);
  if (got == 0 || (got < 0 && errno == ECONNRESET)) return false;
  if (got < 0 && errno != EAGAIN) die_errno("read");
  filled_ += got < 0 ? 0 : static_cast<size_t>(got);
  size_t at = 0;
  for (; filled_ - at >= sizeof(FrameHeader); at += k_frame_size) {
    EchoFrame frame;
    std::memcpy(&frame.header, in_.data() + at, sizeof frame.header);
    if (frame.header.length != k_echo_length || frame.header.operation != k_operation_echo)
      die("not an echo frame");
    if (filled_ - at < k_frame_size) break;
    std::memcpy(&frame.value, in_.data() + at + sizeof frame.header, k_echo_length);
    on_frame(frame);
  }
  std::memmove(in_.data(), in_.data() + at, filled_ - at);
  filled_ -= at;
  return true;
}

// epoll in its plainest form: descriptors are their own tags.
class Poll {
 public:
  Poll() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_.get() < 0) die_errno("epoll_create1");
  }
  void add(const Fd& fd, uint32_t events) { control(EPOLL_CTL_ADD, fd, events); }
  void change(const Fd& fd, uint32_t events) { control(EPOLL_CTL_MOD, fd, events); }
  std::span<const epoll_event> wait();

 private:
  void control(int operation, const Fd& fd, uint32_t events);

  static constexpr int k_max_ready = 16;

  Fd epoll_;
  epoll_event ready_[k_max_ready];
};

}  // namespace bench
