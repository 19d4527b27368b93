// Requests and what becomes of them: assembly, admission, cancels, orphans.
#include <gtest/gtest.h>

#include "protocol/server_harness.h"

namespace farcall::test {
namespace {

Pdu fragment(uint32_t call_id, uint8_t flags, const ByteVector& stub,
             const RequestFields& fields = {}) {
  return request_pdu(call_id, flags, stub, fields);
}

ByteVector counting(size_t size) {
  ByteVector bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(i * 7 + i / 251);
  return bytes;
}

TEST(ServerRequest, is_assembled_from_its_fragments) {
  OpenServer h;
  h.server.park_all = true;
  const ByteVector stub = counting(20000);
  for (size_t at = 0; at < stub.size(); at += 5000) {
    const auto from = stub.begin() + static_cast<ptrdiff_t>(at);
    const auto flags = static_cast<uint8_t>((at == 0 ? flag::first : 0) |
                                            (at + 5000 == stub.size() ? flag::last : 0));
    h.feed(fragment(9, flags, {from, from + 5000}));
  }
  EXPECT_EQ(h.take_answer(), "request 9");
  ASSERT_EQ(h.server.stubs.size(), 1u);
  EXPECT_EQ(h.server.stubs[0], stub);
  EXPECT_TRUE(h.server.requests[0].owner);
}

TEST(ServerRequest, tells_what_its_first_fragment_said) {
  OpenServer h;
  h.server.park_all = true;
  Out object{true};
  object.u32(0x12345678).u16(0x1234).u16(0x5678).zeros(8);
  Pdu pdu = fragment(9, flag::first | flag::maybe, {1, 2, 3, 4}, {.opnum = 77});
  pdu.drep = {0, 0, 0, 0};
  Out body{true};
  body.u32(0).u16(0).u16(77).append(object.bytes).append({1, 2, 3, 4});
  pdu.body = body.bytes;
  pdu.flags |= flag::object;
  h.feed(pdu);
  pdu.flags = flag::last;
  pdu.body = Out{true}.u32(0).u16(0).u16(77).append({5, 6, 7, 8}).bytes;
  h.feed(pdu);
  EXPECT_EQ(h.take_answer(), "request 9");
  const protocol::IncomingRequest& request = h.server.requests[0];
  EXPECT_EQ(request.opnum, 77);
  EXPECT_TRUE(request.big_endian);
  EXPECT_TRUE(request.maybe);
  EXPECT_EQ(to_string(request.object.value()), "12345678-1234-5678-0000-000000000000");
  EXPECT_EQ(h.server.stubs[0], (ByteVector{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(ServerRequest, may_have_fragments_of_any_size_and_none) {
  OpenServer h;
  h.feed(fragment(1, flag::first, {}));
  h.feed(fragment(1, 0, {41}));
  h.feed(fragment(1, 0, {}));
  h.feed(fragment(1, 0, {0, 0, 0}));
  EXPECT_EQ(h.answer_to(fragment(1, flag::last, {})), "response 1 (2a000000) | request 1");
}

TEST(ServerRequest, is_given_in_place_when_it_is_one_fragment) {
  OpenServer h;
  h.server.park_all = true;
  h.feed(add_one_pdu(1));
  EXPECT_FALSE(h.server.requests[0].owner);
}

TEST(ServerRequest, takes_alloc_hint_as_a_hint_only) {
  for (const uint32_t hint : {0u, 1u, 4u, 0x400001u, UINT32_MAX}) {
    OpenServer h;
    EXPECT_EQ(h.answer_to(fragment(1, flag::single, add_one_stub(41), {.alloc_hint = hint})),
              "response 1 (2a000000) | request 1");
    h.feed(fragment(2, flag::first, {41, 0}, {.alloc_hint = hint}));
    EXPECT_EQ(h.answer_to(fragment(2, flag::last, {0, 0}, {.alloc_hint = hint})),
              "response 2 (2a000000) | request 2");
  }
}

TEST(ServerRequest, that_changes_from_fragment_to_fragment_is_an_error) {
  const RequestFields begun{.object = ByteVector(16, 1)};
  struct Row {
    const char* name;
    RequestFields fields;
  };
  for (const Row& row : {Row{"opnum", {.opnum = 1}}, Row{"context", {.context_id = 1}},
                         Row{"object", {.object = ByteVector(16, 2)}}}) {
    OpenServer h;
    h.feed(fragment(1, flag::first, {1, 2}, begun));
    EXPECT_EQ(h.answer_to(fragment(1, flag::last, {3, 4}, row.fields)), "fault 1 1c01000b | close")
        << row.name;
  }
  OpenServer without;
  without.feed(fragment(1, flag::first, {1, 2}));
  EXPECT_EQ(without.answer_to(fragment(1, flag::last, {3, 4}, begun)), "fault 1 1c01000b | close");
  OpenServer order;
  order.feed(fragment(1, flag::first, {1, 2}));
  Pdu swapped = fragment(1, flag::last, {3, 4});
  swapped.drep[0] = 0;
  EXPECT_EQ(order.answer_to(swapped), "fault 1 1c01000b | close");
}

TEST(ServerRequest, may_leave_its_object_out_of_later_fragments) {
  OpenServer h;
  h.feed(fragment(1, flag::first, {41, 0}, {.object = ByteVector(16, 1)}));
  EXPECT_EQ(h.answer_to(fragment(1, flag::last, {0, 0})), "response 1 (2a000000) | request 1");
}

TEST(ServerRequest, beyond_the_limit_is_refused_with_access_denied) {
  Limits limits;
  limits.max_request = 10000;
  OpenServer h{limits};
  h.server.park_all = true;
  h.feed(fragment(1, flag::first, ByteVector(5000), {.context_id = 0}));
  EXPECT_EQ(h.answer_to(fragment(1, flag::last, ByteVector(5000))), "request 1");
  h.association.finish_call(1);
  h.feed(fragment(2, flag::first, ByteVector(5000)));
  h.feed(fragment(2, 0, ByteVector(5000)));
  EXPECT_EQ(h.answer_to(fragment(2, 0, ByteVector(1))), "fault 2 5 | close 5");
}

TEST(ServerRequest, of_one_fragment_is_held_to_the_limit_too) {
  Limits limits;
  limits.max_request = 1000;
  OpenServer h{limits};
  h.server.park_all = true;
  EXPECT_EQ(h.answer_to(fragment(1, flag::single | flag::maybe, ByteVector(1000))), "request 1");
  EXPECT_EQ(h.answer_to(fragment(2, flag::single, ByteVector(1001))),
            "fault 2 5 | disconnected 1; close 5");
}

TEST(ServerRequest, of_empty_fragments_without_end_is_an_error) {
  Limits limits;
  limits.max_empty_fragments = 10;
  OpenServer h{limits};
  h.feed(fragment(1, flag::first, {}));
  for (int i = 0; i < 8; ++i) EXPECT_EQ(h.answer_to(fragment(1, 0, {})), "");
  EXPECT_EQ(h.answer_to(fragment(1, 0, {})), "fault 1 1c01000b | close");
}

TEST(ServerRequest, to_an_unknown_context_gets_one_fault_after_its_last_fragment) {
  OpenServer h;
  const RequestFields fields{.context_id = 9};
  EXPECT_EQ(h.answer_to(fragment(1, flag::first, ByteVector(100), fields)), "");
  EXPECT_EQ(h.answer_to(fragment(1, 0, ByteVector(100), fields)), "");
  EXPECT_EQ(h.answer_to(fragment(1, flag::last, ByteVector(100), fields)), "fault 1 1c010003 dne");
  EXPECT_EQ(h.answer_to(add_one_pdu(2)), "response 2 (2a000000) | request 2");
}

TEST(ServerRequest, that_wants_no_answer_gets_no_fault_either) {
  OpenServer h;
  EXPECT_EQ(h.answer_to(fragment(1, flag::single | flag::maybe, {}, {.context_id = 9})), "");
  h.server.park_all = true;
  h.feed(fragment(2, flag::single | flag::maybe, {}));
  EXPECT_EQ(h.take_answer(), "request 2");
  EXPECT_TRUE(h.association.send_fault(2, 0, RPC_S_PROCNUM_OUT_OF_RANGE));
  EXPECT_EQ(h.take_answer(), "");
  EXPECT_EQ(h.association.live_calls(), 0u);
}

TEST(ServerRequest, that_memory_cannot_hold_is_refused_and_the_association_goes_on) {
  OpenServer h;
  h.pool.fail = true;
  h.feed(fragment(1, flag::first, ByteVector(100)));
  h.pool.fail = false;
  h.feed(fragment(1, 0, ByteVector(100)));
  EXPECT_EQ(h.answer_to(fragment(1, flag::last, ByteVector(100))), "fault 1 1c00001b dne");
  EXPECT_EQ(h.answer_to(add_one_pdu(2)), "response 2 (2a000000) | request 2");
}

TEST(ServerRequest, in_parts_drops_the_connection_when_memory_is_out) {
  OpenServer h;
  h.pool.fail = true;
  ByteVector bytes = add_one_pdu(1).bytes();
  bytes.resize(20);
  EXPECT_EQ(h.answer_to(bytes), "drop 14");
}

TEST(ServerRequest, with_the_id_of_a_finished_call_is_accepted) {
  OpenServer h;
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(h.answer_to(add_one_pdu(1)), "response 1 (2a000000) | request 1");
}

TEST(ServerRequest, with_the_id_of_a_live_call_is_an_error_that_claims_nothing) {
  MultiplexedServer h;
  h.feed(test_sleep_pdu(1));
  (void)h.take_answer();
  EXPECT_EQ(h.answer_to(add_one_pdu(1)), "fault 1 1c01000b | disconnected 1; close");
}

TEST(ServerRequest, is_served_beside_others_when_multiplexed) {
  MultiplexedServer h;
  for (uint32_t id = 1; id <= 3; ++id) h.feed(test_sleep_pdu(id));
  EXPECT_EQ(h.take_answer(), "request 1; request 2; request 3");
  for (const uint32_t id : {2u, 3u, 1u}) {
    EXPECT_TRUE(h.association.send_response(id, 0, stub_data(h.pool, add_one_stub(id))));
  }
  EXPECT_EQ(h.take_answer(), "response 2 (02000000); response 3 (03000000); response 1 (01000000)");
}

TEST(ServerRequest, beyond_the_number_of_calls_is_refused_and_cancels_still_arrive) {
  MultiplexedServer h;
  h.server.park_all = true;
  const uint32_t most = h.limits.max_calls_per_association;
  ASSERT_EQ(most, 65536u);
  for (uint32_t id = 1; id <= most; ++id) h.feed(add_one_pdu(id));
  EXPECT_EQ(h.association.live_calls(), most);
  (void)h.take_answer();
  EXPECT_EQ(h.answer_to(add_one_pdu(most + 1)), "fault 65537 1c010014 dne");
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::co_cancel, 17)), "cancel 17");
  EXPECT_TRUE(h.association.send_response(17, 0, {}));
  (void)h.take_answer();
  EXPECT_EQ(h.answer_to(add_one_pdu(most + 2)), "request 65538");
}

TEST(ServerCancel, reaches_the_call_as_often_as_it_comes) {
  OpenServer h;
  h.feed(test_sleep_pdu(1));
  h.feed(control_pdu(pdu_type::co_cancel, 1));
  h.feed(control_pdu(pdu_type::co_cancel, 1));
  EXPECT_EQ(h.take_answer(), "request 1; cancel 1; cancel 1");
  EXPECT_TRUE(h.association.send_fault(1, 0, RPC_S_CALL_CANCELLED));
  EXPECT_EQ(h.take_answer(), "fault 1 1c00000d");
}

TEST(ServerCancel, that_crosses_the_answer_is_ignored) {
  OpenServer h;
  h.feed(add_one_pdu(1));
  (void)h.take_answer();
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::co_cancel, 1)), "");
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::orphaned, 1)), "");
}

