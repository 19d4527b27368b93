// bind, bind_ack, bind_nak, alter_context, auth3: encoders against foreign bytes, and the limits of
// their fields.
#include "wire/bind.h"

#include <gtest/gtest.h>

#include "wire/bind_time_features.h"
#include "wire/corpus.h"
#include "wire/exact.h"
#include "wire/pdu_text.h"

namespace farcall::wire {
namespace {

using test::ExactBytes;

constexpr SyntaxId k_echo{
    {0x60a15ec5, 0x4de8, 0x11d7, {0xa6, 0x37, 0x00, 0x50, 0x56, 0xa2, 0x01, 0x82}}, 1, 0};

PduHeader header_of(Bytes pdu) {
  return *decode_pdu_header(pdu);
}

PduHeader new_header(PduType type, uint32_t call_id) {
  PduHeader header;
  header.ptype = type;
  header.call_id = call_id;
  return header;
}

std::vector<uint8_t> encoded(const Result<size_t>& length, Bytes out) {
  EXPECT_TRUE(length.ok());
  return {out.begin(), out.begin() + static_cast<ptrdiff_t>(length ? *length : 0)};
}

TEST(BindPdu, is_encoded_as_impacket_encodes_it) {
  uint8_t out[512];
  const ContextProposal context{0, k_echo, {&k_ndr20, 1}};
  const auto length =
      encode_bind(out, new_header(PduType::bind, 1), {4280, 4280, 0}, {&context, 1});
  EXPECT_EQ(encoded(length, out), test::sample("bind"));
}

TEST(BindPdu, offers_features_as_samba_offers_them) {
  uint8_t out[512];
  const SyntaxId features =
      bind_time_features_syntax(k_security_context_multiplexing | k_keep_connection_on_orphan);
  const ContextProposal contexts[] = {{0, k_echo, {&k_ndr20, 1}}, {1, k_echo, {&features, 1}}};
  const auto length = encode_bind(out, new_header(PduType::bind, 1), {5840, 5840, 0}, contexts);
  EXPECT_EQ(encoded(length, out), test::sample("bind with bind-time features"));
}

TEST(BindPdu, gives_every_context_with_all_its_syntaxes) {
  const auto pdu = test::sample("bind, big-endian, two transfer syntaxes");
  const auto bind = decode_bind(pdu, header_of(pdu));
  ASSERT_TRUE(bind);
  ASSERT_EQ(bind->p_context_elem.n_context_elem(), 1);
  bind->p_context_elem.for_each([](const ContextElement& element) {
    EXPECT_EQ(element.p_cont_id, 3);
    EXPECT_EQ(element.abstract_syntax, k_echo);
    ASSERT_EQ(element.n_transfer_syn, 2);
    EXPECT_EQ(element.transfer_syntax(0), k_ndr64);
    EXPECT_EQ(element.transfer_syntax(1), k_ndr20);
  });
}

TEST(BindPdu, carries_255_contexts_of_255_syntaxes_only_up_to_a_whole_pdu) {
  const std::vector<SyntaxId> syntaxes(255, k_ndr20);
  const std::vector<ContextProposal> contexts(255, ContextProposal{0, k_echo, syntaxes});
  std::vector<uint8_t> out(4u << 20);
  const auto too_long = encode_bind(out, new_header(PduType::bind, 1), {}, contexts);
  EXPECT_EQ(too_long.status(), Status{RPC_S_BUFFER_TOO_SMALL});
  const auto fits = encode_bind(out, new_header(PduType::bind, 1), {}, {contexts.data(), 12});
  EXPECT_TRUE(fits);
}

TEST(BindPdu, with_a_context_count_beyond_its_end_is_malformed) {
  auto pdu = test::sample("bind");
  pdu[24] = 2;
  EXPECT_EQ(decode_bind(pdu, header_of(pdu)).status(), Status{RPC_S_PROTOCOL_ERROR});
}

TEST(BindPdu, with_a_syntax_count_beyond_its_end_is_malformed) {
  auto pdu = test::sample("bind");
  pdu[30] = 255;
  EXPECT_EQ(decode_bind(pdu, header_of(pdu)).status(), Status{RPC_S_PROTOCOL_ERROR});
}

TEST(BindPdu, whose_contexts_reach_into_the_trailer_is_malformed) {
  auto pdu = test::sample("bind with an NTLM token");
  pdu[30] = 2;  // the second syntax would lie in trailer and token
  EXPECT_EQ(decode_bind(pdu, header_of(pdu)).status(), Status{RPC_S_PROTOCOL_ERROR});
}

TEST(BindPdu, takes_a_token_behind_its_contexts) {
  const ContextProposal context{0, k_echo, {&k_ndr20, 1}};
  PduHeader header = new_header(PduType::bind, 7);
  header.pfc_flags |= k_pfc_support_header_sign;
  const auto expected = test::sample("bind with an NTLM token");
  uint8_t out[512];
  const auto length = encode_bind(out, header, {5840, 5840, 0}, {&context, 1});
  ASSERT_TRUE(length);
  AuthTrailer trailer{10, 6, 0, 0, 79231, Bytes{expected}.last(32)};
  EXPECT_EQ(encoded(append_auth_trailer(out, *length, trailer), out), expected);
}

TEST(BindPdu, is_not_written_behind_the_end_of_a_small_buffer) {
  const ContextProposal context{0, k_echo, {&k_ndr20, 1}};
  const size_t needed = test::sample("bind").size();
  for (size_t size = 0; size <= needed; ++size) {
    ExactBytes out{size};
    const auto length =
        encode_bind(out.writable(), new_header(PduType::bind, 1), {}, {&context, 1});
    EXPECT_EQ(length.ok(), size == needed) << size;
  }
}

TEST(BindAckPdu, is_encoded_as_it_is_decoded) {
  const auto expected = test::sample("bind_ack, one accepted, one refused, one feature answer");
  const ContextOutcome outcomes[] = {
      {ContextResult::acceptance, k_reason_not_specified, k_ndr20},
      {ContextResult::provider_rejection, k_proposed_transfer_syntaxes_not_supported, {}},
      {ContextResult::negotiate_ack, k_keep_connection_on_orphan, {}}};
  PduHeader header = new_header(PduType::bind_ack, 7);
  header.pfc_flags |= k_pfc_conc_mpx;
  uint8_t out[512];
  const auto length = encode_bind_ack(out, header, {5840, 5840, 0x53f0}, "49152", outcomes);
  EXPECT_EQ(encoded(length, out), expected);
}

TEST(BindAckPdu, aligns_its_results_for_every_length_of_the_secondary_address) {
  const ContextOutcome outcome{ContextResult::acceptance, 0, k_ndr20};
  for (size_t length = 0; length < 70; ++length) {
    const std::string sec_addr(length, 'p');
    uint8_t out[512];
    const auto size = encode_bind_ack(out, new_header(PduType::bind_ack, 1), {5840, 5840, 1},
                                      sec_addr, {&outcome, 1});
    ASSERT_TRUE(size);
    const ExactBytes pdu{Bytes{out}.first(*size)};
    const auto ack = decode_bind_ack(pdu.get(), header_of(pdu.get()));
    ASSERT_TRUE(ack) << length;
    EXPECT_EQ(ack->sec_addr, sec_addr);
    ASSERT_EQ(ack->p_result_list.n_results(), 1);
    EXPECT_EQ(ack->p_result_list[0].transfer_syntax, k_ndr20);
  }
}

TEST(BindAckPdu, reads_a_secondary_address_that_does_not_end_in_nul) {
  auto pdu = test::sample("bind_ack");
  pdu[29] = '7';
  EXPECT_EQ(decode_bind_ack(pdu, header_of(pdu))->sec_addr, "1357");
}

TEST(BindAckPdu, with_a_secondary_address_beyond_its_end_is_malformed) {
  auto pdu = test::sample("bind_ack");
  pdu[24] = 0xff;
  pdu[25] = 0xff;
  EXPECT_EQ(decode_bind_ack(pdu, header_of(pdu)).status(), Status{RPC_S_PROTOCOL_ERROR});
}

TEST(BindAckPdu, with_more_results_than_it_carries_is_malformed) {
  auto pdu = test::sample("bind_ack");
  pdu[32] = 2;
  EXPECT_EQ(decode_bind_ack(pdu, header_of(pdu)).status(), Status{RPC_S_PROTOCOL_ERROR});
}

TEST(AlterContextResp, has_no_secondary_address) {
  const ContextOutcome outcome{ContextResult::acceptance, 0, k_ndr20};
  uint8_t out[512];
  const auto length = encode_bind_ack(out, new_header(PduType::alter_context_resp, 8),
                                      {5840, 5840, 0x53f0}, {}, {&outcome, 1});
  EXPECT_EQ(encoded(length, out), test::sample("alter_context_resp"));
}

TEST(BindNakPdu, is_encoded_as_samba_encodes_it) {
  constexpr ProtocolVersion versions[] = {{5, 0}};
  uint8_t out[64];
  const auto length =
      encode_bind_nak(out, 7, BindNakReason::protocol_version_not_supported, versions);
  EXPECT_EQ(encoded(length, out), test::sample("bind_nak"));
}

TEST(BindNakPdu, lists_the_versions_that_its_sender_supports) {
  constexpr ProtocolVersion versions[] = {{5, 0}, {5, 1}};
  uint8_t out[64];
  const auto length =
      encode_bind_nak(out, 7, BindNakReason::protocol_version_not_supported, versions);
  const Bytes pdu = Bytes{out}.first(*length);
  EXPECT_EQ(test::hex(decode_bind_nak(pdu, header_of(pdu))->versions), "05000501");
}

// [MS-RPCE] 2.2.2.9: aligned to 4, a signature, then what it announces.
TEST(BindNakPdu, may_have_error_information_behind_its_versions) {
  auto pdu = test::sample("bind_nak");
  ASSERT_EQ(pdu.size() % 4, 0u);
  const std::vector<uint8_t> signature = {0x20, 0x03, 0x74, 0x90, 0xd0, 0xfa, 0xd3, 0x11,
                                          0x82, 0xd7, 0x00, 0x90, 0x27, 0xb1, 0x30, 0xab};
  pdu.insert(pdu.end(), signature.begin(), signature.end());
  pdu.insert(pdu.end(), {7, 8, 9});
  pdu[8] = static_cast<uint8_t>(pdu.size());
  const Result<BindNak> nak = decode_bind_nak(pdu, header_of(pdu));
  ASSERT_TRUE(nak.ok());
  EXPECT_EQ(test::hex(nak->versions), "0500");
  EXPECT_EQ(test::hex(nak->error_information), "070809");
  pdu[pdu.size() - 4] ^= 1;  // another signature
  EXPECT_TRUE(decode_bind_nak(pdu, header_of(pdu))->error_information.empty());
}

TEST(BindNakPdu, is_encoded_with_error_information_as_it_is_decoded) {
  constexpr ProtocolVersion versions[] = {{5, 0}};
  constexpr uint8_t information[] = {7, 8, 9};
  uint8_t out[64];
  const auto length =
      encode_bind_nak(out, 7, BindNakReason::reason_not_specified, versions, Bytes{information});
  ASSERT_EQ(*length, k_explained_bind_nak_size + 3);
  const Bytes pdu = Bytes{out}.first(*length);
  const Result<BindNak> nak = decode_bind_nak(pdu, header_of(pdu));
  EXPECT_EQ(test::hex(nak->versions), "0500");
  EXPECT_EQ(test::hex(nak->error_information), "070809");
  EXPECT_EQ(encode_bind_nak(MutableBytes{out}.first(*length - 1), 7,
                            BindNakReason::reason_not_specified, versions, Bytes{information})
                .status(),
            Status{RPC_S_BUFFER_TOO_SMALL});
}

TEST(BindNakPdu, with_a_version_count_beyond_its_end_is_malformed) {
  auto pdu = test::sample("bind_nak");
  pdu[18] = 4;
  EXPECT_EQ(decode_bind_nak(pdu, header_of(pdu)).status(), Status{RPC_S_PROTOCOL_ERROR});
}

TEST(Auth3Pdu, without_a_trailer_is_malformed) {
  auto pdu = test::sample("auth3");
  pdu[10] = 0;
  EXPECT_EQ(decode_auth3(pdu, header_of(pdu)).status(), Status{RPC_S_PROTOCOL_ERROR});
}

}  // namespace
}  // namespace farcall::wire
