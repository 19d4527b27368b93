// Requests of the client: order, fragments, budgets, call ids, head room (C706 12.6.4.9, [MS-RPCE]
// 3.3.1.5.8, 3.3.3.5.2).
#include <algorithm>

#include "client_fixture.h"

namespace farcall::protocol::test {
namespace {

std::string numbered(size_t size) {
  std::string text(size, ' ');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 7 + i / 256);
  return text;
}

// The stub data of consecutive fragments, and a check of what each says about itself.
std::string reassemble(const ByteVector& bytes, size_t header, size_t max_frag) {
  std::string stub;
  size_t total = 0;
  for (size_t at = 0; at < bytes.size(); at += ClientPdu(&bytes[at]).frag_length())
    total += ClientPdu(&bytes[at]).frag_length() - header;
  for (size_t at = 0; at < bytes.size();) {
    const ClientPdu pdu(&bytes[at]);
    EXPECT_LE(pdu.frag_length(), max_frag);
    EXPECT_EQ(pdu.u32(16), total - stub.size()) << "alloc_hint";
    const bool last = at + pdu.frag_length() == bytes.size();
    EXPECT_EQ(pdu.flags() & 3, (at == 0 ? 1 : 0) | (last ? 2 : 0));
    const size_t length = pdu.frag_length() - header;
    EXPECT_TRUE(last || length % 8 == 0) << length;
    stub.append(bytes.begin() + static_cast<ptrdiff_t>(at + header),
                bytes.begin() + static_cast<ptrdiff_t>(at + header + length));
    at += pdu.frag_length();
  }
  return stub;
}

TEST(ClientRequests, leave_in_the_order_of_their_start_with_rising_ids) {
  ClientFixture client;
  client.open();
  client.start("b");
  client.start("c");
  client.start("d");
  EXPECT_EQ(client.pump(),
            "request#3 FL c0 o7 'b'; request#4 FL c0 o7 'c'; request#5 FL c0 o7 'd'");
}

TEST(ClientRequests, AR_142_second_call_leaves_before_the_first_reply_when_multiplexed) {
  ClientFixture client;
  client.open();
  EXPECT_TRUE(client.association->can_start_call());
  client.start("b");
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 'b'");
}

TEST(ClientRequests, exclusive_connection_waits_for_the_whole_reply) {
  ClientFixture client(false);
  client.open();
  EXPECT_FALSE(client.association->can_start_call());
  client.start("b");
  EXPECT_EQ(client.pump(), "");
  client.feed(client.server.response(2, "part", k_first));
  EXPECT_EQ(client.pump(), "");
  client.feed(client.server.response(2, "rest", k_last));
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 'b'");
}

TEST(ClientRequests, exclusive_connection_waits_for_the_reply_of_a_call_that_was_given_up) {
  ClientFixture client(false);
  Call& call = client.open();
  client.association->cancel(call, true);
  client.start("b");
  EXPECT_EQ(client.pump(), "co_cancel#2");
  EXPECT_FALSE(client.association->can_start_call());
  client.feed(client.server.fault(2, 0x1c00000d));
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 'b'");
}

TEST(ClientRequests, next_request_starts_when_the_previous_has_left_completely) {
  ClientFixture client;
  client.open();
  client.start(std::string(12000, 'x'));
  client.start("c");
  EXPECT_EQ(client.pump(1), "request#3 F c0 o7 5816 bytes");
  EXPECT_EQ(client.pump(1), "request#3  c0 o7 5816 bytes");
  EXPECT_EQ(client.pump(), "request#3 L c0 o7 368 bytes; request#4 FL c0 o7 'c'");
}

TEST(ClientRequests, empty_stub_data_is_one_fragment) {
  ClientFixture client;
  client.open();
  client.start("");
  Call& bare = client.make_call();
  bare.stub_data = {};
  EXPECT_TRUE(client.association->start_call(bare));
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 ''; request#4 FL c0 o7 ''");
}

TEST(ClientRequests, fragments_hold_the_stub_data_whatever_its_size) {
  for (size_t size : {1u, 7u, 8u, 1407u, 1408u, 1409u, 2816u, 2817u, 70000u}) {
    for (bool object : {false, true}) {
      ClientFixture client;
      client.open({.max_recv_frag = 1432});
      Call& call = client.make_call(numbered(size));
      if (object) call.object = Uuid{9, 8, 7, {6}};
      EXPECT_TRUE(client.association->start_call(call));
      client.pump();
      EXPECT_EQ(reassemble(client.last_sent, object ? 40 : 24, 1432), numbered(size)) << size;
    }
  }
}

TEST(ClientRequests, object_is_in_every_fragment) {
  ClientFixture client;
  client.open({.max_recv_frag = 1432});
  Call& call = client.make_call(std::string(2000, 'x'));
  call.object = Uuid{0x01020304, 0x0506, 0x0708, {9, 10, 11, 12, 13, 14, 15, 16}};
  EXPECT_TRUE(client.association->start_call(call));
  EXPECT_EQ(client.pump(), "request#3 FO c0 o7 1392 bytes; request#3 LO c0 o7 608 bytes");
  const ByteVector object{4, 3, 2, 1, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 16};
  for (size_t at : {0u, 1432u})
    EXPECT_TRUE(std::equal(object.begin(), object.end(),
                           client.last_sent.begin() + static_cast<ptrdiff_t>(at + 24)));
}

TEST(ClientRequests, small_request_leaves_as_one_linked_piece) {
  for (bool object : {false, true}) {
    ClientFixture client;
    client.open();
    Call& call = client.make_call("stub");
    if (object) call.object = Uuid{1};
    EXPECT_TRUE(client.association->start_call(call));
    Sink sink;
    client.association->pump(sink, SIZE_MAX);
    EXPECT_EQ(sink.linked, 1);
    EXPECT_EQ(sink.copied, 0);
  }
}

TEST(ClientRequests, large_request_copies_headers_only) {
  ClientFixture client;
  client.open();
  client.start(std::string(50000, 'x'));
  Sink sink;
  client.association->pump(sink, SIZE_MAX);
  EXPECT_EQ(sink.linked, 9);
  EXPECT_EQ(sink.copied, 8);  // the first header lies in the head room
}

TEST(ClientRequests, block_without_head_room_is_sent_all_the_same) {
  ClientFixture client;
  client.open();
  Call& call = client.make_call();
  call.stub_data = client.marshal("bare", 0);
  EXPECT_TRUE(client.association->start_call(call));
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 'bare'");
}

TEST(ClientRequests, call_that_waits_owns_no_block) {
  ClientFixture client;
  const Call& call = client.open();
  EXPECT_EQ(call.state, ClientCallState::waiting);
  EXPECT_FALSE(call.stub_data.block);
}

TEST(ClientRequests, budget_is_exceeded_by_less_than_one_fragment) {
  for (size_t budget : {1u, 100u, 1432u, 1433u, 3000u, 5000u}) {
    ClientFixture client;
    client.open({.max_recv_frag = 1432});
    client.start(std::string(20000, 'x'));
    for (int i = 0; i < 50; ++i) client.start("y");
    ByteVector sent;
    while (client.association->wants_to_send()) {
      Sink sink;
      const size_t written = client.association->pump(sink, budget);
      EXPECT_EQ(written, sink.bytes.size());
      EXPECT_GT(written, 0u);
      EXPECT_LT(written, budget + 1432);
      sent = sent + sink.bytes;
    }
    EXPECT_EQ(describe(sent).find("broken"), std::string::npos);
    EXPECT_EQ(client.association->idle(), false);
    EXPECT_EQ(ClientPdu(&sent[sent.size() - 25]).call_id(), 53u);
  }
}

TEST(ClientRequests, budget_of_nothing_sends_nothing) {
  ClientFixture client;
  client.open();
  client.start("b");
  EXPECT_EQ(client.pump(0), "");
  EXPECT_TRUE(client.association->wants_to_send());
}

TEST(ClientRequests, ids_are_shared_by_the_connections_of_a_group) {
  ClientFixture first;
  first.open();
  ClientFixture second;
  second.association = std::make_unique<ClientAssociation>(
      ClientConfig{second.limits, second.buffers, first.call_ids, 0x1234, true}, second);
  second.association->connected();
  second.start("x");
  EXPECT_EQ(second.pump(), "bind#3 c0");
  first.start("y");
  EXPECT_EQ(first.pump(), "request#4 FL c0 o7 'y'");
  second.association->close();
}

TEST(ClientRequests, association_whose_ids_are_used_up_drains) {
  ClientFixture client(true, 0, CallIdSource::k_last - 2);
  client.association->connected();
  client.start("a");
  EXPECT_EQ(client.pump(), "bind#2147483645 c0");
  client.feed(client.server.bind_ack(CallIdSource::k_last - 2));
  client.start("b");
  Call& c = client.start("c");
  client.start("d");
  EXPECT_EQ(client.pump(), "request#2147483646 FL c0 o7 'a'; request#2147483647 FL c0 o7 'b'");
  EXPECT_EQ(client.events(), "bound; failed C 1727; failed D 1727");
  EXPECT_EQ(client.association->state(), ClientAssociationState::draining);
  EXPECT_FALSE(client.association->can_start_call());
  EXPECT_EQ(client.association->start_call(c).status(), Status{RPC_S_CALL_FAILED_DNE});
  client.feed(client.server.response(CallIdSource::k_last - 1, "a"));
  client.feed(client.server.response(CallIdSource::k_last, "b"));
  EXPECT_EQ(client.events(), "response A 'a'; response B 'b'; close 0");
}

TEST(ClientRequests, group_without_ids_never_binds) {
  ClientFixture client(true, 0, CallIdSource::k_last + 1);
  client.association->connected();
  client.start();
  EXPECT_EQ(client.pump(), "");
  EXPECT_EQ(client.events(), "failed A 1727; close 0");
}

TEST(ClientRequests, maybe_call_ends_when_it_has_left) {
  ClientFixture client;
  client.open();
  Call& call = client.make_call("news");
  call.maybe = true;
  EXPECT_TRUE(client.association->start_call(call));
  EXPECT_EQ(client.pump(), "request#3 FLM c0 o7 'news'");
  EXPECT_EQ(client.events(), "response B ''");
  client.feed(client.server.fault(3, 5));  // nobody asked; nobody is told
  EXPECT_EQ(client.events(), "");
  EXPECT_EQ(client.association->state(), ClientAssociationState::open);
}

TEST(ClientRequests, long_maybe_call_ends_after_its_last_fragment) {
  ClientFixture client;
  client.open();
  Call& call = client.make_call(std::string(6000, 'x'));
  call.maybe = true;
  EXPECT_TRUE(client.association->start_call(call));
  EXPECT_EQ(client.pump(1), "request#3 FM c0 o7 5816 bytes");
  EXPECT_EQ(client.events(), "");
  EXPECT_EQ(client.pump(1), "request#3 LM c0 o7 184 bytes");
  EXPECT_EQ(client.events(), "response B ''");
}

TEST(ClientRequests, started_call_cannot_be_started_again) {
  ClientFixture client;
  Call& call = client.open();
  EXPECT_EQ(client.association->start_call(call).status(), Status{RPC_S_CALL_IN_PROGRESS});
  client.feed(client.server.response(2, "r"));
  call.ended = 0;
  call.stub_data = client.marshal("again");
  EXPECT_TRUE(client.association->start_call(call));
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 'again'");
}

TEST(ClientRequests, calls_beyond_the_limit_of_a_connection_wait) {
  ClientFixture client;
  client.limits.max_calls_per_association = 2;
  client.open();
  client.start("b");
  client.start("c");
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 'b'");
  EXPECT_FALSE(client.association->can_start_call());
  client.feed(client.server.response(2, "r"));
  EXPECT_EQ(client.pump(), "request#4 FL c0 o7 'c'");
}

}  // namespace
}  // namespace farcall::protocol::test
