// Deadlines of asynchronous calls, and the time that name resolution may take.
#include <semaphore>

#include "runtime/client/client_fixture.h"

namespace farcall::runtime::client {
namespace {

Time in(std::chrono::milliseconds time) {
  return SteadyClock{}.now() + time;
}

struct Deadline : ClientTest {};

TEST_F(Deadline, asks_the_server_to_cancel_and_takes_its_answer) {
  const FakeServer server([&](FakeConnection& connection) {
    const auto request = connection.read_request();
    const auto cancel = connection.read();
    ASSERT_TRUE(request && cancel);
    EXPECT_EQ(cancel->type, k_co_cancel);
    connection.fault(*request, 0x1c00000d);  // nca_s_fault_cancel
    (void)connection.read();
  });
  use(server);
  TestCall call(*this, "?");
  EXPECT_TRUE(call.set_deadline(in(10ms), 60s).ok());
  EXPECT_EQ(call.end(), RPC_S_CALL_CANCELLED);
}

TEST_F(Deadline, lets_go_of_a_server_that_does_not_answer) {
  Gate over;
  const FakeServer server([&](FakeConnection& connection) {
    const auto first = connection.read_request();
    const auto next = connection.read_request();
    ASSERT_TRUE(first && next);
    EXPECT_EQ(connection.cancels, std::vector<uint32_t>{first->call_id});
    connection.respond(*next, "next");
    (void)connection.read();
  });
  use(server);
  TestCall call(*this, "?");
  EXPECT_TRUE(call.set_deadline(in(10ms), 10ms).ok());
  EXPECT_EQ(call.end(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(TestCall(*this, "next").text(), "next") << "the connection goes on";
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(Deadline, holds_while_the_connection_is_not_there_yet) {
  const FakeServer server([](FakeConnection& connection) {
    while (connection.read()) {  // binds are not answered
    }
  });
  use(server);
  TestCall first(*this, "first");
  TestCall second(*this, "second");
  EXPECT_TRUE(second.set_deadline(in(10ms), 0ms).ok());
  EXPECT_EQ(second.end(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(first.status(), RPC_S_ASYNC_CALL_PENDING);
  first.cancel(true);
}

TEST_F(Deadline, may_be_moved_and_taken_away) {
  Gate answer;
  const FakeServer server([&](FakeConnection& connection) {
    const auto request = connection.read_request();
    answer.wait();
    connection.respond(*request, "late");
    EXPECT_FALSE(connection.read()) << "nothing was cancelled";
  });
  use(server);
  TestCall call(*this, "?");
  EXPECT_TRUE(call.set_deadline(in(60s), 0ms).ok());
  EXPECT_TRUE(call.set_deadline(in(50ms), 0ms).ok());
  EXPECT_TRUE(call.set_deadline(Time::max(), 0ms).ok());
  EXPECT_FALSE(call.wait(150ms));
  answer.open();
  EXPECT_EQ(call.text(), "late");
  EXPECT_TRUE(call.set_deadline(in(0ms), 0ms).ok()) << "of a call that is over: nothing";
  EXPECT_EQ(call.status(), RPC_S_OK);
}

TEST_F(Deadline, that_comes_after_the_answer_does_nothing) {
  const FakeServer server(FakeServer::echo);
  use(server);
  TestCall call(*this, "soon");
  EXPECT_TRUE(call.set_deadline(in(60s), 60s).ok());
  EXPECT_EQ(call.text(), "soon");
}

// Unforced: whichever comes first, the call ends once.
TEST_F(Deadline, races_with_the_answer) {
  const FakeServer server(FakeServer::echo);
  use(server);
  for (int i = 0; i < 200; ++i) {
    TestCall call(*this, "x");
    (void)call.set_deadline(in(std::chrono::milliseconds(i % 3)), 0ms);
    const int32_t status = call.end();
    EXPECT_TRUE(status == RPC_S_OK || status == RPC_S_CALL_CANCELLED) << status;
  }
}

std::binary_semaphore g_name_server{0};

Result<transport::AddressList> hanging_lookup(const std::string&, uint16_t) {
  g_name_server.acquire();
  return Status{RPC_S_SERVER_UNAVAILABLE};
}

struct SlowNames : ClientTest {
  SlowNames() : ClientTest(with_connect_timeout(50ms)) {
    client = std::make_unique<Client>(runtime, hanging_lookup);
    binding = bind("ncacn_ip_tcp:somewhere.invalid[4711]");
  }
  ~SlowNames() override { g_name_server.release(); }
  static Limits with_connect_timeout(std::chrono::milliseconds time) {
    Limits limits;
    limits.connect_timeout = time;
    return limits;
  }
};

TEST_F(SlowNames, count_as_connecting_for_asynchronous_calls) {
  TestCall first(*this, "?");
  TestCall second(*this, "?");
  EXPECT_EQ(first.end(), RPC_S_SERVER_UNAVAILABLE);
  EXPECT_EQ(second.end(), RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(SlowNames, count_as_connecting_for_synchronous_calls) {
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_SERVER_UNAVAILABLE));
}

}  // namespace
}  // namespace farcall::runtime::client
