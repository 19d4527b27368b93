// The verification trailer of [MS-RPCE] 2.2.2.13, byte by byte.
#include "wire/verification_trailer.h"

#include <gtest/gtest.h>

#include <vector>

#include "wire/exact.h"

namespace farcall::wire {
namespace {

using ByteVector = std::vector<uint8_t>;

const ByteVector k_signature{0x8a, 0xe3, 0x13, 0x71, 0x02, 0xf4, 0x36, 0x71};

ByteVector operator+(ByteVector left, const ByteVector& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

VerificationTrailer everything() {
  VerificationTrailer trailer;
  trailer.bitmask = k_client_support_header_signing;
  trailer.pcontext = {k_ndr64, k_ndr20};
  trailer.header2 = {.call_id = 0x01020304, .p_cont_id = 5, .opnum = 6};
  return trailer;
}

ByteVector encoded(const VerificationTrailer& trailer) {
  ByteVector bytes(verification_trailer_size(trailer));
  encode_verification_trailer(bytes, trailer);
  return bytes;
}

Result<VerifiedStub> cut(const ByteVector& stub, bool big_endian = false) {
  static ByteVector kept;
  kept = stub;
  return cut_verification_trailer(test::ExactBytes{Bytes{kept}}.get(), big_endian);
}

TEST(VerificationTrailer, is_written_as_the_specification_spells_it) {
  VerificationTrailer trailer;
  trailer.bitmask = 1;
  EXPECT_EQ(encoded(trailer), (k_signature + ByteVector{1, 0x40, 4, 0, 1, 0, 0, 0}));
  VerificationTrailer header;
  header.header2 = {.call_id = 0x01020304, .p_cont_id = 5, .opnum = 6};
  const ByteVector command{3, 0x40, 16, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 4, 3, 2, 1, 5, 0, 6, 0};
  EXPECT_EQ(encoded(header), k_signature + command);
}

TEST(VerificationTrailer, comes_back_behind_stub_data_of_any_length) {
  const ByteVector trailer = encoded(everything());
  EXPECT_EQ(trailer.size(), k_max_verification_trailer);
  for (size_t size = 0; size < 3000; size += size < 100 ? 1 : 97) {
    const ByteVector padded((size + 3) & ~size_t{3}, 0x11);
    const auto result = cut(padded + trailer);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->stub.size(), padded.size());
    ASSERT_TRUE(result->trailer);
    EXPECT_EQ(result->trailer->bitmask, 1u);
    EXPECT_EQ(result->trailer->pcontext, everything().pcontext);
    EXPECT_EQ(result->trailer->header2, everything().header2);
  }
}

TEST(VerificationTrailer, is_not_seen_in_ordinary_stub_data_or_at_an_odd_place) {
  EXPECT_FALSE(cut(ByteVector(4000, 0x8a))->trailer);
  EXPECT_FALSE(cut({})->trailer);
  const auto odd = cut(ByteVector(3) + encoded(everything()));
  EXPECT_FALSE(odd->trailer);
  EXPECT_EQ(odd->stub.size(), 3 + k_max_verification_trailer);
}

TEST(VerificationTrailer, may_be_followed_by_padding) {
  EXPECT_TRUE(cut(encoded(everything()) + ByteVector(12))->trailer);
}

TEST(VerificationTrailer, cut_anywhere_is_refused) {
  const ByteVector whole = encoded(everything());
  for (size_t size = k_signature.size(); size < whole.size(); ++size)
    EXPECT_EQ(cut({whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size)}).status(),
              Status{RPC_S_ACCESS_DENIED})
        << size;
}

TEST(VerificationTrailer, with_a_wrong_length_or_a_command_twice_is_refused) {
  for (const size_t length_at : {10u, 18u, 62u}) {
    ByteVector bytes = encoded(everything());
    bytes[length_at] ^= 4;
    EXPECT_FALSE(cut(bytes)) << length_at;
  }
  const ByteVector bitmask{1, 0, 4, 0, 1, 0, 0, 0}, last{1, 0x40, 4, 0, 1, 0, 0, 0};
  EXPECT_FALSE(cut(k_signature + bitmask + last));
}

TEST(VerificationTrailer, unknown_commands_are_skipped_unless_they_must_be_processed) {
  const ByteVector end{1, 0x40, 4, 0, 1, 0, 0, 0};
  const ByteVector optional{9, 0, 2, 0, 7, 7}, must_process{9, 0x80, 2, 0, 7, 7};
  EXPECT_EQ(cut(k_signature + optional + end)->trailer->bitmask, 1u);
  EXPECT_FALSE(cut(k_signature + must_process + end));
}

TEST(VerificationTrailer, is_read_in_the_byte_order_of_its_request) {
  const ByteVector bytes = k_signature + ByteVector{0x40, 1, 0, 4, 0, 0, 0, 1};
  EXPECT_EQ(cut(bytes, true)->trailer->bitmask, 1u);
}

}  // namespace
}  // namespace farcall::wire
