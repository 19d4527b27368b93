// The response PDU: its header against foreign bytes.
#include "wire/response.h"

#include <gtest/gtest.h>

#include "wire/corpus.h"
#include "wire/exact.h"
#include "wire/pdu_text.h"

namespace farcall::wire {
namespace {

using test::ExactBytes;

PduHeader new_header(uint32_t call_id, uint16_t frag_length) {
  PduHeader header;
  header.call_id = call_id;
  header.frag_length = frag_length;
  return header;
}

TEST(ResponsePdu, header_is_encoded_as_impacket_encodes_it) {
  Response response;
  response.alloc_hint = 4;
  ExactBytes out{k_response_header_size};
  encode_response_header(out.writable(), new_header(2, 28), response);
  EXPECT_EQ(test::hex(out.get()), test::hex(Bytes{test::sample("response")}.first(24)));
}

TEST(ResponsePdu, below_its_header_is_malformed) {
  for (size_t length = 16; length <= 28; ++length) {
    auto pdu = test::sample("response");
    pdu.resize(length);
    pdu[8] = static_cast<uint8_t>(length);
    EXPECT_EQ(decode_response(pdu, *decode_pdu_header(pdu)).ok(), length >= 24) << length;
  }
}

}  // namespace
}  // namespace farcall::wire
