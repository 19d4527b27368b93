// Binding on the client: what is proposed, what each answer means (C706 12.6.4.1–5, [MS-RPCE]
// 3.3.1.5.3, 3.3.1.5.8, 3.3.2).
#include <cstdio>

#include "client_fixture.h"

namespace farcall::protocol::test {
namespace {

std::string hex(const ByteVector& bytes) {
  std::string text;
  char two[3];
  for (uint8_t byte : bytes) {
    std::snprintf(two, sizeof two, "%02x", byte);
    text += two;
  }
  return text;
}

constexpr std::string_view k_echo_hex = "c55ea160e84dd711a637005056a2018201000000";
constexpr std::string_view k_ndr_hex = "045d888aeb1cc9119fe808002b10486002000000";

TEST(ClientNegotiation, nothing_leaves_before_the_first_call) {
  ClientFixture client;
  client.association->connected();
  EXPECT_FALSE(client.association->wants_to_send());
  EXPECT_EQ(client.pump(), "");
  EXPECT_TRUE(client.association->can_start_call());
}

TEST(ClientNegotiation, nothing_leaves_before_the_connection_is_there) {
  ClientFixture client;
  client.start();
  EXPECT_FALSE(client.association->wants_to_send());
  EXPECT_EQ(client.pump(), "");
  client.association->connected();
  EXPECT_EQ(client.pump(), "bind#1 c0");
}

TEST(ClientNegotiation, bind_proposes_the_first_calls_interface_and_the_features) {
  ClientFixture client;
  client.association->connected();
  client.start();
  client.pump();
  const std::string expected = std::string(
                                   "05000b13"
                                   "10000000"
                                   "7400"
                                   "0000"
                                   "01000000") +
                               "d016d016"
                               "00000000"
                               "02000000" +  //
                               "00000100" +
                               std::string(k_echo_hex) + std::string(k_ndr_hex) +  //
                               "01000100" + std::string(k_echo_hex) +
                               "2c1cb76c12984045"
                               "0200000000000000"
                               "01000000";
  EXPECT_EQ(hex(client.last_sent), expected);
}

TEST(ClientNegotiation, bind_without_multiplexing_does_not_offer_it_and_asks_for_the_group) {
  ClientFixture client(false, 0x77);
  client.association->connected();
  client.start();
  client.pump();
  EXPECT_EQ(hex(client.last_sent).substr(0, 8), "05000b03");
  EXPECT_EQ(hex(client.last_sent).substr(40, 8), "77000000");
}

constexpr SyntaxId k_both_syntaxes[] = {k_ndr20, k_ndr64};
const InterfaceOffer k_both{k_echo, k_both_syntaxes};
constexpr uint8_t k_in_ndr20 = 0, k_in_ndr64 = 1;

class ClientSyntaxes : public testing::Test {
 protected:
  Call& start(std::string_view stub, uint8_t transfer) {
    Call& call = client.make_call(stub, k_both);
    call.transfer = transfer;
    EXPECT_TRUE(client.association->start_call(call));
    return call;
  }
  // A server's answer to the bind.
  void bind(bool ndr20, bool ndr64) {
    client.association->connected();
    EXPECT_EQ(client.pump(), "bind#1 c0");
    client.feed(client.server.bind_ack(1, {.choices = {{ndr20, k_ndr20}, {ndr64, k_ndr64}}}));
  }
  void answer_alter(uint32_t id, bool accepted, const SyntaxId& syntax) {
    client.feed(client.server.alter_context_resp(id, {.choices = {{accepted, syntax}}}));
  }
  ClientFixture client;
};

TEST_F(ClientSyntaxes, each_is_proposed_as_a_context_of_its_own) {
  start("s", ClientCallRecord::k_any_transfer);
  client.association->connected();
  client.pump();
  const std::string sent = hex(client.last_sent);
  constexpr const char* k_abstract = "c55ea160e84dd711a637005056a2018201000000";
  EXPECT_EQ(sent.substr(48, 8), "03000000");
  EXPECT_EQ(sent.substr(56, 88),
            "00000100" + std::string(k_abstract) + "045d888aeb1cc9119fe808002b10486002000000");
  EXPECT_EQ(sent.substr(144, 88),
            "01000100" + std::string(k_abstract) + "33057171babe37498319b5dbef9ccc3601000000");
  EXPECT_EQ(sent.substr(232, 8), "02000100");
}

// As Windows does.
TEST_F(ClientSyntaxes, a_server_that_takes_one_is_asked_for_the_other_when_a_call_needs_it) {
  start("64", k_in_ndr64);
  start("20", k_in_ndr20);
  bind(false, true);
  EXPECT_EQ(client.events(), "bound; ndr64");
  EXPECT_EQ(client.pump(), "request#2 FL c1 o7 '64'; alter#3 c3");
  answer_alter(3, true, k_ndr20);
  EXPECT_EQ(client.events(), "");
  EXPECT_EQ(client.pump(), "request#4 FL c3 o7 '20'");
  client.feed(client.server.response(4, "r", k_single, 3));
  EXPECT_EQ(client.last_syntax, k_ndr20);
  client.feed(client.server.response(2, "r", k_single, 1));
  EXPECT_EQ(client.last_syntax, k_ndr64);
}

TEST_F(ClientSyntaxes, a_server_that_takes_both_gets_calls_in_both) {
  start("20", k_in_ndr20);
  start("64", k_in_ndr64);
  start("any", ClientCallRecord::k_any_transfer);
  bind(true, true);
  EXPECT_EQ(client.events(), "bound; ndr64");
  EXPECT_EQ(client.pump(),
            "request#2 FL c0 o7 '20'; request#3 FL c1 o7 '64'; request#4 FL c1 o7 'any'");
}

TEST_F(ClientSyntaxes, a_call_in_a_syntax_that_the_server_has_not_fails_alone) {
  start("64", k_in_ndr64);
  start("20", k_in_ndr20);
  bind(true, false);
  EXPECT_EQ(client.events(), "bound; ndr20");
  EXPECT_EQ(client.pump(), "alter#2 c3");
  answer_alter(2, false, k_ndr64);
  EXPECT_EQ(client.events(), "failed A 1730");
  EXPECT_EQ(client.pump(), "request#3 FL c0 o7 '20'");
}

// [MS-RPCE] 2.2.5: NDR64 knows one format label.
TEST_F(ClientSyntaxes, big_endian_data_in_ndr64_is_a_protocol_error) {
  start("64", k_in_ndr64);
  bind(false, true);
  client.pump();
  ServerBytes big(true);
  client.feed(big.response(2, "r", k_single, 1));
  EXPECT_EQ(client.association->state(), ClientAssociationState::closed);
}

TEST_F(ClientSyntaxes, a_server_that_takes_none_fails_all_calls) {
  start("64", k_in_ndr64);
  start("20", k_in_ndr20);
  bind(false, false);
  EXPECT_EQ(client.events(), "bound; failed A 1730; failed B 1730; idle");
}

TEST_F(ClientSyntaxes, results_must_be_as_many_as_proposals_and_of_the_syntax_proposed) {
  const std::vector<std::pair<bool, SyntaxId>> wrong[] = {
      {{true, k_ndr20}},
      {{true, k_ndr20}, {true, k_ndr64}, {true, k_ndr64}},
      {{true, k_ndr64}, {false, k_ndr64}}};
  for (const auto& choices : wrong) {
    ClientFixture other;
    other.start("s", k_both);
    other.association->connected();
    other.pump();
    other.feed(other.server.bind_ack(1, {.choices = choices}));
    EXPECT_EQ(other.association->state(), ClientAssociationState::closed);
  }
}

TEST(ClientNegotiation, bind_ack_opens_and_lets_the_call_out) {
  ClientFixture client;
  client.association->connected();
  client.start();
  client.pump();
  client.feed(client.server.bind_ack(1));
  EXPECT_EQ(client.events(), "bound");
  EXPECT_EQ(client.association->state(), ClientAssociationState::open);
  EXPECT_EQ(client.association->association_group(), 0x1234u);
  EXPECT_TRUE(client.association->multiplexed());
  EXPECT_TRUE(client.association->keeps_connection_on_orphan());
  EXPECT_EQ(client.pump(), "request#2 FL c0 o7 'stub'");
}

TEST(ClientNegotiation, server_without_multiplexing_or_features_is_taken_as_it_is) {
  ClientFixture client;
  client.open({.flags = k_single, .features = -1});
  EXPECT_FALSE(client.association->multiplexed());
  EXPECT_FALSE(client.association->keeps_connection_on_orphan());
  EXPECT_FALSE(client.association->can_start_call());
}

TEST(ClientNegotiation, multiplexing_that_was_not_offered_is_not_used) {
  ClientFixture client(false);
  client.open();
  EXPECT_FALSE(client.association->multiplexed());
}

TEST(ClientNegotiation, features_without_orphan_bit_do_not_keep_the_connection) {
  ClientFixture client;
  client.open({.features = 1});
  EXPECT_FALSE(client.association->keeps_connection_on_orphan());
}

TEST(ClientNegotiation, fragments_are_as_long_as_the_server_receives) {
  ClientFixture client;
  client.association->connected();
  client.start(std::string(3000, 'x'));
  client.pump();
  client.feed(client.server.bind_ack(1, {.max_recv_frag = 1432}));
  EXPECT_EQ(
      client.pump(),
      "request#2 F c0 o7 1408 bytes; request#2  c0 o7 1408 bytes; request#2 L c0 o7 184 bytes");
}

TEST(ClientNegotiation, fragments_are_never_longer_than_our_own_limit) {
  ClientFixture client;
  client.association->connected();
  client.start(std::string(6000, 'x'));
  client.pump();
  client.feed(client.server.bind_ack(1, {.max_recv_frag = 65535}));
  EXPECT_EQ(client.pump(), "request#2 F c0 o7 5816 bytes; request#2 L c0 o7 184 bytes");
}

TEST(ClientNegotiation, server_that_receives_too_little_is_refused) {
  for (const uint16_t max : std::initializer_list<uint16_t>{0, 16, 24, 1431}) {
    ClientFixture client;
    client.association->connected();
    client.start();
    client.pump();
    client.feed(client.server.bind_ack(1, {.max_recv_frag = max}));
    EXPECT_EQ(client.events(), "failed A 1728; close 1728") << max;
  }
}

struct Refusal {
  uint16_t result, reason;
  int32_t status;
};
constexpr Refusal k_refusals[] = {
    {2, 1, RPC_S_UNKNOWN_IF},      {2, 2, RPC_S_UNSUPPORTED_TRANS_SYN},
    {2, 3, RPC_S_SERVER_TOO_BUSY}, {2, 0, RPC_S_CALL_FAILED_DNE},
    {2, 9, RPC_S_CALL_FAILED_DNE}, {1, 0, RPC_S_CALL_FAILED_DNE},
    {1, 1, RPC_S_UNKNOWN_IF},
};

TEST(ClientNegotiation, refused_context_ends_the_calls_of_its_interface_only) {
  for (const Refusal& refusal : k_refusals) {
    ClientFixture client;
    client.association->connected();
    client.start("a");
    client.start("b", ClientFixture::clock);
    client.start("c");
    client.pump();
    client.feed(client.server.bind_ack(1, {.result = refusal.result, .reason = refusal.reason}));
    const std::string status = std::to_string(refusal.status);
    EXPECT_EQ(client.events(), "bound; failed A " + status + "; failed C " + status);
    EXPECT_EQ(client.association->state(), ClientAssociationState::open);
    EXPECT_EQ(client.pump(), "alter#2 c2");
    client.feed(client.server.alter_context_resp(2));
    EXPECT_EQ(client.pump(), "request#3 FL c2 o7 'b'");
  }
}

TEST(ClientNegotiation, refused_interface_may_be_proposed_again) {
  ClientFixture client;
  client.association->connected();
  client.start();
  client.pump();
  client.feed(client.server.bind_ack(1, {.result = 2, .reason = 1}));
  EXPECT_EQ(client.events(), "bound; failed A 1717; idle");
  client.start();
  EXPECT_EQ(client.pump(), "alter#2 c2");
  client.feed(client.server.alter_context_resp(2, {.result = 2, .reason = 1}));
  EXPECT_EQ(client.events(), "failed B 1717; idle");
}

TEST(ClientNegotiation, interface_started_again_inside_the_refusal_waits_for_a_new_proposal) {
  ClientFixture client;
  client.association->connected();
  client.start();
  client.pump();
  client.hook = [&](const std::string& event) {
    if (event == "failed A 1717") client.start("again");
  };
  client.feed(client.server.bind_ack(1, {.result = 2, .reason = 1}));
  EXPECT_EQ(client.events(), "bound; failed A 1717");
  EXPECT_EQ(client.pump(), "alter#2 c2");
}

TEST(ClientNegotiation, further_interface_is_added_while_calls_wait) {
  ClientFixture client;
  client.open();
  client.start("tick", ClientFixture::clock);
  client.start("echo");  // in order: it does not overtake
  EXPECT_EQ(client.pump(), "alter#3 c2");
  EXPECT_FALSE(client.association->wants_to_send());
  client.feed(client.server.response(2, "r"));  // a reply may come in between
  EXPECT_EQ(client.events(), "response A 'r'");
  EXPECT_FALSE(client.association->wants_to_send());
  client.feed(client.server.alter_context_resp(3));
  EXPECT_EQ(client.pump(), "request#4 FL c2 o7 'tick'; request#5 FL c0 o7 'echo'");
  client.feed(client.server.response(4, "t", k_single, 2));
  client.feed(client.server.response(5, "e"));
  EXPECT_EQ(client.events(), "response B 't'; response C 'e'; idle");
}

TEST(ClientNegotiation, alter_context_bytes) {
  ClientFixture client;
  client.open();
  client.start("tick", ClientFixture::clock);
  client.pump();
  EXPECT_EQ(hex(client.last_sent), std::string("05000e13"
                                               "10000000"
                                               "4800"
                                               "0000"
                                               "03000000"
                                               "d016d016"
                                               "34120000"
                                               "01000000"
                                               "02000100"
                                               "0cc10000010002000102030405060708"
                                               "02000100") +
                                       std::string(k_ndr_hex));
}

TEST(ClientNegotiation, exclusive_connection_negotiates_only_when_no_call_waits) {
  ClientFixture client(false);
  client.open();
  client.start("tick", ClientFixture::clock);
  EXPECT_EQ(client.pump(), "");
  client.feed(client.server.response(2, "r"));
  EXPECT_EQ(client.pump(), "alter#3 c2");
}

TEST(ClientNegotiation, many_interfaces_each_get_one_context) {
  std::vector<InterfaceOffer> offers(20);
  for (size_t i = 0; i < offers.size(); ++i) {
    offers[i].abstract = k_mail;
    offers[i].abstract.uuid.data1 = static_cast<uint32_t>(i);
  }
  ClientFixture client;
  client.open();
  uint32_t id = 3;
  for (const InterfaceOffer& offer : offers) {
    client.start("1", offer);
    EXPECT_EQ(client.pump(), "alter#" + std::to_string(id) + " c" + std::to_string(id / 2 + 1));
    client.feed(client.server.alter_context_resp(id));
    client.pump();
    id += 2;
  }
  for (const InterfaceOffer& offer : offers) client.start("2", offer);
  const std::string sent = client.pump();
  EXPECT_EQ(sent.find("alter"), std::string::npos) << sent;
}

TEST(ClientNegotiation, association_full_of_contexts_drains) {
  ClientFixture client;
  client.limits.max_contexts_per_association = 1;
  client.open();
  client.start("tick", ClientFixture::clock);
  EXPECT_EQ(client.pump(), "");
  EXPECT_EQ(client.events(), "failed B 1727");
  EXPECT_EQ(client.association->state(), ClientAssociationState::draining);
  client.feed(client.server.response(2, "r"));
  EXPECT_EQ(client.events(), "response A 'r'; close 0");
}

struct Nak {
  uint16_t reason;
  int32_t status;
};
constexpr Nak k_naks[] = {
    {0, RPC_S_CALL_FAILED_DNE}, {1, RPC_S_SERVER_TOO_BUSY},   {2, RPC_S_SERVER_TOO_BUSY},
    {3, RPC_S_CALL_FAILED_DNE}, {4, RPC_S_PROTOCOL_ERROR},    {5, RPC_S_CALL_FAILED_DNE},
    {6, RPC_S_CALL_FAILED_DNE}, {7, RPC_S_CALL_FAILED_DNE},   {8, RPC_S_UNKNOWN_AUTHN_SERVICE},
    {9, RPC_S_ACCESS_DENIED},   {500, RPC_S_CALL_FAILED_DNE},
};

TEST(ClientNegotiation, bind_nak_ends_the_association_with_its_reason) {
  for (const Nak& nak : k_naks) {
    ClientFixture client;
    client.association->connected();
    client.start();
    client.start("b", ClientFixture::clock);
    client.pump();
    client.feed(client.server.bind_nak(1, nak.reason));
    const std::string status = std::to_string(nak.status);
    EXPECT_EQ(client.events(), "failed A " + status + "; failed B " + status + "; close " + status);
  }
}

TEST(ClientNegotiation, fault_instead_of_bind_ack_ends_the_association) {
  ClientFixture client;
  client.association->connected();
  client.start();
  client.pump();
  client.feed(client.server.fault(1, 0x1c01000b));
  EXPECT_EQ(client.events(), "failed A 1728; close 1728");
}

TEST(ClientNegotiation, fault_instead_of_alter_context_resp_ends_that_interfaces_calls) {
  ClientFixture client;
  client.open();
  client.start("tick", ClientFixture::clock);
  client.start("echo");
  client.pump();
  client.feed(client.server.fault(3, 5));
  EXPECT_EQ(client.events(), "failed B 5");
  EXPECT_EQ(client.pump(), "request#4 FL c0 o7 'echo'");
}

TEST(ClientNegotiation, call_withdrawn_during_negotiation_leaves_the_context_usable) {
  ClientFixture client;
  client.open();
  Call& tick = client.start("tick", ClientFixture::clock);
  client.pump();
  client.association->cancel(tick, true);
  EXPECT_EQ(client.events(), "failed B 1818");
  client.feed(client.server.alter_context_resp(3));
  client.start("tock", ClientFixture::clock);
  EXPECT_EQ(client.pump(), "request#4 FL c2 o7 'tock'");
}

TEST(ClientNegotiation, all_calls_withdrawn_during_binding_leave_an_open_association) {
  ClientFixture client;
  client.association->connected();
  Call& call = client.start();
  client.pump();
  client.association->cancel(call, true);
  EXPECT_EQ(client.events(), "failed A 1818; idle");
  client.feed(client.server.bind_ack(1));
  EXPECT_EQ(client.events(), "bound");
  EXPECT_FALSE(client.association->wants_to_send());
  EXPECT_TRUE(client.association->can_start_call());
}

TEST(ClientNegotiation, group_that_was_asked_for_must_be_the_one_that_is_joined) {
  ClientFixture client(true, 0x1234);
  client.open();
  EXPECT_EQ(client.association->association_group(), 0x1234u);
  ClientFixture other(true, 0x77);
  other.association->connected();
  other.start();
  other.pump();
  other.feed(other.server.bind_ack(1));
  EXPECT_EQ(other.events(), "failed A 1728; close 1728");
}

TEST(ClientNegotiation, connection_that_never_came_ends_calls_with_its_reason) {
  ClientFixture client;
  client.start();
  client.association->connect_failed(Status{RPC_S_SERVER_UNAVAILABLE});
  EXPECT_EQ(client.events(), "failed A 1722; close 1722");
}

TEST(ClientNegotiation, connection_lost_while_binding_tells_that_nothing_was_executed) {
  ClientFixture client;
  client.association->connected();
  client.start();
  client.pump();
  client.association->connection_lost();
  EXPECT_EQ(client.events(), "failed A 1727; close 1726");
}

TEST(ClientNegotiation, connected_after_close_is_nothing) {
  ClientFixture client;
  client.association->close();
  client.association->connected();
  EXPECT_EQ(client.events(), "close 0");
  EXPECT_EQ(client.association->state(), ClientAssociationState::closed);
}

}  // namespace
}  // namespace farcall::protocol::test
