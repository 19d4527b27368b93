// Answers: how a response is cut and where its bytes come from, and when an answer may be given.
#include <gtest/gtest.h>

#include "protocol/server_harness.h"
#include "wire/response.h"

namespace farcall::test {
namespace {

ByteVector counting(size_t size) {
  ByteVector bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(i * 7 + i / 251);
  return bytes;
}

TEST(ServerResponse, of_a_small_reply_leaves_in_one_piece) {
  OpenServer h;
  h.server.park_all = true;
  h.feed(add_one_pdu(1));
  EXPECT_TRUE(h.association.send_response(1, 0, stub_data(h.pool, {1, 2, 3, 4})));
  EXPECT_EQ(h.sink.parts(), 1u);
  EXPECT_EQ(h.take_answer(), "response 1 (01020304) | request 1");
}

TEST(ServerResponse, without_data_is_a_header) {
  OpenServer h;
  h.server.park_all = true;
  h.feed(add_one_pdu(1));
  EXPECT_TRUE(h.association.send_response(1, 0, {}));
  EXPECT_EQ(h.sink.take().size(), 24u);
}

TEST(ServerResponse, does_not_write_into_a_block_that_others_hold) {
  OpenServer h;
  h.server.park_all = true;
  h.feed(add_one_pdu(1));
  protocol::StubData data = stub_data(h.pool, {1, 2, 3, 4});
  const BufferRef shared = data.block;
  std::fill_n(shared.data(), 40, uint8_t{0xaa});
  EXPECT_TRUE(h.association.send_response(1, 0, std::move(data)));
  EXPECT_EQ(h.sink.parts(), 2u);
  EXPECT_EQ(shared.data()[39], 0xaa);
  EXPECT_EQ(h.take_answer(), "response 1 (01020304) | request 1");
}

TEST(ServerResponse, copes_with_a_block_without_head_room) {
  OpenServer h;
  h.server.park_all = true;
  h.feed(add_one_pdu(1));
  EXPECT_TRUE(h.association.send_response(1, 0, stub_data(h.pool, {1, 2, 3, 4}, 8)));
  EXPECT_EQ(h.take_answer(), "response 1 (01020304) | request 1");
}

void expect_fragments(size_t size) {
  OpenServer h;
  h.server.park_all = true;
  h.feed(add_one_pdu(1));
  const ByteVector stub = counting(size);
  EXPECT_TRUE(h.association.send_response(1, 0, stub_data(h.pool, stub)));
  EXPECT_EQ(h.sink.linked >= size, true);  // no stub data was copied
  const std::vector<ByteVector> pdus = cut_pdus(h.sink.take());
  ByteVector received;
  for (size_t i = 0; i < pdus.size(); ++i) {
    const auto header = *wire::decode_pdu_header(pdus[i]);
    const auto response = *wire::decode_response(pdus[i], header);
    EXPECT_EQ(header.has(flag::first), i == 0);
    EXPECT_EQ(header.has(flag::last), i + 1 == pdus.size());
    EXPECT_EQ(response.alloc_hint, size - received.size());
    EXPECT_LE(pdus[i].size(), 5840u);
    EXPECT_TRUE(i + 1 == pdus.size() || response.cut.body.size() % 8 == 0);
    received.insert(received.end(), response.cut.body.begin(), response.cut.body.end());
  }
  EXPECT_EQ(received, stub);
  EXPECT_EQ(pdus.size(), std::max<size_t>(1, (size + 5815) / 5816));
}

TEST(ServerResponse, is_cut_into_fragments_that_the_client_receives) {
  for (const size_t size : {1u, 5815u, 5816u, 5817u, 11632u, 11633u, 65536u, 1u << 20})
    expect_fragments(size);
}

TEST(ServerAnswer, to_no_live_call_does_nothing) {
  OpenServer h;
  EXPECT_EQ(h.association.send_response(5, 0, {}).status(), Status{RPC_S_CALL_FAILED});
  EXPECT_EQ(h.association.send_fault(5, 0, 5).status(), Status{RPC_S_CALL_FAILED});
  h.association.finish_call(5);
  EXPECT_EQ(h.take_answer(), "");
}

TEST(ServerAnswer, not_executed_is_never_said_of_a_call_whose_manager_was_entered) {
  OpenServer h;
  h.feed(test_sleep_pdu(1));
  EXPECT_EQ(h.take_answer(), "request 1");
  EXPECT_TRUE(h.association.send_fault(1, 0, RPC_S_CALL_FAILED_DNE));
  EXPECT_EQ(h.take_answer(), "fault 1 1c000012");
  h.feed(test_sleep_pdu(2));
  EXPECT_EQ(h.take_answer(), "request 2");
  EXPECT_TRUE(h.association.send_fault(2, 0, RPC_S_CALL_FAILED_DNE, {.did_not_execute = true}));
  EXPECT_EQ(h.take_answer(), "fault 2 1c00000c dne");
}

TEST(ServerAnswer, may_be_given_inside_every_event) {
  struct Eager final : protocol::ServerAssociation::Events {
    Result<void*> find_interface(const SyntaxId&) override { return static_cast<void*>(this); }
    uint32_t join_association_group(uint32_t) override { return 1; }
    security::Acceptor* find_acceptor(uint8_t) override { return nullptr; }
    void on_step(std::shared_ptr<security::SecurityContext>, std::vector<uint8_t>) override {}
    void on_request(protocol::IncomingRequest& request) override { request.call = this; }
    void on_cancel(void*) override { (void)association->send_fault(1, 0, RPC_S_CALL_CANCELLED); }
    void on_orphaned(void*) override { association->finish_call(2); }
    void on_disconnected(void*) override {
      EXPECT_FALSE(association->send_response(3, 0, {}));
      ++disconnected;
    }
    void on_close(Status, protocol::CloseMode) override { ++closes; }
    protocol::ServerAssociation* association = nullptr;
    int disconnected = 0, closes = 0;
  } events;
  const Limits limits;
  FailingPool pool;
  FakeClock clock;
  CollectingSink sink;
  protocol::ServerAssociation association{{limits, pool, clock, "135"}, events, sink};
  events.association = &association;
  association.on_bytes(
      joined({multiplexed_bind_pdu(), add_one_pdu(1), add_one_pdu(2), add_one_pdu(3),
              control_pdu(pdu_type::co_cancel, 1), control_pdu(pdu_type::orphaned, 2)}));
  EXPECT_EQ(association.live_calls(), 1u);
  association.connection_lost();
  EXPECT_EQ(events.disconnected, 1);
  EXPECT_EQ(events.closes, 1);
  association.connection_lost();
  association.shutdown();
  EXPECT_EQ(events.closes, 1);
}

TEST(ServerAnswer, after_the_connection_was_lost_is_dropped) {
  OpenServer h;
  h.feed(test_sleep_pdu(1));
  h.association.connection_lost();
  EXPECT_EQ(h.take_answer(), "request 1; disconnected 1; drop 1726");
  EXPECT_EQ(h.association.send_response(1, 0, {}).status(), Status{RPC_S_CALL_FAILED});
  EXPECT_EQ(h.association.live_calls(), 0u);
}

}  // namespace
}  // namespace farcall::test
