// Cancels of synchronous calls in each phase (AR-071; design.md section 5).
#include <thread>

#include "base/sync/thread_object.h"
#include "runtime/client/client_fixture.h"
#include "transport/silent_listener.h"

namespace farcall::runtime::client {
namespace {

// A synchronous call on a thread of its own.
class Caller {
 public:
  Caller(ClientTest& test, const std::string& text)
      : thread_([this, &test, text] {
          port_ = &sync::ThreadObject::current()->cancels();
          outcome_ = test.outcome(text);
          ended_ = true;
        }) {}
  ~Caller() { thread_.join(); }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  void cancel(const sync::Cancel& cancel) {
    ASSERT_TRUE(eventually([&] { return port_.load() != nullptr; }));
    port_.load()->ask(cancel);
  }
  [[nodiscard]] bool ended() const { return ended_; }
  std::string outcome() {
    EXPECT_TRUE(eventually([&] { return ended(); }));
    return outcome_;
  }

 private:
  std::atomic<sync::CancelPort*> port_{nullptr};
  std::string outcome_;
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

const std::string k_cancelled = std::to_string(RPC_S_CALL_CANCELLED);
constexpr sync::Cancel k_patient{std::nullopt, true};
constexpr sync::Cancel k_impatient{Duration::zero(), true};

struct SyncCancel : ClientTest {};

TEST_F(SyncCancel, of_a_call_that_connects_ends_it_at_once) {
  const transport::SilentListener nobody;
  binding = bind("ncacn_ip_tcp:127.0.0.1[" + std::to_string(nobody.address().port()) + "]");
  Caller caller(*this, "?");
  std::this_thread::sleep_for(20ms);
  caller.cancel(k_patient);
  EXPECT_EQ(caller.outcome(), k_cancelled);
}

TEST_F(SyncCancel, of_a_call_whose_bind_is_not_answered_ends_it_at_once) {
  std::atomic<bool> bind_seen{false};
  const FakeServer server([&](FakeConnection& connection) {
    (void)connection.read();
    bind_seen = true;
    EXPECT_FALSE(connection.read()) << "nothing of the call was sent";
  });
  use(server);
  Caller caller(*this, "?");
  ASSERT_TRUE(eventually([&] { return bind_seen.load(); }));
  caller.cancel(k_patient);
  EXPECT_EQ(caller.outcome(), k_cancelled);
}

TEST_F(SyncCancel, of_a_waiting_call_tells_the_server_and_takes_its_answer) {
  std::atomic<bool> seen{false};
  const FakeServer server([&](FakeConnection& connection) {
    const auto request = connection.read_request();
    seen = true;
    const auto cancel = connection.read();
    ASSERT_TRUE(request && cancel);
    EXPECT_EQ(cancel->type, k_co_cancel);
    EXPECT_EQ(cancel->call_id, request->call_id);
    connection.respond(*request, "all the same");
    const auto next = connection.read_request();
    ASSERT_TRUE(next);
    connection.respond(*next, "next");
    (void)connection.read();
  });
  use(server);
  Caller caller(*this, "?");
  ASSERT_TRUE(eventually([&] { return seen.load(); }));
  caller.cancel(k_patient);
  EXPECT_EQ(caller.outcome(), "all the same");
  EXPECT_EQ(outcome("next"), "next") << "the connection goes on";
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(SyncCancel, is_told_once_however_often_it_is_asked_for) {
  std::atomic<bool> seen{false};
  std::atomic<int> cancels{0};
  const FakeServer server([&](FakeConnection& connection) {
    const auto request = connection.read_request();
    seen = true;
    while (const auto pdu = connection.read()) ++cancels;
  });
  use(server);
  Caller caller(*this, "?");
  ASSERT_TRUE(eventually([&] { return seen.load(); }));
  caller.cancel(k_patient);
  ASSERT_TRUE(eventually([&] { return cancels == 1; }));
  EXPECT_FALSE(caller.ended());
  caller.cancel(k_impatient);
  EXPECT_EQ(caller.outcome(), k_cancelled);
  ASSERT_TRUE(eventually([&] { return server.open() == 0; }));
  EXPECT_EQ(cancels, 1);
}

TEST_F(SyncCancel, of_a_half_sent_request_lets_go_of_the_connection) {
  std::atomic<bool> began{false};
  Gate given_up;
  const FakeServer server([&](FakeConnection& connection) {
    connection.answer_bind(*connection.read());
    (void)connection.read();  // the first fragment; the socket's buffers take some more
    began = true;
    given_up.wait();
  });
  use(server);
  Caller caller(*this, std::string(32u << 20, 'x'));
  ASSERT_TRUE(eventually([&] { return began.load(); }));
  caller.cancel(k_impatient);
  EXPECT_EQ(caller.outcome(), k_cancelled);
  given_up.open();
}

TEST_F(SyncCancel, of_a_half_received_response_waits_for_the_rest) {
  std::atomic<bool> half_sent{false};
  const FakeServer server([&](FakeConnection& connection) {
    const auto request = connection.read_request();
    ASSERT_TRUE(request);
    const std::string head =
        connection.u32(8) + connection.u16(request->context()) + std::string(2, '\0');
    connection.send_pdu(k_response, k_first, request->call_id, head + "half");
    half_sent = true;
    const auto cancel = connection.read();
    ASSERT_TRUE(cancel);
    EXPECT_EQ(cancel->type, k_co_cancel);
    connection.send_pdu(k_response, k_last, request->call_id, head + "rest");
    (void)connection.read();
  });
  use(server);
  Caller caller(*this, "?");
  ASSERT_TRUE(eventually([&] { return half_sent.load(); }));
  caller.cancel(k_patient);
  EXPECT_EQ(caller.outcome(), "halfrest");
}

TEST_F(SyncCancel, abortive_of_an_asynchronous_half_received_call_drops_the_rest) {
  const FakeServer server([&](FakeConnection& connection) {
    const auto request = connection.read_request();
    ASSERT_TRUE(request);
    const std::string head =
        connection.u32(8) + connection.u16(request->context()) + std::string(2, '\0');
    connection.send_pdu(k_response, k_first, request->call_id, head + "half");
    // The program's call ends before its connection knows of the cancel: an answer that comes in
    // between needs none.
    const auto cancel = connection.read();
    ASSERT_TRUE(cancel);
    EXPECT_EQ(cancel->type, k_co_cancel);
    EXPECT_EQ(cancel->call_id, request->call_id);
    connection.send_pdu(k_response, k_last, request->call_id, head + "rest");
    const auto next = connection.read_request();
    ASSERT_TRUE(next);
    connection.respond(*next, "next");
    (void)connection.read();
  });
  use(server);
  TestCall call(*this, "?");
  ASSERT_TRUE(eventually([&] { return runtime.statistics().packets_in == 2; }))
      << "the bind_ack and the first half";
  call.cancel(true);
  EXPECT_EQ(call.end(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(TestCall(*this, "next").text(), "next");
  EXPECT_EQ(server.accepted(), 1u);
}

}  // namespace
}  // namespace farcall::runtime::client
