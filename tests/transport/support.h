// What transport tests share: a clock moved by hand, socket pairs, a recording handler, bounded
// pumps.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "base/buffer.h"
#include "base/clock.h"
#include "transport/loop.h"
#include "transport/part.h"
#include "transport/socket.h"
#include "transport/stream.h"
#include "transport/tcp_address.h"
#include "transport/unique_fd.h"

namespace farcall::transport {

using namespace std::chrono_literals;  // NOLINT: tests only

struct FakeClock final : Clock {
  [[nodiscard]] Time now() const override { return Time(ticks.load()); }
  void advance(Duration by) { ticks.store(ticks.load() + by); }
  std::atomic<Duration> ticks{std::chrono::hours(1)};
};

inline std::unique_ptr<Loop> make_loop(const Clock& clock) {
  auto loop = Loop::create(clock);
  EXPECT_TRUE(loop.ok());
  return std::move(loop).value();
}

// Turns until `done` says so; false when it never did.
template <class Done>
bool pump(Loop& loop, Done done) {
  const Time limit = SteadyClock{}.now() + 20s;
  while (!done()) {
    if (SteadyClock{}.now() > limit) return false;
    if (!loop.run_once(5ms).ok()) return false;
  }
  return true;
}

inline void turns(Loop& loop, int count) {
  for (int i = 0; i < count; ++i) ASSERT_TRUE(loop.run_once(0ms).ok());
}

struct CallTask : Task {
  explicit CallTask(std::function<void()> body) : Task{nullptr, invoke}, call(std::move(body)) {}
  static void invoke(Task& task) { static_cast<CallTask&>(task).call(); }
  std::function<void()> call;
};

// Runs `body` on a started loop and waits for it.
inline void on_loop(Loop& loop, const std::function<void()>& body) {
  std::promise<void> done;
  CallTask task([&] {
    body();
    done.set_value();
  });
  ASSERT_TRUE(loop.post(task));
  done.get_future().wait();
}

struct SocketPair {
  UniqueFd ours;  // non-blocking
  UniqueFd peer;  // blocking, with a time limit so that no test hangs
};

inline void limit_time(int fd) {
  const timeval limit{20, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

inline void make_blocking(int fd) {
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
}

// A listening socket on loopback that nobody serves.
inline UniqueFd raw_listener(TcpAddress& address, int backlog = 16) {
  int error = 0;
  UniqueFd fd = make_socket(TcpAddress{}, error);
  sockaddr_storage storage;
  const socklen_t length = TcpAddress::loopback(AddressFamily::ipv4, 0).to(storage);
  EXPECT_EQ(bind(fd.get(), reinterpret_cast<sockaddr*>(&storage), length), 0);
  EXPECT_EQ(listen(fd.get(), backlog), 0);
  address = *local_address(fd.get()).tcp();
  return fd;
}

inline UniqueFd raw_connect(const TcpAddress& address) {
  int error = 0;
  UniqueFd fd = make_socket(address, error);
  make_blocking(fd.get());
  limit_time(fd.get());
  EXPECT_EQ(begin_connect(fd.get(), address), 0);
  set_connection_options(fd.get(), TcpAddress{});
  return fd;
}

inline SocketPair tcp_pair() {
  TcpAddress address;
  const UniqueFd listening = raw_listener(address);
  SocketPair pair;
  pair.peer = raw_connect(address);
  make_blocking(listening.get());
  pair.ours.reset(accept4(listening.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  EXPECT_TRUE(pair.ours);
  set_connection_options(pair.ours.get(), TcpAddress{});
  return pair;
}

// Message boundaries show how many writes there were.
inline SocketPair packet_pair() {
  int fds[2];
  EXPECT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), 0);
  fcntl(fds[0], F_SETFL, O_NONBLOCK);
  limit_time(fds[1]);
  return {UniqueFd(fds[0]), UniqueFd(fds[1])};
}

inline void set_option(int fd, int option, int value) {
  ASSERT_EQ(setsockopt(fd, SOL_SOCKET, option, &value, sizeof value), 0);
}

inline void write_text(int fd, const std::string& text) {
  ASSERT_EQ(::send(fd, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
}

// Up to `size` bytes or the end of the stream.
inline std::string read_text(int fd, size_t size) {
  std::string text(size, '\0');
  size_t have = 0;
  while (have < size) {
    const ssize_t count = recv(fd, text.data() + have, size - have, 0);
    if (count <= 0) break;
    have += static_cast<size_t>(count);
  }
  text.resize(have);
  return text;
}

// Closes with RST.
inline void reset_connection(UniqueFd& fd) {
  const linger now{1, 0};
  ASSERT_EQ(setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now), 0);
  fd.reset();
}

inline Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// Position-dependent, so that lost, doubled or swapped bytes show.
inline std::string pattern(size_t size) {
  std::string text(size, '\0');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>((i * 131 + (i >> 8) * 7) & 0xff);
  return text;
}

struct Recorder final : StreamHandler {
  void on_bytes(Bytes bytes) override {
    ++reads;
    received.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    EXPECT_EQ(closed, 0) << "on_bytes after on_closed";
    EXPECT_FALSE(in_call) << "handler entered again from inside a call to the stream";
    if (bytes_hook) bytes_hook();
  }
  void on_closed(int with) override {
    ++closed;
    error = with;
    EXPECT_FALSE(in_call) << "handler entered again from inside a call to the stream";
    if (closed_hook) closed_hook();
  }
  void on_drained() override {
    ++drained;
    EXPECT_FALSE(in_call) << "handler entered again from inside a call to the stream";
    if (drained_hook) drained_hook();
  }
  // Marks a call to the stream, during which the handler must stay silent.
  template <class Call>
  void calling(Call call) {
    in_call = true;
    call();
    in_call = false;
  }

  std::string received;
  int reads = 0;
  int closed = 0;
  int error = -1;
  int drained = 0;
  bool in_call = false;
  std::function<void()> bytes_hook;
  std::function<void()> closed_hook;
  std::function<void()> drained_hook;
};

}  // namespace farcall::transport
