// Fragments with and without protection, and the association with a context that protects.
#include "protocol/fragment.h"

#include <gtest/gtest.h>

#include "protocol/server_harness.h"
#include "protocol/toy_security.h"
#include "security/none.h"
#include "wire/request.h"
#include "wire/response.h"

namespace farcall::protocol {
namespace {

using test::ByteVector;
using test::ToySecurity;

TEST(Fragment, fills_what_the_peer_receives_and_never_exceeds_it) {
  for (const size_t max_frag : {1432u, 2048u, 5840u, 65528u})
    for (const size_t header : {24u, 40u})
      for (const uint16_t auth_length : {uint16_t{0}, uint16_t{16}, uint16_t{28}, uint16_t{76}})
        for (size_t left = 0; left < 3 * max_frag; left += left < 200 || left % 5 ? 1 : 37) {
          const security::Sizes sizes{auth_length, uint8_t{16}};
          const Fragment fragment = next_fragment(max_frag, header, left, sizes);
          ASSERT_LE(fragment.frag_length, max_frag);
          ASSERT_EQ(fragment.last, fragment.stub_length == left);
          const size_t behind = auth_length ? 8u + auth_length : 0u;
          ASSERT_EQ(fragment.frag_length,
                    header + fragment.stub_length + fragment.pad_length + behind);
          ASSERT_TRUE(!auth_length || (fragment.stub_length + fragment.pad_length) % 16 == 0);
          ASSERT_TRUE(fragment.last || fragment.frag_length + 16u > max_frag);
        }
}

TEST(Fragment, without_protection_has_no_pad) {
  const Fragment fragment = next_fragment(5840, 24, 5, {});
  EXPECT_EQ(fragment.pad_length, 0);
  EXPECT_EQ(fragment.frag_length, 29);
}

// Cuts `stub` into protected requests and puts it together again.
void round_trip(size_t size, uint16_t auth_length) {
  ToySecurity sender{auth_length}, receiver{auth_length};
  BufferPool pool;
  ByteVector stub(size), received;
  for (size_t i = 0; i < size; ++i) stub[i] = static_cast<uint8_t>(i * 13);
  const StubData data = test::stub_data(pool, stub);
  size_t sent = 0;
  for (bool last = false; !last;) {
    test::CollectingSink sink;
    const Fragment fragment = next_fragment(1432, 24, size - sent, sender.sizes());
    wire::PduHeader header;
    header.frag_length = fragment.frag_length;
    header.auth_length = fragment.auth_length;
    uint8_t head[24];
    wire::encode_request_header(head, header, {});
    ASSERT_TRUE(write_fragment(sink, sender, head, data, sent, fragment));
    const ByteVector pdu = sink.take();
    const auto decoded = wire::decode_request(pdu, *wire::decode_pdu_header(pdu));
    ASSERT_TRUE(decoded);
    const auto clear = receiver.unprotect({pdu, Bytes{pdu}.first(24), decoded->cut}, pool);
    ASSERT_TRUE(clear);
    received.insert(received.end(), clear->stub.begin(), clear->stub.end());
    sent += fragment.stub_length;
    last = fragment.last;
  }
  EXPECT_EQ(received, stub);
}

TEST(Fragment, survives_protection) {
  for (const uint16_t auth_length : {uint16_t{16}, uint16_t{28}, uint16_t{76}, uint16_t{256}})
    for (const size_t size : {0u, 1u, 15u, 16u, 17u, 1000u, 1376u, 1377u, 10000u})
      round_trip(size, auth_length);
}

TEST(Fragment, that_cannot_be_protected_is_not_sent) {
  ToySecurity failing;
  failing.fail = true;
  test::CollectingSink sink;
  const uint8_t head[24] = {};
  EXPECT_EQ(write_fragment(sink, failing, head, {}, 0, next_fragment(5840, 24, 0, {})).status(),
            Status{RPC_S_SEC_PKG_ERROR});
  EXPECT_TRUE(sink.take().empty());
}

// A server whose association protects.
struct ProtectedServer {
  ProtectedServer() {
    server.association = &association;
    server.buffers = &pool;
    server.park_all = true;
    association.on_bytes(test::bind_pdu().bytes());
    (void)sink.take();
    (void)server.take_notes();
  }

