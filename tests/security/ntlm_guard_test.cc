// The guard's every rule, on a message that breaks that rule alone. No library behind it.
#include "security/ntlm/guard.h"

#include <gtest/gtest.h>

#include <string_view>

#include "wire/cursor.h"

namespace farcall::security::ntlm {
namespace {

using ByteVector = std::vector<uint8_t>;

constexpr std::string_view k_signature{"NTLMSSP\0", 8};
constexpr uint32_t k_key_exchange = 0x40000000;

// A message of `type` with zeros up to `size`.
ByteVector message(uint32_t type, size_t size) {
  ByteVector bytes(size);
  std::ranges::copy(k_signature, bytes.begin());
  wire::store_u32(&bytes[8], type);
  return bytes;
}

void set_field(ByteVector& bytes, size_t at, size_t length, size_t offset) {
  wire::store_u16(&bytes[at], static_cast<uint16_t>(length));
  wire::store_u16(&bytes[at + 2], static_cast<uint16_t>(length));
  wire::store_u32(&bytes[at + 4], static_cast<uint32_t>(offset));
}

ByteVector negotiate(size_t size = 40) {
  ByteVector bytes = message(1, size);
  wire::store_u32(&bytes[12], 0x00080000);
  return bytes;
}

ByteVector challenge(bool key_exchange) {
  ByteVector bytes = message(2, 56);
  wire::store_u32(&bytes[20], key_exchange ? k_key_exchange : 0);
  return bytes;
}

enum Field : size_t {
  lm = 12,
  nt = 20,
  domain = 28,
  user = 36,
  workstation = 44,
  session_key = 52
};
constexpr Field k_fields[] = {lm, nt, domain, user, workstation, session_key};

// A good one: all six fields behind the fixed part and the MIC.
ByteVector authenticate() {
  ByteVector bytes = message(3, 300);
  set_field(bytes, lm, 24, 88);
  set_field(bytes, nt, 60, 112);
  set_field(bytes, domain, 14, 172);
  set_field(bytes, user, 10, 186);
  set_field(bytes, workstation, 4, 196);
  set_field(bytes, session_key, 16, 200);
  return bytes;
}

ByteVector with(Field field, size_t length, size_t offset) {
  ByteVector bytes = authenticate();
  set_field(bytes, field, length, offset);
  return bytes;
}

TEST(NtlmGuard, good_messages_pass) {
  EXPECT_TRUE(is_sound_negotiate(negotiate()));
  EXPECT_TRUE(is_sound_authenticate(authenticate(), true));
}

TEST(NtlmGuard, signature_and_type_must_be_right) {
  for (size_t i = 0; i < 9; ++i) {
    ByteVector bytes = authenticate();
    bytes[i] ^= 4;
    EXPECT_FALSE(is_sound_authenticate(bytes, true)) << i;
    bytes = negotiate();
    bytes[i] ^= 4;
    EXPECT_FALSE(is_sound_negotiate(bytes)) << i;
  }
}

TEST(NtlmGuard, fixed_part_must_be_there) {
  for (size_t size = 0; size < 64; ++size) {
    const ByteVector bytes = authenticate();
    EXPECT_FALSE(is_sound_authenticate(Bytes{bytes}.first(size), true)) << size;
  }
  const ByteVector bytes = negotiate();
  for (size_t size = 0; size < 32; ++size)
    EXPECT_FALSE(is_sound_negotiate(Bytes{bytes}.first(size))) << size;
  EXPECT_TRUE(is_sound_negotiate(Bytes{bytes}.first(32)));
}

TEST(NtlmGuard, each_field_lies_inside_the_message) {
  const size_t size = authenticate().size();
  for (const Field field : k_fields) {
    const size_t length = field == nt ? 60 : field == lm ? 24 : 16;
    EXPECT_TRUE(is_sound_authenticate(with(field, length, size - length), true)) << field;
    EXPECT_FALSE(is_sound_authenticate(with(field, length, size - length + 1), true)) << field;
    EXPECT_FALSE(is_sound_authenticate(with(field, length, 0xffffffff), true)) << field;
    EXPECT_FALSE(is_sound_authenticate(with(field, length, 0xfffffff0), true)) << field;
    EXPECT_FALSE(is_sound_authenticate(with(field, length, 63), true)) << field << " fixed part";
    EXPECT_TRUE(is_sound_authenticate(with(field, length, 64), true)) << field;
  }
}

TEST(NtlmGuard, each_field_of_a_NEGOTIATE_lies_inside_it) {
  for (const size_t field : {16u, 24u}) {
    ByteVector bytes = negotiate(48);
    set_field(bytes, field, 8, 40);
    EXPECT_TRUE(is_sound_negotiate(bytes)) << field;
    set_field(bytes, field, 9, 40);
    EXPECT_FALSE(is_sound_negotiate(bytes)) << field;
  }
}

TEST(NtlmGuard, NEGOTIATE_asks_for_extended_session_security) {
  ByteVector bytes = negotiate();
  wire::store_u32(&bytes[12], ~uint32_t{0x00080000});
  EXPECT_FALSE(is_sound_negotiate(bytes));
}

TEST(NtlmGuard, NT_response_is_that_of_version_2) {
  for (const size_t length : {0u, 24u, 43u})
    EXPECT_FALSE(is_sound_authenticate(with(nt, length, 100), true)) << length;
  EXPECT_TRUE(is_sound_authenticate(with(nt, 44, 100), true));
}

TEST(NtlmGuard, LM_response_is_absent_or_24_bytes) {
  EXPECT_TRUE(is_sound_authenticate(with(lm, 0, 0), true));
  for (const size_t length : {1u, 23u, 25u, 48u})
    EXPECT_FALSE(is_sound_authenticate(with(lm, length, 100), true)) << length;
}

TEST(NtlmGuard, user_is_named) {
  EXPECT_FALSE(is_sound_authenticate(with(user, 0, 186), true));
}

TEST(NtlmGuard, domain_and_workstation_may_be_empty) {
  EXPECT_TRUE(is_sound_authenticate(with(domain, 0, 0), true));
  EXPECT_TRUE(is_sound_authenticate(with(workstation, 0, 0), true));
}

TEST(NtlmGuard, names_have_even_lengths) {
  for (const Field field : {domain, user, workstation})
    EXPECT_FALSE(is_sound_authenticate(with(field, 7, 190), true)) << field;
}

TEST(NtlmGuard, session_key_is_16_bytes_where_the_challenge_wants_one) {
  for (const size_t length : {0u, 8u, 15u, 17u, 32u})
    EXPECT_FALSE(is_sound_authenticate(with(session_key, length, 200), true)) << length;
}

TEST(NtlmGuard, session_key_is_16_bytes_or_none_where_it_does_not) {
  EXPECT_TRUE(is_sound_authenticate(with(session_key, 0, 0), false));
  EXPECT_TRUE(is_sound_authenticate(with(session_key, 16, 200), false));
  for (const size_t length : {8u, 15u, 17u, 32u})
    EXPECT_FALSE(is_sound_authenticate(with(session_key, length, 200), false)) << length;
}

TEST(NtlmGuard, rule_for_the_session_key_follows_the_challenge_that_was_sent) {
  for (const bool key_exchange : {true, false}) {
    TokenGuard guard{false};
    EXPECT_TRUE(guard.admit(negotiate()));
    EXPECT_TRUE(guard.sent(challenge(key_exchange)));
    EXPECT_EQ(guard.admit(with(session_key, 0, 0)).ok(), !key_exchange);
  }
}

TEST(NtlmGuard, short_NEGOTIATE_gets_the_room_that_the_plugin_wants) {
  TokenGuard guard{false};
  const auto admitted = guard.admit(negotiate(32));
  ASSERT_TRUE(admitted);
  ByteVector expected = negotiate(32);
  expected.resize(40);
  EXPECT_EQ(*admitted, expected);
}

TEST(NtlmGuard, longer_NEGOTIATE_passes_unchanged) {
  TokenGuard guard{false};
  EXPECT_EQ(*guard.admit(negotiate(40)), negotiate(40));
}

TEST(NtlmGuard, messages_come_in_their_order_and_once) {
  TokenGuard early{false};
  EXPECT_EQ(early.admit(authenticate()).status(), Status{RPC_S_ACCESS_DENIED});
  TokenGuard unanswered{false};
  EXPECT_TRUE(unanswered.admit(negotiate()));
  EXPECT_FALSE(unanswered.admit(authenticate()));
  TokenGuard guard{false};
  EXPECT_TRUE(guard.admit(negotiate()));
  EXPECT_TRUE(guard.sent(challenge(true)));
  EXPECT_FALSE(guard.admit(negotiate()));
  EXPECT_TRUE(guard.admit(authenticate()));
  EXPECT_FALSE(guard.admit(authenticate()));
}

TEST(NtlmGuard, answer_that_is_no_challenge_is_noticed) {
  TokenGuard guard{false};
  EXPECT_TRUE(guard.admit(negotiate()));
  EXPECT_FALSE(guard.sent(negotiate()));
}

// DER with lengths below 128.
ByteVector der(uint8_t tag, ByteVector contents) {
  contents.insert(contents.begin(), {tag, static_cast<uint8_t>(contents.size())});
  return contents;
}
// With two bytes of length.
ByteVector long_der(uint8_t tag, ByteVector contents) {
  const size_t size = contents.size();
  contents.insert(contents.begin(),
                  {tag, 0x82, static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size)});
  return contents;
}

ByteVector in_response(const ByteVector& token) {
  return long_der(0xa1, long_der(0x30, long_der(0xa2, long_der(0x04, token))));
}

TEST(NtlmGuard, looks_into_SPNEGO) {
  TokenGuard guard{true};
  EXPECT_TRUE(guard.admit(der(0xa1, der(0x30, der(0xa2, der(0x04, negotiate()))))));
  EXPECT_TRUE(guard.sent(der(0xa1, der(0x30, der(0xa2, der(0x04, challenge(true)))))));
  EXPECT_FALSE(guard.admit(in_response(with(user, 0, 186))));
  TokenGuard other{true};
  EXPECT_TRUE(other.admit(der(0xa1, der(0x30, der(0xa2, der(0x04, negotiate()))))));
  EXPECT_TRUE(other.sent(der(0xa1, der(0x30, der(0xa2, der(0x04, challenge(true)))))));
  EXPECT_EQ(*other.admit(in_response(authenticate())), in_response(authenticate()));
}

TEST(NtlmGuard, SPNEGO_token_that_is_not_understood_is_refused) {
  TokenGuard guard{true};
  EXPECT_FALSE(guard.admit(negotiate()));
  EXPECT_FALSE(guard.admit({}));
}

TEST(NtlmGuard, no_prefix_and_no_changed_byte_makes_it_read_too_far) {
  // Exactly sized heap blocks, for the address sanitizer.
  const ByteVector good = authenticate();
  for (size_t size = 0; size <= good.size(); ++size) {
    const ByteVector prefix(good.begin(), good.begin() + static_cast<ptrdiff_t>(size));
    (void)is_sound_authenticate(prefix, true);
    (void)is_sound_negotiate(prefix);
  }
  for (size_t at = 0; at < 64; ++at)
    for (const uint8_t value : {uint8_t{0}, uint8_t{0x7f}, uint8_t{0x80}, uint8_t{0xff}}) {
      ByteVector changed = good;
      changed[at] = value;
      (void)is_sound_authenticate(changed, true);
    }
}

}  // namespace
}  // namespace farcall::security::ntlm
