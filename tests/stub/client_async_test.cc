// Start, status, completion and cancel of asynchronous calls through the stub layer.
#include <sys/mman.h>

#include <barrier>
#include <cstring>

#include "client_fixture.h"

namespace farcall::stub::client_test {
namespace {

struct ClientAsync : StubTest {};

TEST_F(ClientAsync, AR_022_completion_gives_result_and_out_parameters) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long product = 0;
  long sum = 0;
  ASSERT_EQ(begin_add(&state, binding, 20, 3, &product), RPC_S_OK);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(status(&state), RPC_S_OK);
  EXPECT_EQ(product, 0) << "AR-024: nothing is written before completion";
  EXPECT_EQ(complete(&state, &sum), RPC_S_OK);
  EXPECT_EQ(sum, 23);
  EXPECT_EQ(product, 60);
}

TEST_F(ClientAsync, AR_041_completion_of_a_pending_call_changes_nothing) {
  Gate gate;
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto request = connection.read_request()) {
      gate.wait();
      answer(connection, *request);
    }
  });
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long product = -1;
  long sum = -1;
  ASSERT_EQ(begin_add(&state, binding, 1, 2, &product), RPC_S_OK);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(complete(&state, &sum), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(status(&state), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(sum, -1);
  EXPECT_EQ(product, -1);
  gate.open();
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state, &sum), RPC_S_OK);
  EXPECT_EQ(sum, 3);
}

TEST_F(ClientAsync, AR_045_completion_without_room_for_the_result_is_refused_and_changes_nothing) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long product = 0;
  long sum = 0;
  ASSERT_EQ(begin_add(&state, binding, 4, 5, &product), RPC_S_OK);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state, nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(complete(&state, &sum), RPC_S_OK);
  EXPECT_EQ(sum, 9);
}

TEST_F(ClientAsync, AR_045_a_void_operation_needs_no_reply_and_AS_05_tolerates_one) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long reply = 4711;
  ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
  ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state, &reply), RPC_S_OK);
  EXPECT_EQ(reply, 4711);
}

TEST_F(ClientAsync, AR_017_the_call_handle_is_the_binding_that_was_used) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK);
  EXPECT_EQ(RpcAsyncGetCallHandle(&state), binding);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
}

TEST_F(ClientAsync, AR_039_AR_049_a_fault_is_its_status_and_what_completion_returns) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request()) connection.fault(*request, 4711);
  });
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long product = -1;
  long sum = -1;
  ASSERT_EQ(begin_add(&state, binding, 1, 2, &product), RPC_S_OK);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(status(&state), 4711);
  EXPECT_EQ(status(&state), 4711);
  EXPECT_EQ(complete(&state, &sum), 4711);
  EXPECT_EQ(sum, -1);
  EXPECT_EQ(complete(&state, &sum), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(ClientAsync, AR_048_any_thread_may_complete) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long product = 0;
  long sum = 0;
  std::thread([&] {
    EXPECT_EQ(begin_add(&state, binding, 1, 2, &product), RPC_S_OK);
  }).join();  // AR-023
  std::thread([&] {
    ASSERT_TRUE(ends(&state));
    EXPECT_EQ(complete(&state, &sum), RPC_S_OK);
  }).join();
  EXPECT_EQ(sum, 3);
}

TEST_F(ClientAsync, parameters_are_copied_at_the_start_whatever_their_size) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  auto frame = std::make_unique<BigFrame>();
  frame->values[39] = 41;
  static_assert(sizeof(BigFrame) > runtime::client::ClientCall::k_inline_frame);
  begin(k_op_big, &state, binding, frame.get());
  frame.reset();
  ASSERT_TRUE(ends(&state));
  long result = 0;
  EXPECT_EQ(complete(&state, &result), RPC_S_OK);
  EXPECT_EQ(result, 42);
}

