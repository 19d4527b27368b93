// The server's asynchronous calls as stubs and programs see them: completion, abort, exceptions,
// misuse.
#include "stub/server_async.h"

#include <farcall/stub/exceptions.h>

#include <cstring>
#include <set>
#include <stdexcept>
#include <thread>

#include "runtime/allocation_counter.h"
#include "server_fixture.h"

namespace farcall::stub::test {
namespace {

Octets numbers(int32_t a, int32_t b) {
  Octets bytes(8);
  std::memcpy(bytes.data(), &a, 4);
  std::memcpy(bytes.data() + 4, &b, 4);
  return bytes;
}

TEST(ServerAsync, AR_006_delivers_the_result_that_the_reply_points_to) {
  StubServer stub;
  Handoff handoff;
  long* out = nullptr;
  g_managers.slow = [&](RPC_ASYNC_STATE* state, long n, long* twice) {
    *twice = 2 * n;
    out = twice;
    handoff.put(state);
  };
  StubClient client(stub);
  client.call_number(1, k_slow, 21);
  RPC_ASYNC_STATE* state = handoff.get();
  long reply = -7;
  EXPECT_EQ(stub.complete(state, &reply), RPC_S_OK);
  EXPECT_EQ(client.response(1), numbers(42, -7));
  EXPECT_TRUE(stub.idle());
}

TEST(ServerAsync, D5_takes_any_32_bit_value_as_long_result) {
  StubServer stub;
  g_managers.slow = [&](RPC_ASYNC_STATE* state, long n, long* twice) {
    *twice = 0;
    long reply = n == 0 ? -2147483648L : n == 1 ? 4294967295L : 4294967296L;
    const int32_t expected = n == 2 ? RPC_X_BAD_STUB_DATA : RPC_S_OK;
    EXPECT_EQ(stub.complete(state, &reply), expected);
  };
  StubClient client(stub);
  client.call_number(1, k_slow, 0);
  EXPECT_EQ(client.response(1), numbers(0, INT32_MIN));
  client.call_number(2, k_slow, 1);
  EXPECT_EQ(client.response(2), numbers(0, -1));
  client.call_number(3, k_slow, 2);
  EXPECT_EQ(client.fault(3).fault_status(), static_cast<uint32_t>(RPC_X_BAD_STUB_DATA));
}

TEST(ServerAsync, AR_018_has_a_structure_made_by_the_run_time) {
  StubServer stub;
  Handoff handoff;
  g_managers.nothing = [&](RPC_ASYNC_STATE* state) { handoff.put(state); };
  StubClient client(stub);
  client.call(1, {}, {.opnum = k_nothing});
  RPC_ASYNC_STATE* state = handoff.get();
  EXPECT_EQ(state->Size, sizeof(RPC_ASYNC_STATE));
  EXPECT_TRUE(stub.async.owns(state));
  // AR-017: the binding handle of the call.
  EXPECT_EQ(stub.server->visit_call(RpcAsyncGetCallHandle(state), [](ServerCall&) {}),
            RpcAsyncGetCallHandle(state));
  EXPECT_EQ(stub.complete(state), RPC_S_OK);
  client.response(1);
}

TEST(ServerAsync, AR_051_needs_a_reply_for_an_operation_with_a_result) {
  StubServer stub;
  Handoff handoff;
  g_managers.slow = [&](RPC_ASYNC_STATE* state, long, long*) { handoff.put(state); };
  StubClient client(stub);
  client.call_number(1, k_slow, 1);
  RPC_ASYNC_STATE* state = handoff.get();
  EXPECT_EQ(stub.complete(state, nullptr), RPC_S_INVALID_ARG);
  long reply = 5;
  EXPECT_EQ(stub.complete(state, &reply), RPC_S_OK) << "nothing had happened";
  EXPECT_EQ(client.response(1), numbers(0, 5));
}

TEST(ServerAsync, AS_05_ignores_a_reply_for_a_void_operation) {
  StubServer stub;
  Handoff handoff;
  g_managers.nothing = [&](RPC_ASYNC_STATE* state) { handoff.put(state); };
  StubClient client(stub);
  client.call(1, {}, {.opnum = k_nothing});
  int reply = 99;
  EXPECT_EQ(stub.complete(handoff.get(), &reply), RPC_S_OK);
  EXPECT_EQ(client.response(1), Octets{});
}

TEST(ServerAsync, AR_054_may_be_completed_before_the_manager_returns) {
  for (const auto policy : {runtime::DispatchPolicy::pool, runtime::DispatchPolicy::inline_}) {
    StubServer stub({.policy = policy});
    g_managers.slow = [&](RPC_ASYNC_STATE* state, long n, long* twice) {
      *twice = n;
      long reply = n;
      EXPECT_EQ(stub.complete(state, &reply), RPC_S_OK);
      EXPECT_EQ(stub.complete(state, &reply), RPC_S_INVALID_ASYNC_HANDLE);
    };
    StubClient client(stub);
    client.call_number(1, k_slow, 3);
    EXPECT_EQ(client.response(1), numbers(3, 3));
    EXPECT_TRUE(stub.idle());
  }
}

TEST(ServerAsync, D3_data_of_the_application_is_freed_after_marshalling) {
  StubServer stub;
  Handoff handoff;
  g_managers.text = [&](RPC_ASYNC_STATE* state, char** text) {
    EXPECT_STREQ(*text, "hello");
    user_free(*text);
    *text = static_cast<char*>(user_allocate(4));
    std::memcpy(*text, "bye", 4);
    handoff.put(state);
  };
  StubClient client(stub);
  client.call_text(1);
  RPC_ASYNC_STATE* state = handoff.get();
  EXPECT_EQ(g_user_blocks, 1);
  EXPECT_EQ(stub.complete(state), RPC_S_OK);
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_EQ(client.response(1).size(), 4u + 12 + 4);
}

TEST(ServerAsync, AR_053_frees_the_parameters_when_the_client_is_gone) {
  StubServer stub;
  Handoff handoff;
  g_managers.text = [&](RPC_ASYNC_STATE* state, char**) { handoff.put(state); };
  StubClient client(stub);
  client.call_text(1);
  RPC_ASYNC_STATE* state = handoff.get();
  void* call = RpcAsyncGetCallHandle(state);
  client.disconnect();
  ASSERT_TRUE(eventually([&] {
    bool gone = false;
    stub.server->visit_call(call, [&](ServerCall& live) { gone = live.disconnected(); });
    return gone;
  }));
  EXPECT_EQ(g_user_blocks, 1);
  EXPECT_EQ(stub.complete(state), RPC_S_CALL_FAILED);
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_EQ(stub.complete(state), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_TRUE(stub.idle());
}

TEST(ServerAsync, AR_053_frees_the_parameters_when_marshalling_fails) {
  StubServer stub;
  Handoff handoff;
  g_managers.slow = [&](RPC_ASYNC_STATE* state, long, long* twice) {
    *twice = 1L << 40;
    handoff.put(state);
  };
  StubClient client(stub);
  client.call_number(1, k_slow, 1);
  RPC_ASYNC_STATE* state = handoff.get();
  long reply = 0;
  EXPECT_EQ(stub.complete(state, &reply), RPC_X_BAD_STUB_DATA);
  EXPECT_EQ(client.fault(1).fault_status(), static_cast<uint32_t>(RPC_X_BAD_STUB_DATA));
  EXPECT_EQ(stub.complete(state, &reply), RPC_S_INVALID_ASYNC_HANDLE) << "the call is over";
}

TEST(ServerAsync, AR_055_abort_sends_the_code_and_marshals_nothing) {
  StubServer stub;
  Handoff handoff;
  g_managers.text = [&](RPC_ASYNC_STATE* state, char**) { handoff.put(state); };
  StubClient client(stub);
  client.call_text(1);
  RPC_ASYNC_STATE* state = handoff.get();
  EXPECT_EQ(stub.abort(state, 0), RPC_S_INVALID_ARG);
  EXPECT_EQ(stub.abort(state, 4711), RPC_S_OK);
  const Pdu fault = client.fault(1);
  EXPECT_EQ(fault.fault_status(), 4711u);
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_EQ(g_put_outs, 0);
  EXPECT_EQ(stub.complete(state), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(stub.abort(state, 1), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_TRUE(stub.idle());
}

TEST(ServerAsync, AR_061_abort_translates_codes_that_have_one_on_the_wire) {
  StubServer stub;
  g_managers.slow = [&](RPC_ASYNC_STATE* state, long n, long*) {
    EXPECT_EQ(stub.abort(state, static_cast<uint32_t>(n)), RPC_S_OK);
  };
  StubClient client(stub);
  client.call_number(1, k_slow, RPC_S_SERVER_TOO_BUSY);
  EXPECT_EQ(client.fault(1).fault_status(), 0x1c010014u);
  client.call_number(2, k_slow, 0xc0000022);
  EXPECT_EQ(client.fault(2).fault_status(), 0xc0000022u) << "others travel as they are";
}

TEST(ServerAsync, AR_056_gives_the_call_to_one_of_two_racing_threads) {
  StubServer stub;
  Handoff handoff;
  g_managers.text = [&](RPC_ASYNC_STATE* state, char**) { handoff.put(state); };
  StubClient client(stub);
  for (uint32_t id = 1; id <= 200; ++id) {
    client.call_text(id);
    RPC_ASYNC_STATE* state = handoff.get();
    int32_t results[2];
    std::thread completing([&] { results[0] = stub.complete(state); });
    std::thread aborting([&] { results[1] = stub.abort(state, 5); });
    completing.join();
    aborting.join();
    const std::optional<Pdu> answer = client.receive();
    ASSERT_TRUE(answer);
    const bool completed = answer->ptype() == runtime::test::k_response;
    EXPECT_EQ(results[completed ? 0 : 1], RPC_S_OK);
    const int32_t loser = results[completed ? 1 : 0];
    EXPECT_TRUE(loser == RPC_S_INVALID_ASYNC_CALL || loser == RPC_S_INVALID_ASYNC_HANDLE) << loser;
  }
  EXPECT_EQ(g_user_blocks, 0);
}

TEST(ServerAsync, AR_057_ends_with_the_code_that_the_manager_raises) {
  StubServer stub;
  std::atomic<RPC_ASYNC_STATE*> seen{nullptr};
  g_managers.text = [&](RPC_ASYNC_STATE* state, char**) {
    seen = state;
    raise(1234);
  };
  StubClient client(stub);
  client.call_text(1);
  EXPECT_EQ(client.fault(1).fault_status(), 1234u);
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_EQ(stub.complete(seen), RPC_S_INVALID_ASYNC_HANDLE) << "no completion follows";
  EXPECT_TRUE(stub.idle());
}

TEST(ServerAsync, AR_057_ends_when_the_manager_throws_anything) {
  StubServer stub;
  g_managers.text = [&](RPC_ASYNC_STATE*, char**) { throw std::runtime_error("the program's"); };
  g_managers.sync = [](long n) -> long {
    if (n == 1) throw 42;
    return n;
  };
  StubClient client(stub);
  client.call_text(1);
  EXPECT_NE(client.fault(1).fault_status(), 0u);
  client.call_number(2, k_sync, 1);
  EXPECT_NE(client.fault(2).fault_status(), 0u);
  client.call_number(3, k_sync, 2);
  EXPECT_EQ(client.response(3).size(), 4u) << "the server lives";
  EXPECT_EQ(g_user_blocks, 0);
}

TEST(ServerAsync, AR_058_ignores_an_exception_of_a_manager_whose_call_was_answered) {
  StubServer stub;
  g_managers.text = [&](RPC_ASYNC_STATE* state, char**) {
    std::thread([&] { EXPECT_EQ(stub.complete(state), RPC_S_OK); }).join();
    raise(1234);
  };
  StubClient client(stub);
  client.call_text(1);
  client.response(1);
  client.call_text(2);
  client.response(2);
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_TRUE(stub.idle());
}

TEST(ServerAsync, AR_019_leaves_a_poisoned_structure_that_is_recognised) {
  StubServer stub;
  Handoff handoff;
  g_managers.nothing = [&](RPC_ASYNC_STATE* state) { handoff.put(state); };
  StubClient client(stub);
  client.call(1, {}, {.opnum = k_nothing});
  RPC_ASYNC_STATE* state = handoff.get();
  const ULONG live = state->Signature;
  EXPECT_EQ(stub.complete(state), RPC_S_OK);
  EXPECT_NE(state->Signature, live);
  EXPECT_EQ(state->RuntimeInfo, nullptr);
  EXPECT_TRUE(stub.async.owns(state));
  EXPECT_EQ(stub.complete(state), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(stub.abort(state, 5), RPC_S_INVALID_ASYNC_HANDLE);
  client.response(1);
}

TEST(ServerAsync, AR_019_does_not_reuse_a_structure_before_its_time) {
  Limits limits;
  limits.async_state_reuse_calls = 50;
  limits.async_state_reuse_delay = 0ms;
  StubServer stub({.limits = limits, .policy = runtime::DispatchPolicy::inline_});
  std::vector<RPC_ASYNC_STATE*> used;
  g_managers.nothing = [&](RPC_ASYNC_STATE* state) {
    used.push_back(state);
    EXPECT_EQ(stub.complete(state), RPC_S_OK);
  };
  StubClient client(stub);
  for (uint32_t id = 1; id <= 60; ++id) {
    client.call(id, {}, {.opnum = k_nothing});
    client.response(id);
  }
  EXPECT_EQ(std::set<RPC_ASYNC_STATE*>(used.begin(), used.begin() + 51).size(), 51u);
  EXPECT_EQ(used[51], used[0]) << "then the one that has rested longest";
}

TEST(ServerAsync, knows_nothing_of_addresses_it_did_not_give_out) {
  StubServer stub;
  RPC_ASYNC_STATE own{};
  own.Size = sizeof own;
  own.Signature = 0x53594e53;
  for (void* address : {static_cast<void*>(nullptr), static_cast<void*>(&own),
                        reinterpret_cast<void*>(0xdeadbeef000)}) {
    EXPECT_FALSE(stub.async.owns(address));
    EXPECT_EQ(stub.complete(address), RPC_S_INVALID_ASYNC_HANDLE);
    EXPECT_EQ(stub.abort(address, 5), RPC_S_INVALID_ASYNC_HANDLE);
  }
}

TEST(ServerAsync, does_not_believe_what_a_program_wrote_into_the_structure) {
  StubServer stub;
  Handoff handoff;
  g_managers.nothing = [&](RPC_ASYNC_STATE* state) { handoff.put(state); };
  StubClient client(stub);
  client.call(1, {}, {.opnum = k_nothing});
  RPC_ASYNC_STATE* state = handoff.get();
  std::memset(state, 0xff, sizeof *state);
  EXPECT_EQ(stub.complete(state), RPC_S_OK);
  client.response(1);
}

TEST(ServerAsync, of_a_server_that_ends_is_dead_and_freed) {
  StubServer stub;
  Handoff handoff;
  g_managers.text = [&](RPC_ASYNC_STATE* state, char**) { handoff.put(state); };
  StubClient client(stub);
  client.call_text(1);
  RPC_ASYNC_STATE* state = handoff.get();
  EXPECT_EQ(g_user_blocks, 1);
  stub.server.server.reset();
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_EQ(stub.complete(state), RPC_S_INVALID_ASYNC_HANDLE);
}

TEST(ServerAsync, of_a_server_that_ends_while_it_is_completed_is_freed_once) {
  for (int round = 0; round < 30; ++round) {
    StubServer stub;
    std::mutex mutex;
    std::vector<RPC_ASYNC_STATE*> states;
    g_managers.text = [&](RPC_ASYNC_STATE* state, char**) {
      const std::lock_guard lock(mutex);
      states.push_back(state);
    };
    StubClient client(stub);
    for (uint32_t id = 1; id <= 20; ++id) client.call_text(id);
    ASSERT_TRUE(eventually([&] {
      const std::lock_guard lock(mutex);
      return states.size() == 20;
    }));
    std::thread worker([&] {
      for (RPC_ASYNC_STATE* state : states) (void)stub.complete(state);
    });
    stub.server.server.reset();
    worker.join();
    EXPECT_EQ(g_user_blocks, 0);
  }
}

#ifndef FARCALL_SANITIZED
TEST(ServerAsync, D8_costs_no_heap_allocation_after_warm_up) {
  Limits limits;
  limits.async_state_reuse_calls = 100;
  limits.async_state_reuse_delay = 0ms;
  for (const auto policy : {runtime::DispatchPolicy::pool, runtime::DispatchPolicy::inline_}) {
    StubServer stub({.limits = limits, .policy = policy});
    g_managers.slow = [&](RPC_ASYNC_STATE* state, long n, long* twice) {
      *twice = n;
      long reply = n;
      (void)stub.complete(state, &reply);
    };
    StubClient client(stub);
    const Octets request = runtime::test::request_pdu(1, {1, 2, 3, 4}, {.opnum = k_slow});
    const auto exchange = [&](int rounds) {
      uint8_t answer[32];
      for (int i = 0; i < rounds; ++i) {
        ASSERT_GT(send(client.fd(), request.data(), request.size(), 0), 0);
        ASSERT_EQ(recv(client.fd(), answer, sizeof answer, MSG_WAITALL), 32);
      }
    };
    exchange(1000);
    EXPECT_EQ(farcall::test::allocations_when_warm([&] { exchange(500); }), 0u);
  }
}
#endif

}  // namespace
}  // namespace farcall::stub::test
