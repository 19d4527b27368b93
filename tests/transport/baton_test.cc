// The owner word and the baton: a loop whose holder is in a manager routine changes hands.
#include <latch>
#include <random>
#include <thread>
#include <vector>

#include "support.h"

namespace farcall::transport {
namespace {

struct CallTurnEnd : TurnEnd {
  explicit CallTurnEnd(std::function<void()> body) : call(std::move(body)) { run = invoke; }
  static void invoke(TurnEnd& end) { static_cast<CallTurnEnd&>(end).call(); }
  std::function<void()> call;
};

// A thread that waits for the loop to be in a manager and takes it over.
struct Standby {
  explicit Standby(Loop& loop)
      : scratch(Loop::k_scratch_size), thread([this, &loop] { run(loop); }) {}
  ~Standby() { thread.join(); }
  void run(Loop& loop) {
    while (!took) {
      const OwnerWord::Value seen = loop.owner();
      if (OwnerWord::in_manager(seen)) took = loop.run_as_standby(seen, scratch);
      std::this_thread::yield();
    }
  }
  std::vector<uint8_t> scratch;
  std::atomic<bool> took{false};
  std::thread thread;
};

TEST(OwnerWord, only_a_free_word_is_acquired) {
  OwnerWord word;
  EXPECT_TRUE(word.acquire());
  EXPECT_FALSE(word.acquire());
  word.release();
  EXPECT_TRUE(word.acquire());
}

TEST(OwnerWord, a_word_not_in_a_manager_cannot_be_taken_over) {
  OwnerWord word;
  ASSERT_TRUE(word.acquire());
  std::thread([&] { EXPECT_FALSE(word.take_over(word.value())); }).join();
  EXPECT_TRUE(word.held_by_caller());
}

TEST(OwnerWord, nobody_is_on_the_loop_while_its_owner_is_in_a_manager) {
  OwnerWord word;
  ASSERT_TRUE(word.acquire());
  word.enter_manager();
  EXPECT_FALSE(word.held_by_caller());
  EXPECT_TRUE(word.leave_manager());
  EXPECT_TRUE(word.held_by_caller());
}

TEST(OwnerWord, the_late_owner_finds_the_word_changed) {
  OwnerWord word;
  ASSERT_TRUE(word.acquire());
  word.enter_manager();
  std::thread([&] { EXPECT_TRUE(word.take_over(word.value())); }).join();
  EXPECT_FALSE(word.leave_manager());
  EXPECT_FALSE(word.held_by_caller());
}

TEST(OwnerWord, a_later_up_call_is_not_taken_for_the_one_that_was_seen) {
  OwnerWord word;
  ASSERT_TRUE(word.acquire());
  word.enter_manager();
  const OwnerWord::Value seen = word.value();
  ASSERT_TRUE(word.leave_manager());
  word.enter_manager();
  EXPECT_FALSE(word.take_over(seen));
}

TEST(OwnerWord, of_many_standbys_one_wins) {
  for (int round = 0; round < 200; ++round) {
    OwnerWord word;
    ASSERT_TRUE(word.acquire());
    word.enter_manager();
    const OwnerWord::Value seen = word.value();
    std::atomic<int> winners{0};
    std::latch start(4);
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
      threads.emplace_back([&] {
        start.arrive_and_wait();
        winners += word.take_over(seen) ? 1 : 0;
      });
    start.arrive_and_wait();
    winners += word.leave_manager() ? 1 : 0;
    for (std::thread& thread : threads) thread.join();
    ASSERT_EQ(winners.load(), 1);
  }
}

TEST(Baton, the_holder_keeps_a_loop_that_nobody_took) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  bool ours = false, after = false;
  on_loop(*loop, [&] {
    BatonScope scope(*loop);
    ours = scope.leave();
    after = loop->is_current();
  });
  EXPECT_TRUE(ours);
  EXPECT_TRUE(after);
}

TEST(Baton, what_the_turn_queued_is_flushed_before_the_up_call) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  bool flushed = false, before_up_call = false;
  CallTurnEnd end([&] { flushed = true; });
  CallTask task([&] {
    loop->at_end_of_turn(end);
    BatonScope scope(*loop);
    before_up_call = flushed;
    EXPECT_TRUE(scope.leave());
  });
  ASSERT_TRUE(loop->post(task));
  turns(*loop, 1);
  EXPECT_TRUE(before_up_call);
}