// Law 5: the structure is not even readable while the call is under way.
TEST_F(ClientAsync, between_start_and_the_next_call_of_the_program_nobody_touches_its_structure) {
  const FakeServer server(serve);
  use(server);
  const Handle<sync::Event> event(sync::Reset::automatic, false);
  const size_t page = 4096;
  void* const memory =
      mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  auto* const state = new (memory) RPC_ASYNC_STATE(initialised());
  state->NotificationType = RpcNotificationTypeEvent;
  state->u.hEvent = event.value();
  long product = 0;
  long sum = 0;
  ASSERT_EQ(begin_add(state, binding, 6, 7, &product), RPC_S_OK);
  ASSERT_EQ(mprotect(memory, page, PROT_NONE), 0);
  EXPECT_TRUE(signalled(*event));
  ASSERT_EQ(mprotect(memory, page, PROT_READ | PROT_WRITE), 0);
  EXPECT_EQ(complete(state, &sum), RPC_S_OK);
  EXPECT_EQ(product, 42);
  munmap(memory, page);
}

TEST_F(ClientAsync, AR_012_a_structure_is_used_again_with_and_without_initialising_it_again) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long product = 0;
  long sum = 0;
  for (long i = 0; i < 6; ++i) {
    if (i % 2) state = initialised();
    ASSERT_EQ(begin_add(&state, binding, i, 1, &product), RPC_S_OK);
    ASSERT_TRUE(ends(&state));
    EXPECT_EQ(complete(&state, &sum), RPC_S_OK);
    EXPECT_EQ(sum, i + 1);
  }
}

TEST_F(ClientAsync, AR_009_use_for_a_second_call_while_the_first_is_live_is_refused) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long product = 0;
  long sum = 0;
  ASSERT_EQ(begin_add(&state, binding, 2, 3, &product), RPC_S_OK);
  EXPECT_EQ(begin_nothing(&state, binding), RPC_S_INVALID_ASYNC_CALL);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(begin_nothing(&state, binding), RPC_S_INVALID_ASYNC_CALL) << "not collected yet";
  EXPECT_EQ(complete(&state, &sum), RPC_S_OK);
  EXPECT_EQ(sum, 5);
}

TEST_F(ClientAsync, a_thousand_structures_each_have_their_own_call) {
  const FakeServer server(serve);
  use(server);
  std::vector<RPC_ASYNC_STATE> states(1000, initialised());
  std::vector<long> products(1000);
  for (size_t i = 0; i < 1000; ++i)
    ASSERT_EQ(begin_add(&states[i], binding, static_cast<long>(i), 2, &products[i]), RPC_S_OK);
  for (size_t i = 0; i < 1000; ++i) {
    long sum = 0;
    ASSERT_TRUE(ends(&states[i]));
    ASSERT_EQ(complete(&states[i], &sum), RPC_S_OK);
    ASSERT_EQ(sum, static_cast<long>(i) + 2);
    ASSERT_EQ(products[i], static_cast<long>(i) * 2);
  }
}

// -- errors when the call is made (AR-021): nothing started, nothing sent, nothing told -----------

TEST_F(ClientAsync, AS_01_what_is_no_binding_handle_is_refused_by_exception) {
  RPC_ASYNC_STATE state = initialised();
  int on_the_stack = 0;
  void* const freed = bind("ncacn_ip_tcp:127.0.0.1[1]");
  (void)client->bindings().free(freed);
  void* const wrong[] = {nullptr, const_cast<void*>(g_if_handle), &on_the_stack, freed,
                         reinterpret_cast<void*>(uintptr_t{1})};
  for (void* handle : wrong) {
    EXPECT_EQ(begin_nothing(&state, handle), RPC_S_INVALID_BINDING);
    EXPECT_EQ(status(&state), RPC_S_INVALID_ASYNC_CALL) << "a call was left behind";
    const NothingFrame in{};
    NothingFrame frame = in;
    EXPECT_EQ(call_guarded([&] { call(k_op_nothing, handle, &frame); }), RPC_S_INVALID_BINDING);
  }
}

TEST_F(ClientAsync, AR_032_windows_and_unknown_notification_types_are_refused) {
  const FakeServer server(serve);
  use(server);
  for (const int type : {4, 6, 7, 99, -1}) {
    RPC_ASYNC_STATE state = initialised();
    std::memcpy(&state.NotificationType, &type, sizeof type);
    EXPECT_EQ(begin_nothing(&state, binding), RPC_S_UNSUPPORTED_TYPE) << type;
    EXPECT_EQ(status(&state), RPC_S_INVALID_ASYNC_CALL);
  }
  EXPECT_EQ(server.accepted(), 0u);
}

