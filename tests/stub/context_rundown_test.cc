// When context handles are run down: once, after the last call, when the last connection of the group is gone.
#include "context_fixture.h"

namespace farcall::stub::test {
namespace {

TEST(Rundown, runs_when_the_client_goes) {
  ContextServer server;
  {
    ContextClient client(server);
    client.open();
  }
  EXPECT_TRUE(server.ran_down({context(7)}));
  EXPECT_EQ(server.server->context_count(), 0u);
}

TEST(Rundown, AR_133_waits_for_the_last_connection_of_the_group) {
  ContextServer server;
  ContextClient second(server);
  {
    ContextClient first(server, second.group);
    first.open();
    first.disconnect(true);
  }
  EXPECT_TRUE(eventually([&] { return server.server->connection_count() == 1; }));
  EXPECT_TRUE(Rundowns::get().all().empty());
  second.disconnect();
  EXPECT_TRUE(server.ran_down({context(7)}));
}

TEST(Rundown, AR_132_waits_for_calls_that_have_not_been_completed) {
  ContextServer server;
  Handoff handoff;
  g_context.use_async = [&](RPC_ASYNC_STATE* state, void*) { handoff.put(state); };
  RPC_ASYNC_STATE* state = nullptr;
  {
    ContextClient client(server);
    const Octets handle = client.open();
    client.call(50, handle, {.opnum = k_use_async});
    state = handoff.get();
    client.disconnect(true);
  }
  EXPECT_TRUE(eventually([&] { return server.server->connection_count() == 0; }));
  EXPECT_TRUE(Rundowns::get().all().empty());
  EXPECT_EQ(server.async.complete(state, nullptr).code, RPC_S_CALL_FAILED);
  EXPECT_TRUE(server.ran_down({context(7)}));
}

TEST(Rundown, AR_136_takes_a_handle_whose_client_went_before_it_was_told) {
  ContextServer server;
  ContextClient client(server);
  g_context.open = [&](void** handle) {
    client.disconnect(true);
    EXPECT_TRUE(eventually([&] { return server.server->connection_count() == 0; }));
    *handle = context(31);
  };
  client.call(2, {}, {.opnum = k_open});
  EXPECT_TRUE(server.ran_down({context(31)}));
}

TEST(Rundown, goes_on_when_a_routine_raises) {
  ContextServer server;
  {
    ContextClient client(server);
    for (const uintptr_t number : {uintptr_t{13}, uintptr_t{14}}) {
      g_context.open = [number](void** handle) { *handle = context(number); };
      client.open();
    }
  }
  EXPECT_TRUE(eventually([] { return Rundowns::get().all().size() == 2; }));
}

TEST(Rundown, AR_134_comes_with_the_end_of_the_interface) {
  ContextServer server;
  ContextClient client(server);
  const Octets handle = client.open();
  ASSERT_TRUE(server.server->unregister_interface(&g_context_spec, {}, true, true).ok());
  server.server->run_down_contexts(&g_other_context_spec);
  EXPECT_TRUE(Rundowns::get().all().empty());
  server.server->run_down_contexts(&g_context_spec);
  EXPECT_EQ(Rundowns::get().all(), std::vector<void*>{context(7)});
  server.add(g_context_spec);
  EXPECT_EQ(client.refused(k_use, handle), k_mismatch);
  client.disconnect();
  EXPECT_TRUE(eventually([&] { return server.server->connection_count() == 0; }));
  EXPECT_EQ(Rundowns::get().all().size(), 1u) << "once";
}

// Clients that open, use, close and vanish at once: every handle ends exactly once.
TEST(Rundown, comes_exactly_once_for_each_handle_that_was_not_closed) {
  ContextServer server({.loops = 2});
  std::atomic<uintptr_t> made{100};
  std::atomic<int> closed{0};
  g_context.open = [&](void** handle) { *handle = context(++made); };
  g_context.change = [&](void** handle) {
    *handle = nullptr;
    ++closed;
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int round = 0; round < 25; ++round) {
        ContextClient client(server);
        ContextClient second(server, client.group);
        const Octets a = client.open(), b = second.open();
        client.call(90, a, {.opnum = k_change});
        second.call(91, a, {.opnum = k_change});  // one of the two finds it closed
        second.call(92, b, {.opnum = k_use});
        if ((round + t) % 2) client.disconnect(true);
        if ((round + t) % 3) second.disconnect(true);
      }
    });
  for (std::thread& thread : threads) thread.join();
  const size_t all = made - 100;
  EXPECT_TRUE(eventually([&] {
    return server.server->call_count() == 0 && server.server->connection_count() == 0 &&
           Rundowns::get().all().size() + static_cast<size_t>(closed) == all;
  }));
  EXPECT_EQ(server.server->context_count(), 0u);
  std::vector<void*> ran = Rundowns::get().all();
  std::ranges::sort(ran);
  EXPECT_EQ(std::ranges::adjacent_find(ran), ran.end());
}

}  // namespace
}  // namespace farcall::stub::test