TEST(Baton, a_standby_goes_on_with_the_unfinished_turn_while_the_manager_blocks) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  std::promise<void> release;
  std::promise<bool> kept;
  std::thread::id late, heir;
  std::promise<void> rest_ran;
  CallTask blocking([&] {
    late = std::this_thread::get_id();
    BatonScope scope(*loop);
    release.get_future().wait();
    kept.set_value(scope.leave());
  });
  CallTask rest([&] {
    heir = std::this_thread::get_id();
    rest_ran.set_value();
  });
  // Both in one batch, so that the second is left over when the first blocks.
  ASSERT_TRUE(loop->post(blocking));
  ASSERT_TRUE(loop->post(rest));
  ASSERT_TRUE(loop->start().ok());
  Standby standby(*loop);
  rest_ran.get_future().wait();
  release.set_value();
  EXPECT_FALSE(kept.get_future().get());
  EXPECT_NE(late, heir);
  loop->stop();
  loop->join();
}

TEST(Baton, a_loop_taken_over_in_on_bytes_is_read_on_by_the_standby) {
  const SteadyClock clock;
  BufferPool pool;
  auto loop = make_loop(clock);
  ASSERT_TRUE(loop->start().ok());
  SocketPair pair = tcp_pair();
  auto stream = std::make_unique<Stream>(*loop, pool);
  std::promise<void> release, left;
  std::promise<std::string> second;

  struct Handler final : StreamHandler {
    void on_bytes(Bytes bytes) override { call(std::string(bytes.begin(), bytes.end())); }
    void on_closed(int) override {}
    std::function<void(std::string)> call;
  } handler;
  bool blocking = true;
  handler.call = [&](const std::string& text) {
    if (!std::exchange(blocking, false)) {
      stream.reset();  // the late thread is still inside the handler of this very stream
      second.set_value(text);
      return;
    }
    BatonScope scope(*loop);
    release.get_future().wait();
    EXPECT_FALSE(scope.leave());
    left.set_value();
  };
  on_loop(*loop, [&] { ASSERT_TRUE(stream->open(std::move(pair.ours), handler).ok()); });
  write_text(pair.peer.get(), "first");
  Standby standby(*loop);
  while (!OwnerWord::in_manager(loop->owner()) && loop->turns() < 3) std::this_thread::yield();
  on_loop(*loop, [] {});  // answered by the standby: the loop has been taken over
  write_text(pair.peer.get(), "second");
  EXPECT_EQ(second.get_future().get(), "second");
  release.set_value();
  left.get_future().wait();
  loop->stop();
  loop->join();
}

// A plain counter that only the holder touches: the thread sanitizer sees any second holder.
TEST(Baton, changes_hands_thousands_of_times_with_one_holder_at_a_time) {
  const SteadyClock clock;
  auto loop = make_loop(clock);
  constexpr int k_calls = 3000;
  int held = 0, lost = 0, done = 0;
  std::atomic<int> finished{0};
  std::vector<std::unique_ptr<CallTask>> tasks;
  for (int i = 0; i < k_calls; ++i)
    tasks.push_back(std::make_unique<CallTask>([&, i] {
      ++held;
      std::minstd_rand random(static_cast<unsigned>(i) + 1);
      loop->enter_manager();
      for (unsigned spin = static_cast<unsigned>(random() % 2000); spin > 0; --spin)
        std::atomic_signal_fence(std::memory_order_seq_cst);
      if (i % 3 == 0) std::this_thread::yield();
      if (loop->leave_manager()) ++done;
      finished.fetch_add(1);
    }));
  std::atomic<bool> over{false};
  auto standby = [&] {
    std::vector<uint8_t> scratch(Loop::k_scratch_size);
    while (!over) {
      const OwnerWord::Value seen = loop->owner();
      if (OwnerWord::in_manager(seen)) (void)loop->run_as_standby(seen, scratch);
      std::this_thread::yield();
    }
  };
  ASSERT_TRUE(loop->start().ok());
  std::vector<std::thread> standbys;
  for (int i = 0; i < 3; ++i) standbys.emplace_back(standby);
  for (auto& task : tasks) ASSERT_TRUE(loop->post(*task));
  while (finished.load() < k_calls) std::this_thread::yield();
  on_loop(*loop, [&] { lost = held - done; });
  loop->stop();
  loop->join();
  over = true;
  for (std::thread& thread : standbys) thread.join();
  EXPECT_EQ(held, k_calls);
  EXPECT_GT(lost, 0) << "no take-over happened: the test shows nothing";
}

}  // namespace
}  // namespace farcall::transport