TEST_F(ClientAsync, notification_by_what_is_no_event_port_thread_or_routine_is_refused) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  for (const RPC_NOTIFICATION_TYPES type : {RpcNotificationTypeEvent, RpcNotificationTypeIoc,
                                            RpcNotificationTypeCallback, RpcNotificationTypeApc}) {
    state = initialised();
    state.NotificationType = type;
    EXPECT_EQ(begin_nothing(&state, binding), RPC_S_INVALID_ARG) << type;
    EXPECT_EQ(status(&state), RPC_S_INVALID_ASYNC_CALL);
  }
  EXPECT_EQ(server.accepted(), 0u);
}

TEST_F(ClientAsync, AR_016_without_notification_the_union_may_hold_anything) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  std::memset(&state.u, 0xff, sizeof state.u);
  ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
}

TEST_F(ClientAsync, AR_021_what_cannot_be_marshalled_is_refused_and_nothing_is_sent) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long product = 0;
  EXPECT_EQ(begin_add(&state, binding, 1L << 40, 0, &product), RPC_X_BAD_STUB_DATA);
  char* back = nullptr;
  const TextFrame frame{nullptr, &back};
  EXPECT_EQ(call_guarded([&] { begin(k_op_text, &state, binding, &frame); }),
            RPC_X_NULL_REF_POINTER);
  EXPECT_EQ(status(&state), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(server.accepted(), 0u);
}

// -- misuse ---------------------------------------------------------------------------------------

TEST_F(ClientAsync, AR_007_AR_008_AR_013_what_was_not_initialised_is_no_handle) {
  const FakeServer server(serve);
  use(server);
  const auto refuses = [&](RPC_ASYNC_STATE* state) {
    EXPECT_EQ(status(state), RPC_S_INVALID_ASYNC_HANDLE);
    EXPECT_EQ(complete(state), RPC_S_INVALID_ASYNC_HANDLE);
    EXPECT_EQ(cancel(state, true), RPC_S_INVALID_ASYNC_HANDLE);
    EXPECT_EQ(cancel(state, false), RPC_S_INVALID_ASYNC_HANDLE);
    EXPECT_EQ(begin_nothing(state, binding), RPC_S_INVALID_ASYNC_HANDLE);
  };
  refuses(nullptr);
  RPC_ASYNC_STATE state{};
  refuses(&state);
  std::memset(static_cast<void*>(&state), 0xa5, sizeof state);
  refuses(&state);
  state = initialised();
  --state.Size;
  refuses(&state);
  state = initialised();
  state.Signature ^= 1;
  refuses(&state);
  EXPECT_EQ(server.accepted(), 0u);
}

TEST_F(ClientAsync, AR_008_a_structure_overwritten_during_its_call_is_no_handle_until_repaired) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK);
  state.Signature = 0;
  EXPECT_EQ(complete(&state), RPC_S_INVALID_ASYNC_HANDLE);
  state = initialised();
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
}

TEST_F(ClientAsync, AR_014_AR_044_a_handle_without_a_live_call_gives_invalid_async_call) {
  const FakeServer server(serve);
  use(server);
  RPC_ASYNC_STATE state = initialised();
  const auto refuses = [&] {
    EXPECT_EQ(status(&state), RPC_S_INVALID_ASYNC_CALL);
    EXPECT_EQ(complete(&state), RPC_S_INVALID_ASYNC_CALL);
    EXPECT_EQ(cancel(&state, true), RPC_S_INVALID_ASYNC_CALL);
    EXPECT_EQ(cancel(&state, false), RPC_S_INVALID_ASYNC_CALL);
  };
  refuses();
  ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
  refuses();
}

TEST_F(ClientAsync, of_two_threads_that_complete_exactly_one_wins) {
  const FakeServer server(serve);
  use(server);
  for (int round = 0; round < 300; ++round) {
    RPC_ASYNC_STATE state = initialised();
    long product = 0;
    ASSERT_EQ(begin_add(&state, binding, round, 1, &product), RPC_S_OK);
    ASSERT_TRUE(ends(&state));
    std::barrier start(2);
    int32_t results[2];
    long sums[2] = {-1, -1};
    const auto duel = [&](size_t me) {
      start.arrive_and_wait();
      results[me] = complete(&state, &sums[me]);
    };
    std::thread other(duel, 1);
    duel(0);
    other.join();
    const size_t winner = results[0] == RPC_S_OK ? 0 : 1;
    EXPECT_EQ(results[winner], RPC_S_OK);
    EXPECT_EQ(results[1 - winner], RPC_S_INVALID_ASYNC_CALL);
    EXPECT_EQ(sums[winner], round + 1);
    EXPECT_EQ(sums[1 - winner], -1);
  }
}

