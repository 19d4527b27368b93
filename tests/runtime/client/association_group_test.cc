// Groups: what bindings share, the end of call ids, connects that nobody answers.
#include "runtime/client/association_group.h"

#include <memory>

#include "runtime/client/client_fixture.h"
#include "transport/silent_listener.h"

namespace farcall::runtime::client {
namespace {

struct Group : ClientTest {
  using ClientTest::ClientTest;
  std::shared_ptr<AssociationGroup> group_of(const std::string& text) {
    void* const handle = bind(text);
    std::shared_ptr<AssociationGroup> group = target(handle).group;
    (void)client->bindings().free(handle);
    return group;
  }
  static void set_next_id(AssociationGroup& group, uint32_t next) {
    std::construct_at(&group.call_ids(), next);
  }
};

TEST_F(Group, is_shared_by_bindings_to_the_same_place_only) {
  const auto group = group_of("ncacn_ip_tcp:127.0.0.1[4711]");
  EXPECT_EQ(group_of("ncacn_ip_tcp:127.0.0.1[4711]"), group);
  EXPECT_EQ(group_of("64636261-0000-0000-0000-000000000000@ncacn_ip_tcp:127.0.0.1[4711]"), group);
  EXPECT_NE(group_of("ncacn_ip_tcp:127.0.0.1[4712]"), group);
  EXPECT_NE(group_of("ncacn_ip_tcp:127.0.0.2[4711]"), group);
  EXPECT_NE(group_of("ncacn_ip_tcp:127.0.0.1[4711,option=1]"), group);
}

TEST_F(Group, that_nobody_uses_and_that_has_no_connection_is_gone) {
  { const auto group = group_of("ncacn_ip_tcp:127.0.0.1[4711]"); }
  EXPECT_EQ(client->groups().size(), 0u);
}

TEST_F(Group, entries_of_a_thousand_dead_groups_do_not_stay) {
  const auto living = group_of("ncacn_ip_tcp:127.0.0.1[1]");
  for (int port = 2; port < 1000; ++port)
    (void)group_of("ncacn_ip_tcp:127.0.0.1[" + std::to_string(port) + "]");
  EXPECT_EQ(client->groups().size(), 1u);
  EXPECT_EQ(group_of("ncacn_ip_tcp:127.0.0.1[1]"), living);
}

TEST_F(Group, D8_when_its_call_ids_run_out_bindings_go_on_in_a_new_one) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome("old"), "old");
  const auto old = target().group;
  set_next_id(*old, protocol::CallIdSource::k_last - 1000);
  EXPECT_EQ(outcome("new"), "new");
  EXPECT_EQ(TestCall(*this, "new").text(), "new");
  EXPECT_NE(target().group.get(), old.get());
  EXPECT_EQ(server.accepted(), 3u) << "one of the old group, two of the new";
}

TEST_F(Group, D8_the_last_call_ids_are_used_and_none_twice) {
  std::vector<uint32_t> ids;
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto request = connection.read_request()) {
      ids.push_back(request->call_id);
      connection.respond(*request, request->stub());
    }
  });
  use(server);
  const CallTarget old = target();
  EXPECT_TRUE(client->call(old, request("1")).ok());
  constexpr uint32_t k_last = protocol::CallIdSource::k_last;
  set_next_id(*old.group, k_last - 1);
  EXPECT_TRUE(client->call(old, request("2")).ok());
  EXPECT_TRUE(client->call(old, request("3")).ok());
  EXPECT_EQ(client->call(old, request("4")).status().code, RPC_S_CALL_FAILED_DNE);
  EXPECT_EQ(client->call(old, request("5")).status().code, RPC_S_CALL_FAILED_DNE);
  EXPECT_EQ(ids, (std::vector<uint32_t>{2, k_last - 1, k_last}));
}

TEST_F(Group, D8_an_asynchronous_call_without_a_call_id_ends_as_not_executed) {
  const FakeServer server(FakeServer::echo);
  use(server);
  const CallTarget old = target();
  set_next_id(*old.group, protocol::CallIdSource::k_last);  // enough for a bind
  std::vector<ClientCall*> calls;
  for (int i = 0; i < 3; ++i) {
    calls.push_back(client->make_call());
    ASSERT_TRUE(calls.back()->prepare(old, request("?")).ok());
    ASSERT_TRUE(calls.back()->start().ok());
  }
  for (ClientCall* call : calls) {
    EXPECT_TRUE(eventually([&] { return call->finished(); }));
    EXPECT_EQ(call->status(), RPC_S_CALL_FAILED_DNE);
    call->release();
  }
}

struct Impatient : Group {
  static Limits limits() {
    Limits impatient;
    impatient.connect_timeout = 300ms;
    return impatient;
  }
  Impatient() : Group(limits()) {}
  const transport::SilentListener silent;
};

TEST_F(Impatient, a_connect_that_nobody_answers_ends_with_server_unavailable) {
  binding = bind("ncacn_ip_tcp:127.0.0.1[" + std::to_string(silent.address().port()) + "]");
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_SERVER_UNAVAILABLE));
  TestCall first(*this, "?");
  TestCall second(*this, "?");
  EXPECT_EQ(first.status(), RPC_S_ASYNC_CALL_PENDING) << "starting a call waits for nothing";
  EXPECT_EQ(first.end(), RPC_S_SERVER_UNAVAILABLE);
  EXPECT_EQ(second.end(), RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(Impatient, AR_064_abortive_cancel_does_not_wait_for_the_connect) {
  binding = bind("ncacn_ip_tcp:127.0.0.1[" + std::to_string(silent.address().port()) + "]");
  TestCall call(*this, "?");
  TestCall behind(*this, "?");
  call.cancel(true);
  EXPECT_EQ(call.status(), RPC_S_CALL_CANCELLED);
  EXPECT_EQ(behind.end(), RPC_S_SERVER_UNAVAILABLE);
}

TEST_F(Impatient, AR_112_the_call_timeout_ends_a_connect_as_well) {
  binding = bind("ncacn_ip_tcp:127.0.0.1[" + std::to_string(silent.address().port()) + "]");
  EXPECT_EQ(outcome("?", 50), std::to_string(RPC_S_CALL_CANCELLED));
}

}  // namespace
}  // namespace farcall::runtime::client
