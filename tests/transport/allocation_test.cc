// No heap allocation per event, turn or send after warm-up: the malloc family is counted per
// thread.
#include "support.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define FARCALL_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FARCALL_SANITIZED 1
#endif

#ifndef FARCALL_SANITIZED
namespace {
thread_local unsigned long allocations = 0;
}
// glibc's own names of what is interposed here (malloc(3), "Replacing malloc").
extern "C" {
void* __libc_malloc(size_t size);                // NOLINT
void* __libc_calloc(size_t count, size_t size);  // NOLINT
void* __libc_realloc(void* old, size_t size);    // NOLINT
void* malloc(size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
void* calloc(size_t count, size_t size) {
  ++allocations;
  return __libc_calloc(count, size);
}
void* realloc(void* old, size_t size) {
  ++allocations;
  return __libc_realloc(old, size);
}
}
#endif

namespace farcall::transport {
namespace {

#ifdef FARCALL_SANITIZED
TEST(Allocation, is_counted_in_builds_without_a_sanitizer) {
  GTEST_SKIP();
}
#else

// Answers each read with as many bytes, and moves a deadline.
struct Echo final : StreamHandler {
  void on_bytes(Bytes bytes) override {
    stream->send(bytes);
    stream->loop().arm(*timer, stream->loop().now() + 1h);
  }
  void on_closed(int) override {}
  Stream* stream = nullptr;
  Timer* timer = nullptr;
};

void no_call(Timer&) {}
void no_call(Task&) {}

TEST(Allocation, an_echoing_turn_with_posts_and_timers_makes_none_after_warm_up) {
  const SteadyClock clock;
  BufferPool pool;
  auto loop = make_loop(clock);
  SocketPair pair = tcp_pair();
  Stream stream(*loop, pool);
  Timer timer(no_call);
  Echo echo;
  echo.stream = &stream;
  echo.timer = &timer;
  ASSERT_TRUE(stream.open(std::move(pair.ours), echo).ok());
  Task task{nullptr, no_call};
  uint8_t block[20'000] = {};
  unsigned long before = 0;
  for (int round = 0; round < 100; ++round) {
    if (round == 10) before = allocations;
    const size_t size = round % 2 == 0 ? 60 : sizeof block;
    if (::send(pair.peer.get(), block, size, MSG_NOSIGNAL) != static_cast<ssize_t>(size)) break;
    (void)loop->post(task);
    for (size_t back = 0; back < size;) {
      (void)loop->run_once(5ms);
      const ssize_t count = recv(pair.peer.get(), block, sizeof block, MSG_DONTWAIT);
      if (count > 0) back += static_cast<size_t>(count);
    }
  }
  EXPECT_EQ(allocations - before, 0u);
  EXPECT_GT(before, 0u) << "nothing is counted";
}

#endif

}  // namespace
}  // namespace farcall::transport
