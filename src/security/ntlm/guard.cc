// The rules. All offsets are those of [MS-NLMP] 2.2.1.1 to 2.2.1.3; numbers are little-endian.
#include "security/ntlm/guard.h"

#include <algorithm>
#include <array>

#include "security/ntlm/spnego_token.h"
#include "wire/cursor.h"

namespace farcall::security::ntlm {
namespace {

constexpr Status k_refused{RPC_S_ACCESS_DENIED};

constexpr std::array<uint8_t, 8> k_signature = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0};
constexpr size_t k_type_offset = 8;
constexpr uint32_t k_type_negotiate = 1;
constexpr uint32_t k_type_challenge = 2;
constexpr uint32_t k_type_authenticate = 3;

constexpr size_t k_negotiate_size = 32;         // of its fixed part
constexpr size_t k_negotiate_plugin_size = 40;  // the plugin wants room for the version too
constexpr size_t k_negotiate_flags_offset = 12;
constexpr size_t k_negotiate_fields[] = {16, 24};
constexpr size_t k_challenge_flags_offset = 20;
constexpr size_t k_challenge_size = 32;
constexpr size_t k_authenticate_size = 64;
constexpr uint32_t k_extended_session_security = 0x00080000;
constexpr uint32_t k_key_exchange = 0x40000000;

constexpr size_t k_lm_response_size = 24;
constexpr size_t k_least_nt_response = 44;  // NTLMv2: proof of 16, fixed part of the blob of 28
constexpr size_t k_session_key_size = 16;

uint32_t u16(Bytes message, size_t at) {
  return wire::load_u16(&message[at], false);
}
uint32_t u32(Bytes message, size_t at) {
  return wire::load_u32(&message[at], false);
}

// A descriptor of 8 bytes: length, maximum, offset.
struct Field {
  size_t length;
  size_t offset;
  Field(Bytes message, size_t at) : length(u16(message, at)), offset(u32(message, at + 4)) {}
  [[nodiscard]] bool inside(Bytes message, size_t fixed_part) const {
    if (length == 0) return true;
    return offset >= fixed_part && offset <= message.size() && length <= message.size() - offset;
  }
  [[nodiscard]] bool even() const { return length % 2 == 0; }
};

bool is_message(Bytes message) {
  return message.size() >= k_type_offset + 4 &&
         std::ranges::equal(message.first(k_signature.size()), k_signature);
}

bool has_type(Bytes message, uint32_t type, size_t fixed_part) {
  return message.size() >= fixed_part && is_message(message) && u32(message, k_type_offset) == type;
}

}  // namespace

bool is_sound_negotiate(Bytes message) {
  if (!has_type(message, k_type_negotiate, k_negotiate_size)) return false;
  // Without it there is no NTLMv2 to come; the plugin refuses too, and leaks memory over it.
  if (!(u32(message, k_negotiate_flags_offset) & k_extended_session_security)) return false;
  return std::ranges::all_of(k_negotiate_fields, [&](size_t at) {
    return Field(message, at).inside(message, k_negotiate_size);
  });
}

bool is_sound_authenticate(Bytes message, bool key_exchange) {
  if (!has_type(message, k_type_authenticate, k_authenticate_size)) return false;
  const Field lm(message, 12), nt(message, 20), domain(message, 28), user(message, 36),
      workstation(message, 44), session_key(message, 52);
  for (const Field& field : {lm, nt, domain, user, workstation, session_key})
    if (!field.inside(message, k_authenticate_size)) return false;
  const bool responses =
      (lm.length == 0 || lm.length == k_lm_response_size) && nt.length >= k_least_nt_response;
  const bool names = user.length > 0 && user.even() && domain.even() && workstation.even();
  // Without key exchange the plugin's own client sends 16 bytes too, which nobody reads.
  const bool key =
      session_key.length == k_session_key_size || (!key_exchange && !session_key.length);
  return responses && names && key;
}

Result<std::vector<uint8_t>> TokenGuard::admit(Bytes token) {
  std::vector<uint8_t> admitted(token.begin(), token.end());
  if (in_spnego_) {
    RPC_TRY(const SpnegoToken spnego, read_spnego_token(token));
    // Without one it is about the negotiation only.
    if (spnego.mechanism_token) RPC_TRY(check_message(*spnego.mechanism_token));
    return admitted;
  }
  const bool first = expected_ == Expected::negotiate;
  RPC_TRY(check_message(token));
  if (first && admitted.size() < k_negotiate_plugin_size)
    admitted.resize(admitted.size() + k_negotiate_plugin_size - k_negotiate_size);
  return admitted;
}

Result<void> TokenGuard::check_message(Bytes message) {
  switch (expected_) {
    case Expected::negotiate:
      if (!is_sound_negotiate(message)) return k_refused;
      expected_ = Expected::challenge;
      return {};
    case Expected::authenticate:
      if (!is_sound_authenticate(message, key_exchange_)) return k_refused;
      expected_ = Expected::nothing;
      return {};
    default:
      return k_refused;
  }
}

Result<void> TokenGuard::sent(Bytes token) {
  if (expected_ != Expected::challenge) return {};
  Bytes message = token;
  if (in_spnego_) {
    RPC_TRY(const SpnegoToken spnego, read_spnego_token(token));
    if (!spnego.mechanism_token) return {};
    message = *spnego.mechanism_token;
  }
  if (!has_type(message, k_type_challenge, k_challenge_size)) return k_refused;
  key_exchange_ = (u32(message, k_challenge_flags_offset) & k_key_exchange) != 0;
  expected_ = Expected::authenticate;
  return {};
}

}  // namespace farcall::security::ntlm
