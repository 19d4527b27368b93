// The context without authentication.
#include "security/none.h"

#include <gtest/gtest.h>

namespace farcall::security {
namespace {

wire::CutPdu cut_of(Bytes pdu, uint16_t auth_length) {
  wire::PduHeader header;
  header.frag_length = static_cast<uint16_t>(pdu.size());
  header.auth_length = auth_length;
  return *wire::cut_pdu(pdu, header);
}

TEST(NoneContext, adds_nothing_to_a_pdu) {
  EXPECT_EQ(none().sizes().auth_length, 0);
  uint8_t stub[] = {1, 2, 3};
  EXPECT_TRUE(none().protect({{}, stub, {}, {}, {}}));
  EXPECT_EQ(stub[2], 3);
}

TEST(NoneContext, gives_stub_data_where_it_lies) {
  BufferPool pool;
  const uint8_t pdu[20] = {};
  const auto clear = none().unprotect({pdu, Bytes{pdu}.first(16), cut_of(pdu, 0)}, pool);
  ASSERT_TRUE(clear);
  EXPECT_EQ(clear->stub.data(), pdu + 16);
  EXPECT_EQ(clear->stub.size(), 4u);
  EXPECT_FALSE(clear->owner);
}

TEST(NoneContext, accepts_no_trailer) {
  BufferPool pool;
  const uint8_t pdu[44] = {};
  const auto clear = none().unprotect({pdu, Bytes{pdu}.first(16), cut_of(pdu, 16)}, pool);
  EXPECT_EQ(clear.status(), Status{RPC_S_ACCESS_DENIED});
}

TEST(NoneContext, takes_part_in_no_handshake) {
  EXPECT_EQ(none().step({})->leg, Leg::complete);
  const uint8_t token[] = {1};
  EXPECT_EQ(none().step(token).status(), Status{RPC_S_ACCESS_DENIED});
}

}  // namespace
}  // namespace farcall::security