TEST(ServerCancel, before_the_last_fragment_waits_for_the_request) {
  OpenServer h;
  h.server.park_all = true;
  h.feed(fragment(1, flag::first, {41, 0}));
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::co_cancel, 1)), "");
  EXPECT_EQ(h.answer_to(fragment(1, flag::last, {0, 0})), "request 1");
  EXPECT_TRUE(h.server.requests[0].pending_cancel);
}

// Observed: Windows and Samba.
TEST(ServerCancel, pending_in_the_first_fragment_is_refused) {
  for (const bool whole : {true, false}) {
    OpenServer h;
    const uint8_t flags = (whole ? flag::single : flag::first) | flag::pending_cancel;
    EXPECT_EQ(h.answer_to(fragment(1, flags, {})), "fault 1 6bd dne | close 1725");
  }
}

TEST(ServerCancel, pending_in_a_later_fragment_means_nothing) {
  OpenServer h;
  h.feed(fragment(1, flag::first, {41, 0}));
  EXPECT_EQ(h.answer_to(fragment(1, flag::last | flag::pending_cancel, {0, 0})),
            "response 1 (2a000000) | request 1");
}

TEST(ServerCancel, comes_no_faster_than_its_limit) {
  OpenServer h;
  for (uint32_t i = 0; i < h.limits.cancel_burst; ++i)
    ASSERT_EQ(h.answer_to(control_pdu(i % 2 ? pdu_type::co_cancel : pdu_type::orphaned, 1)), "");
  h.clock.advance(std::chrono::seconds(1));
  for (uint32_t i = 0; i < h.limits.cancels_per_second; ++i)
    ASSERT_EQ(h.answer_to(control_pdu(pdu_type::co_cancel, 1)), "");
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::co_cancel, 1)), "fault 1 1c01000b dne | close");
}

