// The arithmetic of the authentication trailer over whole grids of lengths (T-03).
#include "wire/auth_trailer.h"

#include <gtest/gtest.h>

#include "wire/corpus.h"
#include "wire/exact.h"

namespace farcall::wire {
namespace {

using test::ExactBytes;

// What the rules of [MS-RPCE] 2.2.2.11 say of such a PDU, written another way.
bool well_formed(size_t frag_length, size_t body_offset, size_t auth_length, size_t pad) {
  if (body_offset > frag_length) return false;
  if (auth_length == 0) return true;
  if (body_offset + pad + k_sec_trailer_size + auth_length > frag_length) return false;
  return (frag_length - auth_length - k_sec_trailer_size) % 4 == 0;
}

// A PDU of zeros with that pad length where its trailer would stand.
struct Pdu {
  explicit Pdu(size_t size) : bytes(size) { header.frag_length = static_cast<uint16_t>(size); }

  void set(size_t auth_length, size_t pad) {
    if (pad_at < bytes.get().size()) bytes.writable()[pad_at] = 0;
    header.auth_length = static_cast<uint16_t>(auth_length);
    pad_at = bytes.get().size() - auth_length - k_sec_trailer_size + 2;  // may wrap: not in it
    if (pad_at < bytes.get().size()) bytes.writable()[pad_at] = static_cast<uint8_t>(pad);
  }

  ExactBytes bytes;
  PduHeader header;
  size_t pad_at = SIZE_MAX;
};

void check(Pdu& pdu, size_t body_offset, size_t auth_length, size_t pad) {
  pdu.set(auth_length, pad);
  const auto cut = cut_pdu(pdu.bytes.get(), pdu.header, body_offset);
  const size_t frag_length = pdu.bytes.get().size();
  const bool expected = well_formed(frag_length, body_offset, auth_length, pad);
  ASSERT_EQ(cut.ok(), expected) << frag_length << " " << auth_length << " " << pad;
  if (!expected || auth_length == 0) return;
  ASSERT_EQ(cut->trailer.auth_value.size(), auth_length);
  ASSERT_EQ(cut->pad.size(), pad);
  ASSERT_EQ(body_offset + cut->body.size() + pad + k_sec_trailer_size + auth_length, frag_length);
}

TEST(AuthTrailer, is_cut_by_the_rules_for_every_auth_length) {
  for (const size_t frag_length : {16u, 24u, 25u, 28u, 40u, 63u, 64u, 1000u, 5840u, 65535u}) {
    Pdu pdu{frag_length};
    for (const size_t pad : {0u, 1u, 3u, 4u, 15u, 16u, 255u})
      for (size_t auth_length = 0; auth_length <= UINT16_MAX; ++auth_length)
        check(pdu, k_header_size, auth_length, pad);
  }
}

TEST(AuthTrailer, is_cut_by_the_rules_for_every_pad_length) {
  for (size_t frag_length = 24; frag_length < 400; ++frag_length) {
    Pdu pdu{frag_length};
    for (const size_t auth_length : {0u, 1u, 4u, 16u, 28u, 76u, 300u})
      for (size_t pad = 0; pad <= UINT8_MAX; ++pad) check(pdu, 24, auth_length, pad);
  }
}

TEST(AuthTrailer, of_a_pdu_with_another_length_than_it_says_is_malformed) {
  auto pdu = test::sample("request with pad and verifier");
  const PduHeader header = *decode_pdu_header(pdu);
  pdu.push_back(0);
  EXPECT_FALSE(cut_pdu(pdu, header));
  pdu.resize(pdu.size() - 2);
  EXPECT_FALSE(cut_pdu(pdu, header));
}

TEST(AuthTrailer, is_appended_behind_pad_of_zeros) {
  for (size_t length = 16; length < 40; ++length) {
    std::vector<uint8_t> out(200, 0xaa);
    PduHeader header;
    header.ptype = PduType::bind;
    header.frag_length = static_cast<uint16_t>(length);
    encode_pdu_header(out, header);
    const uint8_t token[] = {1, 2, 3, 4, 5};
    const auto whole = append_auth_trailer(out, length, {10, 5, 0, 0, 3, token});
    ASSERT_TRUE(whole);
    const Bytes pdu = Bytes{out}.first(*whole);
    const auto cut = cut_pdu(pdu, *decode_pdu_header(pdu));
    ASSERT_TRUE(cut) << length;
    EXPECT_EQ(cut->body.size(), length - k_header_size);
    for (const uint8_t byte : cut->pad) EXPECT_EQ(byte, 0);
    EXPECT_EQ(cut->trailer.auth_context_id, 3u);
    EXPECT_EQ(cut->trailer.auth_value.size(), sizeof token);
  }
}

TEST(AuthTrailer, is_not_appended_when_it_does_not_fit) {
  const std::vector<uint8_t> token(100);
  for (size_t size = 20; size <= 128; ++size) {
    ExactBytes out{size};
    const auto length = append_auth_trailer(out.writable(), 20, {10, 5, 0, 0, 3, token});
    EXPECT_EQ(length.ok(), size == 128) << size;
  }
  std::vector<uint8_t> large(70000);
  const std::vector<uint8_t> long_token(65500);
  EXPECT_FALSE(append_auth_trailer(large, 72, {10, 5, 0, 0, 3, long_token}));
}

}  // namespace
}  // namespace farcall::wire
