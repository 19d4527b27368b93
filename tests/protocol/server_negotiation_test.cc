// bind and alter_context: results, fragment sizes, features, groups. Expected values that cite
// Samba are those its own test of the raw protocol demands of Windows and Samba.
#include <gtest/gtest.h>

#include "protocol/server_harness.h"
#include "wire/bind.h"

namespace farcall::test {
namespace {

wire::PduHeader header_of(const ByteVector& pdu) {
  return *wire::decode_pdu_header(pdu);
}

// Keeps the bytes that its decode refers to.
struct Ack {
  explicit Ack(ByteVector bytes) : pdu(std::move(bytes)) {}
  [[nodiscard]] wire::BindAck decoded() const {
    return *wire::decode_bind_ack(pdu, header_of(pdu));
  }
  ByteVector pdu;
};

Ack ack_of(ServerHarness& harness, const Pdu& pdu) {
  harness.feed(pdu);
  return Ack{harness.sink.take()};
}

TEST(ServerBind, negotiates_the_fragment_size_as_windows_does) {
  struct Row {
    uint16_t xmit, recv, both;
  };
  for (const Row& row : {Row{5840, 5840, 5840}, Row{0xffff, 0xffff, 5840}, Row{0, 0xffff, 2048},
                         Row{0xffff, 0, 2048}, Row{0, 0, 2048}, Row{3199, 0, 2048},
                         Row{3199, 0xffff, 3192}, Row{0xffff, 3199, 3192}, Row{4280, 4280, 4280},
                         Row{2047, 2047, 2048}, Row{2048, 2048, 2048}, Row{5841, 5841, 5840}}) {
    ServerHarness harness;
    const Ack ack = ack_of(harness, bind_pdu({Context{}}, {row.xmit, row.recv}));
    EXPECT_EQ(ack.decoded().max_xmit_frag, row.both) << row.xmit << " " << row.recv;
    EXPECT_EQ(ack.decoded().max_recv_frag, row.both) << row.xmit << " " << row.recv;
  }
}

TEST(ServerBind, offers_larger_fragments_when_it_is_configured_so_and_the_peer_takes_them) {
  Limits limits;
  limits.max_frag = 65528;
  ServerHarness harness{limits};
  EXPECT_EQ(ack_of(harness, bind_pdu({Context{}}, {65528, 65528})).decoded().max_recv_frag, 65528);
  ServerHarness other{limits};
  EXPECT_EQ(ack_of(other, bind_pdu()).decoded().max_recv_frag, 5840);
}

TEST(ServerBind, sends_no_larger_fragments_than_the_client_receives) {
  ServerHarness harness;
  EXPECT_EQ(ack_of(harness, bind_pdu({Context{}}, {1500, 1500})).decoded().max_xmit_frag, 2048);
  harness.server.park_all = true;
  harness.feed(add_one_pdu(1));
  (void)harness.association.send_response(1, 0, stub_data(harness.pool, ByteVector(5000)));
  for (const ByteVector& pdu : cut_pdus(harness.sink.take())) EXPECT_LE(pdu.size(), 1500u);
}

// C706 12.6.3.1: everybody receives must_recv_frag, whatever a client says.
TEST(ServerBind, sends_what_everybody_receives_to_a_client_that_receives_less) {
  for (const auto& [receives, sent] : {std::pair{1431, 1432}, {1432, 1432}, {1440, 1440}}) {
    ServerHarness harness;
    harness.bind(bind_pdu({Context{}}, {1500, static_cast<uint16_t>(receives)}));
    harness.server.park_all = true;
    harness.feed(add_one_pdu(1));
    (void)harness.association.send_response(1, 0, stub_data(harness.pool, ByteVector(5000)));
    EXPECT_EQ(cut_pdus(harness.sink.take())[0].size(), static_cast<size_t>(sent)) << receives;
  }
}

TEST(ServerBind, takes_a_token_as_long_as_the_limit_and_no_longer) {
  Limits limits;
  limits.max_handshake_pdu = 4096;
  const size_t around = with_trailer(bind_pdu(), {.token_size = 0}).bytes().size();
  for (const size_t more : {size_t{0}, size_t{1}}) {
    ServerHarness harness{limits};
    const Pdu pdu = with_trailer(bind_pdu(), {.token_size = 4096 - around + more});
    ASSERT_EQ(pdu.bytes().size(), 4096 + more);
    // Reason 8: it was read, and nobody here knows the mechanism.
    EXPECT_EQ(harness.answer_to(pdu),
              more ? "bind_nak 1 reason 4 | close" : "bind_nak 1 reason 8 | close");
  }
}

TEST(ServerBind, receives_fragments_of_its_transports_size_whatever_was_negotiated) {
  ServerHarness harness;
  harness.bind(bind_pdu({Context{}}, {2048, 2048}));
  harness.server.park_all = true;
  EXPECT_EQ(harness.answer_to(request_pdu(1, flag::single, ByteVector(5840 - 24))), "request 1");
}

TEST(ServerBind, answers_with_group_and_secondary_address) {
  ServerHarness harness;
  const Ack ack = ack_of(harness, bind_pdu());
  EXPECT_EQ(ack.decoded().assoc_group_id, 0x5000u);
  EXPECT_EQ(ack.decoded().sec_addr, "135");
  EXPECT_EQ(harness.association.association_group(), 0x5000u);
}

TEST(ServerBind, joins_a_group_that_exists_and_no_other) {
  ServerHarness harness;
  EXPECT_EQ(harness.answer_to(bind_pdu({Context{}}, {.assoc_group_id = 0x5000})), "bind_ack 1 0/0");
  ServerHarness other;
  EXPECT_EQ(other.answer_to(bind_pdu({Context{}}, {.assoc_group_id = 1})),
            "bind_nak 1 reason 0 | close");
}

struct ExplanationRow {
  const char* name;
  Pdu pdu;
  int32_t reason;
};

// [MS-RPCE] 2.2.2.9.
TEST(ServerBind, that_is_refused_is_explained) {
  const ExplanationRow rows[] = {
      {"no contexts", bind_pdu({}), RPC_S_PROTOCOL_ERROR},
      {"no such group", bind_pdu({Context{}}, {.assoc_group_id = 1}), RPC_S_PROTOCOL_ERROR},
      {"not a bind", alter_context_pdu({Context{}}), RPC_S_PROTOCOL_ERROR},
      {"no such mechanism", with_trailer(bind_pdu()), RPC_S_UNKNOWN_AUTHN_SERVICE},
      {"no such level", with_trailer(bind_pdu(), {.level = 7}), RPC_S_ACCESS_DENIED},
  };
  for (const ExplanationRow& row : rows) {
    ServerHarness harness;
    harness.server.explanation = {1, 2, 3};
    harness.feed(row.pdu);
    const ByteVector pdu = harness.sink.take();
    const Result<wire::BindNak> nak = wire::decode_bind_nak(pdu, header_of(pdu));
    ASSERT_TRUE(nak.ok()) << row.name;
    EXPECT_EQ(ByteVector(nak->error_information.begin(), nak->error_information.end()),
              (ByteVector{1, 2, 3}))
        << row.name;
    EXPECT_EQ(harness.server.explained.code, row.reason) << row.name;
    EXPECT_EQ(harness.server.closes, 1) << row.name;
  }
}

TEST(ServerBind, that_is_refused_is_explained_only_in_what_every_client_receives) {
  for (const size_t more : {size_t{0}, size_t{1}}) {
    ServerHarness harness;
    harness.server.explanation = ByteVector(1432 - wire::k_explained_bind_nak_size + more, 7);
    harness.feed(bind_pdu({}));
    EXPECT_EQ(harness.sink.take().size(), more ? 24u : 1432u);
  }
}

TEST(ServerBind, echoes_multiplexing_and_header_signing_and_no_other_flag) {
  for (unsigned flags = 0; flags < 256; ++flags) {
    ServerHarness harness;
    Pdu pdu = bind_pdu();
    pdu.flags = static_cast<uint8_t>(flags);
    harness.feed(pdu);
    EXPECT_EQ(header_of(harness.sink.take()).pfc_flags, flag::single | (flags & 0x14)) << flags;
    EXPECT_EQ(harness.association.multiplexed(), (flags & flag::conc_mpx) != 0);
  }
}

TEST(ServerBind, takes_version_5_1_and_either_byte_order) {
  ServerHarness harness;
  Pdu pdu = bind_pdu();
  pdu.minor = 1;
  pdu.drep = {0, 0, 0, 0};
  pdu.body = bind_body({Context{}}, {}, true);
  EXPECT_EQ(harness.answer_to(pdu), "bind_ack 1 0/0");
}

struct ResultRow {
  const char* name;
  std::vector<Context> contexts;
  const char* answer;
};

std::vector<ResultRow> result_rows() {
  const Syntax zero{};
  return {
      {"unknown interface", {{0, k_nobody}}, "bind_ack 1 2/1"},
      {"unknown transfer syntax", {{0, k_rpcecho, {k_by_ndr64}}}, "bind_ack 1 2/2"},
      {"a known syntax behind others",
       {{0, k_rpcecho, {zero, k_mgmt, k_by_ndr, k_by_ndr}}},
       "bind_ack 1 0/0"},
      {"NDR and NDR64 as two contexts", {{0}, {1, k_rpcecho, {k_by_ndr64}}}, "bind_ack 1 0/0 2/2"},
      {"NDR64 first", {{0, k_rpcecho, {k_by_ndr64}}, {1}}, "bind_ack 1 2/2 0/0"},
      {"two interfaces", {{0}, {1, k_mgmt}}, "bind_ack 1 0/0 0/0"},
      {"one interface twice: one is accepted", {{0}, {1}}, "bind_ack 1 0/0 2/2"},
      {"known, unknown, known", {{0}, {1, k_nobody}, {2, k_mgmt}}, "bind_ack 1 0/0 2/1 0/0"},
      {"the same context twice", {{0}, {0}}, "bind_ack 1 0/0 2/2"},
      {"one id for two interfaces", {{0}, {0, k_mgmt}}, "bind_nak 1 reason 0 | close"},
      {"no transfer syntaxes", {{0, k_rpcecho, {}}}, "bind_nak 1 reason 0 | close"},
      {"features alone", {{0, zero, {features_syntax(0)}}}, "bind_ack 1 3/0"},
      {"keep connection on orphan",
       {{0}, {1, k_rpcecho, {features_syntax(2)}}},
       "bind_ack 1 0/0 3/2"},
      {"several security contexts",
       {{0}, {1, zero, {features_syntax(1), features_syntax(2)}}},
       "bind_ack 1 0/0 3/1"},
      {"both features, and six that nobody knows",
       {{0}, {1, zero, {features_syntax(0xff)}}},
       "bind_ack 1 0/0 3/3"},
      {"features behind another feature syntax are ignored",
       {{0, zero, {features_syntax(0), features_syntax(3), zero}}},
       "bind_ack 1 3/0"},
      {"features behind another syntax are none",
       {{0, zero, {zero, features_syntax(2)}}},
       "bind_ack 1 2/1"},
      {"features twice",
       {{0, zero, {features_syntax(2)}}, {1, zero, {features_syntax(1)}}},
       "bind_nak 1 reason 0 | close"},
  };
}

TEST(ServerBind, gives_each_context_its_own_result) {
  for (const ResultRow& row : result_rows()) {
    ServerHarness harness;
    EXPECT_EQ(harness.answer_to(bind_pdu(row.contexts)), row.answer) << row.name;
  }
}

TEST(ServerBind, prefers_its_own_order_of_transfer_syntaxes) {
  struct Row {
    std::vector<Context> contexts;
    const char* answer;
  };
  for (const Row& row : {Row{{{0}, {1, k_rpcecho, {k_by_ndr64}}}, "bind_ack 1 2/2 0/0"},
                         Row{{{0}}, "bind_ack 1 0/0"},
                         Row{{{0, k_rpcecho, {k_by_ndr, k_by_ndr64}}}, "bind_ack 1 0/0"}}) {
    FailingPool pool;
    FakeClock clock;
    CollectingSink sink;
    EchoServer server;
    const Limits limits;
    const SyntaxId preferred[] = {k_ndr64, k_ndr20};
    protocol::ServerAssociation association{
        {limits, pool, clock, "135", preferred, 1}, server, sink};
    association.on_bytes(bind_pdu(row.contexts).bytes());
    const Ack ack{sink.take()};
    EXPECT_EQ(answers_text(ack.pdu), row.answer);
    const auto results = ack.decoded().p_result_list;
    const SyntaxId chosen = results[results.n_results() - 1u].transfer_syntax;
    EXPECT_EQ(chosen,
              row.contexts.size() == 1 && row.contexts[0].transfer.size() == 1 ? k_ndr20 : k_ndr64);
  }
}

TEST(ServerBind, keeps_the_connection_on_orphan_only_when_it_was_negotiated) {
  ServerHarness harness;
  harness.bind();
  EXPECT_FALSE(harness.association.keeps_connection_on_orphan());
  ServerHarness another_feature;
  another_feature.bind(bind_pdu({{0}, {1, k_rpcecho, {features_syntax(1)}}}));
  EXPECT_FALSE(another_feature.association.keeps_connection_on_orphan());
  ServerHarness other;
  other.bind(bind_pdu({{0}, {1, k_rpcecho, {features_syntax(2)}}}));
  EXPECT_TRUE(other.association.keeps_connection_on_orphan());
}

TEST(ServerBind, answers_255_contexts) {
  std::vector<Context> contexts;
  for (uint16_t id = 0; id < 255; ++id) contexts.push_back({id, id % 2 ? k_nobody : k_mgmt});
  ServerHarness harness;
  const Ack ack = ack_of(harness, bind_pdu(contexts));
  ASSERT_EQ(ack.decoded().p_result_list.n_results(), 255);
  EXPECT_EQ(ack.decoded().p_result_list[0].result, wire::ContextResult::acceptance);
  EXPECT_EQ(ack.decoded().p_result_list[1].reason, wire::k_abstract_syntax_not_supported);
  EXPECT_EQ(ack.decoded().p_result_list[254].reason,
            wire::k_proposed_transfer_syntaxes_not_supported);
}

TEST(ServerBind, accepts_no_more_contexts_than_its_limits) {
  Limits limits;
  limits.max_contexts_per_association = 1;
  ServerHarness harness{limits};
  EXPECT_EQ(harness.answer_to(bind_pdu({{0}, {1, k_mgmt}})), "bind_ack 1 0/0 2/3");
  EXPECT_EQ(harness.answer_to(alter_context_pdu({{2, k_mgmt}})), "alter_context_resp 2 2/3");
  Limits few;
  few.max_contexts_per_bind = 1;
  ServerHarness other{few};
  EXPECT_EQ(other.answer_to(bind_pdu({{0}, {1, k_mgmt}})), "bind_ack 1 0/0 2/3");
}

TEST(ServerBind, says_why_an_interface_is_not_served_now) {
  struct Busy final : protocol::ServerAssociation::Events {
    Result<void*> find_interface(const SyntaxId&) override { return status; }
    uint32_t join_association_group(uint32_t) override { return 1; }
    security::Acceptor* find_acceptor(uint8_t) override { return nullptr; }
    void on_step(std::shared_ptr<security::SecurityContext>, std::vector<uint8_t>) override {}
    void on_request(protocol::IncomingRequest&) override {}
    void on_cancel(void*) override {}
    void on_orphaned(void*) override {}
    void on_disconnected(void*) override {}
    void on_close(Status, protocol::CloseMode) override {}
    Status status;
  };
  for (const auto& [status, answer] : {std::pair{RPC_S_UNKNOWN_IF, "bind_ack 1 2/1"},
                                       {RPC_S_SERVER_TOO_BUSY, "bind_ack 1 2/3"},
                                       {RPC_S_OUT_OF_MEMORY, "bind_ack 1 2/3"},
                                       {RPC_S_ACCESS_DENIED, "bind_ack 1 2/0"}}) {
    Busy events;
    events.status = Status{status};
    const Limits limits;
    FailingPool pool;
    FakeClock clock;
    CollectingSink sink;
    protocol::ServerAssociation association{{limits, pool, clock, "135"}, events, sink};
    association.on_bytes(bind_pdu().bytes());
    EXPECT_EQ(answers_text(sink.take()), answer) << status;
  }
}

TEST(ServerBind, with_a_trailer_is_refused_as_by_a_server_without_that_provider) {
  for (unsigned type = 0; type < 256; ++type)
    for (const unsigned level : {0u, 1u, 2u, 3u, 4u, 5u, 6u, 7u, 255u}) {
      ServerHarness harness;
      const bool known = level >= 2 && level <= 6;
      EXPECT_EQ(harness.answer_to(with_trailer(bind_pdu(), {.type = static_cast<uint8_t>(type),
                                                            .level = static_cast<uint8_t>(level)})),
                known ? "bind_nak 1 reason 8 | close" : "bind_nak 1 reason 0 | close");
    }
}

TEST(ServerBind, with_a_malformed_trailer_is_refused) {
  Pdu pdu = bind_pdu({});
  pdu.auth_length = 8;
  ServerHarness harness;
  EXPECT_EQ(harness.answer_to(pdu), "bind_nak 1 reason 4 | close");
}

TEST(ServerBind, refused_keeps_nothing_and_answers_nothing_more) {
  ServerHarness harness;
  ByteVector bytes = bind_pdu({}).bytes();
  const ByteVector good = bind_pdu().bytes();
  bytes.insert(bytes.end(), good.begin(), good.end());
  EXPECT_EQ(harness.answer_to(bytes), "bind_nak 1 reason 0 | close");
  EXPECT_EQ(harness.association.state(), protocol::ServerAssociationState::closed);
  EXPECT_EQ(harness.answer_to(good), "");
}

TEST(ServerAlterContext, adds_interfaces_to_the_association) {
  ServerHarness harness;
  harness.bind();
  EXPECT_EQ(harness.answer_to(alter_context_pdu({{7, k_mgmt}})), "alter_context_resp 2 0/0");
  const Pdu request = request_pdu(3, flag::single, add_one_stub(1), {.context_id = 7});
  EXPECT_EQ(harness.answer_to(request), "response 3 (02000000) | request 3");
  ASSERT_EQ(harness.server.requests.size(), 1u);
  EXPECT_EQ(harness.server.requests[0].transfer_syntax, k_ndr20);
  EXPECT_EQ(harness.server.requests[0].interface,
            *harness.server.find_interface({{k_mgmt.data1, 0, 0, {}}, 1, 0}));
}

TEST(ServerAlterContext, leaves_size_group_and_flags_as_the_bind_made_them) {
  ServerHarness harness;
  harness.bind();
  Pdu pdu = alter_context_pdu({});
  pdu.body = bind_body({{1, k_mgmt}},
                       {.max_xmit_frag = 2048, .max_recv_frag = 2048, .assoc_group_id = 0xffff});
  pdu.flags = 0xff;
  const Ack ack = ack_of(harness, pdu);
  EXPECT_EQ(header_of(ack.pdu).pfc_flags, flag::single | flag::header_sign);
  EXPECT_EQ(ack.decoded().max_xmit_frag, 5840);
  EXPECT_EQ(ack.decoded().assoc_group_id, 0x5000u);
  EXPECT_EQ(ack.decoded().sec_addr, "");
  EXPECT_FALSE(harness.association.multiplexed());
}

TEST(ServerAlterContext, of_a_context_that_exists) {
  struct Row {
    const char* name;
    Context context;
    const char* answer;
  };
  const Syntax zero{};
  for (const Row& row : {
           Row{"as it is", {0}, "alter_context_resp 2 0/0"},
           Row{"with syntaxes that nobody knows",
               {0, k_rpcecho, {zero, k_mgmt}},
               "alter_context_resp 2 2/2"},
           Row{"for an interface that nobody knows", {0, k_nobody}, "alter_context_resp 2 2/1"},
           Row{"for another interface", {0, k_mgmt}, "fault 2 1c01000b dne | close"},
           Row{"for another interface, unknown syntax",
               {0, k_mgmt, {zero}},
               "fault 2 1c01000b dne | close"},
           Row{"without syntaxes", {0, k_rpcecho, {}}, "fault 2 1c01000b dne | close"},
       }) {
    ServerHarness harness;
    harness.bind();
    EXPECT_EQ(harness.answer_to(alter_context_pdu({row.context})), row.answer) << row.name;
    if (harness.server.closes) continue;
    EXPECT_EQ(harness.answer_to(add_one_pdu(3)), "response 3 (2a000000) | request 3") << row.name;
  }
}

TEST(ServerAlterContext, to_another_known_transfer_syntax_is_an_error) {
  FailingPool pool;
  FakeClock clock;
  CollectingSink sink;
  EchoServer server;
  const Limits limits;
  const SyntaxId both[] = {k_ndr20, k_ndr64};
  protocol::ServerAssociation association{{limits, pool, clock, "135", both, 1}, server, sink};
  association.on_bytes(bind_pdu().bytes());
  association.on_bytes(alter_context_pdu({{0, k_rpcecho, {k_by_ndr64}}}).bytes());
  EXPECT_EQ(answers_text(sink.take()), "bind_ack 1 0/0; fault 2 1c01000b dne");
}

TEST(ServerAlterContext, accepts_one_context_of_an_interface_in_one_pdu) {
  ServerHarness harness;
  harness.bind();
  EXPECT_EQ(harness.answer_to(alter_context_pdu({{3}, {4}})), "alter_context_resp 2 0/0 2/2");
  EXPECT_EQ(harness.answer_to(alter_context_pdu({{4}, {3}})), "alter_context_resp 2 0/0 2/2");
  EXPECT_EQ(harness.answer_to(alter_context_pdu({{3}, {5}})), "alter_context_resp 2 0/0 2/2");
}

TEST(ServerAlterContext, does_not_negotiate_features) {
  ServerHarness harness;
  harness.bind();
  EXPECT_EQ(harness.answer_to(alter_context_pdu({{3, Syntax{}, {features_syntax(2)}}})),
            "alter_context_resp 2 2/1");
  EXPECT_FALSE(harness.association.keeps_connection_on_orphan());
}

}  // namespace
}  // namespace farcall::test
