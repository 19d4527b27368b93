// Fragments with and without protection.
#include "protocol/fragment.h"

#include <gtest/gtest.h>

#include "protocol/fake_contexts.h"
#include "protocol/server_harness.h"
#include "security/none.h"
#include "wire/request.h"
#include "wire/response.h"

namespace farcall::protocol {
namespace {

using test::ByteVector;
using test::FakeScript;

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

TEST(Fragment, keeps_a_verification_trailer_whole_and_for_the_last) {
  const security::Sizes sizes{28, 16};
  for (const size_t verification : {16u, 52u, 80u})
    for (size_t stub = 0; stub < 3000; ++stub) {
      size_t left = stub;
      Fragment fragment;
      for (bool last = false; !last; last = fragment.last) {
        fragment = next_fragment(1432, 24, left, sizes, verification);
        left -= fragment.stub_length;
        ASSERT_LE(fragment.frag_length, 1432);
        ASSERT_TRUE(fragment.last || fragment.stub_length > 0);
        ASSERT_EQ(fragment.verification_length, fragment.last ? verification : 0u);
        ASSERT_TRUE(fragment.last || fragment.stub_length % 16 == 0);
      }
      ASSERT_EQ(left, 0u) << stub;
      ASSERT_EQ((fragment.stub_length + fragment.align_length) % 4, 0u);
      ASSERT_EQ((fragment.frag_length - 24 - 8 - 28) % 16, 0);
    }
}

// Cuts `stub` into protected requests and puts it together again.
void round_trip(size_t size, uint16_t auth_length) {
  const test::FakePair pair{security::k_level_privacy, auth_length};
  BufferPool pool;
  ByteVector stub(size), received;
  for (size_t i = 0; i < size; ++i) stub[i] = static_cast<uint8_t>(i * 13);
  const StubData data = test::stub_data(pool, stub);
  const ByteVector verification(52, 0x77);
  size_t sent = 0;
  for (bool last = false; !last;) {
    test::CollectingSink sink;
    const Fragment fragment =
        next_fragment(1432, 24, size - sent, pair.client->sizes(), verification.size());
    wire::PduHeader header;
    header.frag_length = fragment.frag_length;
    header.auth_length = fragment.auth_length;
    uint8_t head[24];
    wire::encode_request_header(head, header, {});
    const Bytes behind = Bytes{verification}.first(fragment.verification_length);
    ASSERT_TRUE(write_fragment(sink, *pair.client, head, data, sent, fragment, behind));
    const ByteVector pdu = sink.take();
    const auto decoded = wire::decode_request(pdu, *wire::decode_pdu_header(pdu));
    ASSERT_TRUE(decoded);
    const auto clear = pair.server->unprotect({pdu, Bytes{pdu}.first(24), decoded->cut}, pool);
    ASSERT_TRUE(clear);
    received.insert(received.end(), clear->stub.begin(), clear->stub.end());
    sent += fragment.stub_length;
    last = fragment.last;
  }
  stub.resize((size + 3) & ~size_t{3});
  stub.insert(stub.end(), verification.begin(), verification.end());
  EXPECT_EQ(received, stub);
}

TEST(Fragment, survives_protection) {
  for (const uint16_t auth_length : {uint16_t{16}, uint16_t{28}, uint16_t{76}, uint16_t{256}})
    for (const size_t size : {0u, 1u, 15u, 16u, 17u, 1000u, 1376u, 1377u, 10000u})
      round_trip(size, auth_length);
}

TEST(Fragment, that_cannot_be_protected_is_not_sent) {
  FakeScript script;
  const auto unfinished = std::move(test::FakeInitiator{script, {}}.initiate(1)).value();
  test::CollectingSink sink;
  const uint8_t head[24] = {};
  const Fragment fragment = next_fragment(5840, 24, 0, unfinished->sizes());
  EXPECT_EQ(write_fragment(sink, *unfinished, head, {}, 0, fragment).status(),
            Status{RPC_S_SEC_PKG_ERROR});
  EXPECT_TRUE(sink.take().empty());
}

}  // namespace
}  // namespace farcall::protocol