TEST(ServerCancel, is_earned_by_each_request) {
  OpenServer h;
  for (uint32_t i = 2; i < 2 * h.limits.cancel_burst; ++i) {
    h.feed(add_one_pdu(i));
    h.take_answer();
    ASSERT_EQ(h.answer_to(control_pdu(pdu_type::co_cancel, i)), "");
  }
}

// [MS-RPCE] 3.3.1.5.10
TEST(ServerOrphaned, lets_another_request_come_instead_of_the_rest_where_that_was_agreed) {
  OpenServer h{{}, bind_pdu({{0}, {1, k_rpcecho, {features_syntax(2)}}})};
  h.feed(fragment(1, flag::first, ByteVector(1000)));
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::orphaned, 1)), "");
  EXPECT_EQ(h.answer_to(add_one_pdu(2)), "response 2 (2a000000) | request 2");
  EXPECT_EQ(h.answer_to(fragment(1, flag::last, {})), "fault 1 1c01000b | close");
}

TEST(ServerOrphaned, in_mid_request_keeps_others_out_where_nothing_was_agreed) {
  OpenServer h;
  h.feed(fragment(1, flag::first, ByteVector(1000)));
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::orphaned, 1)), "");
  EXPECT_EQ(h.answer_to(add_one_pdu(2)), "fault 1 1c01000b | close");
}

