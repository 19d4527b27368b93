// Handshakes on the server: what each token is answered with, what is refused with which code, and
// which requests are served under which context ([MS-RPCE] 3.3.1.5.2). Codes that cite Samba are
// those that its test of the raw protocol demands of Windows and Samba.
#include <gtest/gtest.h>

#include <string>

#include "protocol/fragment.h"
#include "protocol/server_harness.h"
#include "security/support/fake_provider.h"
#include "wire/auth_trailer.h"
#include "wire/request.h"
#include "wire/response.h"
#include "wire/verification_trailer.h"

namespace farcall::test {
namespace {

FakeScript spnego() {
  FakeScript script;
  script.auth_type = security::k_spnego;
  script.tokens = 4;
  return script;
}

struct Terms {
  uint8_t level = security::k_level_integrity;
  uint32_t context_id = 1;
  bool header_signing = true;
};

// A client's security context: the tokens of its PDUs, and its requests.
class Peer {
 public:
  explicit Peer(const FakeScript& script = {}, const Terms& terms = {}) : terms_(terms) {
    security::ClientTerms client;
    client.auth_level = terms.level;
    context_ = std::move(FakeInitiator{script, client}.initiate(terms.context_id)).value();
    step({});
  }

  [[nodiscard]] Pdu bind(Pdu pdu = bind_pdu()) const { return leg(std::move(pdu)); }
  [[nodiscard]] Pdu alter(uint32_t call_id = 2) const {
    Pdu pdu = alter_context_pdu({{0}});
    pdu.call_id = call_id;
    return leg(std::move(pdu));
  }
  [[nodiscard]] Pdu auth3(uint32_t call_id = 1) const {
    return leg({.ptype = pdu_type::auth3, .call_id = call_id, .body = ByteVector(4)});
  }
  // Takes the token of an answer.
  void answer(const ByteVector& pdu) {
    const auto cut = wire::cut_pdu(pdu, *wire::decode_pdu_header(pdu));
    ASSERT_TRUE(cut && cut->authenticated());
    EXPECT_EQ(cut->trailer.auth_context_id, terms_.context_id);
    step(cut->trailer.auth_value);
    context_->sign_headers(terms_.header_signing);
  }

  [[nodiscard]] ByteVector request(uint32_t call_id, const ByteVector& stub = add_one_stub(41),
                                   uint8_t flags = flag::single,
                                   const wire::VerificationTrailer& verification = {},
                                   uint16_t opnum = 0) {
    BufferPool pool;
    CollectingSink sink;
    ByteVector behind(wire::verification_trailer_size(verification));
    if (!behind.empty()) wire::encode_verification_trailer(behind, verification);
    const protocol::Fragment fragment =
        protocol::next_fragment(5840, 24, stub.size(), context_->sizes(), behind.size());
    wire::PduHeader header;
    header.pfc_flags = flags;
    header.call_id = call_id;
    header.frag_length = fragment.frag_length;
    header.auth_length = fragment.auth_length;
    uint8_t head[24];
    wire::encode_request_header(head, header, {0, 0, opnum, {}, {}});
    EXPECT_TRUE(protocol::write_fragment(sink, *context_, head, stub_data(pool, stub), 0, fragment,
                                         behind));
    return sink.take();
  }
  // The stub data of a response.
  [[nodiscard]] std::string open(const ByteVector& pdu) {
    const auto response = wire::decode_response(pdu, *wire::decode_pdu_header(pdu));
    const auto clear = context_->unprotect({pdu, Bytes{pdu}.first(24), response->cut}, pool_);
    if (!clear) return "refused";
    std::string text;
    for (const uint8_t byte : clear->stub) text += format("%02x", byte);
    return text;
  }
  [[nodiscard]] security::SecurityContext& context() { return *context_; }

 private:
  void step(Bytes token) {
    auto result = context_->step(token);
    ASSERT_TRUE(result);
    token_ = std::move(result).value().token;
  }
  [[nodiscard]] Pdu leg(Pdu pdu) const {
    if (terms_.header_signing) pdu.flags |= flag::header_sign;
    const wire::AuthTrailer ours = context_->trailer();
    pdu = with_trailer(pdu, {.type = ours.auth_type,
                             .level = ours.auth_level,
                             .context_id = ours.auth_context_id,
                             .token_size = token_.size()});
    std::copy(token_.begin(), token_.end(), pdu.body.end() - static_cast<ptrdiff_t>(token_.size()));
    return pdu;
  }

