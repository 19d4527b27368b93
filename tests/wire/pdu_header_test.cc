// The common header, and the integers and UUIDs below it.
#include "wire/pdu_header.h"

#include <gtest/gtest.h>

#include "wire/cursor.h"
#include "wire/exact.h"

namespace farcall::wire {
namespace {

TEST(PduHeader, comes_back_from_its_encoding) {
  PduHeader header;
  header.ptype = PduType::alter_context;
  header.pfc_flags = 0x93;
  header.frag_length = 0x1234;
  header.auth_length = 0x5678;
  header.call_id = 0x9abcdef0;
  test::ExactBytes bytes{k_header_size};
  encode_pdu_header(bytes.writable(), header);
  const auto decoded = decode_pdu_header(bytes.get());
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->ptype, header.ptype);
  EXPECT_EQ(decoded->pfc_flags, header.pfc_flags);
  EXPECT_EQ(decoded->frag_length, header.frag_length);
  EXPECT_EQ(decoded->auth_length, header.auth_length);
  EXPECT_EQ(decoded->call_id, header.call_id);
  EXPECT_FALSE(decoded->big_endian());
}

TEST(PduHeader, is_always_written_little_endian) {
  PduHeader header;
  header.packed_drep = {0, 0, 0, 0};
  uint8_t bytes[k_header_size];
  encode_pdu_header(bytes, header);
  EXPECT_FALSE(decode_pdu_header(bytes)->big_endian());
}

TEST(PduHeader, below_sixteen_bytes_is_malformed) {
  for (size_t size = 0; size < k_header_size; ++size)
    EXPECT_EQ(decode_pdu_header(test::ExactBytes{size}.get()).status(),
              Status{RPC_S_PROTOCOL_ERROR});
}

TEST(PduHeader, supports_ascii_and_ieee_in_either_byte_order_and_nothing_else) {
  for (unsigned integers_and_characters = 0; integers_and_characters < 256;
       ++integers_and_characters)
    for (unsigned floats = 0; floats < 256; ++floats) {
      PduHeader header;
      header.packed_drep[0] = static_cast<uint8_t>(integers_and_characters);
      header.packed_drep[1] = static_cast<uint8_t>(floats);
      const bool expected =
          floats == 0 && (integers_and_characters == 0x00 || integers_and_characters == 0x10);
      EXPECT_EQ(header.representation_supported(), expected);
    }
}

TEST(PduHeader, lengths_can_be_corrected_in_place) {
  uint8_t bytes[k_header_size];
  encode_pdu_header(bytes, {});
  set_lengths(bytes, 300, 16);
  EXPECT_EQ(decode_pdu_header(bytes)->frag_length, 300);
  EXPECT_EQ(decode_pdu_header(bytes)->auth_length, 16);
}

TEST(WireUuid, reads_its_integers_in_either_byte_order) {
  const Uuid uuid = *parse_uuid("12345678-9abc-def0-1122-334455667788");
  uint8_t little[16];
  store_uuid(little, uuid);
  EXPECT_EQ(load_uuid(little, false), uuid);
  const uint8_t big[16] = {0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0,
                           0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88};
  EXPECT_EQ(load_uuid(big, true), uuid);
}

TEST(Cursor, never_takes_more_than_is_left) {
  const test::ExactBytes bytes{7};
  for (size_t size = 0; size <= 7; ++size) {
    Cursor cursor{bytes.get().first(size)};
    EXPECT_EQ(cursor.u32().ok(), size >= 4);
    EXPECT_EQ(cursor.u16().ok(), size == 6 || size == 7 || size == 2 || size == 3);
    EXPECT_EQ(cursor.u8().ok(), size % 2 == 1);
    EXPECT_EQ(cursor.left(), 0u);
    EXPECT_FALSE(cursor.take(SIZE_MAX).ok());
  }
}

TEST(Pen, stays_failed_once_something_did_not_fit) {
  test::ExactBytes bytes{6};
  Pen pen{bytes.writable()};
  pen.u32(1);
  pen.u32(2);
  pen.u8(3);
  EXPECT_FALSE(pen.ok());
  EXPECT_EQ(pen.finish().status(), Status{RPC_S_BUFFER_TOO_SMALL});
  EXPECT_EQ(pen.used(), 4u);
}

}  // namespace
}  // namespace farcall::wire
