// Cancels on the client, asked and abortive, at every stage of a request (C706 12.6.4.6, .8,
// [MS-RPCE] 3.3.1.5.10).
#include "client_fixture.h"

namespace farcall::protocol::test {
namespace {

TEST(ClientCancels, AR_065_cancel_of_a_sent_call_asks_the_server_and_waits) {
  ClientFixture client;
  Call& call = client.open();
  client.association->cancel(call, false);
  EXPECT_EQ(client.events(), "");
  EXPECT_EQ(client.pump(), "co_cancel#2");
  client.feed(client.server.fault(2, 0x1c00000d));
  EXPECT_EQ(client.events(), "fault A 1818; idle");
}

TEST(ClientCancels, AR_068_reply_may_win_over_a_cancel) {
  ClientFixture client;
  Call& call = client.open();
  client.association->cancel(call, false);
  client.pump();
  client.feed(client.server.response(2, "done"));
  EXPECT_EQ(client.events(), "response A 'done'; idle");
}

TEST(ClientCancels, server_is_told_once_however_often_a_call_is_cancelled) {
  ClientFixture client;
  Call& call = client.open();
  for (int i = 0; i < 1000; ++i) client.association->cancel(call, false);
  EXPECT_EQ(client.pump(), "co_cancel#2");
  client.association->cancel(call, false);
  client.association->cancel(call, true);
  EXPECT_EQ(client.pump(), "");
  EXPECT_EQ(client.events(), "failed A 1818; idle");
}

TEST(ClientCancels, cancel_before_the_first_fragment_follows_the_last) {
  ClientFixture client;
  client.open();
  Call& call = client.start(std::string(6000, 'x'));
  client.association->cancel(call, false);
  client.association->cancel(call, false);
  EXPECT_EQ(client.pump(), "request#3 F c0 o7 5816 bytes; request#3 L c0 o7 184 bytes; co_cancel#3");
  client.association->cancel(call, false);
  EXPECT_EQ(client.pump(), "");  // it has been told
}

TEST(ClientCancels, call_cancelled_before_it_was_started_is_followed_by_its_cancel) {
  ClientFixture client;
  client.open();
  Call& call = client.make_call("b");
  call.cancel_asked = true;
  EXPECT_TRUE(client.association->start_call(call));
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 'b'; co_cancel#3");
}

TEST(ClientCancels, cancel_between_fragments_follows_the_last) {
  ClientFixture client;
  client.open();
  Call& call = client.start(std::string(6000, 'x'));
  EXPECT_EQ(client.pump(1), "request#3 F c0 o7 5816 bytes");
  client.association->cancel(call, false);
  client.association->cancel(call, false);
  EXPECT_EQ(client.pump(), "request#3 L c0 o7 184 bytes; co_cancel#3");
}

TEST(ClientCancels, cancel_of_one_call_does_not_wait_for_another_request) {
  ClientFixture client;
  Call& call = client.open();
  client.start(std::string(12000, 'x'));
  client.pump(1);
  client.association->cancel(call, false);
  EXPECT_EQ(client.pump(1), "co_cancel#2");
  EXPECT_EQ(client.pump(), "request#3  c0 o7 5816 bytes; request#3 L c0 o7 368 bytes");
}

TEST(ClientCancels, AR_064_abortive_cancel_ends_a_sent_call_at_once) {
  ClientFixture client;
  Call& call = client.open();
  client.association->cancel(call, true);
  EXPECT_EQ(client.events(), "failed A 1818; idle");
  EXPECT_EQ(client.pump(), "co_cancel#2");
}

TEST(ClientCancels, late_reply_to_a_call_that_was_given_up_is_dropped) {
  ClientFixture client;
  Call& call = client.open();
  client.association->cancel(call, true);
  client.events();
  client.feed(client.server.response(2, "late", k_first) + client.server.response(2, "", 0) +
              client.server.response(2, "r", k_last));
  EXPECT_EQ(client.events(), "");
  EXPECT_EQ(client.association->state(), ClientAssociationState::open);
  client.feed(client.server.response(2, "twice"));
  EXPECT_EQ(client.events(), "close 1728");
}

TEST(ClientCancels, late_fault_to_a_call_that_was_given_up_is_dropped_once) {
  ClientFixture client;
  Call& call = client.open();
  client.association->cancel(call, true);
  client.events();
  client.feed(client.server.fault(2, 0x1c00000d));
  EXPECT_EQ(client.events(), "");
  client.feed(client.server.fault(2, 0x1c00000d));
  EXPECT_EQ(client.events(), "close 1728");
}

TEST(ClientCancels, call_given_up_in_the_middle_of_its_response_takes_the_rest_with_it) {
  ClientFixture client;
  Call& call = client.open();
  client.feed(client.server.response(2, "part", k_first));
  client.association->cancel(call, true);
  EXPECT_EQ(client.events(), "failed A 1818; idle");
  EXPECT_EQ(client.pump(), "co_cancel#2");
  client.feed(client.server.response(2, "rest", k_last));
  client.start("b");
  client.pump();
  client.feed(client.server.response(3, "r"));
  EXPECT_EQ(client.events(), "response B 'r'; idle");
}

TEST(ClientCancels, call_of_which_nothing_has_left_is_withdrawn) {
  ClientFixture client;
  client.open();
  Call& call = client.start("b");
  client.start("c");
  client.association->cancel(call, true);
  EXPECT_EQ(client.events(), "failed B 1818");
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 'c'");
}

TEST(ClientCancels, half_sent_call_is_orphaned) {
  ClientFixture client;
  client.open();
  Call& call = client.start(std::string(12000, 'x'));
  client.start("c");
  client.pump(1);
  client.association->cancel(call, true);
  EXPECT_EQ(client.events(), "failed B 1818");
  EXPECT_EQ(client.pump(), "orphaned#3; request#4 FL c0 o7 'c'");
  client.feed(client.server.fault(3, 0x1c010014));  // it had crossed
  EXPECT_EQ(client.events(), "");
  EXPECT_EQ(client.association->state(), ClientAssociationState::open);
}

TEST(ClientCancels, half_sent_call_retires_a_connection_that_must_not_live_on) {
  ClientFixture client;
  client.open({.features = -1});
  Call& call = client.start(std::string(12000, 'x'));
  Call& waiting = client.start("c");
  client.pump(1);
  client.association->cancel(call, true);
  EXPECT_EQ(client.events(), "failed B 1818; failed C 1727");  // C is handed back
  EXPECT_EQ(client.association->state(), ClientAssociationState::draining);
  EXPECT_FALSE(client.association->can_start_call());
  EXPECT_TRUE(waiting.stub_data.block);
  EXPECT_EQ(client.pump(), "orphaned#3");
  client.feed(client.server.response(2, "r"));
  EXPECT_EQ(client.events(), "response A 'r'; close 0");
}

TEST(ClientCancels, last_orphan_leaves_before_its_connection_closes) {
  ClientFixture client;
  client.open({.features = -1});
  client.feed(client.server.response(2, "r"));
  Call& call = client.start(std::string(12000, 'x'));
  client.pump(1);
  client.events();
  client.association->cancel(call, true);
  EXPECT_EQ(client.events(), "failed B 1818; idle");
  EXPECT_EQ(client.pump(), "orphaned#3");
  EXPECT_EQ(client.events(), "close 0");
}

TEST(ClientCancels, cancel_of_a_call_that_is_over_does_nothing) {
  ClientFixture client;
  Call& call = client.open();
  client.feed(client.server.response(2, "r"));
  client.events();
  client.association->cancel(call, false);
  client.association->cancel(call, true);
  EXPECT_EQ(client.events(), "");
  EXPECT_EQ(client.pump(), "");
}

TEST(ClientCancels, call_given_up_while_draining_still_tells_the_server) {
  ClientFixture client;
  Call& call = client.open();
  client.feed(client.server.shutdown());
  client.association->cancel(call, true);
  EXPECT_EQ(client.events(), "shutdown; failed A 1818; idle");
  EXPECT_EQ(client.pump(), "co_cancel#2");
  EXPECT_EQ(client.events(), "close 0");
}

}  // namespace
}  // namespace farcall::protocol::test
