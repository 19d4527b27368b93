// How a client learns that its call has ended (AR-026 to AR-034).
#include "base/sync/wait.h"
#include "client_fixture.h"

namespace farcall::stub::client_test {
namespace {

struct ClientNotification : StubTest {
  ClientNotification() { state = initialised(); }

  // Starts Nothing(), which the server answers when the gate opens.
  void start() { ASSERT_EQ(begin_nothing(&state, binding), RPC_S_OK); }
  void answer_later() {
    server = std::make_unique<FakeServer>([this](FakeConnection& connection) {
      while (const auto request = connection.read_request()) {
        gate.wait();
        answer(connection, *request);
      }
    });
    use(*server);
  }
  ~ClientNotification() override { gate.open(); }

  Gate gate;
  std::unique_ptr<FakeServer> server;
  RPC_ASYNC_STATE state;
};

// What the routine saw; one call at a time.
struct Seen {
  std::atomic<int> times{0};
  std::atomic<RPC_ASYNC_STATE*> state{nullptr};
  std::atomic<bool> context_is_null{false};
  std::atomic<int> event{-1};
  std::thread::id thread;
  std::atomic<int32_t> completed{-1};
  ClientAsyncTable* complete_with = nullptr;
};
Seen* g_seen = nullptr;

void routine(PRPC_ASYNC_STATE ended, void* context, RPC_ASYNC_EVENT event) {
  g_seen->state = ended;
  g_seen->context_is_null = context == nullptr;
  g_seen->event = event;
  g_seen->thread = std::this_thread::get_id();
  if (g_seen->complete_with)
    g_seen->completed = g_seen->complete_with->complete(ended, nullptr).code;
  ++g_seen->times;
}

TEST_F(ClientNotification, AR_027_sets_an_auto_reset_event_once) {
  answer_later();
  const Handle<sync::Event> event(sync::Reset::automatic, false);
  state.NotificationType = RpcNotificationTypeEvent;
  state.u.hEvent = event.value();
  start();
  EXPECT_FALSE(signalled(*event, 100ms));
  gate.open();
  EXPECT_TRUE(signalled(*event));
  EXPECT_FALSE(signalled(*event, 100ms));
  EXPECT_EQ(complete(&state), RPC_S_OK);
}

TEST_F(ClientNotification, AR_027_leaves_a_manual_reset_event_set) {
  answer_later();
  const Handle<sync::Event> event(sync::Reset::manual, false);
  state.NotificationType = RpcNotificationTypeEvent;
  state.u.hEvent = event.value();
  start();
  gate.open();
  EXPECT_TRUE(signalled(*event));
  EXPECT_TRUE(signalled(*event));
  EXPECT_EQ(complete(&state), RPC_S_OK);
  EXPECT_TRUE(signalled(*event)) << "the run-time does not reset it";
}

TEST_F(ClientNotification, by_an_event_whose_handle_the_program_closed_is_harmless) {
  answer_later();
  {
    const Handle<sync::Event> event(sync::Reset::manual, false);
    state.NotificationType = RpcNotificationTypeEvent;
    state.u.hEvent = event.value();
    start();
  }
  gate.open();
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
}

TEST_F(ClientNotification, AR_029_AR_030_queues_an_apc_to_the_calling_thread) {
  answer_later();
  Seen seen;
  g_seen = &seen;
  state.NotificationType = RpcNotificationTypeApc;
  state.u.APC.NotificationRoutine = routine;
  state.u.APC.hThread = nullptr;
  start();
  gate.open();
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(seen.times, 0) << "only an alertable wait runs it";
  sync::WaitOptions options;
  options.alertable = true;
  options.deadline = SteadyClock{}.now() + 20s;
  EXPECT_EQ(sync::wait({}, options).end, sync::WaitEnd::apc);
  EXPECT_EQ(seen.times, 1);
  EXPECT_EQ(seen.state, &state);
  EXPECT_TRUE(seen.context_is_null);
  EXPECT_EQ(seen.event, RpcCallComplete);
  EXPECT_EQ(seen.thread, std::this_thread::get_id());
  EXPECT_EQ(complete(&state), RPC_S_OK);
}

TEST_F(ClientNotification, AR_029_queues_an_apc_to_another_thread_which_may_complete_in_it) {
  answer_later();
  Seen seen;
  seen.complete_with = async.get();
  g_seen = &seen;
  std::atomic<void*> handle{nullptr};
  std::thread other([&] {
    handle = sync::process_handles().open(
        sync::Ref<sync::ThreadObject>::share(sync::ThreadObject::current()));
    sync::WaitOptions options;
    options.alertable = true;
    options.deadline = SteadyClock{}.now() + 20s;
    EXPECT_EQ(sync::wait({}, options).end, sync::WaitEnd::apc);
  });
  ASSERT_TRUE(eventually([&] { return handle.load() != nullptr; }));
  state.NotificationType = RpcNotificationTypeApc;
  state.u.APC.NotificationRoutine = routine;
  state.u.APC.hThread = handle;
  start();
  gate.open();
  const std::thread::id expected = other.get_id();
  other.join();
  EXPECT_EQ(seen.times, 1);
  EXPECT_EQ(seen.thread, expected);
  EXPECT_EQ(seen.completed, RPC_S_OK);
  (void)sync::process_handles().close(handle);
}

TEST_F(ClientNotification, by_apc_to_a_thread_that_has_ended_is_lost_and_the_call_is_not) {
  answer_later();
  Seen seen;
  g_seen = &seen;
  std::thread([&] {
    state.NotificationType = RpcNotificationTypeApc;
    state.u.APC.NotificationRoutine = routine;
    start();
  }).join();
  gate.open();
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
  EXPECT_EQ(seen.times, 0);
}

TEST_F(ClientNotification, AR_031_posts_the_packet_to_the_completion_port_unchanged) {
  answer_later();
  const Handle<sync::CompletionPort> port;
  state.NotificationType = RpcNotificationTypeIoc;
  state.u.IOC.hIOPort = port.value();
  state.u.IOC.dwNumberOfBytesTransferred = 0xfedcba98;
  state.u.IOC.dwCompletionKey = 0x0123456789abcdef;
  state.u.IOC.lpOverlapped = reinterpret_cast<LPOVERLAPPED>(&state);
  start();
  std::memset(&state.u, 0, sizeof state.u);
  gate.open();
  sync::CompletionPacket packet;
  ASSERT_EQ(port->get(packet, SteadyClock{}.now() + 20s), sync::WaitEnd::signalled);
  EXPECT_EQ(packet.bytes, 0xfedcba98);
  EXPECT_EQ(packet.key, 0x0123456789abcdefu);
  EXPECT_EQ(packet.overlapped, &state);
  EXPECT_EQ(complete(&state), RPC_S_OK);
}

TEST_F(ClientNotification, AR_033_calls_back_on_a_thread_of_the_run_time_where_it_may_complete) {
  answer_later();
  Seen seen;
  seen.complete_with = async.get();
  g_seen = &seen;
  state.NotificationType = RpcNotificationTypeCallback;
  state.u.NotificationRoutine = routine;
  start();
  gate.open();
  ASSERT_TRUE(eventually([&] { return seen.times == 1; }));
  EXPECT_EQ(seen.state, &state);
  EXPECT_TRUE(seen.context_is_null);
  EXPECT_EQ(seen.event, RpcCallComplete);
  EXPECT_NE(seen.thread, std::this_thread::get_id());
  EXPECT_EQ(seen.completed, RPC_S_OK);
  EXPECT_EQ(status(&state), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(ClientNotification, AR_033_of_an_abortive_cancel_calls_back_on_a_thread_of_the_run_time) {
  answer_later();
  Seen seen;
  g_seen = &seen;
  state.NotificationType = RpcNotificationTypeCallback;
  state.u.NotificationRoutine = routine;
  start();
  EXPECT_EQ(cancel(&state, true), RPC_S_OK);
  ASSERT_TRUE(eventually([&] { return seen.times == 1; }));
  EXPECT_NE(seen.thread, std::this_thread::get_id());
  EXPECT_EQ(complete(&state), RPC_S_CALL_CANCELLED);
  gate.open();
  std::this_thread::sleep_for(50ms);  // the late answer
  EXPECT_EQ(seen.times, 1);
}

TEST_F(ClientNotification, of_an_abortive_cancel_sets_the_event_before_the_cancel_returns) {
  answer_later();
  const Handle<sync::Event> event(sync::Reset::automatic, false);
  state.NotificationType = RpcNotificationTypeEvent;
  state.u.hEvent = event.value();
  start();
  EXPECT_EQ(cancel(&state, true), RPC_S_OK);
  EXPECT_TRUE(signalled(*event, 0ms));
  EXPECT_EQ(complete(&state), RPC_S_CALL_CANCELLED);
}

// The program starts the next call from inside the routine of the last.
struct Chain {
  StubTest* test;
  std::atomic<int> calls{0};
};
Chain* g_chain = nullptr;

void next_call(PRPC_ASYNC_STATE ended, void*, RPC_ASYNC_EVENT) {
  EXPECT_EQ(g_chain->test->complete(ended), RPC_S_OK);
  if (++g_chain->calls == 500) return;
  EXPECT_EQ(g_chain->test->begin_nothing(ended, g_chain->test->binding), RPC_S_OK);
}

TEST_F(ClientNotification, AR_034_a_callback_may_start_the_next_call_on_the_same_structure) {
  const FakeServer quick(serve);
  use(quick);
  Chain chain{this};
  g_chain = &chain;
  state.NotificationType = RpcNotificationTypeCallback;
  state.u.NotificationRoutine = next_call;
  start();
  EXPECT_TRUE(eventually([&] { return chain.calls == 500; }));
}

TEST_F(ClientNotification, an_exception_of_a_callback_is_dropped) {
  answer_later();
  state.NotificationType = RpcNotificationTypeCallback;
  state.u.NotificationRoutine = [](PRPC_ASYNC_STATE, void*, RPC_ASYNC_EVENT) { throw 1; };
  start();
  gate.open();
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
  state.NotificationType = RpcNotificationTypeNone;
  start();
  ASSERT_TRUE(ends(&state));
  EXPECT_EQ(complete(&state), RPC_S_OK);
}

}  // namespace
}  // namespace farcall::stub::client_test