  Terms terms_;
  std::unique_ptr<security::SecurityContext> context_;
  std::vector<uint8_t> token_;
  BufferPool pool_;
};

struct SecureServer : ServerHarness {
  explicit SecureServer(FakeScript script = {}, Limits with = {})
      : ServerHarness(with), ntlm(script), negotiate(spnego()) {
    server.acceptors = {&ntlm, &negotiate};
  }
  // A handshake of three tokens in the bind, or in alter_contexts.
  void open(Peer& peer) {
    feed(peer.bind());
    peer.answer(sink.take());
    feed(peer.auth3());
    (void)take_answer();
  }
  void open_by_alter(Peer& peer) {
    feed(peer.alter());
    peer.answer(sink.take());
    feed(peer.auth3(2));
    (void)take_answer();
  }
  FakeAcceptor ntlm;
  FakeAcceptor negotiate;
};

TEST(ServerHandshake, of_three_tokens_answers_the_first_and_not_the_last) {
  SecureServer s;
  Peer peer;
  EXPECT_EQ(s.answer_to(peer.bind()).substr(0, 14), "bind_ack 1 0/0");
  SecureServer t;
  Peer other;
  t.feed(other.bind());
  other.answer(t.sink.take());
  EXPECT_EQ(t.answer_to(other.auth3()), "");
  t.feed(other.request(2));
  EXPECT_EQ(other.open(t.sink.take()), "2a000000");
  ASSERT_EQ(t.server.requests.size(), 1u);
  ASSERT_TRUE(t.server.requests[0].security);
  EXPECT_EQ(t.server.requests[0].security->facts().client_name, "FAKE\\client");
  EXPECT_EQ(t.server.requests[0].security->trailer().auth_level, security::k_level_integrity);
}

TEST(ServerHandshake, of_spnego_answers_every_alter_context) {
  SecureServer s;
  Peer peer{spnego()};
  s.feed(peer.bind());
  peer.answer(s.sink.take());
  s.feed(peer.alter());
  const ByteVector answer = s.sink.take();
  EXPECT_EQ(answers_text(answer), "alter_context_resp 2 0/0");
  EXPECT_NE(wire::decode_pdu_header(answer)->auth_length, 0);
  s.feed(peer.request(3));
  EXPECT_EQ(peer.open(s.sink.take()), "2a000000");
}

// Samba's clients may; Windows' do.
TEST(ServerHandshake, takes_the_last_token_of_any_mechanism_in_alter_context) {
  SecureServer s;
  Peer peer;
  s.feed(peer.bind());
  peer.answer(s.sink.take());
  s.feed(peer.alter());
  const ByteVector answer = s.sink.take();
  EXPECT_EQ(answers_text(answer), "alter_context_resp 2 0/0");
  EXPECT_EQ(wire::decode_pdu_header(answer)->auth_length, 0) << "there is nothing to say";
  s.feed(peer.request(3));
  EXPECT_EQ(peer.open(s.sink.take()), "2a000000");
}

TEST(ServerHandshake, holds_what_comes_while_the_mechanism_works) {
  SecureServer s;
  Peer peer;
  s.feed(peer.bind());
  peer.answer(s.sink.take());
  s.server.hold_steps = true;
  ByteVector both = peer.auth3().bytes();
  const ByteVector request = peer.request(2);
  both.insert(both.end(), request.begin(), request.begin() + 30);
  s.feed(both);
  EXPECT_TRUE(s.association.stepping());
  s.feed(ByteVector(request.begin() + 30, request.end()));
  EXPECT_EQ(s.take_answer(), "");
  s.server.run_step();
  EXPECT_FALSE(s.association.stepping());
  EXPECT_EQ(peer.open(s.sink.take()), "2a000000");
}

TEST(ServerHandshake, whose_step_ends_after_the_connection_changes_nothing) {
  SecureServer s;
  s.server.hold_steps = true;
  s.feed(Peer{}.bind());
  s.association.connection_lost();
  (void)s.take_answer();
  s.server.run_step();
  EXPECT_EQ(s.take_answer(), "");
}

TEST(ServerHandshake, has_a_deadline_as_a_whole) {
  Limits limits;
  limits.handshake = std::chrono::milliseconds(500);
  SecureServer s{{}, limits};
  Peer peer;
  s.feed(peer.bind());
  (void)s.take_answer();
  ASSERT_TRUE(s.association.next_deadline());
  s.clock.advance(std::chrono::milliseconds(501));
  s.association.on_timer();
  EXPECT_EQ(s.take_answer(), "drop 1460");
}

TEST(ServerHandshake, that_ends_has_no_deadline) {
  SecureServer s;
  Peer peer;
  s.open(peer);
  EXPECT_FALSE(s.association.next_deadline());
}

TEST(ServerHandshake, refuses_a_bind_as_windows_does) {
  SecureServer s;
  FakeScript other;
  other.auth_type = 77;
  EXPECT_EQ(s.answer_to(Peer{other}.bind()), "bind_nak 1 reason 8 | close");
  for (const uint8_t level : {uint8_t{0}, uint8_t{1}, uint8_t{7}}) {
    SecureServer t;
    EXPECT_EQ(t.answer_to(Peer{{}, {.level = level}}.bind()), "bind_nak 1 reason 0 | close");
  }
  FakeScript fails;
  fails.server_fails_at = 1;
  SecureServer u{fails};
  EXPECT_EQ(u.answer_to(Peer{}.bind()), "bind_nak 1 reason 0 | close");
}

TEST(ServerHandshake, that_fails_in_alter_context_is_a_fault) {
  FakeScript fails;
  fails.server_fails_at = 3;
  SecureServer s{fails};
  Peer peer;
  s.feed(peer.bind());
  peer.answer(s.sink.take());
  EXPECT_EQ(s.answer_to(peer.alter()), "fault 2 721 dne | close 1825");
}

TEST(ServerHandshake, that_fails_in_auth3_is_told_to_the_first_request) {
  FakeScript fails;
  fails.server_fails_at = 3;
  SecureServer s{fails};
  Peer peer;
  s.feed(peer.bind());
  peer.answer(s.sink.take());
  EXPECT_EQ(s.answer_to(peer.auth3()), "");
  EXPECT_EQ(s.answer_to(peer.request(2)), "fault 2 1c01000b dne | close");
}

TEST(ServerHandshake, with_an_auth3_where_an_answer_is_needed_is_dead) {
  SecureServer s;
  Peer peer{spnego()};
  s.feed(peer.bind());
  peer.answer(s.sink.take());
  EXPECT_EQ(s.answer_to(peer.auth3()), "");
  EXPECT_EQ(s.answer_to(peer.request(2)), "fault 2 1c01000b dne | close");
}

TEST(ServerHandshake, has_no_requests_before_its_end) {
  SecureServer s;
  Peer peer;
  s.feed(peer.bind());
  (void)s.take_answer();
  EXPECT_EQ(s.answer_to(with_trailer(add_one_pdu(1), {.level = 5})),
            "fault 1 1c01000b dne | close");
  SecureServer t;
  t.feed(Peer{}.bind());
  (void)t.take_answer();
  EXPECT_EQ(t.answer_to(add_one_pdu(1)), "fault 1 5 | close 5") << "without a trailer";
}

TEST(ServerHandshake, that_has_ended_takes_no_more_tokens) {
  SecureServer s;
  Peer peer;
  s.open(peer);
  EXPECT_EQ(s.answer_to(Peer{}.alter()), "fault 2 5 dne | close 5");
  SecureServer t;
  Peer other;
  t.open(other);
  EXPECT_EQ(t.answer_to(Peer{}.auth3()), "fault 1 1c01000b dne | close");
}

struct ChangeRow {
  const char* name;
  TrailerFields fields;
  const char* alter;
};

// T-04: type, level and context id stay the same through all legs.
TEST(ServerHandshake, keeps_type_level_and_context) {
  for (const ChangeRow& row : {
           ChangeRow{"another level", {.level = 6}, "fault 2 5 dne | close 5"},
           ChangeRow{"another type", {.type = 9, .level = 5}, "fault 2 721 dne | close 1825"},
           ChangeRow{"no type", {.type = 0, .level = 5}, "fault 2 5 dne | close 5"},
       }) {
    SecureServer s;
    Peer peer;
    s.feed(peer.bind());
    (void)s.take_answer();
    EXPECT_EQ(s.answer_to(with_trailer(alter_context_pdu({{0}}), row.fields)), row.alter)
        << row.name;
    SecureServer t;
    Peer other;
    t.feed(other.bind());
    (void)t.take_answer();
    const Pdu auth3{.ptype = pdu_type::auth3, .call_id = 1, .body = ByteVector(4)};
    EXPECT_EQ(t.answer_to(with_trailer(auth3, row.fields)), "") << row.name;
    EXPECT_EQ(t.answer_to(with_trailer(add_one_pdu(2), {.level = 5})),
              "fault 2 1c01000b dne | close")
        << row.name;
  }
  SecureServer s;
  s.feed(Peer{}.bind());
  (void)s.take_answer();
  EXPECT_EQ(s.answer_to(Peer{{}, {.context_id = 2}}.auth3()), "fault 1 1c01000b dne | close");
}

TEST(ServerHandshake, with_a_malformed_auth3_is_answered_as_windows_answers_it) {
  SecureServer s;
  s.feed(Peer{}.bind());
  (void)s.take_answer();
  Pdu auth3 = auth3_pdu();
  auth3.auth_length = 200;
  EXPECT_EQ(s.answer_to(auth3), "fault 1 1c00001b dne | close 14");
}

TEST(ServerHandshake, are_limited_in_number) {
  Limits limits;
  limits.max_unfinished_handshakes = 2;
  SecureServer s{{}, limits};
  s.bind();
  for (const uint32_t id : {1u, 2u})
    EXPECT_EQ(s.answer_to(Peer{{}, {.context_id = id}}.alter()), "alter_context_resp 2 0/0");
  EXPECT_EQ(s.answer_to(Peer{{}, {.context_id = 3}}.alter()), "fault 2 1c01000b dne | close");
  Limits few;
  few.max_security_contexts = 1;
  SecureServer t{{}, few};
  Peer peer;
  t.open(peer);
  EXPECT_EQ(t.answer_to(Peer{{}, {.context_id = 3}}.alter()), "fault 2 1c01000b dne | close");
}

TEST(ServerSecurity, has_several_contexts_on_one_association) {
  SecureServer s;
  s.bind();
  Peer first{{}, {.context_id = 10}}, second{{}, {.level = 6, .context_id = 20}};
  s.open_by_alter(first);
  s.open_by_alter(second);
  for (uint32_t id = 10; id < 16; id += 3) {
    s.feed(first.request(id));
    EXPECT_EQ(first.open(s.sink.take()), "2a000000");
    s.feed(second.request(id + 1));
    EXPECT_EQ(second.open(s.sink.take()), "2a000000");
    s.server.take_notes();
    EXPECT_EQ(s.answer_to(add_one_pdu(id + 2)),
              format("response %u (2a000000) | request %u", id + 2, id + 2));
  }
}

TEST(ServerSecurity, refuses_a_request_of_a_context_that_nobody_made) {
  SecureServer s;
  Peer peer;
  s.open(peer);
  Peer stranger{{}, {.context_id = 7}};
  EXPECT_EQ(s.answer_to(with_trailer(add_one_pdu(2), {.level = 5, .context_id = 7})),
            "fault 2 5 | close 5");
}

TEST(ServerSecurity, refuses_another_level_or_type_than_was_agreed) {
  for (const TrailerFields& fields : {TrailerFields{.level = 2}, TrailerFields{.level = 6},
                                      TrailerFields{.type = 16, .level = 5}}) {
    SecureServer s;
    Peer peer;
    s.open(peer);
    EXPECT_EQ(s.answer_to(with_trailer(add_one_pdu(2), fields)), "fault 2 5 | close 5");
  }
}

TEST(ServerSecurity, serves_requests_without_trailer_at_connect_level_only) {
  SecureServer s;
  Peer peer{{}, {.level = security::k_level_connect}};
  s.open(peer);
  EXPECT_EQ(s.answer_to(add_one_pdu(2)), "response 2 (2a000000) | request 2");
  ASSERT_TRUE(s.server.requests[0].security);
  EXPECT_EQ(s.server.requests[0].security->trailer().auth_level, security::k_level_connect);
  SecureServer t;
  Peer signing;
  t.open(signing);
  EXPECT_EQ(t.answer_to(add_one_pdu(2)), "fault 2 5 | close 5");
}

// T-05, CVE-2021-23192.
TEST(ServerSecurity, never_dispatches_a_request_with_a_fragment_of_another_protection) {
  const ByteVector part(16, 1);
  const auto begun = [&](SecureServer& s, Peer& peer) {
    s.bind();
    s.open_by_alter(peer);
    EXPECT_EQ(s.answer_to(peer.request(5, part, flag::first)), "");
  };
  for (const uint8_t flags : {uint8_t{0}, flag::last}) {
    SecureServer s;
    Peer peer;
    begun(s, peer);
    EXPECT_EQ(s.answer_to(request_pdu(5, flags, {1, 2, 3, 4})), "fault 5 1c01000b | close");
    SecureServer t;
    Peer first, second{{}, {.context_id = 2}};
    begun(t, first);
    EXPECT_EQ(t.answer_to(with_trailer(request_pdu(5, flags, part), {.level = 5, .context_id = 2})),
              "fault 5 721 | close 1825");
    SecureServer u;
    Peer third;
    begun(u, third);
    EXPECT_EQ(u.answer_to(with_trailer(request_pdu(5, flags, part), {.level = 6})),
              "fault 5 5 | close 5");
  }
  SecureServer s;
  Peer peer;
  s.bind();
  s.open_by_alter(peer);
  EXPECT_EQ(s.answer_to(request_pdu(5, flag::first, part)), "");
  EXPECT_EQ(s.answer_to(peer.request(5, {1}, flag::last)), "fault 5 5 | close 5");
}

TEST(ServerSecurity, hands_on_only_what_was_verified_as_a_whole) {
  SecureServer s;
  Peer peer;
  s.open(peer);
  EXPECT_EQ(s.answer_to(peer.request(2, ByteVector(16, 1), flag::first)), "");
  ByteVector last = peer.request(2, {1, 2, 3}, flag::last);
  last[24] ^= 1;
  EXPECT_EQ(s.answer_to(last), "fault 2 721 | close 1825");
  EXPECT_TRUE(s.server.stubs.empty());
}

// T-06.
TEST(ServerSecurity, accepts_no_request_with_any_bit_flipped) {
  for (const uint8_t level : {security::k_level_integrity, security::k_level_privacy}) {
    SecureServer probe;
    Peer of_probe{{}, {.level = level}};
    probe.open(of_probe);
    const size_t bits = of_probe.request(2).size() * 8;
    for (size_t bit = 0; bit < bits; ++bit) {
      SecureServer s;
      Peer peer{{}, {.level = level}};
      s.open(peer);
      ByteVector bad = peer.request(2);
      bad[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
      s.feed(bad);
      EXPECT_TRUE(s.server.requests.empty()) << bit;
    }
  }
}

TEST(ServerSecurity, accepts_no_request_repeated_or_out_of_order) {
  SecureServer s;
  Peer peer;
  s.open(peer);
  const ByteVector request = peer.request(2);
  s.feed(request);
  (void)s.take_answer();
  EXPECT_EQ(s.answer_to(request), "fault 2 721 | close 1825");
  SecureServer t;
  Peer other;
  t.open(other);
  const ByteVector first = other.request(2), second = other.request(3);
  EXPECT_EQ(t.answer_to(second), "fault 3 721 | close 1825");
}

TEST(ServerSecurity, drops_the_connection_when_protection_fails) {
  SecureServer s;
  Peer peer;
  s.server.park_all = true;
  s.open(peer);
  s.feed(peer.request(2));
  (void)s.take_answer();
  // A context that has failed protects nothing any more.
  EXPECT_FALSE(s.server.requests[0].security->step({}));
  EXPECT_EQ(s.association.send_response(2, 0, {}).status(), Status{RPC_S_SEC_PKG_ERROR});
  EXPECT_EQ(s.take_answer(), "drop 1825");
}

struct VerificationRow {
  const char* name;
  wire::VerificationTrailer trailer;
  bool accepted;
};

std::vector<VerificationRow> verification_rows() {
  using wire::VerificationTrailer;
  const VerificationTrailer::Header header{.call_id = 2};
  VerificationTrailer::Header other = header;
  other.opnum = 1;
  const SyntaxId echo{
      {0x60a15ec5, 0x4de8, 0x11d7, {0xa6, 0x37, 0x00, 0x50, 0x56, 0xa2, 0x01, 0x82}}, 1, 0};
  return {
      {"nothing", {}, true},
      {"all that is true", {1, VerificationTrailer::Presentation{echo, k_ndr20}, header}, true},
      {"no header signing", {0, {}, {}}, true},
      {"another interface", {{}, VerificationTrailer::Presentation{k_ndr64, k_ndr20}, {}}, false},
      {"another syntax", {{}, VerificationTrailer::Presentation{echo, k_ndr64}, {}}, false},
      {"another operation", {{}, {}, other}, false},
  };
}

TEST(ServerVerification, checks_what_the_trailer_repeats) {
  for (const VerificationRow& row : verification_rows()) {
    SecureServer s;
    Peer peer;
    s.open(peer);
    s.feed(peer.request(2, add_one_stub(41), flag::single, row.trailer));
    const ByteVector answer = s.sink.take();
    if (row.accepted) {
      EXPECT_EQ(peer.open(answer), "2a000000") << row.name;
      EXPECT_EQ(s.server.stubs.at(0), add_one_stub(41)) << row.name;
    } else {
      EXPECT_EQ(answers_text(answer), "fault 2 5 dne") << row.name;
      EXPECT_TRUE(s.server.requests.empty()) << row.name;
    }
  }
}

// A request with pipes is dispatched at its first fragment; its trailer comes with the last.
TEST(ServerVerification, checks_the_end_of_a_request_that_is_dispatched_before) {
  for (const VerificationRow& row : verification_rows()) {
    SecureServer s;
    s.server.stream = s.server.park_all = true;
    Peer peer;
    s.open(peer);
    EXPECT_EQ(s.answer_to(peer.request(2, ByteVector(16, 1), flag::first)), "request 2");
    EXPECT_EQ(s.answer_to(peer.request(2, {4, 3, 2, 1}, flag::last, row.trailer)),
              row.accepted ? "last data 2" : "refused 5 2")
        << row.name;
    if (row.accepted) {
      EXPECT_EQ(s.server.stubs.at(1), (ByteVector{4, 3, 2, 1})) << row.name;
    }
  }
}

// The data of a pipe may be anything, the beginning of a trailer too.
TEST(ServerVerification, looks_for_no_trailer_before_the_end) {
  SecureServer s;
  s.server.stream = s.server.park_all = true;
  Peer peer;
  s.open(peer);
  ByteVector data(32, 1);
  wire::encode_verification_trailer(MutableBytes{data}.last(16), {1, {}, {}});
  data.back() = 0x55;
  EXPECT_EQ(s.answer_to(peer.request(2, data, flag::first)), "request 2");
  EXPECT_EQ(s.answer_to(peer.request(2, data, 0)), "data 2");
  EXPECT_EQ(s.answer_to(peer.request(2, {1}, flag::last)), "last data 2");
  EXPECT_EQ(s.server.stubs, (std::vector<ByteVector>{data, data, {1}}));
}

// A man in the middle who takes the flag out of the bind gains nothing.
TEST(ServerVerification, notices_that_header_signing_was_taken_out_of_the_bind) {
  SecureServer s;
  Peer peer{{}, {.header_signing = false}};
  s.open(peer);
  EXPECT_FALSE(s.association.header_signing());
  wire::VerificationTrailer claims;
  claims.bitmask = wire::k_client_support_header_signing;
  EXPECT_EQ(s.answer_to(peer.request(2, add_one_stub(1), flag::single, claims)), "fault 2 5 dne");
}

}  // namespace
}  // namespace farcall::test
