// Two security contexts, client and server, that shake hands in memory, and PDUs between them as an
// association would make them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "security/provider.h"
#include "wire/auth_trailer.h"
#include "wire/cursor.h"

namespace farcall::test {

using ByteVector = std::vector<uint8_t>;
constexpr size_t k_test_header = 24;

// A whole protected PDU with this stub data. Little-endian, unless the header says otherwise.
inline Result<ByteVector> seal(security::SecurityContext& context, Bytes stub,
                               bool big_endian = false) {
  const security::Sizes sizes = context.sizes();
  const size_t over = stub.size() % sizes.stub_multiple;
  const size_t pad = sizes.auth_length && over ? sizes.stub_multiple - over : 0;
  const size_t tail = sizes.auth_length ? wire::k_sec_trailer_size + sizes.auth_length : 0;
  ByteVector pdu(k_test_header + stub.size() + pad + tail);
  const MutableBytes all{pdu};
  for (size_t i = 0; i < k_test_header; ++i) pdu[i] = static_cast<uint8_t>(i);
  pdu[4] = big_endian ? 0x00 : 0x10;
  const auto put = [&](size_t at, size_t value) {
    const auto number = static_cast<uint16_t>(value);
    wire::store_u16(&pdu[at], big_endian ? __builtin_bswap16(number) : number);
  };
  put(8, pdu.size());
  put(10, sizes.auth_length);
  std::ranges::copy(stub, pdu.begin() + k_test_header);
  const size_t trailer_at = k_test_header + stub.size() + pad;
  if (tail) {
    wire::AuthTrailer trailer = context.trailer();
    trailer.auth_pad_length = static_cast<uint8_t>(pad);
    if (big_endian) trailer.auth_context_id = __builtin_bswap32(trailer.auth_context_id);
    wire::encode_sec_trailer(all.subspan(trailer_at, wire::k_sec_trailer_size), trailer);
  }
  const size_t trailer_size = tail ? wire::k_sec_trailer_size : 0;
  RPC_TRY(context.protect({all.first(k_test_header), all.subspan(k_test_header, stub.size()),
                           all.subspan(k_test_header + stub.size(), pad),
                           all.subspan(trailer_at, trailer_size), all.last(sizes.auth_length)}));
  return pdu;
}

// The stub data of such a PDU, or why it was refused.
inline Result<ByteVector> open(security::SecurityContext& context, Bytes pdu) {
  static BufferPool buffers;
  const bool big_endian = pdu[4] == 0;
  wire::PduHeader header;
  header.packed_drep[0] = pdu[4];
  header.frag_length = wire::load_u16(&pdu[8], big_endian);
  header.auth_length = wire::load_u16(&pdu[10], big_endian);
  RPC_TRY(const wire::CutPdu cut, wire::cut_pdu(pdu, header, k_test_header));
  RPC_TRY(const security::ClearStub clear,
          context.unprotect({pdu, pdu.first(k_test_header), cut}, buffers));
  return ByteVector(clear.stub.begin(), clear.stub.end());
}

struct Pair {
  std::unique_ptr<security::SecurityContext> client, server;
  std::vector<ByteVector> tokens;  // as they crossed
  Status client_status, server_status;

  // Contexts, not yet connected.
  static Pair make(security::Initiator& initiator, security::Acceptor& acceptor) {
    Pair pair;
    pair.client = initiator.initiate(79231).value();
    auto accepted = acceptor.accept(pair.client->trailer());
    pair.server_status = accepted.status();
    if (accepted) pair.server = std::move(accepted).value();
    return pair;
  }

  // Whether both sides completed. The leg rules of the association are kept.
  bool shake_hands() {
    Bytes from_server;
    ByteVector held;
    for (int leg = 0; leg < 8; ++leg) {
      Result<security::Step> ours = client->step(from_server);
      client_status = ours.status();
      if (!ours) return false;
      if (ours->token.empty()) return ours->leg == security::Leg::complete && server_complete;
      tokens.push_back(ours->token);
      Result<security::Step> theirs = server->step(ours->token);
      server_status = theirs.status();
      if (!theirs) return false;
      if (!theirs->token.empty()) tokens.push_back(theirs->token);
      server_complete = theirs->leg == security::Leg::complete;
      if (ours->leg == security::Leg::complete) return server_complete;
      held = theirs->token;
      from_server = held;
    }
    return false;
  }

  void sign_headers(bool negotiated) {
    client->sign_headers(negotiated);
    server->sign_headers(negotiated);
  }

  bool server_complete = false;
};

}  // namespace farcall::test