// Observed: Windows and Samba.
TEST(ServerOrphaned, in_mid_request_lets_the_call_go_on_if_its_client_does) {
  OpenServer h;
  h.feed(fragment(1, flag::first, {41, 0}));
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::orphaned, 1)), "");
  EXPECT_EQ(h.answer_to(fragment(1, flag::last, {0, 0})), "response 1 (2a000000) | request 1");
  EXPECT_EQ(h.answer_to(add_one_pdu(2)), "response 2 (2a000000) | request 2");
}

TEST(ServerOrphaned, drops_the_answer_and_frees_the_connection_for_the_next_call) {
  OpenServer h;
  h.feed(test_sleep_pdu(1));
  h.feed(control_pdu(pdu_type::orphaned, 1));
  EXPECT_EQ(h.take_answer(), "request 1; orphaned 1");
  EXPECT_EQ(h.answer_to(add_one_pdu(2)), "response 2 (2a000000) | request 2");
  EXPECT_EQ(h.association.send_response(1, 0, {}).status(), Status{RPC_S_CALL_FAILED});
  EXPECT_EQ(h.take_answer(), "");
  EXPECT_EQ(h.answer_to(add_one_pdu(1)), "response 1 (2a000000) | request 1");
}

TEST(ServerOrphaned, is_told_once) {
  OpenServer h;
  h.feed(test_sleep_pdu(1));
  (void)h.take_answer();
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::orphaned, 1)), "orphaned 1");
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::orphaned, 1)), "");
  EXPECT_EQ(h.answer_to(control_pdu(pdu_type::co_cancel, 1)), "");
}

}  // namespace
}  // namespace farcall::test
