// co_cancel, orphaned and shutdown.
#include "wire/control.h"

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

TEST(ControlPdu, is_a_header_alone) {
  ExactBytes out{k_header_size};
  encode_control(out.writable(), PduType::co_cancel, 7);
  EXPECT_EQ(test::hex(out.get()), test::hex(test::sample("co_cancel")));
  encode_control(out.writable(), PduType::shutdown, 0);
  EXPECT_EQ(test::hex(out.get()), test::hex(test::sample("shutdown")));
}

TEST(ControlPdu, with_anything_but_a_trailer_behind_it_is_malformed) {
  auto pdu = test::sample("co_cancel");
  pdu.push_back(0);
  pdu[8] = 17;
  EXPECT_FALSE(decode_control(pdu, header_of(pdu)));
  const auto signed_pdu = test::sample("co_cancel with verifier");
  EXPECT_TRUE(decode_control(signed_pdu, header_of(signed_pdu)));
}

}  // namespace
}  // namespace farcall::wire
