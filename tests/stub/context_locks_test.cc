// Who may use a context handle at the same time (AR-130, AR-131).
#include "context_fixture.h"
#include "runtime/server/call_contexts.h"

namespace farcall::stub::test {
namespace {

constexpr int32_t k_more_writes = 1120;  // ERROR_MORE_WRITES

// How many managers are inside at once.
class Meter {
 public:
  void enter() {
    const int now = ++inside_;
    int most = most_.load();
    while (now > most && !most_.compare_exchange_weak(most, now)) {
    }
  }
  void leave() { --inside_; }
  [[nodiscard]] int inside() const { return inside_; }
  [[nodiscard]] int most() const { return most_; }

 private:
  std::atomic<int> inside_{0};
  std::atomic<int> most_{0};
};

TEST(ContextLocks, AR_130_serialise_the_calls_on_one_handle) {
  ContextServer server;
  Meter meter;
  g_context.use = [&](void*) {
    meter.enter();
    std::this_thread::sleep_for(1ms);
    meter.leave();
  };
  ContextClient first(server), second(server, first.group);
  const Octets handle = first.open();
  for (uint32_t i = 0; i < 20; ++i) {
    first.call(100 + i, handle, {.opnum = k_use});
    second.call(200 + i, handle, {.opnum = k_use});
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(first.receive()->ptype(), runtime::test::k_response);
    EXPECT_EQ(second.receive()->ptype(), runtime::test::k_response);
  }
  EXPECT_EQ(meter.most(), 1);
}

TEST(ContextLocks, AR_130_noserialize_lets_calls_in_side_by_side) {
  ContextServer server;
  Meter meter;
  g_context.read = [&](void*) {
    meter.enter();
    EXPECT_TRUE(eventually([&] { return meter.most() == 2; }));
    meter.leave();
  };
  ContextClient first(server), second(server, first.group);
  const Octets handle = first.open();
  first.call(100, handle, {.opnum = k_read});
  second.call(100, handle, {.opnum = k_read});
  first.response(100);
  second.response(100);
}

TEST(ContextLocks, AR_130_the_process_may_give_them_up_for_good) {
  ContextServer server;
  server.server->dont_serialize_contexts();
  Meter meter;
  g_context.use = [&](void*) {
    meter.enter();
    EXPECT_TRUE(eventually([&] { return meter.most() == 2; }));
    meter.leave();
  };
  ContextClient first(server), second(server, first.group);
  const Octets handle = first.open();
  first.call(100, handle, {.opnum = k_use});
  second.call(100, handle, {.opnum = k_use});
  first.response(100);
  second.response(100);
}

TEST(ContextLocks, are_held_by_an_asynchronous_call_until_it_is_completed) {
  ContextServer server;
  Handoff handoff;
  std::atomic<int> used{0};
  g_context.use_async = [&](RPC_ASYNC_STATE* state, void*) { handoff.put(state); };
  g_context.use = [&](void*) { ++used; };
  ContextClient client(server);
  const Octets handle = client.open();
  client.call(100, handle, {.opnum = k_use_async});
  RPC_ASYNC_STATE* const state = handoff.get();
  client.call(101, handle, {.opnum = k_use});
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(used, 0);
  EXPECT_EQ(server.async.complete(state, nullptr).code, RPC_S_OK);
  EXPECT_EQ(client.receive()->ptype(), runtime::test::k_response);
  EXPECT_EQ(client.receive()->ptype(), runtime::test::k_response);
  EXPECT_EQ(used, 1);
}

// 500 calls wait for one handle; others are served meanwhile, by no more threads than before.
TEST(ContextLocks, keep_no_thread_while_a_call_waits) {
  runtime::test::ServerSetup setup;
  setup.limits.max_dispatch_threads = 4;
  ContextServer server(setup);
  Handoff handoff;
  std::atomic<int> used{0};
  g_context.use_async = [&](RPC_ASYNC_STATE* state, void*) { handoff.put(state); };
  g_context.use = [&](void*) { ++used; };
  ContextClient client(server), other(server);
  const Octets handle = client.open();
  client.call(100, handle, {.opnum = k_use_async});
  RPC_ASYNC_STATE* const state = handoff.get();
  for (uint32_t i = 0; i < 500; ++i) client.call(1000 + i, handle, {.opnum = k_use});
  const Octets free_one = client.open();
  client.invoke(k_use, free_one);
  other.open();
  EXPECT_EQ(used, 1);
  EXPECT_LE(server.server->dispatcher().threads(), 4u);
  EXPECT_EQ(server.async.complete(state, nullptr).code, RPC_S_OK);
  for (int i = 0; i < 501; ++i) EXPECT_EQ(client.receive()->ptype(), runtime::test::k_response);
  EXPECT_EQ(used, 501);
}

TEST(ContextLocks, do_not_hold_the_loop_of_an_inline_server) {
  ContextServer server({.policy = runtime::DispatchPolicy::inline_});
  Handoff handoff;
  g_context.use_async = [&](RPC_ASYNC_STATE* state, void*) { handoff.put(state); };
  ContextClient client(server);
  const Octets handle = client.open();
  client.call(100, handle, {.opnum = k_use_async});
  RPC_ASYNC_STATE* const state = handoff.get();
  client.call(101, handle, {.opnum = k_use});
  client.open();
  EXPECT_EQ(server.async.complete(state, nullptr).code, RPC_S_OK);
  EXPECT_EQ(client.receive()->ptype(), runtime::test::k_response);
  EXPECT_EQ(client.receive()->ptype(), runtime::test::k_response);
}

TEST(ContextLocks, tell_those_who_wait_that_the_handle_was_closed) {
  ContextServer server;
  ContextClient client(server), second(server, client.group);
  const Octets handle = client.open();
  std::atomic<bool> inside{false}, go{false};
  g_context.change = [&](void** closed) {
    inside = true;
    EXPECT_TRUE(eventually([&] { return go.load(); }));
    *closed = nullptr;
  };
  client.call(100, handle, {.opnum = k_change});
  EXPECT_TRUE(eventually([&] { return inside.load(); }));
  second.call(101, handle, {.opnum = k_use});
  second.call(102, handle, {.opnum = k_change});
  EXPECT_TRUE(eventually([&] { return server.server->call_count() == 3; }));
  go = true;
  EXPECT_EQ(client.response(100), k_null_handle);
  EXPECT_EQ(second.fault(101).fault_status(), k_mismatch);
  EXPECT_EQ(second.fault(102).fault_status(), k_mismatch);
}

TEST(ContextLocks, of_two_handles_are_taken_in_one_order_by_all) {
  ContextServer server;
  std::atomic<int> ran{0};
  g_context.two = [&](void*, void*) { ++ran; };
  ContextClient client(server), second(server, client.group);
  const Octets a = client.open(), b = client.open();
  Octets ab = a, ba = b, aa = a;
  ab.insert(ab.end(), b.begin(), b.end());
  ba.insert(ba.end(), a.begin(), a.end());
  aa.insert(aa.end(), a.begin(), a.end());
  for (uint32_t i = 0; i < 100; ++i) {
    client.call(1000 + 2 * i, ab, {.opnum = k_two});
    second.call(1000 + 2 * i, ba, {.opnum = k_two});
    second.call(1001 + 2 * i, aa, {.opnum = k_two});
  }
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.receive()->ptype(), runtime::test::k_response);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(second.receive()->ptype(), runtime::test::k_response);
  EXPECT_EQ(ran, 300);
}

TEST(ContextLocks, AR_131_can_be_changed_by_the_manager) {
  ContextServer server;
  ContextClient client(server);
  const Octets handle = client.open();
  g_context.read = [](void* user) {
    runtime::CallContexts& contexts = *runtime::current_call()->contexts;
    EXPECT_EQ(contexts.lock_exclusive(user).code, RPC_S_OK);
    EXPECT_EQ(contexts.lock_exclusive(user).code, RPC_S_OK);
    EXPECT_EQ(contexts.lock_shared(user).code, RPC_S_OK);
    EXPECT_EQ(contexts.lock_shared(user).code, RPC_S_OK);
    EXPECT_EQ(contexts.lock_shared(context(99)).code, RPC_X_SS_CONTEXT_MISMATCH);
  };
  client.invoke(k_read, handle);
  g_context.use = [](void* user) {
    EXPECT_EQ(runtime::current_call()->contexts->lock_shared(user).code, RPC_S_OK);
  };
  client.invoke(k_use, handle);
  g_context.open = [](void** made) {
    *made = context(55);
    runtime::CallContexts& contexts = *runtime::current_call()->contexts;
    EXPECT_EQ(contexts.lock_exclusive(context(55)).code, RPC_S_OK) << "a new one: no effect";
  };
  client.open();
}

// Both readers want to write: the first keeps what it has read, the other is told that it does not.
TEST(ContextLocks, AR_131_an_upgrade_that_loses_the_race_says_so) {
  ContextServer server;
  ContextClient client(server), second(server, client.group);
  const Octets handle = client.open();
  Meter readers, writers;
  std::atomic<int> ok{0}, more_writes{0};
  g_context.read = [&](void* user) {
    readers.enter();
    EXPECT_TRUE(eventually([&] { return readers.most() == 2; }));
    const int32_t status = runtime::current_call()->contexts->lock_exclusive(user).code;
    writers.enter();
    ++(status == RPC_S_OK ? ok : more_writes);
    EXPECT_TRUE(status == RPC_S_OK || status == k_more_writes);
    writers.leave();
  };
  client.call(100, handle, {.opnum = k_read});
  second.call(100, handle, {.opnum = k_read});
  client.response(100);
  second.response(100);
  EXPECT_EQ(ok, 1);
  EXPECT_EQ(more_writes, 1);
  EXPECT_EQ(writers.most(), 1);
}

TEST(ContextLocks, end_with_a_server_that_ends_while_calls_wait) {
  auto server = std::make_unique<ContextServer>();
  Handoff handoff;
  g_context.use_async = [&](RPC_ASYNC_STATE* state, void*) { handoff.put(state); };
  ContextClient client(*server);
  const Octets handle = client.open();
  client.call(100, handle, {.opnum = k_use_async});
  handoff.get();
  for (uint32_t i = 0; i < 10; ++i) client.call(101 + i, handle, {.opnum = k_use});
  EXPECT_TRUE(eventually([&] { return server->server->call_count() == 11; }));
  server.reset();
  EXPECT_EQ(Rundowns::get().all(), std::vector<void*>{context(7)});
}

}  // namespace
}  // namespace farcall::stub::test
