// A signature is a header and the checksum over the PDU's parts and the header (RFC 4121 4.2.6.1). A sealed PDU's
// token (4.2.6.2) is turned so that all of it lies in front of the data, which the PDU then has in front of it:
//
//   header 16 | sealed: filler 16, copy of the header 16 | checksum 12 | sealed: confounder 16
//
// The text that is sealed is confounder, data, filler, copy; the checksum is over that and what is only signed.
#include "security/kerberos/cfx_protection.h"

#include <nettle/memops.h>
#include <sys/random.h>

#include <algorithm>

namespace farcall::security::kerberos {
namespace {

constexpr size_t k_header = 16;
constexpr size_t k_signature = k_header + k_checksum;
constexpr size_t k_filler = k_block;  // EC: one block in DCE style, though AES needs none
constexpr size_t k_sealed_token = k_header + k_filler + k_header + k_checksum + k_block;

// RFC 4121 2 and 4.2.2.
constexpr uint32_t k_acceptor_seal = 22;
constexpr uint32_t k_acceptor_sign = 23;
constexpr uint32_t k_initiator_seal = 24;
constexpr uint32_t k_initiator_sign = 25;
constexpr uint8_t k_sent_by_acceptor = 1;
constexpr uint8_t k_is_sealed = 2;
constexpr uint8_t k_acceptor_subkey = 4;

constexpr uint32_t usage(bool from_client, bool seals) {
  if (from_client) return seals ? k_initiator_seal : k_initiator_sign;
  return seals ? k_acceptor_seal : k_acceptor_sign;
}

// Where the parts of a sealed token lie.
struct SealedToken {
  explicit SealedToken(MutableBytes token)
      : header(token.first(k_header)),
        filler_and_copy(token.subspan(k_header, k_filler + k_header)),
        checksum(token.subspan(k_header + k_filler + k_header, k_checksum)),
        confounder(token.last(k_block)) {}
  MutableBytes header, filler_and_copy, checksum, confounder;
};

bool equal(Bytes left, Bytes right) {
  return left.size() == right.size() && memeql_sec(left.data(), right.data(), left.size());
}

// RRC: the trailer's length, less EC, which Windows turns by besides (Observed; MIT's library too).
void set_rotation(MutableBytes header) {
  header[7] = k_header + k_checksum;
}

}  // namespace

CfxProtection::Direction::Direction(const Session& session, bool from_client, bool encrypts,
                                    bool seals)
    : cipher(derive(session.key, usage(from_client, true), Use::encryption).bytes(), encrypts),
      checksum(
          derive(session.key, usage(from_client, seals), seals ? Use::integrity : Use::checksum)
              .bytes()),
      flags(static_cast<uint8_t>((from_client ? 0 : k_sent_by_acceptor) |
                                 (seals ? k_is_sealed : 0) |
                                 (session.acceptor_subkey ? k_acceptor_subkey : 0))),
      sequence(session.client == from_client ? session.send_sequence : session.receive_sequence) {}

CfxProtection::CfxProtection(const Session& session, bool seals)
    : sent_(session, session.client, true, seals),
      received_(session, !session.client, false, seals),
      seals_(seals) {}

uint16_t CfxProtection::auth_length() const {
  return seals_ ? k_sealed_token : k_signature;
}

// Of the next token; a sealed one's as it is encrypted, before it is turned.
Block CfxProtection::header_of(const Direction& direction, bool seals) {
  Block header{5, 4, direction.flags, 0xff, 0, k_filler, 0, 0};
  if (!seals) {
    header[0] = header[1] = 4;
    std::fill_n(header.begin() + 3, 5, uint8_t{0xff});
  }
  for (size_t i = 0; i < 8; ++i)
    header[k_header - 1 - i] = static_cast<uint8_t>(direction.sequence >> 8 * i);
  return header;
}

bool CfxProtection::protect(const OutgoingPdu& pdu, bool sign_headers) {
  if (pdu.auth_value.size() != auth_length()) return false;
  const Block header = header_of(sent_, seals_);
  const auto add_parts = [&] {
    if (sign_headers) sent_.checksum.add(pdu.header);
    sent_.checksum.add(pdu.stub);
    sent_.checksum.add(pdu.pad);
    if (sign_headers) sent_.checksum.add(pdu.sec_trailer);
  };
  std::ranges::copy(header, pdu.auth_value.begin());
  ++sent_.sequence;
  if (!seals_) {
    add_parts();
    sent_.checksum.add(header);
    std::ranges::copy(sent_.checksum.sum(), pdu.auth_value.begin() + k_header);
    return true;
  }
  const SealedToken token{pdu.auth_value};
  if (getrandom(token.confounder.data(), k_block, 0) != ssize_t{k_block}) return false;
  std::fill_n(token.filler_and_copy.begin(), k_filler, uint8_t{0xff});
  std::ranges::copy(header, token.filler_and_copy.begin() + k_filler);
  sent_.checksum.add(token.confounder);
  add_parts();
  sent_.checksum.add(token.filler_and_copy);
  std::ranges::copy(sent_.checksum.sum(), token.checksum.begin());
  const MutableBytes text[] = {token.confounder, pdu.stub, pdu.pad, token.filler_and_copy};
  sent_.cipher.apply(text);
  set_rotation(token.header);
  return true;
}

bool CfxProtection::unprotect(const IncomingPdu& pdu, MutableBytes data, bool sign_headers) {
  const Bytes received = pdu.cut.trailer.auth_value;
  if (received.size() != auth_length()) return false;
  Block header = header_of(received_, seals_);
  ++received_.sequence;
  // A sealed token is worked in.
  std::array<uint8_t, k_sealed_token> copy;
  std::ranges::copy(received, copy.begin());
  const SealedToken token{copy};
  if (seals_) {
    const MutableBytes text[] = {token.confounder, data, token.filler_and_copy};
    received_.cipher.apply(text);
    received_.checksum.add(token.confounder);
  }
  if (sign_headers) received_.checksum.add(pdu.header);
  received_.checksum.add(data);
  if (sign_headers) received_.checksum.add(pdu.cut.sec_trailer);
  received_.checksum.add(seals_ ? Bytes{token.filler_and_copy} : Bytes{header});
  const auto sum = received_.checksum.sum();
  if (!seals_)
    return equal(received.first(k_header), header) && equal(received.last(k_checksum), sum);
  const bool is_copy = equal(token.filler_and_copy.last(k_header), header);
  set_rotation(header);
  return equal(token.header, header) && is_copy && equal(token.checksum, sum);
}

}  // namespace farcall::security::kerberos
