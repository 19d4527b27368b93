#include <gtest/gtest.h>

#include "ndr/memory.h"

namespace farcall::ndr {
namespace {

using stub::bound;
using stub::Extent;
using stub::Memory;
using stub::Ndr20;
using Reader = stub::Reader<Ndr20>;

std::vector<uint8_t> bytes(std::initializer_list<int> values) {
  return {values.begin(), values.end()};
}

TEST(Reader, reads_every_base_type_of_either_byte_order) {
  const auto little =
      bytes({0xfe, 0x81, 0x34, 0x12, 0x78, 0x56, 0x34, 0x92, 8, 7, 6, 5, 4, 3, 2, 0x81});
  const auto big =
      bytes({0xfe, 0x81, 0x12, 0x34, 0x92, 0x34, 0x56, 0x78, 0x81, 2, 3, 4, 5, 6, 7, 8});
  for (const bool swapped : {false, true}) {
    Input input(swapped ? big : little, swapped);
    Reader in(*input);
    EXPECT_EQ(in.i8(), -2);
    EXPECT_EQ(in.u8(), 0x81);
    EXPECT_EQ(in.u16(), 0x1234);
    EXPECT_EQ(in.i32(), static_cast<int32_t>(0x92345678));
    EXPECT_EQ(in.u64(), 0x8102030405060708u);
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.remaining(), 0u);
  }
}

TEST(Reader, reads_floating_point_of_either_byte_order) {
  Input little(bytes({0, 0, 0x20, 0x41, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0xc0}));
  Reader in(*little);
  EXPECT_EQ(in.f32(), 10.0f);
  EXPECT_EQ(in.f64(), -2.25);
  Input big(bytes({0x41, 0x20, 0, 0, 0, 0, 0, 0, 0xc0, 2, 0, 0, 0, 0, 0, 0}), true);
  Reader swapped(*big);
  EXPECT_EQ(swapped.f32(), 10.0f);
  EXPECT_EQ(swapped.f64(), -2.25);
}

TEST(Reader, aligns_to_the_start_of_the_stub_data) {
  Input input(bytes({1, 9, 9, 9, 2, 0, 0, 0, 3, 9, 9, 9, 9, 9, 9, 9, 4, 0, 0, 0, 0, 0, 0, 0}));
  Reader in(*input);
  EXPECT_EQ(in.u8(), 1);
  EXPECT_EQ(in.u32(), 2u);
  EXPECT_EQ(in.u8(), 3);
  EXPECT_EQ(in.u64(), 4u);
}

TEST(Reader, gives_zeros_after_the_end_and_keeps_the_first_status) {
  Input input(bytes({1, 2, 3}));
  Reader in(*input);
  EXPECT_EQ(in.u32(), 0u);
  EXPECT_EQ(input->status, RPC_X_BAD_STUB_DATA);
  EXPECT_EQ(in.u8(), 0);
  in.fail(RPC_X_INVALID_BOUND);
  EXPECT_EQ(input->status, RPC_X_BAD_STUB_DATA);
}

TEST(Reader, padding_beyond_the_end_is_an_error) {
  Input input(bytes({1}));
  Reader in(*input);
  EXPECT_EQ(in.u8(), 1);
  in.align(8);
  EXPECT_FALSE(in.ok());
}

TEST(Reader, an_enum_of_16_bits_is_at_most_32767) {
  Input good(bytes({0xff, 0x7f}));
  Reader in(*good);
  EXPECT_EQ(in.enum16(), 0x7fff);
  Input bad(bytes({0, 0x80}));
  Reader fails(*bad);
  EXPECT_EQ(fails.enum16(), 0);
  EXPECT_EQ(bad->status, RPC_X_ENUM_VALUE_OUT_OF_RANGE);
}

TEST(Reader, a_value_outside_its_range_is_an_invalid_bound) {
  Input input({});
  Reader in(*input);
  in.in_range(bound(-5), -5, 10);
  in.in_range(bound(10), -5, 10);
  EXPECT_TRUE(in.ok());
  in.in_range(bound(11u), -5, 10);
  EXPECT_EQ(input->status, RPC_X_INVALID_BOUND);
}

TEST(Reader, long_is_sign_extended_and_unsigned_long_zero_extended) {
  Input input(bytes({0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
                     0xff, 0xff, 0xff}));
  Reader in(*input);
  long values[2];
  in.widen_elements(values, 2);
  EXPECT_EQ(values[0], -1);
  EXPECT_EQ(values[1], -2);
  unsigned long unsigned_values[2];
  in.widen_elements(unsigned_values, 2);
  EXPECT_EQ(unsigned_values[0], 0xffffffffu);
  EXPECT_EQ(unsigned_values[1], 0xfffffffeu);
}

TEST(Reader, a_count_is_proven_against_what_is_left) {
  Input input(bytes({4, 0, 0, 0, 1, 2, 3, 4}));
  Reader in(*input);
  const Extent extent = in.whole(in.maximum(), 1);
  EXPECT_EQ(extent.number, 4u);
  Input lies(bytes({5, 0, 0, 0, 1, 2, 3, 4}));
  Reader fails(*lies);
  EXPECT_EQ(fails.whole(fails.maximum(), 1).number, 0u);
  EXPECT_EQ(lies->status, RPC_X_BAD_STUB_DATA);
}

TEST(Reader, a_count_times_the_element_size_does_not_overflow) {
  Input input(bytes({0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}));
  Reader in(*input);
  EXPECT_EQ(in.whole(in.maximum(), 8).number, 0u);
  EXPECT_FALSE(in.ok());
}

TEST(Reader, offset_plus_actual_count_stays_within_the_maximum) {
  const auto data = [](int maximum, int first, int number) {
    return bytes({maximum, 0, 0, 0, first, 0, 0, 0, number, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});
  };
  Input good(data(4, 1, 3));
  Reader in(*good);
  const Extent extent = in.varying(in.maximum(), 1);
  EXPECT_EQ(extent.size, 4u);
  EXPECT_EQ(extent.first, 1u);
  EXPECT_EQ(extent.number, 3u);
  for (const auto& bad : {data(4, 2, 3), data(4, 5, 0), data(4, 0, 5)}) {
    Input input(bad);
    Reader fails(*input);
    EXPECT_EQ(fails.varying(fails.maximum(), 1).number, 0u);
    EXPECT_EQ(input->status, RPC_X_BAD_STUB_DATA);
  }
}

TEST(Reader, offset_plus_actual_count_does_not_wrap) {
  Input input(bytes({4, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 1, 2}));
  Reader in(*input);
  EXPECT_EQ(in.varying(in.maximum(), 1).number, 0u);
  EXPECT_FALSE(in.ok());
}

TEST(Reader, a_received_size_must_be_the_value_of_its_expression) {
  Input input({});
  Reader in(*input);
  in.require_size(3, bound(3));
  EXPECT_TRUE(in.ok());
  in.require_size(3, bound(-1));
  EXPECT_EQ(input->status, RPC_X_BAD_STUB_DATA);
}

TEST(Reader, sizes_that_wait_for_their_expression_must_agree) {
  Input input({});
  Reader in(*input);
  size_t known = stub::k_no_count;
  in.remember_size(known, 7);
  in.remember_size(known, 7);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(known, 7u);
  in.remember_size(known, 8);
  EXPECT_FALSE(in.ok());
}

TEST(Reader, a_unique_pointer_is_null_or_pending) {
  Input input(bytes({0, 0, 0, 0, 4, 0, 2, 0}));
  Reader in(*input);
  uint32_t other = 0;
  uint32_t* null = &other;
  uint32_t* there = nullptr;
  in.pointer(null, in.u32());
  in.pointer(there, in.u32());
  EXPECT_EQ(null, nullptr);
  EXPECT_TRUE(in.pending(there));
  EXPECT_EQ(in.target(null), nullptr);
  ASSERT_NE(in.target(there), nullptr);
  EXPECT_EQ(*there, 0u);
}

TEST(Reader, an_embedded_ref_pointer_may_not_be_null) {
  Input input(bytes({0, 0, 0, 0}));
  Reader in(*input);
  int* slot = nullptr;
  in.reference(slot, in.u32());
  EXPECT_EQ(input->status, RPC_X_NULL_REF_POINTER);
}

TEST(Reader, with_reuse_a_pointee_that_is_there_is_filled) {
  Input input({});
  Reader in(*input);
  int mine = 5;
  int* slot = &mine;
  in.use(Memory::user, true);
  in.pointer(slot, 0x20000);
  EXPECT_EQ(in.target(slot), &mine);
  in.use(Memory::user, false);
  in.pointer(slot, 0x20000);
  int* const fresh = in.target(slot);
  EXPECT_NE(fresh, &mine);
  EXPECT_EQ(g_user_blocks, 1);
  input.memory().commit();
  user_release(fresh);
}

TEST(Reader, an_array_that_is_kept_is_replaced_when_it_is_too_small) {
  Input input({});
  Reader in(*input);
  int mine[2];
  int* slot = mine;
  in.refit(slot, 2, bound(2));
  EXPECT_EQ(slot, mine);
  in.refit(slot, 2, bound(3));
  EXPECT_TRUE(in.pending(slot));
}

TEST(Reader, after_an_error_no_pointer_stays_pending_and_none_of_the_program_is_lost) {
  Input input({});
  Reader in(*input);
  int mine = 0;
  int* pending = nullptr;
  int* kept = &mine;
  in.expect(pending);
  in.use(Memory::user, true);
  in.fail();
  in.pointer(kept, 0);
  EXPECT_EQ(kept, &mine);
  EXPECT_EQ(in.target(pending), nullptr);
  EXPECT_EQ(pending, nullptr);
}

TEST(Reader, a_parameter_that_the_program_left_null_cannot_be_filled) {
  Input input({});
  Reader in(*input);
  int value = 0;
  EXPECT_TRUE(in.filled(&value, 4));
  EXPECT_FALSE(in.filled(&value, 0));
  EXPECT_FALSE(in.filled(static_cast<int*>(nullptr), 0));
  EXPECT_TRUE(in.ok());
  EXPECT_FALSE(in.filled(static_cast<int*>(nullptr), 4));
  EXPECT_FALSE(in.ok());
}

TEST(Reader, a_string_is_read_with_its_terminator) {
  Input input(bytes({8, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 'h', 'i', 0}));
  Reader in(*input);
  char* text = nullptr;
  in.expect(text);
  in.string(text, in.maximum());
  ASSERT_TRUE(in.ok());
  EXPECT_STREQ(text, "hi");
  EXPECT_EQ(text[7], 0) << "the room that the maximum count claims is there, and zero";
}

TEST(Reader, a_string_of_16_bit_units_is_swapped) {
  Input input(bytes({0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0x20, 0xac, 0, 0}), true);
  Reader in(*input);
  char16_t* text = nullptr;
  in.expect(text);
  in.string(text, in.maximum());
  ASSERT_TRUE(in.ok());
  EXPECT_EQ(text[0], u'€');
  EXPECT_EQ(text[1], 0);
}

TEST(Reader, strings_that_are_none_are_refused) {
  const std::vector<uint8_t> bad[] = {
      bytes({3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'i', 0}),         // an offset
      bytes({3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),                 // no terminator: empty
      bytes({3, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 'a', 'b', 'c'}),  // no terminator
      bytes({2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 'a', 'b', 0}),    // longer than its maximum
      bytes({9, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 'a', 'b', 0}),    // longer than the data
  };
  for (const auto& data : bad) {
    Input input(data);
    Reader in(*input);
    char* text = nullptr;
    in.expect(text);
    in.string(text, in.maximum());
    EXPECT_EQ(input->status, RPC_X_BAD_STUB_DATA);
  }
}

TEST(Reader, a_string_does_not_overrun_the_programs_buffer) {
  Input input(bytes({0, 0, 0, 0, 4, 0, 0, 0, 'a', 'b', 'c', 0}));
  Reader in(*input);
  char text[3] = {};
  in.varying_string(text, 8, sizeof text);
  EXPECT_EQ(input->status, RPC_X_BYTE_COUNT_TOO_SMALL);
  EXPECT_EQ(text[0], 0);
}

TEST(Reader, structs_whose_memory_is_the_wire_are_copied_in_native_order_only) {
  const auto data = bytes({1, 0, 0, 0, 2, 0, 0, 0});
  struct Pair {
    uint32_t a, b;
  } pair{};
  Input input(data);
  Reader in(*input);
  EXPECT_TRUE(in.copied(&pair, 1, 4));
  EXPECT_EQ(pair.b, 2u);
  EXPECT_TRUE(in.copied(&pair, 1, 4));
  EXPECT_FALSE(in.ok()) << "there is no second one";
  Input swapped(data, true);
  Reader one_by_one(*swapped);
  EXPECT_FALSE(one_by_one.copied(&pair, 1, 4));
}

TEST(Reader, truncation_at_every_byte_is_an_error_and_reads_nothing_beyond) {
  const auto whole = bytes(
      {3, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 'h', 'i', 0, 9, 2, 0, 0, 0, 1, 2, 9, 9, 4, 0, 0, 0});
  for (size_t size = 0; size <= whole.size(); ++size) {
    Input input({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
    Reader in(*input);
    char* text = nullptr;
    uint8_t* data = nullptr;
    in.expect(text);
    in.string(text, in.maximum());
    in.expect(data);
    const Extent extent = in.whole(in.maximum(), 1);
    if (auto* const target = in.target(data, extent)) in.elements<1>(target, extent.number);
    in.u32();
    EXPECT_EQ(in.ok(), size == whole.size()) << size;
  }
}

}  // namespace
}  // namespace farcall::ndr
