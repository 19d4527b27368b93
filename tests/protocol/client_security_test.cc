// Handshakes on the client: which token leaves in which PDU, what is accepted as its answer, and
// protection afterwards ([MS-RPCE] 3.3.1.5.2). The server's side is written by hand around the fake
// mechanism's other end.
#include "client_fixture.h"
#include "fake_contexts.h"
#include "protocol/fragment.h"
#include "wire/auth_trailer.h"
#include "wire/response.h"
#include "wire/verification_trailer.h"

namespace farcall::protocol::test {
namespace {

using namespace std::string_literals;

using farcall::test::FakeAcceptor;
using farcall::test::FakeInitiator;
using farcall::test::FakeScript;

FakeScript spnego(unsigned tokens = 4) {
  FakeScript script;
  script.auth_type = security::k_spnego;
  script.tokens = tokens;
  script.client_waits = tokens > 4;
  return script;
}

struct SecureClient : ClientFixture {
  explicit SecureClient(FakeScript with = {}, uint8_t level = security::k_level_privacy)
      : script(std::move(with)) {
    terms.auth_level = level;
    initiator = std::make_unique<FakeInitiator>(script, terms);
    association->connected();
  }

  Call& start_secure(std::string_view stub = "stub", const InterfaceOffer& offer = echo) {
    Call& call = make_call(stub, offer);
    call.security = initiator.get();
    EXPECT_TRUE(association->start_call(call));
    return call;
  }

  // What was sent last, cut into PDUs.
  [[nodiscard]] std::vector<ByteVector> pdus() const {
    std::vector<ByteVector> all;
    for (size_t at = 0; at < last_sent.size(); at += all.back().size()) {
      const size_t length = ClientPdu(last_sent.data() + at).frag_length();
      const auto begin = last_sent.begin() + static_cast<ptrdiff_t>(at);
      all.emplace_back(begin, begin + static_cast<ptrdiff_t>(length));
    }
    return all;
  }

  // What the server's mechanism makes of the token in `pdu`.
  security::Step server_step(const ByteVector& pdu) {
    const wire::CutPdu cut = *wire::cut_pdu(pdu, *wire::decode_pdu_header(pdu));
    EXPECT_TRUE(cut.authenticated());
    if (!context) context = std::move(FakeAcceptor{script}.accept(cut.trailer)).value();
    return std::move(context->step(cut.trailer.auth_value)).value();
  }

  // `pdu` with the token of `answer` behind it.
  ByteVector with_token(ByteVector pdu, const security::Step& answer) {
    if (answer.token.empty()) return pdu;
    const size_t length = pdu.size();
    pdu.resize(length + 16 + answer.token.size());
    wire::AuthTrailer trailer = context->trailer();
    trailer.auth_value = answer.token;
    pdu.resize(*wire::append_auth_trailer(pdu, length, trailer));
    return pdu;
  }
  ByteVector bind_ack(uint32_t call_id, uint8_t more_flags = k_support_header_sign) {
    ServerBytes::Ack ack;
    ack.max_recv_frag = 1432;
    ack.flags = static_cast<uint8_t>(ack.flags | more_flags);
    return with_token(server.bind_ack(call_id, ack), server_step(pdus()[0]));
  }
  ByteVector alter_resp(uint32_t call_id) {
    ServerBytes::Ack ack;
    ack.flags |= k_support_header_sign;
    return with_token(server.alter_context_resp(call_id, ack), server_step(pdus()[0]));
  }

  // As the server's context protects it.
  ByteVector response(uint32_t call_id, std::string_view stub, uint8_t flags = k_single) {
    const StubData data = marshal(stub);
    const Fragment fragment =
        next_fragment(1432, wire::k_response_header_size, stub.size(), context->sizes());
    wire::PduHeader header;
    header.call_id = call_id;
    header.pfc_flags = flags;
    header.frag_length = fragment.frag_length;
    header.auth_length = fragment.auth_length;
    std::array<uint8_t, wire::k_response_header_size> head;
    wire::encode_response_header(head, header, {});
    Sink sink;
    EXPECT_TRUE(write_fragment(sink, *context, head, data, 0, fragment));
    return sink.bytes;
  }
  // A request that was sent, as the server's context opens it.
  wire::VerifiedStub open_request(const ByteVector& pdu) {
    const wire::CutPdu cut = *wire::cut_pdu(pdu, *wire::decode_pdu_header(pdu), 24);
    auto clear = context->unprotect({pdu, Bytes{pdu}.first(24), cut}, buffers);
    EXPECT_TRUE(clear);
    opened.push_back(clear->owner);
    return *wire::cut_verification_trailer(clear->stub, false);
  }

