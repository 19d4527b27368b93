// The walk over SPNEGO tokens: what it finds, and that it takes no form that DER does not have.
#include "security/ntlm/spnego_token.h"

#include <gtest/gtest.h>

namespace farcall::security::ntlm {
namespace {

using ByteVector = std::vector<uint8_t>;

ByteVector operator+(ByteVector left, const ByteVector& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

ByteVector der(uint8_t tag, ByteVector contents) {
  contents.insert(contents.begin(), {tag, static_cast<uint8_t>(contents.size())});
  return contents;
}

const ByteVector k_spnego = der(0x06, {0x2b, 0x06, 0x01, 0x05, 0x05, 0x02});
const ByteVector k_ntlm_oid = {0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a};
const ByteVector k_list = der(0xa0, der(0x30, der(0x06, k_ntlm_oid)));
const ByteVector k_token = der(0xa2, der(0x04, {1, 2, 3}));

ByteVector init(const ByteVector& fields) {
  return der(0x60, k_spnego + der(0xa0, der(0x30, fields)));
}
ByteVector response(const ByteVector& fields) {
  return der(0xa1, der(0x30, fields));
}

TEST(SpnegoToken, first_one_has_mechanisms_and_a_token) {
  const ByteVector bytes = init(k_list + k_token);
  const auto token = read_spnego_token(bytes);
  ASSERT_TRUE(token);
  EXPECT_TRUE(token->initial);
  ASSERT_EQ(token->mech_types.size(), 1u);
  EXPECT_TRUE(std::ranges::equal(token->mech_types[0], k_ntlm_oid));
  ASSERT_TRUE(token->mechanism_token);
  EXPECT_EQ(token->mechanism_token->size(), 3u);
  EXPECT_EQ(token->mechanism_token->data(), &bytes[bytes.size() - 3]);
}

TEST(SpnegoToken, later_ones_may_have_none) {
  const ByteVector with = response(der(0xa0, der(0x0a, {1})) + k_token + der(0xa3, der(0x04, {9})));
  EXPECT_TRUE(read_spnego_token(with)->mic);
  const ByteVector without = response(der(0xa0, der(0x0a, {0})));
  EXPECT_TRUE(read_spnego_token(with)->mechanism_token);
  EXPECT_FALSE(read_spnego_token(with)->initial);
  EXPECT_FALSE(read_spnego_token(without)->mechanism_token);
  EXPECT_FALSE(read_spnego_token(without)->mic);
}

TEST(SpnegoToken, refuses_a_second_or_misplaced_field) {
  EXPECT_FALSE(read_spnego_token(init(k_list + k_token + k_token)));
  EXPECT_FALSE(read_spnego_token(init(k_token + k_list)));
  EXPECT_FALSE(read_spnego_token(init(k_token))) << "no mechanisms";
  EXPECT_FALSE(read_spnego_token(init(k_list + der(0xa4, {}))));
  EXPECT_FALSE(read_spnego_token(response(der(0x04, {1, 2, 3}))));
}

TEST(SpnegoToken, refuses_what_is_left_over_at_every_level) {
  const ByteVector more = {0x05, 0x00};
  EXPECT_FALSE(read_spnego_token(init(k_list + k_token) + more));
  EXPECT_FALSE(read_spnego_token(der(0x60, k_spnego + der(0xa0, der(0x30, k_list)) + more)));
  EXPECT_FALSE(read_spnego_token(der(0x60, k_spnego + der(0xa0, der(0x30, k_list) + more))));
  EXPECT_FALSE(read_spnego_token(response(k_token) + more));
  EXPECT_FALSE(read_spnego_token(der(0xa1, der(0x30, k_token) + more)));
  EXPECT_FALSE(read_spnego_token(response(der(0xa2, der(0x04, {1}) + more))));
}

TEST(SpnegoToken, refuses_lengths_that_are_not_the_shortest_or_not_definite) {
  const ByteVector contents = der(0x30, k_token);
  const auto size = static_cast<uint8_t>(contents.size());
  EXPECT_TRUE(read_spnego_token(ByteVector{0xa1, size} + contents));
  EXPECT_FALSE(read_spnego_token(ByteVector{0xa1, 0x81, size} + contents));
  EXPECT_FALSE(read_spnego_token(ByteVector{0xa1, 0x82, 0, size} + contents));
  EXPECT_FALSE(read_spnego_token(ByteVector{0xa1, 0x80} + contents + ByteVector{0, 0}));
  EXPECT_FALSE(read_spnego_token(ByteVector{0xa1, 0x84, 0, 0, 0, size} + contents));
  EXPECT_FALSE(read_spnego_token(ByteVector{0xa1, 0xff} + contents));
}

TEST(SpnegoToken, takes_long_lengths_where_they_are_needed) {
  const ByteVector large(300, 7);
  const auto wrap = [](uint8_t tag, const ByteVector& contents) {
    return ByteVector{tag, 0x82, static_cast<uint8_t>(contents.size() >> 8),
                      static_cast<uint8_t>(contents.size())} +
           contents;
  };
  const ByteVector bytes = wrap(0xa1, wrap(0x30, wrap(0xa2, wrap(0x04, large))));
  EXPECT_EQ(read_spnego_token(bytes)->mechanism_token->size(), 300u);
}

TEST(SpnegoToken, refuses_another_mechanism_s_frame_and_bare_tokens) {
  EXPECT_FALSE(
      read_spnego_token(der(0x60, der(0x06, {0x2a, 0x86}) + der(0xa0, der(0x30, k_list)))));
  EXPECT_FALSE(read_spnego_token(ByteVector{'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 1, 0, 0, 0}));
  EXPECT_FALSE(read_spnego_token({}));
}

TEST(SpnegoToken, list_of_mechanisms_is_bounded) {
  ByteVector oids;
  for (int i = 0; i < 17; ++i) oids = oids + der(0x06, {1});
  EXPECT_FALSE(read_spnego_token(init(der(0xa0, der(0x30, oids)))));
}

TEST(SpnegoToken, no_prefix_is_taken_and_none_reads_too_far) {
  for (const ByteVector& bytes : {init(k_list + k_token), response(k_token)})
    for (size_t size = 0; size < bytes.size(); ++size)
      EXPECT_FALSE(read_spnego_token(
          ByteVector(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(size))))
          << size;
}

}  // namespace
}  // namespace farcall::security::ntlm