TEST_F(ClientAsync, AR_010_states_that_never_were_collected_are_released_with_the_table) {
  const FakeServer server(serve);
  use(server);
  std::vector<RPC_ASYNC_STATE> states(20, initialised());
  for (RPC_ASYNC_STATE& state : states) ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK);
  ASSERT_TRUE(ends(&states.back()));
}  // the leak checker looks

// -- memory of the program ------------------------------------------------------------------------

struct ClientAsyncText : ClientAsync {
  void begin_text(const char* text) {
    const TextFrame frame{text, &back};
    ASSERT_EQ(call_guarded([&] { begin(k_op_text, &state, binding, &frame); }), RPC_S_OK);
    ASSERT_TRUE(ends(&state));
  }
  RPC_ASYNC_STATE state = initialised();
  char* back = nullptr;
};

TEST_F(ClientAsyncText, out_data_lies_in_memory_of_midl_user_allocate) {
  const FakeServer server(serve);
  use(server);
  begin_text("there and back");
  EXPECT_EQ(g_user_blocks, 0) << "nothing is unmarshalled before completion";
  EXPECT_EQ(complete(&state), RPC_S_OK);
  EXPECT_STREQ(back, "there and back");
  EXPECT_EQ(g_user_blocks, 1);
  user_free(back);
}

TEST_F(ClientAsyncText, AR_043_an_answer_that_cannot_be_unmarshalled_ends_the_call_without_leaks) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request()) {
      // Three counts and text without its terminator.
      connection.respond(*request,
                         connection.u32(4) + connection.u32(0) + connection.u32(4) + "abcd");
    }
  });
  use(server);
  begin_text("?");
  EXPECT_EQ(status(&state), RPC_S_OK) << "the bytes are looked at by whoever completes";
  EXPECT_EQ(complete(&state), RPC_X_BAD_STUB_DATA);
  EXPECT_EQ(g_user_blocks, 0);
  EXPECT_EQ(complete(&state), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(ClientAsyncText, an_exception_of_midl_user_allocate_is_what_completion_returns) {
  const FakeServer server(serve);
  use(server);
  begin_text("?");
  g_allocate_raises = 4711;
  EXPECT_EQ(complete(&state), 4711);
  EXPECT_EQ(complete(&state), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(ClientAsyncText, a_truncated_answer_ends_with_bad_stub_data) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request()) connection.respond(*request, "abc");
  });
  use(server);
  begin_text("?");
  EXPECT_EQ(complete(&state), RPC_X_BAD_STUB_DATA);
}

// -- cancel ---------------------------------------------------------------------------------------

TEST_F(ClientAsync, AR_064_AR_067_an_abortive_cancel_still_wants_completion) {
  const FakeServer server([](FakeConnection& connection) {
    while (connection.read_request()) {
    }
  });
  use(server);
  RPC_ASYNC_STATE state = initialised();
  long product = -1;
  long sum = -1;
  ASSERT_EQ(begin_add(&state, binding, 1, 2, &product), RPC_S_OK);
  EXPECT_EQ(cancel(&state, false), RPC_S_OK);
  EXPECT_EQ(cancel(&state, false), RPC_S_OK);
  EXPECT_EQ(status(&state), RPC_S_ASYNC_CALL_PENDING);
  EXPECT_EQ(cancel(&state, true), RPC_S_OK);
  EXPECT_EQ(cancel(&state, true), RPC_S_OK);
  EXPECT_EQ(status(&state), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(complete(&state, &sum), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(complete(&state, &sum), RPC_S_INVALID_ASYNC_CALL);
  EXPECT_EQ(sum, -1);
}

TEST_F(ClientAsync, AR_021_a_server_that_is_down_is_told_by_completion) {
  std::string nobody;
  { nobody = FakeServer(serve).binding(); }
  binding = bind(nobody);
  RPC_ASYNC_STATE state = initialised();
  ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK);
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_SERVER_UNAVAILABLE);
}

}  // namespace
}  // namespace farcall::stub::client_test
