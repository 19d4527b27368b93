// Resolver: workers, cancellation, deadlines. The look-up is a stand-in unless a test says
// otherwise.
#include "transport/resolver.h"

#include <sys/eventfd.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "support.h"

namespace farcall::transport {
namespace {

// Look-ups of "gated" wait here until it opens.
struct Gate {
  void open() {
    const std::lock_guard lock(mutex);
    is_open = true;
    changed.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex);
    ++waiting;
    changed.notify_all();
    changed.wait(lock, [&] { return is_open; });
    --waiting;
    changed.notify_all();
  }
  void await(int count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return waiting == count; });
  }
  std::mutex mutex;
  std::condition_variable changed;
  int waiting = 0;
  bool is_open = false;
};
Gate* gate = nullptr;

Result<AddressList> stand_in(const std::string& host, uint16_t port) {
  if (host == "gated") gate->pass();
  if (host == "unknown") return Status{RPC_S_SERVER_UNAVAILABLE};
  return AddressList{TcpAddress::loopback(AddressFamily::ipv4, port)};
}

struct Answer final : ResolveHandler {
  void on_resolved(Result<AddressList> addresses) override {
    ++calls;
    on_the_loop = loop.is_current();
    status = addresses.status();
    if (addresses.ok()) list = *addresses;
  }
  explicit Answer(Loop& where) : loop(where) {}
  Loop& loop;
  int calls = 0;
  bool on_the_loop = false;
  Status status;
  AddressList list;
};

struct ResolverTest : testing::Test {
  void SetUp() override { gate = &own_gate; }
  void TearDown() override {
    own_gate.open();
    own_gate.await(0);
  }
  void resolve(const std::string& host) {
    CallTask task(
        [&] { EXPECT_TRUE(resolver->resolve(resolution, host, 135, *loop, answer).ok()); });
    ASSERT_TRUE(loop->post(task));
    turns(*loop, 1);
  }
  [[nodiscard]] bool answers() {
    return pump(*loop, [&] { return answer.calls > 0; });
  }
  Gate own_gate;
  SteadyClock clock;
  std::unique_ptr<Loop> loop = make_loop(clock);
  std::unique_ptr<Resolver> resolver = std::make_unique<Resolver>(stand_in);
  Answer answer{*loop};
  Resolution resolution;
};

TEST_F(ResolverTest, answers_a_name_on_the_loop) {
  resolve("name");
  ASSERT_TRUE(answers());
  EXPECT_TRUE(answer.on_the_loop);
  EXPECT_EQ(answer.list, AddressList{TcpAddress::loopback(AddressFamily::ipv4, 135)});
}

TEST_F(ResolverTest, an_unknown_name_means_server_unavailable) {
  resolve("unknown");
  ASSERT_TRUE(answers());
  EXPECT_EQ(answer.status.code, RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(ResolverTest, a_numeric_address_needs_no_worker) {
  resolve("2001:db8::1");
  turns(*loop, 1);
  ASSERT_EQ(answer.calls, 1);
  EXPECT_EQ(answer.list.at(0).to_string(), "[2001:db8::1]:135");
}

TEST_F(ResolverTest, says_nothing_after_cancel) {
  resolve("gated");
  own_gate.await(1);
  resolution.cancel();
  own_gate.open();
  own_gate.await(0);
  turns(*loop, 5);
  EXPECT_EQ(answer.calls, 0);
}

TEST_F(ResolverTest, says_nothing_when_cancelled_after_the_answer_was_posted) {
  resolve("127.0.0.1");  // posted, not yet run
  resolution.cancel();
  turns(*loop, 3);
  EXPECT_EQ(answer.calls, 0);
}

TEST_F(ResolverTest, a_slow_name_does_not_hold_up_others) {
  resolve("gated");
  own_gate.await(1);
  Answer other(*loop);
  Resolution second;
  CallTask task([&] { EXPECT_TRUE(resolver->resolve(second, "name", 1, *loop, other).ok()); });
  ASSERT_TRUE(loop->post(task));
  EXPECT_TRUE(pump(*loop, [&] { return other.calls == 1; }));
  EXPECT_EQ(answer.calls, 0);
  own_gate.open();
  EXPECT_TRUE(answers());
}

TEST_F(ResolverTest, its_end_does_not_wait_for_a_slow_name_nor_touch_the_loop_later) {
  resolve("gated");
  own_gate.await(1);
  resolver.reset();
  loop.reset();
  own_gate.open();
  own_gate.await(0);
  EXPECT_EQ(answer.calls, 0);
}

TEST_F(ResolverTest, a_synchronous_caller_gets_the_addresses) {
  const auto addresses = resolver->resolve_now("name", 7, {});
  ASSERT_TRUE(addresses.ok());
  EXPECT_EQ(addresses.value().at(0).port(), 7);
}

TEST_F(ResolverTest, a_synchronous_caller_waits_no_longer_than_its_deadline) {
  const Time deadline = clock.now() + 20ms;
  EXPECT_EQ(resolver->resolve_now("gated", 7, {deadline}).status().code, RPC_S_SERVER_UNAVAILABLE);
  EXPECT_GE(clock.now(), deadline);
}

TEST_F(ResolverTest, a_synchronous_caller_can_be_woken) {
  const UniqueFd wake(eventfd(1, EFD_CLOEXEC));
  EXPECT_EQ(resolver->resolve_now("gated", 7, {Time::max(), wake.get()}).status().code,
            RPC_S_CALL_CANCELLED);
}

TEST_F(ResolverTest, the_system_knows_localhost) {
  const auto addresses = Resolver::system_lookup("localhost", 9);
  ASSERT_TRUE(addresses.ok());
  EXPECT_TRUE(addresses.value().at(0).is_this_host());
  EXPECT_EQ(addresses.value().at(0).port(), 9);
}

TEST_F(ResolverTest, a_name_with_a_nul_is_no_name) {
  EXPECT_FALSE(Resolver::system_lookup(std::string("localhost\0.example", 18), 9).ok());
}

}  // namespace
}  // namespace farcall::transport