  const Limits limits;
  test::FailingPool pool;
  test::FakeClock clock;
  test::CollectingSink sink;
  test::EchoServer server;
  ToySecurity security;
  const SyntaxId syntaxes[1] = {k_ndr20};
  ServerAssociation association{{limits, pool, clock, "135", syntaxes, 0, &security}, server, sink};
};

ByteVector protected_request(ToySecurity& security, uint8_t flags, const ByteVector& stub) {
  test::CollectingSink sink;
  BufferPool pool;
  const Fragment fragment = next_fragment(5840, 24, stub.size(), security.sizes());
  wire::PduHeader header;
  header.pfc_flags = flags;
  header.call_id = 1;
  header.frag_length = fragment.frag_length;
  header.auth_length = fragment.auth_length;
  uint8_t head[24];
  wire::encode_request_header(head, header, {});
  EXPECT_TRUE(write_fragment(sink, security, head, test::stub_data(pool, stub), 0, fragment));
  return sink.take();
}

TEST(ProtectedAssociation, hands_over_what_was_verified_and_protects_its_answer) {
  ProtectedServer s;
  ToySecurity client;
  s.association.on_bytes(protected_request(client, test::flag::first, ByteVector(32, 1)));
  s.association.on_bytes(protected_request(client, test::flag::last, {7, 8, 9}));
  ByteVector expected(32, 1);
  expected.insert(expected.end(), {7, 8, 9});
  ASSERT_EQ(s.server.stubs.size(), 1u);
  EXPECT_EQ(s.server.stubs[0], expected);

  EXPECT_TRUE(s.association.send_response(1, 0, test::stub_data(s.pool, {1, 2, 3, 4, 5})));
  const ByteVector pdu = s.sink.take();
  const auto response = wire::decode_response(pdu, *wire::decode_pdu_header(pdu));
  ASSERT_TRUE(response);
  const auto clear = client.unprotect({pdu, Bytes{pdu}.first(24), response->cut}, s.pool);
  ASSERT_TRUE(clear);
  EXPECT_EQ(ByteVector(clear->stub.begin(), clear->stub.end()), (ByteVector{1, 2, 3, 4, 5}));
}

TEST(ProtectedAssociation, keeps_the_block_of_unsealed_stub_data_for_the_request) {
  ProtectedServer s;
  ToySecurity client;
  s.association.on_bytes(protected_request(client, test::flag::single, {7, 8, 9}));
  ASSERT_EQ(s.server.requests.size(), 1u);
  ASSERT_TRUE(s.server.requests[0].owner);
  EXPECT_EQ(s.server.requests[0].owner.data()[0], 7);
}

// T-05, for the shapes that need no handshake.
TEST(ProtectedAssociation, never_dispatches_a_request_with_an_unprotected_fragment) {
  ProtectedServer first;
  first.association.on_bytes(test::add_one_pdu(1).bytes());
  EXPECT_EQ(test::answers_text(first.sink.take()), "fault 1 5");
  ProtectedServer second;
  ToySecurity client;
  second.association.on_bytes(protected_request(client, test::flag::first, ByteVector(16)));
  second.association.on_bytes(test::request_pdu(1, test::flag::last, {1}).bytes());
  EXPECT_EQ(test::answers_text(second.sink.take()), "fault 1 5");
  EXPECT_TRUE(second.server.requests.empty());
}

// T-06.
TEST(ProtectedAssociation, refuses_a_request_with_any_bit_flipped) {
  ToySecurity client;
  const ByteVector good = protected_request(client, test::flag::single, {7, 8, 9});
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    ByteVector bad = good;
    bad[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
    ProtectedServer s;
    s.association.on_bytes(bad);
    EXPECT_TRUE(s.server.requests.empty()) << bit;
  }
}

TEST(ProtectedAssociation, drops_the_connection_when_protection_fails) {
  ProtectedServer s;
  ToySecurity client;
  s.association.on_bytes(protected_request(client, test::flag::single, {}));
  s.security.fail = true;
  EXPECT_EQ(s.association.send_response(1, 0, {}).status(), Status{RPC_S_SEC_PKG_ERROR});
  EXPECT_TRUE(s.sink.take().empty());
  EXPECT_EQ(s.server.take_notes(), "request 1; drop 1825");
}

}  // namespace
}  // namespace farcall::protocol
