// Answers on the client and what ends an association (C706 12.6.4.7, 12.6.4.10).
#include "client_fixture.h"

namespace farcall::protocol::test {
namespace {

TEST(ClientCalls, response_ends_the_call_it_names) {
  ClientFixture client;
  client.open();
  client.start("b");
  client.pump();
  client.feed(client.server.response(3, "for b"));
  EXPECT_EQ(client.events(), "response B 'for b'");
  client.feed(client.server.response(2, "for a"));
  EXPECT_EQ(client.events(), "response A 'for a'; idle");
}

TEST(ClientCalls, response_without_stub_data) {
  ClientFixture client;
  client.open();
  client.feed(client.server.response(2, ""));
  EXPECT_EQ(client.events(), "response A ''; idle");
}

TEST(ClientCalls, whole_response_is_given_in_place) {
  ClientFixture client;
  client.open();
  client.feed(client.server.response(2, "r"));
  EXPECT_FALSE(client.last_owner);  // it lies in the caller's input
  EXPECT_EQ(client.last_syntax, k_ndr20);
  EXPECT_FALSE(client.last_big_endian);
}

TEST(ClientCalls, response_that_came_in_parts_can_be_kept) {
  ClientFixture client;
  client.open();
  const ByteVector pdu = client.server.response(2, "kept");
  client.feed({pdu.begin(), pdu.begin() + 20});
  client.feed({pdu.begin() + 20, pdu.end()});
  EXPECT_EQ(client.events(), "response A 'kept'; idle");
  ASSERT_TRUE(client.last_owner);
}

TEST(ClientCalls, fragments_of_a_response_are_put_together) {
  ClientFixture client;
  client.open();
  client.feed(client.server.response(2, "one ", k_first, 0, 13));
  client.feed(client.server.response(2, "two ", 0));
  EXPECT_EQ(client.events(), "");
  client.feed(client.server.response(2, "three", k_last));
  EXPECT_EQ(client.events(), "response A 'one two three'; idle");
  EXPECT_TRUE(client.last_owner);
}

TEST(ClientCalls, fragments_of_different_responses_may_mix) {
  ClientFixture client;
  client.open();
  client.start("b");
  client.pump();
  client.feed(client.server.response(2, "a1", k_first));
  client.feed(client.server.response(3, "b1", k_first));
  client.feed(client.server.response(2, "a2", k_last));
  client.feed(client.server.response(3, "b2", k_last));
  EXPECT_EQ(client.events(), "response A 'a1a2'; response B 'b1b2'; idle");
}

TEST(ClientCalls, response_longer_than_the_limit_ends_its_call_only) {
  ClientFixture client;
  client.limits.max_response = 10;
  client.open();
  client.start("b");
  client.pump();
  client.feed(client.server.response(2, "0123456789", k_first));
  EXPECT_EQ(client.events(), "");
  client.feed(client.server.response(2, "x", 0));
  EXPECT_EQ(client.events(), "failed A 1721");
  client.feed(client.server.response(2, "dropped", 0) + client.server.response(2, "!", k_last));
  EXPECT_EQ(client.events(), "");
  client.feed(client.server.response(3, "fine"));
  EXPECT_EQ(client.events(), "response B 'fine'; idle");
}

TEST(ClientCalls, single_fragment_is_measured_by_the_same_limit) {
  ClientFixture client;
  client.limits.max_response = 10;
  client.open();
  client.feed(client.server.response(2, "0123456789x"));
  EXPECT_EQ(client.events(), "failed A 1721; idle");
  client.start("b");
  client.pump();
  client.feed(client.server.response(3, "0123456789"));
  EXPECT_EQ(client.events(), "response B '0123456789'; idle");
}

TEST(ClientCalls, no_memory_for_a_response_ends_its_call_only) {
  struct : BufferPool {
    BufferRef get(size_t capacity) override {
      return empty ? BufferRef{} : BufferPool::get(capacity);
    }
    bool empty = false;
  } pool;
  ClientFixture client;
  client.association = std::make_unique<ClientAssociation>(
      ClientConfig{client.limits, pool, client.call_ids, 0, true}, client);
  client.open();
  pool.empty = true;
  client.feed(client.server.response(2, "a", k_first));
  EXPECT_EQ(client.events(), "failed A 14; idle");
  client.feed(client.server.response(2, "b", k_last));
  client.start("b");
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 'b'");
  pool.empty = false;
  client.feed(client.server.response(3, "r"));
  EXPECT_EQ(client.events(), "response B 'r'; idle");
}

struct FaultRow {
  uint32_t wire;
  uint8_t flags;
  const char* event;
};
constexpr FaultRow k_faults[] = {
    {5, k_single, "fault A 5"},
    {0x1c00001a, k_single, "fault A 6"},
    {0x1c010002, k_single | k_did_not_execute, "fault A 1745 dne"},
    {0x1c010003, k_single | k_did_not_execute, "fault A 1717 dne"},
    {0x1c010014, k_single | k_did_not_execute, "fault A 1723 dne"},
    {0x1c00000d, k_single, "fault A 1818"},
    {0x1c000012, k_single, "fault A 1726"},
    {0x1c000012, k_single | k_did_not_execute, "fault A 1727 dne"},
    // The statuses of calls that were not executed, with and without the flag that says so.
    {0x1c010006, k_single | k_did_not_execute, "fault A 1727 dne"},
    {0x1c010006, k_single, "fault A 1726"},
    {0x1c000009, k_single | k_did_not_execute, "fault A 1727 dne"},
    {0x1c000009, k_single, "fault A 1726"},
    {0x1c00000a, k_single | k_did_not_execute, "fault A 1727 dne"},
    {0x1c00000a, k_single, "fault A 1726"},
    {0x1c00000c, k_single | k_did_not_execute, "fault A 1727 dne"},
    {0x1c00000c, k_single, "fault A 1726"},
    {1727, k_single, "fault A 1726"},
    {0, k_single, "fault A 1726"},
    {0xc0000005, k_single, "fault A -1073741819"},
    {0x12345678, k_single, "fault A 305419896"},
};

TEST(ClientCalls, fault_ends_the_call_with_the_status_that_programs_know) {
  for (const FaultRow& row : k_faults) {
    ClientFixture client;
    client.open();
    client.feed(client.server.fault(2, row.wire, row.flags));
    EXPECT_EQ(client.events(), std::string(row.event) + "; idle");
    EXPECT_EQ(client.association->state(), ClientAssociationState::open);
  }
}

TEST(ClientCalls, fault_after_a_part_of_the_response_ends_the_call) {
  ClientFixture client;
  client.open();
  client.feed(client.server.response(2, "part", k_first));
  client.feed(client.server.fault(2, 1783));
  EXPECT_EQ(client.events(), "fault A 1783; idle");
}

TEST(ClientCalls, of_a_call_whose_response_has_begun_no_fault_says_that_it_was_not_executed) {
  for (const uint32_t wire : {0x1c000012u, 0x1c00000cu, 0x1c000009u, 1727u}) {
    ClientFixture client;
    client.open();
    client.feed(client.server.response(2, "part", k_first));
    client.feed(client.server.fault(2, wire, k_single | k_did_not_execute));
    EXPECT_EQ(client.events(), "fault A 1726; idle");
  }
}

TEST(ClientCalls, fault_before_the_request_has_left_stops_it) {
  ClientFixture client;
  client.open();
  client.start(std::string(12000, 'x'));
  client.start("c");
  client.pump(1);
  client.feed(client.server.fault(3, 5));
  EXPECT_EQ(client.events(), "fault B 5");
  EXPECT_EQ(client.pump(), "orphaned#3; request#4 FL c0 o7 'c'");
}

TEST(ClientCalls, fault_before_the_request_has_left_retires_a_server_that_does_not_forgive) {
  ClientFixture client;
  client.open({.features = -1});
  client.start(std::string(12000, 'x'));
  client.pump(1);
  client.feed(client.server.fault(3, 5));
  EXPECT_EQ(client.events(), "fault B 5");
  EXPECT_EQ(client.pump(), "orphaned#3");
  EXPECT_EQ(client.association->state(), ClientAssociationState::draining);
  client.feed(client.server.response(2, "r"));
  EXPECT_EQ(client.events(), "response A 'r'; close 0");
}

TEST(ClientCalls, AR_118_lost_connection_tells_whether_a_call_can_have_been_executed) {
  ClientFixture client;
  client.open();
  client.start(std::string(12000, 'x'));
  client.start("c");
  client.pump(1);
  client.association->connection_lost();
  EXPECT_EQ(client.events(), "failed A 1726; failed B 1726; failed C 1727; close 1726");
  client.association->connection_lost();
  EXPECT_EQ(client.events(), "");
}

TEST(ClientCalls, connection_lost_in_the_middle_of_a_response_fails_the_call) {
  ClientFixture client;
  client.open();
  client.feed(client.server.response(2, "part", k_first));
  client.association->connection_lost();
  EXPECT_EQ(client.events(), "failed A 1726; close 1726");
}

TEST(ClientCalls, close_fails_what_is_live) {
  ClientFixture client;
  client.open();
  client.start("b");
  client.association->close();
  EXPECT_EQ(client.events(), "failed A 1726; failed B 1727; close 0");
  client.association->close();
  client.feed(client.server.response(2, "r"));
  EXPECT_EQ(client.pump(), "");
  EXPECT_EQ(client.events(), "");
}

TEST(ClientCalls, shutdown_lets_sent_calls_end_and_hands_the_others_back) {
  ClientFixture client;
  client.open();
  client.start("b");
  client.pump();
  client.start("c");
  client.hook = [&](const std::string& event) {
    if (event != "failed C 1727") return;
    EXPECT_EQ(client.association->state(), ClientAssociationState::draining);
  };
  client.feed(client.server.shutdown());
  EXPECT_EQ(client.events(), "shutdown; failed C 1727");
  client.feed(client.server.shutdown());
  EXPECT_EQ(client.events(), "");
  EXPECT_FALSE(client.association->can_start_call());
  client.feed(client.server.response(3, "b"));
  client.feed(client.server.response(2, "a"));
  EXPECT_EQ(client.events(), "response B 'b'; response A 'a'; close 0");
}

TEST(ClientCalls, shutdown_in_the_middle_of_a_request_lets_it_leave) {
  ClientFixture client;
  client.open();
  client.start(std::string(6000, 'x'));
  client.pump(1);
  client.feed(client.server.shutdown());
  EXPECT_EQ(client.pump(), "request#3 L c0 o7 184 bytes");
  client.feed(client.server.response(2, "a") + client.server.response(3, "b"));
  EXPECT_EQ(client.events(), "shutdown; response A 'a'; response B 'b'; close 0");
}

TEST(ClientCalls, shutdown_of_an_idle_association_closes_it) {
  ClientFixture client;
  client.open();
  client.feed(client.server.response(2, "a"));
  client.events();
  client.feed(client.server.shutdown());
  EXPECT_EQ(client.events(), "shutdown; close 0");
}

TEST(ClientCalls, handed_back_call_runs_on_another_association) {
  ClientFixture client;
  client.open();
  Call& call = client.start("moved");
  client.association->cancel(call, false);
  ClientFixture other;
  other.open();
  client.feed(client.server.shutdown());
  call.ended = 0;
  EXPECT_TRUE(other.association->start_call(call));
  EXPECT_EQ(other.pump(), "request#3 FL c0 o7 'moved'; co_cancel#3");  // still cancelled
  other.association->close();
}

TEST(ClientCalls, idle_is_told_once_when_the_last_call_has_ended) {
  ClientFixture client;
  client.open();
  client.start("b");
  client.pump();
  client.feed(client.server.response(2, "a") + client.server.response(3, "b"));
  EXPECT_EQ(client.events(), "response A 'a'; response B 'b'; idle");
  client.pump();
  client.feed({});
  EXPECT_EQ(client.events(), "");
}

}  // namespace
}  // namespace farcall::protocol::test
