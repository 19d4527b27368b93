// Synchronous pipes: the program's alloc, pull and push on the client, the run-time's on the server.
#include <numeric>
#include <thread>

#include "support.h"

namespace {

using Longs = ProgramPipe<long, LONG_PIPE>;
using Bytes = ProgramPipe<byte, BYTE_PIPE>;
using Records = ProgramPipe<RECORD, RECORD_PIPE>;

class SyncPipes : public testing::Test {
 protected:
  void SetUp() override {
    binding = connect();
    Server::get().pulled = 0;
    Server::get().stall = false;
  }
  void TearDown() override {
    EXPECT_TRUE(eventually([] { return Server::get().inside == 0; }));
    RpcBindingFree(&binding);
  }
  // The binding is good for another call.
  void still_works() {
    Longs numbers;
    numbers.values = {1, 2, 3};
    long long sum = 0;
    EXPECT_EQ(Sum(binding, 10, "ab", numbers.make(), &sum), 3);
    EXPECT_EQ(sum, 18);
  }
  handle_t binding = nullptr;
};

TEST_F(SyncPipes, in_is_pulled_until_nothing_comes) {
  for (const size_t count : {size_t{0}, size_t{1}, size_t{999}, size_t{100'000}})
    for (const size_t portion : {size_t{7}, SIZE_MAX}) {
      if (count > 1000 && portion == 7) continue;
      Longs numbers;
      numbers.portion = portion;
      numbers.values.resize(count);
      std::iota(numbers.values.begin(), numbers.values.end(), -5);
      long long sum = 0;
      EXPECT_EQ(Sum(binding, 100, "name", numbers.make(), &sum), static_cast<long>(count));
      EXPECT_EQ(sum, std::accumulate(numbers.values.begin(), numbers.values.end(), 104LL));
    }
}

TEST_F(SyncPipes, what_stands_in_front_may_be_longer_than_fragments_and_buffers) {
  Longs numbers;
  numbers.values = {5};
  long long sum = 0;
  const std::string name(200'000, 'n');
  EXPECT_EQ(Sum(binding, 1, name.c_str(), numbers.make(), &sum), 1);
  EXPECT_EQ(sum, 200'006);
}

TEST_F(SyncPipes, out_is_pushed_until_nothing_comes) {
  for (const long count : {0L, 1L, 701L, 50'000L})
    for (const size_t room : {size_t{3}, SIZE_MAX}) {
      if (count > 1000 && room == 3) continue;
      Longs numbers;
      numbers.most_room = room;
      LONG_PIPE pipe = numbers.make();
      long last = 0;
      EXPECT_EQ(Count(binding, 10, count, &pipe, &last), count);
      EXPECT_EQ(last, 10 + count - 1) << "what stands behind the pipe";
      EXPECT_TRUE(numbers.ended);
      ASSERT_EQ(numbers.values.size(), static_cast<size_t>(count));
      for (long i = 0; i < count; ++i) ASSERT_EQ(numbers.values[static_cast<size_t>(i)], 10 + i);
    }
}

TEST_F(SyncPipes, in_out_goes_there_and_comes_back) {
  Records records;
  for (int i = 0; i < 5000; ++i)
    records.values.push_back({static_cast<byte>(i), i * 10'000'000'000});
  const std::vector<RECORD> sent = records.values;
  RECORD_PIPE pipe = records.make();
  // What comes back is gathered behind what was sent.
  Raise(binding, &pipe);
  ASSERT_EQ(records.values.size(), 2 * sent.size());
  for (size_t i = 0; i < sent.size(); ++i) {
    ASSERT_EQ(records.values[sent.size() + i].value, sent[i].value + 1);
    ASSERT_EQ(records.values[sent.size() + i].kind, sent[i].kind);
  }
}

TEST_F(SyncPipes, AR_085_086_several_run_from_left_to_right) {
  Bytes a, c;
  Records b;
  Longs d;
  a.values = {1, 2, 3, 4, 5};
  b.values = {{1, 100}, {2, 200}};
  std::vector<char> order;
  a.on_pull = [&] { order.push_back('a'); };
  b.on_pull = [&] { order.push_back('b'); };
  c.on_push = [&] { order.push_back('c'); };
  d.on_push = [&] { order.push_back('d'); };
  BYTE_PIPE c_pipe = c.make();
  LONG_PIPE d_pipe = d.make();
  EXPECT_EQ(Several(binding, a.make(), b.make(), &c_pipe, &d_pipe), 7);
  EXPECT_EQ(c.values, (std::vector<byte>{5, 4, 3, 2, 1}));
  EXPECT_EQ(d.values, (std::vector<long>{100, 200}));
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_F(SyncPipes, AR_095_098_discipline_is_kept) {
  const std::pair<long, RPC_STATUS> cases[] = {
      {k_leave_in_pipe, RPC_X_PIPE_DISCIPLINE_ERROR},
      {k_leave_out_pipe, RPC_X_PIPE_DISCIPLINE_ERROR},
      {k_push_too_early, RPC_X_WRONG_PIPE_ORDER},
      {k_pull_after_end, RPC_X_PIPE_EMPTY},
      {k_push_after_end, RPC_X_PIPE_CLOSED},
      {k_raise_in_the_middle, 4711},
  };
  for (const auto& [how, status] : cases) {
    Longs numbers, back;
    numbers.values.resize(200'000, 1);
    LONG_PIPE out = back.make();
    EXPECT_EQ(raised_by([&] { Misuse(binding, how, numbers.make(), &out); }), status) << how;
    still_works();
  }
}

TEST_F(SyncPipes, an_exception_of_the_programs_routine_ends_the_call) {
  Longs numbers, back;
  numbers.values.resize(100'000, 1);
  numbers.portion = 1000;
  numbers.on_pull = [&] {
    if (numbers.at > 50'000) RpcRaiseException(99);
  };
  LONG_PIPE out = back.make();
  EXPECT_EQ(raised_by([&] { Misuse(binding, k_wait_for_the_client, numbers.make(), &out); }), 99);
  EXPECT_TRUE(eventually([] { return Server::get().inside == 0; }))
      << "the server's pull has failed";
  still_works();
  back.on_push = [] { RpcRaiseException(98); };
  long last = 0;
  EXPECT_EQ(raised_by([&] { Count(binding, 0, 100'000, &out, &last); }), 98);
  still_works();
}

TEST_F(SyncPipes, without_routines_are_refused) {
  LONG_PIPE empty{};
  long long sum = 0;
  long last = 0;
  EXPECT_EQ(raised_by([&] { Sum(binding, 0, "", empty, &sum); }), RPC_X_INVALID_PIPE_OBJECT);
  EXPECT_EQ(raised_by([&] { Count(binding, 0, 0, nullptr, &last); }), RPC_X_NULL_REF_POINTER);
}

// The manager does not pull: the client is stopped after what the buffers between them hold.
TEST_F(SyncPipes, a_slow_reader_stops_the_writer) {
  Server::get().stall = true;
  Bytes data;
  data.values.resize(32u << 20);
  std::iota(data.values.begin(), data.values.end(), byte{0});
  uint64_t sum = 0;
  std::thread client([&] { sum = static_cast<uint64_t>(Upload(binding, data.make())); });
  EXPECT_TRUE(eventually([] { return Server::get().inside == 1; }));
  size_t before = 0;
  EXPECT_TRUE(eventually([&] {
    const size_t at = data.at;
    Sleep(50);
    return at != 0 && at == std::exchange(before, data.at.load());
  }));
  EXPECT_LT(before, size_t{24} << 20) << "socket buffers and 64 KiB of ours, not the whole";
  Server::get().stall = false;
  client.join();
  EXPECT_EQ(sum, mix(k_mix_start, data.values.data(), data.values.size()));
}

TEST_F(SyncPipes, a_slow_program_stops_the_server) {
  Bytes data;
  std::atomic<bool> stall{true};
  data.on_push = [&] { EXPECT_TRUE(eventually([&] { return !stall; })); };
  BYTE_PIPE pipe = data.make();
  uint64_t sum = 0;
  constexpr long long k_size = 32 << 20;
  std::thread client([&] { sum = static_cast<uint64_t>(Download(binding, k_size, &pipe)); });
  long before = 0;
  EXPECT_TRUE(eventually([&] {
    const long at = Server::get().pulled;
    Sleep(50);
    return at != 0 && at == std::exchange(before, Server::get().pulled.load());
  }));
  EXPECT_LT(before, 24 << 20);
  stall = false;
  client.join();
  EXPECT_EQ(data.values.size(), size_t{k_size});
  EXPECT_EQ(sum, mix(k_mix_start, data.values.data(), data.values.size()));
}

}  // namespace
