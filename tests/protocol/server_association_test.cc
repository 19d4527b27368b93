// The association as a whole: any cut of its input, its timers, shutdown.
#include <gtest/gtest.h>

#include "protocol/server_harness.h"
#include "wire/exact.h"

namespace farcall::test {
namespace {

using protocol::ServerAssociationState;
using std::chrono::milliseconds;

// Every kind of PDU that a good client sends, and an error at the end.
ByteVector a_dialogue() {
  Pdu big_endian = add_one_pdu(4);
  big_endian.drep[0] = 0;
  big_endian.body = Out{true}.u32(4).u16(0).u16(0).u32(41).bytes;
  return joined({multiplexed_bind_pdu(), add_one_pdu(1), test_sleep_pdu(2),
                 request_pdu(3, flag::first, {41, 0}), control_pdu(pdu_type::co_cancel, 2),
                 request_pdu(3, 0, {0}), request_pdu(3, flag::last, {0}), big_endian,
                 alter_context_pdu({{1, k_mgmt}}, 5), control_pdu(pdu_type::orphaned, 2),
                 request_pdu(6, flag::single, add_one_stub(1), {.context_id = 1}),
                 control_pdu(pdu_type::shutdown, 0)});
}

constexpr const char* k_answers =
    "bind_ack 1 0/0; response 1 (2a000000); response 3 (2a000000); response 4 (2a000000); "
    "alter_context_resp 5 0/0; response 6 (02000000); fault 0 1c01000b dne | request 1; request 2; "
    "cancel 2; request 3; request 4; orphaned 2; request 6; disconnected 2; close";

TEST(ServerAssociation, answers_a_dialogue) {
  ServerHarness h;
  EXPECT_EQ(h.answer_to(a_dialogue()), k_answers);
}

TEST(ServerAssociation, answers_the_same_for_a_cut_at_every_byte) {
  const ByteVector stream = a_dialogue();
  for (size_t cut = 0; cut <= stream.size(); ++cut) {
    ServerHarness h;
    h.association.on_bytes(ExactBytes{Bytes{stream}.first(cut)}.get());
    h.association.on_bytes(ExactBytes{Bytes{stream}.subspan(cut)}.get());
    ASSERT_EQ(h.take_answer(), k_answers) << cut;
  }
}

TEST(ServerAssociation, answers_the_same_byte_by_byte) {
  ServerHarness h;
  for (const uint8_t byte : a_dialogue()) h.association.on_bytes(ExactBytes{Bytes{&byte, 1}}.get());
  EXPECT_EQ(h.take_answer(), k_answers);
}

TEST(ServerAssociation, loses_nothing_when_the_connection_is_lost_at_any_byte) {
  const ByteVector stream = a_dialogue();
  for (size_t cut = 0; cut < stream.size(); ++cut) {
    ServerHarness h;
    h.association.on_bytes(Bytes{stream}.first(cut));
    h.association.connection_lost();
    EXPECT_EQ(h.server.closes, 1);
    EXPECT_EQ(h.association.live_calls(), 0u);
    EXPECT_FALSE(h.association.next_deadline());
  }
}

TEST(ServerAssociation, is_small_while_it_is_idle) {
  EXPECT_LE(sizeof(protocol::ServerAssociation), 768u);
}

TEST(ServerTimer, drops_a_client_that_does_not_bind_in_time) {
  ServerHarness h;
  ASSERT_EQ(h.association.next_deadline(), h.clock.time + h.limits.first_pdu);
  const ByteVector bind = bind_pdu().bytes();
  h.association.on_bytes(Bytes{bind}.first(bind.size() - 1));
  ASSERT_EQ(h.association.next_deadline(), h.clock.time + h.limits.first_pdu);
  h.clock.advance(h.limits.first_pdu - milliseconds(1));
  h.association.on_timer();
  EXPECT_EQ(h.take_answer(), "");
  h.clock.advance(milliseconds(1));
  h.association.on_timer();
  EXPECT_EQ(h.take_answer(), "drop 1460");
}

TEST(ServerTimer, waits_for_nothing_between_requests) {
  ServerHarness h;
  h.bind();
  EXPECT_FALSE(h.association.next_deadline());
  h.feed(test_sleep_pdu(1));
  EXPECT_FALSE(h.association.next_deadline());
  h.clock.advance(std::chrono::hours(100));
  h.association.on_timer();
  EXPECT_EQ(h.association.state(), ServerAssociationState::open);
}

TEST(ServerTimer, drops_a_client_that_leaves_a_pdu_unfinished) {
  ServerHarness h;
  h.bind();
  const ByteVector pdu = add_one_pdu(1).bytes();
  // Single bytes do not buy time.
  for (size_t i = 0; i < 4; ++i) {
    h.association.on_bytes(Bytes{pdu}.subspan(i, 1));
    h.clock.advance(h.limits.fragment_gap / 4 - milliseconds(1));
    h.association.on_timer();
    EXPECT_EQ(h.server.closes, 0);
  }
  h.clock.advance(milliseconds(4));
  h.association.on_timer();
  EXPECT_EQ(h.take_answer(), "drop 1460");
}

TEST(ServerTimer, drops_a_client_that_leaves_a_request_unfinished) {
  ServerHarness h;
  h.bind();
  for (int i = 0; i < 5; ++i) {
    h.feed(request_pdu(1, i ? 0 : flag::first, {1}));
    ASSERT_EQ(h.association.next_deadline(), h.clock.time + h.limits.fragment_gap);
    h.clock.advance(h.limits.fragment_gap - milliseconds(1));
    h.association.on_timer();
    ASSERT_EQ(h.server.closes, 0);
  }
  h.clock.advance(milliseconds(1));
  h.association.on_timer();
  EXPECT_EQ(h.take_answer(), "drop 1460");
}

TEST(ServerTimer, is_off_again_when_the_request_is_whole) {
  ServerHarness h;
  h.bind();
  h.feed(request_pdu(1, flag::first, {41, 0}));
  EXPECT_TRUE(h.association.next_deadline());
  h.feed(request_pdu(1, flag::last, {0, 0}));
  EXPECT_FALSE(h.association.next_deadline());
}

TEST(ServerShutdown, drops_a_client_that_has_not_bound) {
  ServerHarness h;
  h.association.shutdown();
  EXPECT_EQ(h.take_answer(), "drop 0");
}

TEST(ServerShutdown, asks_once_and_serves_what_still_comes) {
  ServerHarness h;
  h.bind(multiplexed_bind_pdu());
  h.feed(test_sleep_pdu(1));
  h.association.shutdown();
  h.association.shutdown();
  EXPECT_EQ(h.take_answer(), "shutdown | request 1");
  EXPECT_EQ(h.association.state(), ServerAssociationState::draining);
  EXPECT_EQ(h.answer_to(add_one_pdu(2)), "response 2 (2a000000) | request 2");
  EXPECT_TRUE(h.association.send_response(1, 0, {}));
  h.association.connection_lost();
  EXPECT_EQ(h.take_answer(), "response 1 () | drop 1726");
}

}  // namespace
}  // namespace farcall::test
