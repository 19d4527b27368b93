// Signature: version 1, checksum under the stream, sequence number ([MS-NLMP] 2.2.2.9.2). Header
// and trailer are signed whatever was negotiated (Observed: Windows and Samba).
#include "security/ntlm/ntlm_protection.h"

#include <algorithm>

#include "wire/cursor.h"

namespace farcall::security::ntlm {
namespace {

// [MS-NLMP] 3.4.5.2 and 3.4.5.3.
struct Magic {
  std::string_view sign;
  std::string_view seal;
};

constexpr Magic k_client{"session key to client-to-server signing key magic constant",
                         "session key to client-to-server sealing key magic constant"};
constexpr Magic k_server{"session key to server-to-client signing key magic constant",
                         "session key to server-to-client sealing key magic constant"};

constexpr const Magic& magic(bool from_client) {
  return from_client ? k_client : k_server;
}

}  // namespace

Direction::Direction(const Key& session_key, bool from_client, uint32_t first_sequence)
    : sign_key_(derive(session_key, magic(from_client).sign)),
      stream_(derive(session_key, magic(from_client).seal)),
      sequence_(first_sequence) {}

Token Direction::seal_checksum(const std::array<uint8_t, 8>& sum) {
  Token token{1};
  std::ranges::copy(sum, token.begin() + 4);
  stream_.apply(MutableBytes{token}.subspan(4, sum.size()));
  wire::store_u32(token.data() + 12, sequence_);
  return token;
}

Token Direction::sign(std::span<const Bytes> parts, std::span<const MutableBytes> sealed) {
  const auto sum = checksum(sign_key_, sequence_, parts);
  for (const MutableBytes part : sealed) stream_.apply(part);
  const Token token = seal_checksum(sum);
  ++sequence_;
  return token;
}

bool Direction::verify(std::span<const Bytes> parts, MutableBytes sealed, Bytes token) {
  stream_.apply(sealed);
  const Token expected = seal_checksum(checksum(sign_key_, sequence_, parts));
  ++sequence_;
  return equal(expected, token);
}

NtlmProtection::NtlmProtection(const Key& session_key, bool client, uint32_t first_sequence,
                               bool seals)
    : sent_(session_key, client, first_sequence),
      received_(session_key, !client, first_sequence),
      seals_(seals) {}

bool NtlmProtection::protect(const OutgoingPdu& pdu, bool) {
  const Bytes parts[] = {pdu.header, pdu.stub, pdu.pad, pdu.sec_trailer};
  const MutableBytes sealed[] = {pdu.stub, pdu.pad};
  const Token token = sent_.sign(parts, std::span{sealed}.first(seals_ ? 2 : 0));
  if (pdu.auth_value.size() != token.size()) return false;
  std::ranges::copy(token, pdu.auth_value.begin());
  return true;
}

bool NtlmProtection::unprotect(const IncomingPdu& pdu, MutableBytes data, bool) {
  const Bytes parts[] = {pdu.header, data, pdu.cut.sec_trailer};
  return received_.verify(parts, seals_ ? data : MutableBytes{}, pdu.cut.trailer.auth_value);
}

}  // namespace farcall::security::ntlm
