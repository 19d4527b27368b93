// The request PDU: its header against foreign bytes, its object, its stub data.
#include "wire/request.h"

#include <gtest/gtest.h>

#include "wire/corpus.h"
#include "wire/exact.h"
#include "wire/pdu_text.h"

namespace farcall::wire {
namespace {

using test::ExactBytes;

PduHeader header_of(Bytes pdu) {
  return *decode_pdu_header(pdu);
}

PduHeader new_header(uint32_t call_id, uint16_t frag_length) {
  PduHeader header;
  header.call_id = call_id;
  header.frag_length = frag_length;
  return header;
}

TEST(RequestPdu, header_is_encoded_as_impacket_encodes_it) {
  Request request;
  request.alloc_hint = 4;
  ExactBytes out{k_request_header_size};
  EXPECT_EQ(encode_request_header(out.writable(), new_header(1, 28), request), 24u);
  EXPECT_EQ(test::hex(out.get()), test::hex(Bytes{test::sample("request")}.first(24)));
}

TEST(RequestPdu, header_with_object_is_encoded_as_samba_encodes_it) {
  Request request;
  request.alloc_hint = 4;
  request.p_cont_id = 1;
  request.object = *parse_uuid("12345678-1234-5678-9abc-def012345678");
  ExactBytes out{k_request_header_size_with_object};
  EXPECT_EQ(encode_request_header(out.writable(), new_header(7, 44), request), 40u);
  PduHeader header = header_of(out.get());
  EXPECT_TRUE(header.has(k_pfc_object_uuid));
  const auto expected = test::sample("request with object");
  out.writable()[3] = expected[3];  // Samba sets the object flag alone
  EXPECT_EQ(test::hex(out.get()), test::hex(Bytes{expected}.first(40)));
}

TEST(RequestPdu, header_without_object_never_has_its_flag) {
  PduHeader header = new_header(1, 24);
  header.pfc_flags |= k_pfc_object_uuid;
  uint8_t out[24];
  encode_request_header(out, header, {});
  EXPECT_FALSE(header_of(out).has(k_pfc_object_uuid));
}

TEST(RequestPdu, too_short_for_the_object_it_announces_is_malformed) {
  auto pdu = test::sample("request");
  pdu[3] |= k_pfc_object_uuid;
  EXPECT_EQ(decode_request(pdu, header_of(pdu)).status(), Status{RPC_S_PROTOCOL_ERROR});
}

TEST(RequestPdu, of_exactly_its_header_has_no_stub_data) {
  auto pdu = test::sample("request");
  pdu.resize(24);
  pdu[8] = 24;
  const auto request = decode_request(pdu, header_of(pdu));
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->cut.body.empty());
}

TEST(RequestPdu, keeps_its_pad_apart_from_its_stub_data) {
  const auto pdu = test::sample("request with pad and verifier");
  const auto request = decode_request(pdu, header_of(pdu));
  ASSERT_TRUE(request);
  EXPECT_EQ(test::hex(request->cut.body), "29000000");
  EXPECT_EQ(request->cut.pad.size(), 12u);
  EXPECT_TRUE(request->cut.authenticated());
}

}  // namespace
}  // namespace farcall::wire
