// Types through the routines that midl makes for them: bytes as [MS-RPCE] 2.2.6 and 2.2.7 have them, and back.
#include <cstdlib>
#include <cstring>

#include "pickle_support.h"
#include "types.h"

namespace farcall::test {
namespace {

constexpr char k_common[] = "01100800cccccccc";

TEST(PickledTypes, a_struct_stands_behind_a_common_and_a_private_header) {
  Encoder out;
  POINT point{0x1122, 0x33};
  EXPECT_EQ(POINT_AlignSize(out.handle, &point), 32u);
  POINT_Encode(out.handle, &point);
  EXPECT_EQ(out.text(), std::string(k_common) +
                            "1000000000000000"
                            "2211000000000000"
                            "3300000000000000");
  EXPECT_EQ(POINT_AlignSize(out.handle, &point), 24u) << "the common header is there";
  Decoder in(out.bytes());
  POINT back{};
  POINT_Decode(in.handle, &back);
  EXPECT_EQ(back.x, 0x1122);
  EXPECT_EQ(back.y, 0x33);
  POINT_Free(in.handle, &back);
}

TEST(PickledTypes, primitive_types_have_no_private_header_in_version_1) {
  Encoder out;
  NUMBER number = -2;
  BIG big = 5;
  COLOUR colour = blue;
  NUMBER_Encode(out.handle, &number);
  BIG_Encode(out.handle, &big);
  COLOUR_Encode(out.handle, &colour);
  EXPECT_EQ(out.text(), std::string(k_common) +
                            "feffffff00000000"
                            "0500000000000000"
                            "0200000000000000");
  Decoder in(out.bytes());
  number = 0, big = 0, colour = red;
  NUMBER_Decode(in.handle, &number);
  BIG_Decode(in.handle, &big);
  COLOUR_Decode(in.handle, &colour);
  EXPECT_EQ(number, -2);
  EXPECT_EQ(big, 5);
  EXPECT_EQ(colour, blue);
  EXPECT_EQ(raised([&] { NUMBER_Decode(in.handle, &number); }), RPC_X_BAD_STUB_DATA);
}

TEST(PickledTypes, version_2_is_ndr64_padded_to_16_with_private_headers_for_all) {
  Encoder out(true);
  NUMBER number = 7;
  NUMBER_Encode(out.handle, &number);
  TEXT text = const_cast<char*>("ab");
  TEXT_Encode(out.handle, &text);
  EXPECT_EQ(out.text(),
            "02104000cccccccc"
            "cccccccccccccccc"
            "cccccccccccccccc"
            "33057171babe37498319b5dbef9ccc3601000000"
            "105c6f2d7e7a534c9b1e5f0c7ad2a1b001000400"
            "10000000000000000000000000000000"
            "07000000000000000000000000000000"
            "30000000000000000000000000000000"
            "00000200000000000300000000000000"
            "00000000000000000300000000000000"
            "61620000000000000000000000000000");
  Decoder in(out.bytes());
  TEXT back = nullptr;
  number = 0;
  NUMBER_Decode(in.handle, &number);
  TEXT_Decode(in.handle, &back);
  EXPECT_EQ(number, 7);
  EXPECT_STREQ(back, "ab");
  TEXT_Free(in.handle, &back);
}

TEST(PickledTypes, version_2_may_say_ndr20) {
  Encoder out(true);
  NUMBER number = 7;
  NUMBER_Encode(out.handle, &number);
  std::vector<uint8_t> bytes = out.bytes();
  const auto ndr20 = unhex("045d888aeb1cc9119fe808002b10486002000000");
  std::copy(ndr20.begin(), ndr20.end(), bytes.begin() + 24);
  Decoder in(bytes);
  number = 0;
  NUMBER_Decode(in.handle, &number);
  EXPECT_EQ(number, 7);
  bytes[24] = 0;
  Decoder other(bytes);
  EXPECT_EQ(raised([&] { NUMBER_Decode(other.handle, &number); }), RPC_S_UNSUPPORTED_TRANS_SYN);
}

TEST(PickledTypes, big_endian_data_of_version_1_is_read) {
  for (const char* length : {"0800", "0008"}) {
    Decoder in(unhex(std::string("0100") + length +
                     "cccccccc"
                     "0000001000000000"
                     "1122000000000000"
                     "0000000000000033"));
    POINT point{};
    POINT_Decode(in.handle, &point);
    EXPECT_EQ(point.x, 0x1122);
    EXPECT_EQ(point.y, 0x33);
  }
}

TEST(PickledTypes, other_headers_are_of_a_wrong_version) {
  for (const char* header : {"03100800cccccccc", "01110800cccccccc", "01101000cccccccc",
                             "02004000cccccccc", "02100800cccccccc"}) {
    Decoder in(unhex(std::string(header) + "0700000000000000"));
    NUMBER number = 0;
    EXPECT_EQ(raised([&] { NUMBER_Decode(in.handle, &number); }), RPC_X_WRONG_ES_VERSION) << header;
  }
}

TEST(PickledTypes, lists_come_back_in_memory_of_the_program) {
  WCHAR one[] = {'o', 'n', 'e', 0}, two[] = {'t', 'w', 'o', 0};
  NODE second{2, two, nullptr}, first{1, one, &second};
  for (const bool ndr64 : {false, true}) {
    Encoder out(ndr64);
    PNODE list = &first;
    PNODE_Encode(out.handle, &list);
    NODE_Encode(out.handle, &second);
    PNODE empty = nullptr;
    PNODE_Encode(out.handle, &empty);
    Decoder in(out.bytes());
    PNODE back = nullptr;
    PNODE_Decode(in.handle, &back);
    ASSERT_NE(back, nullptr);
    EXPECT_EQ(back->value, 1);
    EXPECT_EQ(std::memcmp(back->name, one, sizeof one), 0);
    ASSERT_NE(back->next, nullptr);
    EXPECT_EQ(back->next->value, 2);
    EXPECT_EQ(back->next->next, nullptr);
    PNODE_Free(in.handle, &back);
    NODE node{};
    NODE_Decode(in.handle, &node);
    EXPECT_EQ(node.value, 2);
    NODE_Free(in.handle, &node);
    back = nullptr;
    PNODE_Decode(in.handle, &back);
    EXPECT_EQ(back, nullptr);
    PNODE_Free(in.handle, &back);
  }
}

TEST(PickledTypes, what_a_pointer_leads_to_already_is_filled) {
  Encoder out;
  NODE second{2, nullptr, nullptr}, first{1, nullptr, &second};
  NODE_Encode(out.handle, &first);
  Decoder in(out.bytes());
  NODE own{}, root{0, nullptr, &own};
  NODE_Decode(in.handle, &root);
  EXPECT_EQ(root.next, &own);
  EXPECT_EQ(own.value, 2);
}

TEST(PickledTypes, an_open_array_fills_the_memory_that_the_program_made_for_it) {
  Encoder out;
  alignas(TAIL) char memory[64] = {};
  auto* tail = reinterpret_cast<TAIL*>(memory);
  tail->size = 3;
  for (short i = 0; i < 3; ++i) tail->items[i] = static_cast<short>(i + 10);
  TAIL_Encode(out.handle, tail);
  std::memset(memory, 0xee, sizeof memory);
  Decoder in(out.bytes());
  TAIL_Decode(in.handle, tail);
  EXPECT_EQ(tail->size, 3);
  EXPECT_EQ(tail->items[2], 12);
}

TEST(PickledTypes, arrays_and_unions_too) {
  Encoder out;
  ROW row = {1, -2, 3}, row_back = {};
  ROW_Encode(out.handle, &row);
  CHOICE choice{}, back{};
  choice.kind = 2;
  choice.value.text = const_cast<char*>("chosen");
  CHOICE_Encode(out.handle, &choice);
  Decoder in(out.bytes());
  ROW_Decode(in.handle, &row_back);
  EXPECT_EQ(std::memcmp(row, row_back, sizeof row), 0);
  CHOICE_Decode(in.handle, &back);
  EXPECT_EQ(back.kind, 2);
  EXPECT_STREQ(back.value.text, "chosen");
  CHOICE_Free(in.handle, &back);
}

TEST(PickledTypes, full_pointers_share_what_they_lead_to) {
  Encoder out;
  long shared = 9;
  TWINS twins{&shared, &shared}, back{};
  TWINS_Encode(out.handle, &twins);
  Decoder in(out.bytes());
  TWINS_Decode(in.handle, &back);
  ASSERT_NE(back.first, nullptr);
  EXPECT_EQ(back.first, back.second);
  EXPECT_EQ(*back.first, 9);
  TWINS_Free(in.handle, &back);
}

TEST(PickledTypes, a_handle_of_the_other_direction_is_refused) {
  Encoder out;
  POINT point{};
  EXPECT_EQ(raised([&] { POINT_Decode(out.handle, &point); }), RPC_X_INVALID_ES_ACTION);
  WRITTEN written = 1;
  WRITTEN_Encode(out.handle, &written);
  Decoder in(out.bytes());
  EXPECT_EQ(raised([&] { POINT_Encode(in.handle, &point); }), RPC_X_INVALID_ES_ACTION);
  EXPECT_EQ(raised([&] { POINT_AlignSize(in.handle, &point); }), RPC_X_INVALID_ES_ACTION);
  READ read = 0;
  READ_Decode(in.handle, &read);
  EXPECT_EQ(read, 1);
}

TEST(PickledTypes, null_where_a_value_must_be_is_refused) {
  Encoder out;
  EXPECT_EQ(raised([&] { POINT_Encode(out.handle, nullptr); }), RPC_X_NULL_REF_POINTER);
  EXPECT_EQ(out.size, 0u);
  POINT point{};
  POINT_Encode(out.handle, &point);
  Decoder in(out.bytes());
  EXPECT_EQ(raised([&] { POINT_Decode(in.handle, nullptr); }), RPC_X_NULL_REF_POINTER);
}

// Data from anybody: an error or a value, never a step outside, no memory lost.
TEST(PickledTypes, every_truncation_and_every_changed_byte_is_an_error_or_a_value) {
  WCHAR name[] = {'n', 'a', 'm', 'e', 0};
  NODE second{2, nullptr, nullptr}, first{1, name, &second};
  for (const bool ndr64 : {false, true}) {
    Encoder out(ndr64);
    PNODE list = &first;
    PNODE_Encode(out.handle, &list);
    const std::vector<uint8_t> good = out.bytes();
    const auto decode = [](const std::vector<uint8_t>& bytes) {
      Decoder in(bytes);
      PNODE back = nullptr;
      const int32_t status = raised([&] { PNODE_Decode(in.handle, &back); });
      if (status != RPC_S_OK) {
        EXPECT_EQ(back, nullptr);
      }
      PNODE_Free(in.handle, &back);
      return status;
    };
    for (size_t size = 0; size < good.size(); ++size)
      EXPECT_NE(decode({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}), RPC_S_OK);
    for (size_t at = 0; at < good.size(); ++at)
      for (const int change : {0x01, 0x80, 0xff}) {
        std::vector<uint8_t> bytes = good;
        bytes[at] = static_cast<uint8_t>(bytes[at] ^ change);
        decode(bytes);
      }
  }
}

}  // namespace
}  // namespace farcall::test
