// The fault PDU: against foreign bytes, and how short it may be.
#include "wire/fault.h"

#include <gtest/gtest.h>

#include "wire/corpus.h"
#include "wire/exact.h"
#include "wire/fault_status.h"
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

TEST(FaultPdu, is_encoded_as_samba_encodes_it) {
  PduHeader header = new_header(7, 0);
  header.pfc_flags |= k_pfc_did_not_execute;
  Fault fault;
  fault.alloc_hint = 24;
  fault.status = k_nca_s_unk_if;
  ExactBytes out{k_fault_size};
  encode_fault(out.writable(), header, fault);
  EXPECT_EQ(test::hex(out.get()), test::hex(test::sample("fault")));
}

TEST(FaultPdu, keeps_its_status_when_did_not_execute_is_set) {
  const auto pdu = test::sample("fault");
  EXPECT_TRUE(header_of(pdu).has(k_pfc_did_not_execute));
  EXPECT_EQ(decode_fault(pdu, header_of(pdu))->status, k_nca_s_unk_if);
}

TEST(FaultPdu, carries_error_information_behind_its_status) {
  const std::vector<uint8_t> information = {1, 2, 3, 4, 5};
  Fault fault;
  fault.status = 1722;
  fault.flags = k_fault_extended_error;
  fault.stub_data = information;
  ExactBytes out{k_fault_size + information.size()};
  encode_fault(out.writable(), new_header(7, 0), fault);
  const PduHeader header = header_of(out.get());
  EXPECT_EQ(header.frag_length, k_fault_size + information.size());
  const Result<Fault> decoded = decode_fault(out.get(), header);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->flags, k_fault_extended_error);
  EXPECT_EQ(test::hex(decoded->stub_data), test::hex(information));
}

TEST(FaultPdu, that_ends_in_its_status_is_malformed_and_behind_it_is_not) {
  for (size_t length = 16; length <= 32; ++length) {
    auto pdu = test::sample("fault");
    pdu.resize(length);
    pdu[8] = static_cast<uint8_t>(length);
    EXPECT_EQ(decode_fault(pdu, header_of(pdu)).ok(), length >= 28) << length;
  }
}

}  // namespace
}  // namespace farcall::wire
