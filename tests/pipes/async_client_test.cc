// Asynchronous pipes on the client: the run-time's push and pull, called by the program as it is told (AR-035, 036,
// 082 to 100). The servers are a synchronous one (streams.idl) and an asynchronous one (later.idl).
#include <numeric>
#include <thread>
#include <type_traits>

#include "async_program.h"
#include "support_sums.h"

namespace {

std::vector<long> numbers_from(long first, size_t count) {
  std::vector<long> values(count);
  std::iota(values.begin(), values.end(), first);
  return values;
}

std::vector<byte> octets(size_t count) {
  std::vector<byte> values(count);
  for (size_t i = 0; i < count; ++i) values[i] = static_cast<byte>(i * 7 >> 3);
  return values;
}

class AsyncPipes : public testing::Test {
 protected:
  void SetUp() override {
    binding = connect();
    server.moved = 0;
    server.stall = false;
    server.seen = server.completed = RPC_S_OK;
  }
  void TearDown() override {
    server.stall = false;
    EXPECT_TRUE(eventually([&] { return server.inside == 0; }));
    RpcBindingFree(&binding);
  }
  // The binding is good for another call.
  void still_works() {
    PipeCall call;
    ASYNC_NUMBERS pipe{};
    long long sum = 0;
    a_Sum(call, binding, 10, "ab", &pipe, &sum);
    EXPECT_EQ(push_all<long>(call.state, call.told, pipe, {1, 2, 3}, 2), RPC_S_OK);
    EXPECT_EQ(push_end(pipe), RPC_S_OK);
    long count = 0;
    EXPECT_EQ(call.collect(&count), RPC_S_OK);
    EXPECT_EQ(count, 3);
    EXPECT_EQ(sum, 18);
  }
  handle_t binding = nullptr;
  LaterServer& server = LaterServer::get();
};

TEST(AsyncPipeTypes, AR_082_083_members_are_push_and_pull_with_a_status) {
  static_assert(std::is_same_v<decltype(ASYNC_NUMBERS::pull),
                               RPC_STATUS (*)(char*, long*, unsigned long, unsigned long*)>);
  static_assert(
      std::is_same_v<decltype(ASYNC_NUMBERS::push), RPC_STATUS (*)(char*, long*, unsigned long)>);
  EXPECT_EQ(offsetof(ASYNC_NUMBERS, pull), 0u);
  EXPECT_EQ(offsetof(ASYNC_NUMBERS, push), sizeof(void*));
  EXPECT_EQ(offsetof(ASYNC_NUMBERS, state), 3 * sizeof(void*));
}

// Each way of being told, with and without the flag.
class AsyncPipesTold : public AsyncPipes,
                       public testing::WithParamInterface<std::tuple<Way, bool>> {
 protected:
  Way way = std::get<0>(GetParam());
  bool send_complete = std::get<1>(GetParam());
  // Polling is told of nothing.
  [[nodiscard]] bool turns() const { return send_complete && way != Way::polling; }
};
INSTANTIATE_TEST_SUITE_P(Ways, AsyncPipesTold,
                         testing::Combine(testing::Values(Way::polling, Way::event, Way::callback,
                                                          Way::apc, Way::named_apc, Way::port),
                                          testing::Bool()));

TEST_P(AsyncPipesTold, AR_087_089_in_is_pushed_until_nothing_follows) {
  for (const size_t count : {size_t{0}, size_t{1}, size_t{30'000}}) {
    PipeCall call(way, send_complete);
    ASYNC_NUMBERS pipe{};
    long long sum = 0;
    a_Sum(call, binding, 100, "name", &pipe, &sum);
    if (turns()) call.told.wait();  // before the first push, too
    const std::vector<long> values = numbers_from(-5, count);
    EXPECT_EQ(push_all(call.state, call.told, pipe, values, 3000), RPC_S_OK);
    EXPECT_EQ(call.status(), RPC_S_ASYNC_CALL_PENDING);
    EXPECT_EQ(push_end(pipe), RPC_S_OK);
    long answer = 0;
    EXPECT_EQ(call.collect(&answer), RPC_S_OK);
    EXPECT_EQ(answer, static_cast<long>(count));
    EXPECT_EQ(sum, std::accumulate(values.begin(), values.end(), 104LL));
    if (!call.told.by_name()) continue;
    EXPECT_EQ(call.told.tally.complete, 1);
    EXPECT_EQ(call.told.tally.receive, 0);
    EXPECT_EQ(call.told.tally.send, send_complete ? 1 + static_cast<int>((count + 2999) / 3000) : 0)
        << "AR-035, AR-036";
  }
}

TEST_P(AsyncPipesTold, AR_090_100_out_is_pulled_until_nothing_comes) {
  for (const long count : {0L, 1L, 30'000L}) {
    PipeCall call(way, send_complete);
    ASYNC_NUMBERS pipe{};
    long last = 0;
    a_Count(call, binding, 10, count, &pipe, &last);
    std::vector<long> values;
    EXPECT_EQ(pull_all(call.told, pipe, values, 800), RPC_S_OK);
    EXPECT_EQ(values, numbers_from(10, static_cast<size_t>(count)));
    long answer = 0;
    EXPECT_EQ(call.collect(&answer), RPC_S_OK);
    EXPECT_EQ(answer, count);
    EXPECT_EQ(last, 10 + count - 1) << "what stands behind the pipe";
    if (call.told.by_name()) {
      EXPECT_EQ(call.told.tally.send, 0);
      EXPECT_EQ(call.told.tally.complete, 1);
    }
  }
}

TEST_P(AsyncPipesTold, AR_091_092_094_in_and_out_with_an_asynchronous_server) {
  const std::vector<long> values = numbers_from(1, 20'000);
  PipeCall call(way, send_complete);
  ASYNC_NUMBERS pipe{}, back{};
  a_Multiply(call, binding, 3, &pipe, &back);
  if (turns()) call.told.wait();
  EXPECT_EQ(push_all(call.state, call.told, pipe, values, 1000), RPC_S_OK);
  EXPECT_EQ(push_end(pipe), RPC_S_OK);
  std::vector<long> got;
  EXPECT_EQ(pull_all(call.told, back, got, 1024), RPC_S_OK);
  long answer = 0;
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  EXPECT_EQ(answer, 20'000);
  ASSERT_EQ(got.size(), values.size());
  for (size_t i = 0; i < got.size(); ++i) ASSERT_EQ(got[i], values[i] * 3);
}

TEST_F(AsyncPipes, AR_093_a_manager_is_told_by_APC) {
  PipeCall call;
  ASYNC_NUMBERS pipe{}, back{};
  a_Multiply(call, binding, -1, &pipe, &back);
  const std::vector<long> values = numbers_from(1, 5000);
  EXPECT_EQ(push_all(call.state, call.told, pipe, values, 500), RPC_S_OK);
  EXPECT_EQ(push_end(pipe), RPC_S_OK);
  std::vector<long> got;
  EXPECT_EQ(pull_all(call.told, back, got, 1024), RPC_S_OK);
  long answer = 0;
  EXPECT_EQ(call.collect(&answer), RPC_S_OK);
  ASSERT_EQ(got.size(), values.size());
  EXPECT_EQ(got.back(), -5000);
}

TEST_F(AsyncPipes, AR_085_in_out_goes_there_and_comes_back) {
  PipeCall call;
  ASYNC_PAIRS pipe{};
  a_Raise(call, binding, &pipe);
  std::vector<PAIR> sent, got;
  for (int i = 0; i < 5000; ++i) sent.push_back({static_cast<byte>(i), i * 10'000'000'000});
  EXPECT_EQ(push_all(call.state, call.told, pipe, sent, 700), RPC_S_OK);
  EXPECT_EQ(push_end(pipe), RPC_S_OK);
  EXPECT_EQ(pull_all(call.told, pipe, got, 64), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_OK);
  ASSERT_EQ(got.size(), sent.size());
  for (size_t i = 0; i < got.size(); ++i) {
    ASSERT_EQ(got[i].value, sent[i].value + 1);
    ASSERT_EQ(got[i].kind, sent[i].kind);
  }
}

TEST_F(AsyncPipes, AR_086_095_several_go_from_left_to_right_and_no_other_way) {
  PipeCall call;
  ASYNC_OCTETS a{}, c{};
  ASYNC_PAIRS b{};
  ASYNC_NUMBERS d{};
  a_Several(call, binding, &a, &b, &c, &d);
  PAIR pair{1, 100};
  byte some[5] = {1, 2, 3, 4, 5};
  long number = 0;
  unsigned long got = 0;
  EXPECT_EQ(b.push(b.state, &pair, 1), RPC_X_WRONG_PIPE_ORDER);
  EXPECT_EQ(c.pull(c.state, some, 5, &got), RPC_X_WRONG_PIPE_ORDER);
  EXPECT_EQ(a.pull(a.state, some, 5, &got), RPC_X_WRONG_PIPE_ORDER) << "no [out] pipe";
  EXPECT_EQ(c.push(c.state, some, 5), RPC_X_WRONG_PIPE_ORDER) << "no [in] pipe";
  EXPECT_EQ(a.push(a.state, nullptr, 5), RPC_S_INVALID_ARG);
  EXPECT_EQ(a.push(a.state, some, 5), RPC_S_OK);
  long count = 0;
  EXPECT_EQ(RpcAsyncCompleteCall(call, &count), RPC_X_PIPE_DISCIPLINE_ERROR) << "not filled";
  EXPECT_EQ(push_end(a), RPC_S_OK);
  EXPECT_EQ(a.push(a.state, some, 5), RPC_X_PIPE_CLOSED);
  EXPECT_EQ(b.push(b.state, &pair, 1), RPC_S_OK);
  EXPECT_EQ(push_end(b), RPC_S_OK);
  EXPECT_EQ(d.pull(d.state, &number, 1, &got), RPC_X_WRONG_PIPE_ORDER);
  EXPECT_EQ(c.pull(c.state, some, 0, &got), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcAsyncCompleteCall(call, &count), RPC_S_ASYNC_CALL_PENDING) << "not drained";
  std::vector<byte> octets;
  EXPECT_EQ(pull_all(call.told, c, octets, 2), RPC_S_OK);
  EXPECT_EQ(octets, (std::vector<byte>{5, 4, 3, 2, 1}));
  EXPECT_EQ(c.pull(c.state, some, 5, &got), RPC_X_PIPE_EMPTY);
  std::vector<long> numbers;
  EXPECT_EQ(pull_all(call.told, d, numbers, 2), RPC_S_OK);
  EXPECT_EQ(numbers, std::vector<long>{100});
  EXPECT_EQ(call.collect(&count), RPC_S_OK);
  EXPECT_EQ(count, 6);
}

TEST_F(AsyncPipes, AR_010_a_pipe_is_dead_after_its_call) {
  PipeCall call;
  ASYNC_NUMBERS pipe{};
  long long sum = 0;
  a_Sum(call, binding, 0, "", &pipe, &sum);
  EXPECT_EQ(push_end(pipe), RPC_S_OK);
  long count = 0, number = 0;
  unsigned long got = 0;
  EXPECT_EQ(call.collect(&count), RPC_S_OK);
  EXPECT_EQ(pipe.push(pipe.state, &number, 1), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(pipe.pull(pipe.state, &number, 1, &got), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(AsyncPipes, AR_082_a_missing_structure_is_refused) {
  PipeCall call;
  long long sum = 0;
  EXPECT_EQ(raised_by([&] { a_Sum(call, binding, 0, "", nullptr, &sum); }), RPC_X_NULL_REF_POINTER);
  EXPECT_EQ(call.status(), RPC_S_INVALID_ASYNC_CALL);
}

// With the flag the program may push on without waiting; what it is told then may be one thing for all (AR-088).
TEST_F(AsyncPipes, AR_088_pushes_may_overlap) {
  server.stall = true;
  PipeCall call(Way::callback, true);
  ASYNC_OCTETS pipe{};
  a_Swallow(call, binding, &pipe);
  std::vector<byte> data = octets(400'000);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(pipe.push(pipe.state, data.data(), 400'000), RPC_S_OK);
  EXPECT_LT(call.told.tally.send, 100) << "the server does not take it all";
  server.stall = false;
  EXPECT_EQ(push_end(pipe), RPC_S_OK);
  long long sum = 0;
  EXPECT_EQ(call.collect(&sum), RPC_S_OK);
  EXPECT_GE(call.told.tally.send, 1);
  EXPECT_EQ(server.moved, 40'000'000);
}

TEST_F(AsyncPipes, AR_095_097_098_the_servers_discipline) {
  struct Case {
    long how;
    RPC_STATUS manager, completed, client;
  };
  const Case cases[] = {
      {k_complete_too_early, RPC_S_OK, RPC_X_PIPE_DISCIPLINE_ERROR, RPC_X_PIPE_DISCIPLINE_ERROR},
      {k_end_too_early, RPC_S_OK, RPC_X_PIPE_DISCIPLINE_ERROR, RPC_X_PIPE_DISCIPLINE_ERROR},
      {k_push_before_drained, RPC_X_WRONG_PIPE_ORDER, RPC_S_OK, 4712},
      {k_abort_at_once, RPC_S_OK, RPC_S_OK, 4711},
      {k_abort_while_pushing, RPC_S_OK, RPC_S_OK, 4713},
      {k_pull_after_end, RPC_X_PIPE_EMPTY, RPC_S_OK, RPC_S_OK},
      {k_push_after_end, RPC_X_PIPE_CLOSED, RPC_S_OK, RPC_S_OK},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.how);
    server.seen = server.completed = RPC_S_OK;
    PipeCall call;
    ASYNC_NUMBERS pipe{}, back{};
    a_Odd(call, binding, each.how, &pipe, &back);
    long some[10] = {};
    RPC_STATUS status = pipe.push(pipe.state, some, 10);
    if (status == RPC_S_OK) status = push_end(pipe);
    std::vector<long> got;
    if (status == RPC_S_OK) status = pull_all(call.told, back, got, 10);
    EXPECT_EQ(status, each.client);
    // A failed push or pull has cleaned up (AR-096).
    EXPECT_EQ(call.collect(), each.client == RPC_S_OK ? RPC_S_OK : RPC_S_INVALID_ASYNC_CALL);
    EXPECT_TRUE(eventually([&] { return server.inside == 0; }));
    EXPECT_EQ(server.seen, each.manager);
    EXPECT_EQ(server.completed, each.completed);
    still_works();
  }
}

// The program waits for RpcSendComplete or RpcReceiveComplete, and learns of the end instead.
TEST_F(AsyncPipes, AR_087_a_failure_is_told_as_the_end_of_the_call) {
  PipeCall call(Way::callback, true);
  ASYNC_NUMBERS pipe{}, back{};
  a_Odd(call, binding, k_abort_at_once, &pipe, &back);
  long some[10] = {};
  EXPECT_EQ(pipe.push(pipe.state, some, 10), RPC_S_OK);
  EXPECT_TRUE(eventually([&] { return call.told.tally.complete != 0; }));
  EXPECT_EQ(call.status(), 4711);
  EXPECT_EQ(call.collect(), 4711);
  EXPECT_EQ(call.told.tally.complete, 1);
  still_works();
}

TEST_F(AsyncPipes, AR_087_nobody_listens) {
  handle_t nowhere = farcall::test::binding_from("ncacn_ip_tcp:127.0.0.1[1]");
  PipeCall call(Way::callback, true);
  ASYNC_NUMBERS pipe{};
  long long sum = 0;
  a_Sum(call, nowhere, 0, "", &pipe, &sum);
  EXPECT_TRUE(eventually([&] { return call.told.tally.complete == 1; }));
  EXPECT_EQ(call.told.tally.send, 0);
  EXPECT_EQ(call.collect(), RPC_S_SERVER_UNAVAILABLE);
  EXPECT_EQ(RpcBindingFree(&nowhere), RPC_S_OK);
}

// Without the flag a push waits; it ends with the call.
TEST_F(AsyncPipes, AR_096_a_push_that_waits_ends_with_the_call) {
  server.stall = true;
  PipeCall call(Way::callback);
  ASYNC_OCTETS pipe{};
  a_Swallow(call, binding, &pipe);
  std::atomic<RPC_STATUS> ended{RPC_S_OK};
  std::thread pusher([&] {
    std::vector<byte> data = octets(1 << 20);
    for (RPC_STATUS status = RPC_S_OK; ended == RPC_S_OK; ended = status)
      status = pipe.push(pipe.state, data.data(), data.size());
  });
  EXPECT_TRUE(eventually([&] { return server.inside == 1; }));
  Sleep(50);
  EXPECT_EQ(ended, RPC_S_OK);
  EXPECT_EQ(RpcAsyncCancelCall(call, TRUE), RPC_S_OK);
  pusher.join();
  EXPECT_EQ(ended, RPC_S_CALL_CANCELLED);
  EXPECT_EQ(call.collect(), RPC_S_INVALID_ASYNC_CALL) << "cleaned up";
  server.stall = false;
  EXPECT_TRUE(eventually([&] { return server.inside == 0; })) << "its pull has failed";
  EXPECT_NE(server.seen, RPC_S_OK);
  still_works();
}

TEST_F(AsyncPipes, AR_099_an_abortive_cancel_ends_it_here_and_there) {
  PipeCall call(Way::callback);
  ASYNC_NUMBERS pipe{}, back{};
  a_Odd(call, binding, k_wait_for_the_client, &pipe, &back);
  long some[10] = {};
  EXPECT_EQ(pipe.push(pipe.state, some, 10), RPC_S_OK);
  EXPECT_TRUE(eventually([&] { return server.inside == 1; }));
  EXPECT_EQ(RpcAsyncCancelCall(call, TRUE), RPC_S_OK);
  EXPECT_EQ(call.status(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
  EXPECT_TRUE(eventually([&] { return call.told.tally.complete == 1; }));
  EXPECT_TRUE(eventually([&] { return server.inside == 0; }));
  EXPECT_NE(server.seen, RPC_S_OK);
  still_works();
}

// The server is told at once, though the request has not ended.
TEST_F(AsyncPipes, AR_099_a_cancel_asks_the_server_in_the_middle_of_the_request) {
  PipeCall call(Way::callback);
  ASYNC_NUMBERS pipe{}, back{};
  a_Odd(call, binding, k_wait_for_cancel, &pipe, &back);
  long some[10] = {};
  EXPECT_EQ(pipe.push(pipe.state, some, 10), RPC_S_OK);
  EXPECT_TRUE(eventually([&] { return server.inside == 1; }));
  EXPECT_EQ(RpcAsyncCancelCall(call, FALSE), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(call.told.tally.complete, 1);
  still_works();
}

TEST_F(AsyncPipes, AR_099_a_cancel_while_nobody_pulls) {
  PipeCall call(Way::callback);
  ASYNC_OCTETS pipe{};
  a_Pour(call, binding, 32 << 20, &pipe);
  int64_t before = -1;
  EXPECT_TRUE(eventually([&] {
    Sleep(50);
    return server.moved != 0 && std::exchange(before, server.moved.load()) == server.moved;
  }));
  EXPECT_EQ(RpcAsyncCancelCall(call, TRUE), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
  EXPECT_TRUE(eventually([&] { return server.inside == 0; })) << "its push has failed";
  still_works();
}

// The whole response is here; the program gives up before it has pulled it.
TEST_F(AsyncPipes, AR_099_a_cancel_between_the_response_and_the_last_pull) {
  PipeCall call(Way::callback);
  ASYNC_NUMBERS pipe{};
  long last = 0;
  a_Count(call, binding, 0, 100, &pipe, &last);
  long some[10] = {};
  unsigned long got = 0;
  EXPECT_TRUE(eventually([&] { return pipe.pull(pipe.state, some, 10, &got) == RPC_S_OK; }));
  still_works();
  EXPECT_EQ(call.status(), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(RpcAsyncCancelCall(call, TRUE), RPC_S_OK);
  EXPECT_EQ(call.collect(), RPC_S_CALL_CANCELLED);
}

TEST_F(AsyncPipes, a_slow_reader_stops_the_writer_and_other_calls_go_on) {
  server.stall = true;
  PipeCall call(Way::event, true);
  ASYNC_OCTETS pipe{};
  a_Swallow(call, binding, &pipe);
  const std::vector<byte> data = octets(32 << 20);
  std::atomic<size_t> pushed{0};
  std::thread pusher([&] {
    call.told.wait();
    for (size_t at = 0; at < data.size(); at += 1 << 18, pushed = at) {
      std::vector<byte> some(data.begin() + static_cast<std::ptrdiff_t>(at),
                             data.begin() + static_cast<std::ptrdiff_t>(at + (1 << 18)));
      EXPECT_EQ(pipe.push(pipe.state, some.data(), some.size()), RPC_S_OK);
      call.told.wait();
    }
    EXPECT_EQ(push_end(pipe), RPC_S_OK);
  });
  size_t before = 0;
  EXPECT_TRUE(eventually([&] {
    Sleep(50);
    return pushed != 0 && std::exchange(before, pushed.load()) == pushed;
  }));
  EXPECT_LT(before, size_t{24} << 20) << "socket buffers and 64 KiB of ours, not the whole";
  still_works();
  server.stall = false;
  pusher.join();
  long long sum = 0;
  EXPECT_EQ(call.collect(&sum), RPC_S_OK);
  EXPECT_EQ(static_cast<uint64_t>(sum), mix(k_mix_start, data.data(), data.size()));
}

TEST_F(AsyncPipes, a_slow_program_stops_the_server) {
  PipeCall call;
  ASYNC_OCTETS pipe{};
  constexpr long long k_size = 32 << 20;
  a_Pour(call, binding, k_size, &pipe);
  int64_t before = -1;
  EXPECT_TRUE(eventually([&] {
    Sleep(50);
    return server.moved != 0 && std::exchange(before, server.moved.load()) == server.moved;
  }));
  EXPECT_LT(before, int64_t{24} << 20);
  std::vector<byte> data;
  EXPECT_EQ(pull_all(call.told, pipe, data, 100'000), RPC_S_OK);
  long long sum = 0;
  EXPECT_EQ(call.collect(&sum), RPC_S_OK);
  EXPECT_EQ(data.size(), size_t{k_size});
  EXPECT_EQ(static_cast<uint64_t>(sum), mix(k_mix_start, data.data(), data.size()));
}

// More calls with pipes at a time than connections are made for.
TEST_F(AsyncPipes, many_at_a_time) {
  constexpr size_t k_calls = 40;
  std::vector<std::unique_ptr<PipeCall>> calls;
  std::vector<ASYNC_NUMBERS> pipes(k_calls);
  std::vector<long long> sums(k_calls);
  for (size_t i = 0; i < k_calls; ++i) {
    calls.push_back(std::make_unique<PipeCall>(Way::polling, true));
    a_Sum(*calls[i], binding, 0, "", &pipes[i], &sums[i]);
  }
  for (size_t i = 0; i < k_calls; ++i) {
    const std::vector<long> values = numbers_from(static_cast<long>(i), 5);
    EXPECT_EQ(push_all(calls[i]->state, calls[i]->told, pipes[i], values, 2), RPC_S_OK);
    EXPECT_EQ(push_end(pipes[i]), RPC_S_OK);
    long count = 0;
    EXPECT_EQ(calls[i]->collect(&count), RPC_S_OK);
    EXPECT_EQ(sums[i], static_cast<long long>(5 * i + 10));
  }
}

}  // namespace
