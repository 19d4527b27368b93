// Which connection an asynchronous call takes: causal order (AR-077, AR-080) and its price.
#include "runtime/client/client_fixture.h"

namespace farcall::runtime::client {
namespace {

struct Ordering : ClientTest {
  // Answers nothing but "free".
  static void script(FakeConnection& connection) {
    while (const auto request = connection.read_request())
      if (request->stub() == "free") connection.respond(*request, "free");
  }
  void give_up_order() {
    ASSERT_TRUE((*client->bindings().find(binding))->set_option(BindingOption::noncausal, 1).ok());
  }
};

TEST_F(Ordering, AR_077_causal_calls_share_a_connection_however_many_wait) {
  const FakeServer server(script);
  use(server);
  TestCall waiting(*this, "wait");
  TestCall another(*this, "wait");
  EXPECT_EQ(TestCall(*this, "free").text(), "free");
  EXPECT_EQ(server.accepted(), 1u);
  waiting.cancel(true);
  another.cancel(true);
}

TEST_F(Ordering, AR_080_calls_without_order_go_over_several_connections) {
  const FakeServer server(script);
  use(server);
  give_up_order();
  EXPECT_EQ(TestCall(*this, "free").text(), "free");
  EXPECT_EQ(TestCall(*this, "free").text(), "free");
  EXPECT_EQ(server.accepted(), 1u) << "an idle connection is taken first";
  std::deque<TestCall> waiting;
  for (int i = 0; i < 9; ++i) waiting.emplace_back(*this, "wait");
  ASSERT_TRUE(eventually([&] { return server.accepted() == 4; }));
  EXPECT_EQ(TestCall(*this, "free").text(), "free");
  EXPECT_EQ(server.accepted(), 4u) << "Limits::max_noncausal_connections";
  for (TestCall& call : waiting) call.cancel(true);
}

TEST_F(Ordering, AR_080_a_copied_binding_has_given_its_order_up_too) {
  const FakeServer server(script);
  use(server);
  give_up_order();
  void* const copy = *client->bindings().copy(**client->bindings().find(binding));
  EXPECT_TRUE(target(copy).noncausal);
  (void)client->bindings().free(copy);
}

TEST_F(Ordering, of_a_server_that_takes_one_connection_only_survives_calls_without_order) {
  std::atomic<unsigned> refused{0};
  const FakeServer server([&](FakeConnection& connection) {
    if (connection.index > 0) {
      ++refused;
      return connection.close();
    }
    script(connection);
  });
  use(server);
  give_up_order();
  TestCall waiting(*this, "wait");
  EXPECT_EQ(TestCall(*this, "free").text(), "free");
  EXPECT_EQ(TestCall(*this, "free").text(), "free");
  EXPECT_GT(refused, 0u);
  waiting.cancel(true);
}

}  // namespace
}  // namespace farcall::runtime::client