  // Through a handshake of three tokens; the first request has left and is opened.
  Call& open_secure() {
    Call& call = start_secure();
    pump();
    run_step();
    pump();
    feed(bind_ack(1));
    run_step();
    EXPECT_EQ(pump().substr(0, 19), "auth3#1 t10 l6 c1; ");
    (void)server_step(pdus()[0]);
    context->sign_headers(true);
    first_request = open_request(pdus()[1]);
    events();
    return call;
  }

  static constexpr uint8_t k_support_header_sign = 4;
  FakeScript script;
  security::ClientTerms terms;
  std::unique_ptr<FakeInitiator> initiator;
  std::unique_ptr<security::SecurityContext> context;  // the server's
  std::vector<BufferRef> opened;
  wire::VerifiedStub first_request;
};

std::string text(Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST(ClientHandshake, of_three_tokens_ends_with_auth3_and_the_request_follows_at_once) {
  SecureClient c;
  c.start_secure();
  EXPECT_TRUE(c.association->wants_to_send());
  EXPECT_EQ(c.pump(), "");
  EXPECT_EQ(c.events(), "step");
  EXPECT_FALSE(c.association->wants_to_send()) << "nothing leaves while the mechanism works";
  c.run_step();
  EXPECT_EQ(c.pump(), "bind#1 c0 t10 l6 c1");
  EXPECT_TRUE(c.pdus()[0][3] & SecureClient::k_support_header_sign);
  c.feed(c.bind_ack(1));
  EXPECT_EQ(c.events(), "bound; step");
  c.run_step();
  EXPECT_EQ(c.pump(), "auth3#1 t10 l6 c1; request#2 FL c0 o7 protected");
}

TEST(ClientHandshake, of_spnego_goes_through_alter_context_and_drops_the_last_answer) {
  SecureClient c{spnego()};
  c.start_secure();
  c.pump();
  c.run_step();
  EXPECT_EQ(c.pump(), "bind#1 c0 t9 l6 c1");
  c.feed(c.bind_ack(1));
  c.run_step();
  EXPECT_EQ(c.pump(), "alter#2 c0 t9 l6 c1");
  EXPECT_FALSE(c.association->wants_to_send());
  c.feed(c.alter_resp(2));
  EXPECT_EQ(c.events(), "step; bound; step");
  EXPECT_EQ(c.pump(), "request#3 FL c0 o7 protected");
}

TEST(ClientHandshake, of_five_tokens_takes_another_alter_context) {
  SecureClient c{spnego(5)};
  c.start_secure();
  c.pump();
  c.run_step();
  c.pump();
  c.feed(c.bind_ack(1));
  c.run_step();
  EXPECT_EQ(c.pump(), "alter#2 c0 t9 l6 c1");
  c.feed(c.alter_resp(2));
  c.run_step();
  EXPECT_EQ(c.pump(), "alter#3 c0 t9 l6 c1");
  c.feed(c.alter_resp(3));
  EXPECT_EQ(c.pump(), "request#4 FL c0 o7 protected");
}

TEST(ClientHandshake, at_connect_level_protects_nothing_afterwards) {
  SecureClient c{{}, security::k_level_connect};
  c.start_secure("plain");
  c.pump();
  c.run_step();
  EXPECT_EQ(c.pump(), "bind#1 c0 t10 l2 c1");
  EXPECT_FALSE(c.pdus()[0][3] & SecureClient::k_support_header_sign);
  c.feed(c.bind_ack(1));
  c.run_step();
  EXPECT_EQ(c.pump(), "auth3#1 t10 l2 c1; request#2 FL c0 o7 'plain'");
}

TEST(ClientHandshake, that_fails_here_fails_the_calls_and_sends_nothing) {
  FakeScript script;
  script.client_fails_at = 1;
  SecureClient c{script};
  c.start_secure();
  c.pump();
  c.events();
  c.run_step();
  EXPECT_EQ(c.events(), "failed A 5; close 5");
  EXPECT_EQ(c.pump(), "");
}

TEST(ClientHandshake, whose_server_cannot_prove_its_name_sends_no_stub_data) {
  FakeScript script;
  script.client_fails_at = 2;
  script.failure = RPC_S_SEC_PKG_ERROR;
  SecureClient c{script};
  c.start_secure();
  c.pump();
  c.run_step();
  c.pump();
  const ByteVector ack = c.bind_ack(1);
  c.feed(ack);
  c.events();
  c.run_step();
  EXPECT_EQ(c.events(), "failed A 1825; close 1825");
  EXPECT_EQ(c.pump(), "");
}

struct RefusalRow {
  const char* name;
  std::function<ByteVector(SecureClient&)> answer;
  const char* events;
};

// T-06: downgrades of what was asked for.
TEST(ClientHandshake, refuses_every_other_answer_to_its_token) {
  const auto changed = [](size_t from_end, uint8_t by) {
    return [=](SecureClient& c) {
      ByteVector ack = c.bind_ack(1);
      ack[ack.size() - from_end] ^= by;
      return ack;
    };
  };
  const size_t trailer = 8 + 40;  // of the scripted token
  const RefusalRow rows[] = {
      {"stripped", [](SecureClient& c) { return c.server.bind_ack(1); }, "failed A 5; close 5"},
      {"another type", changed(trailer, 0x1a), "failed A 5; close 5"},
      {"a lower level", changed(trailer - 1, 3), "failed A 5; close 5"},
      {"another context", changed(trailer - 4, 2), "failed A 5; close 5"},
      {"bind_nak: no such type", [](SecureClient& c) { return c.server.bind_nak(1, 8); },
       "failed A 1747; close 1747"},
      {"bind_nak: level", [](SecureClient& c) { return c.server.bind_nak(1, 9); },
       "failed A 5; close 5"},
      {"bind_nak: token", [](SecureClient& c) { return c.server.bind_nak(1, 0); },
       "failed A 5; close 5"},
      {"fault", [](SecureClient& c) { return c.server.fault(1, 0x721); },
       "failed A 1825; close 1825"},
  };
  for (const RefusalRow& row : rows) {
    SecureClient c;
    c.start_secure();
    c.pump();
    c.run_step();
    c.pump();
    c.events();
    c.feed(row.answer(c));
    EXPECT_EQ(c.events(), row.events) << row.name;
    EXPECT_EQ(c.pump(), "") << row.name;
  }
}

TEST(ClientHandshake, refused_with_a_fault_to_its_alter_context_fails_its_calls) {
  SecureClient c{spnego()};
  c.start_secure();
  c.pump();
  c.run_step();
  c.pump();
  c.feed(c.bind_ack(1));
  c.run_step();
  c.pump();
  c.events();
  c.feed(c.server.fault(2, 0x721));
  EXPECT_EQ(c.events(), "failed A 1825; close 1825");
}

// What was sent may have been executed, whatever a server says of a later handshake.
TEST(ClientHandshake, refused_as_not_executed_says_nothing_of_calls_that_were_sent) {
  SecureClient c{spnego()};
  c.start();
  c.pump();
  c.feed(c.server.bind_ack(1));
  c.pump();
  c.start_secure("b");
  c.pump();
  c.run_step();
  c.pump();
  c.events();
  c.feed(c.server.fault(3, 0x1c00000c, k_single | k_did_not_execute));
  EXPECT_EQ(c.events(), "failed A 1726; failed B 1727; close 1727");
}

// The server has no other way to refuse an auth3.
TEST(ClientHandshake, refused_after_auth3_is_told_as_access_denied) {
  SecureClient c;
  c.open_secure();
  c.feed(c.server.fault(2, 0x1c01000b, k_single | k_did_not_execute));
  EXPECT_EQ(c.events(), "fault A 5 dne; idle");
  SecureClient other;
  other.open_secure();
  other.feed(other.response(2, "r"));
  other.start_secure();
  other.pump();
  other.events();
  other.feed(other.server.fault(3, 0x1c01000b, k_single | k_did_not_execute));
  EXPECT_EQ(other.events(), "fault B 1728 dne; idle") << "it had been accepted";
}

TEST(ClientHandshake, goes_on_for_later_calls_when_its_first_is_cancelled) {
  SecureClient c;
  Call& a = c.start_secure();
  c.pump();
  c.association->cancel(a, true);
  c.run_step();
  EXPECT_EQ(c.pump(), "");
  c.start_secure();
  EXPECT_EQ(c.pump(), "bind#1 c0 t10 l6 c1");
}

TEST(ClientHandshake, result_that_comes_after_the_end_is_dropped) {
  SecureClient c;
  c.start_secure();
  c.pump();
  c.association->connection_lost();
  c.events();
  c.run_step();
  EXPECT_EQ(c.events(), "");
}

TEST(ClientHandshake, of_another_identity_goes_through_alter_context_on_the_same_association) {
  SecureClient c;
  c.start("first");
  c.pump();
  c.feed(c.server.bind_ack(1));
  EXPECT_EQ(c.pump(), "request#2 FL c0 o7 'first'");
  c.start_secure("second");
  c.start("third");
  EXPECT_EQ(c.pump(), "");
  c.run_step();
  EXPECT_EQ(c.pump(), "alter#3 c0 t10 l6 c1");
  c.feed(c.alter_resp(3));
  c.run_step();
  EXPECT_EQ(c.pump(),
            "auth3#3 t10 l6 c1; request#4 FL c0 o7 protected; request#5 FL c0 o7 'third'");
  (void)c.server_step(c.pdus()[0]);
  c.context->sign_headers(true);
  EXPECT_EQ(text(c.open_request(c.pdus()[1]).stub), "second\0\0"s);
  c.events();
  c.feed(c.server.response(5, "3"));
  c.feed(c.response(4, "2"));
  c.feed(c.server.response(2, "1"));
  EXPECT_EQ(c.events(), "response C '3'; response B '2'; response A '1'; idle");
}

TEST(ClientHandshake, has_one_context_for_each_initiator) {
  SecureClient c;
  c.open_secure();
  FakeInitiator other{c.script, c.terms};
  Call& call = c.make_call();
  call.security = &other;
  EXPECT_TRUE(c.association->start_call(call));
  c.pump();
  c.run_step();
  EXPECT_EQ(c.pump(), "alter#3 c0 t10 l6 c2");
  c.association->close();
}

TEST(ClientHandshake, proposes_a_new_interface_without_a_token_when_it_is_complete) {
  SecureClient c;
  c.open_secure();
  c.start_secure("b", ClientFixture::clock);
  EXPECT_EQ(c.pump(), "alter#3 c2");
}

TEST(ClientVerification, repeats_what_is_not_signed_until_it_was_answered) {
  SecureClient c;
  c.open_secure();
  EXPECT_EQ(text(c.first_request.stub).substr(0, 4), "stub");
  ASSERT_TRUE(c.first_request.trailer);
  EXPECT_EQ(c.first_request.trailer->bitmask, wire::k_client_support_header_signing);
  EXPECT_EQ(c.first_request.trailer->pcontext,
            (wire::VerificationTrailer::Presentation{k_echo, k_ndr20}));
  EXPECT_FALSE(c.first_request.trailer->header2) << "headers are signed";
  c.start_secure();
  c.pump();
  EXPECT_TRUE(c.open_request(c.pdus()[0]).trailer);
  c.feed(c.response(2, "r"));
  c.start_secure();
  c.pump();
  EXPECT_FALSE(c.open_request(c.pdus()[0]).trailer);
}

TEST(ClientVerification, repeats_the_header_of_every_request_when_headers_are_not_signed) {
  SecureClient c;
  c.start_secure();
  c.pump();
  c.run_step();
  c.pump();
  c.feed(c.bind_ack(1, 0));
  c.run_step();
  c.pump();
  (void)c.server_step(c.pdus()[0]);
  const wire::VerifiedStub request = c.open_request(c.pdus()[1]);
  ASSERT_TRUE(request.trailer && request.trailer->header2);
  EXPECT_EQ(request.trailer->bitmask, wire::k_client_support_header_signing)
      << "offered, whoever took the offer away";
  EXPECT_EQ(request.trailer->header2->call_id, 2u);
  EXPECT_EQ(request.trailer->header2->opnum, 7);
  c.feed(c.response(2, "r"));
  c.start_secure();
  c.pump();
  const wire::VerifiedStub next = c.open_request(c.pdus()[0]);
  ASSERT_TRUE(next.trailer && next.trailer->header2);
  EXPECT_EQ(next.trailer->header2->call_id, 3u);
  EXPECT_FALSE(next.trailer->pcontext);
}

TEST(ClientProtection, fragments_leave_room_for_pad_and_trailer) {
  SecureClient c;
  c.open_secure();
  c.start_secure(std::string(3000, 'x'));
  c.pump();
  std::string stub;
  ASSERT_EQ(c.pdus().size(), 3u);
  for (const ByteVector& pdu : c.pdus()) {
    EXPECT_LE(pdu.size(), 1432u);
    EXPECT_EQ((pdu.size() - 24 - 8 - 16) % 16, 0u);
    const wire::VerifiedStub part = c.open_request(pdu);
    EXPECT_EQ(part.trailer.has_value(), &pdu == &c.pdus().back() || part.stub.size() < 1000);
    stub += text(part.stub);
  }
  EXPECT_EQ(stub, std::string(3000, 'x'));
}

TEST(ClientProtection, responses_are_opened_in_order) {
  SecureClient c;
  c.open_secure();
  c.start_secure("b");
  c.pump();
  c.feed(c.response(3, "for b"));
  c.feed(c.response(2, "for a, first!!!!", k_first));
  c.feed(c.response(2, "last", k_last));
  EXPECT_EQ(c.events(), "response B 'for b'; response A 'for a, first!!!!last'; idle");
}

TEST(ClientProtection, late_reply_is_opened_too_or_the_next_could_not_be) {
  SecureClient c;
  c.open_secure();
  Call& b = c.start_secure("b");
  c.pump();
  c.association->cancel(b, true);
  c.feed(c.response(3, "late"));
  c.feed(c.response(2, "r"));
  EXPECT_EQ(c.events(), "failed B 1818; response A 'r'; idle");
}

TEST(ClientProtection, no_changed_response_is_accepted) {
  SecureClient good;
  good.open_secure();
  const size_t bits = good.response(2, "r").size() * 8;
  for (size_t bit = 0; bit < bits; ++bit) {
    SecureClient c;
    c.open_secure();
    ByteVector pdu = c.response(2, "r");
    pdu[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
    c.feed(pdu);
    EXPECT_EQ(c.events().find("response"), std::string::npos) << bit;
  }
}

TEST(ClientProtection, response_without_protection_ends_the_association) {
  SecureClient c;
  c.open_secure();
  c.feed(c.server.response(2, "r"));
  EXPECT_EQ(c.events(), "failed A 5; close 5");
}

TEST(ClientProtection, response_repeated_or_left_out_ends_the_association) {
  SecureClient c;
  c.open_secure();
  c.start_secure("b");
  c.pump();
  (void)c.response(2, "dropped on the way");
  c.feed(c.response(3, "r"));
  EXPECT_EQ(c.events(), "failed A 1825; failed B 1825; close 1825");
}

TEST(ClientProtection, fault_without_protection_ends_its_call) {
  SecureClient c;
  c.open_secure();
  c.feed(c.server.fault(2, 1722));
  EXPECT_EQ(c.events(), "fault A 1722; idle");
}

}  // namespace
}  // namespace farcall::protocol::test
