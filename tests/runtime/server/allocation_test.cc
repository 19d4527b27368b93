// D8: a small call costs no heap allocation on the server once it has warmed up, on whatever thread.
#include <cstdlib>

#include "runtime/allocation_counter.h"
#include "test_server.h"

#ifndef FARCALL_SANITIZED
namespace farcall::runtime::test {
namespace {

// As a stub echoes, without the test's own vectors.
void echo_without_heap(ServerCall& call) {
  const Bytes data = call.stub_data();
  ndr::Marshalled answer{call.connection().buffers().get(512), ndr::k_head_room, data.size()};
  std::memcpy(answer.block.data() + answer.offset, data.data(), data.size());
  call.release_request();
  if (call.claim_answer()) (void)call.reply(std::move(answer));
}

// Sends `requests` and takes as many bytes as they are answered with, `rounds` times.
void exchange(const PduClient& client, const Octets& requests, size_t answers, int rounds) {
  static uint8_t room[65536];
  for (int i = 0; i < rounds; ++i) {
    ASSERT_EQ(send(client.fd(), requests.data(), requests.size(), 0),
              static_cast<ssize_t>(requests.size()));
    for (size_t left = answers; left > 0;) {
      const ssize_t count = recv(client.fd(), room, left, 0);
      ASSERT_GT(count, 0);
      left -= static_cast<size_t>(count);
    }
  }
}

Octets burst(uint32_t calls) {
  Octets all;
  for (uint32_t id = 1; id <= calls; ++id) {
    const Octets one = request_pdu(id, {1, 2, 3, 4});
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

uint64_t allocations_of(DispatchPolicy policy, uint32_t calls, TestInterface::Manager manager) {
  TestInterface interface(std::move(manager));
  TestServer server({.policy = policy});
  server.serve(interface);
  BoundClient client(server);
  const Octets requests = burst(calls);
  exchange(client, requests, calls * 28, 600);
  return farcall::test::allocations_when_warm([&] { exchange(client, requests, calls * 28, 200); });
}

TEST(ServerAllocation, D8_is_none_for_a_small_call) {
  EXPECT_EQ(allocations_of(DispatchPolicy::inline_, 1, echo_without_heap), 0u);
  EXPECT_EQ(allocations_of(DispatchPolicy::pool, 1, echo_without_heap), 0u);
}

TEST(ServerAllocation, D8_is_none_for_pipelined_calls) {
  EXPECT_EQ(allocations_of(DispatchPolicy::inline_, 64, echo_without_heap), 0u);
  EXPECT_EQ(allocations_of(DispatchPolicy::pool, 64, echo_without_heap), 0u);
}

// Parks every call; a thread of the program completes them.
class Completer {
 public:
  Completer() : thread_([this] { work(); }) {}
  ~Completer() {
    done_ = true;
    thread_.join();
  }
  void park(ServerCall& call) {
    call.release_request();
    const std::lock_guard lock(mutex_);
    calls_[count_++] = &call;
  }

 private:
  void work() {
    while (!done_) {
      ServerCall* call = nullptr;
      {
        const std::lock_guard lock(mutex_);
        if (count_ > 0) call = calls_[--count_];
      }
      if (!call) {
        std::this_thread::yield();
        continue;
      }
      ndr::Marshalled answer{call->connection().buffers().get(512), ndr::k_head_room, 4};
      std::memset(answer.block.data() + answer.offset, 0, 4);
      if (call->claim_answer()) (void)call->reply(std::move(answer));
    }
  }
  std::mutex mutex_;
  ServerCall* calls_[64] = {};
  size_t count_ = 0;
  std::atomic<bool> done_{false};
  std::thread thread_;
};

TEST(ServerAllocation, D8_is_none_for_calls_that_are_answered_by_another_thread) {
  Completer completer;
  const auto park = [&](ServerCall& call) { completer.park(call); };
  EXPECT_EQ(allocations_of(DispatchPolicy::pool, 32, park), 0u);
}

TEST(ServerAllocation, is_counted_at_all) {
  const uint64_t before = farcall::test::allocations();
  void* (*volatile take)(size_t) = std::malloc;  // not to be optimised away
  std::free(take(10));
  EXPECT_EQ(farcall::test::allocations() - before, 1u);
}

}  // namespace
}  // namespace farcall::runtime::test
#endif
