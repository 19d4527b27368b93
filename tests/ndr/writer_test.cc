#include <gtest/gtest.h>

#include "ndr/memory.h"

namespace farcall::ndr {
namespace {

using stub::Bound;
using stub::bound;
using stub::Extent;
using stub::Ndr20;
using Writer = stub::Writer<Ndr20>;
using Data = std::vector<uint8_t>;

TEST(Writer, writes_little_endian_with_zeroed_gaps) {
  Output output;
  Writer out(*output);
  out.u8(1);
  out.u32(0x02030405);
  out.i16(-2);
  out.u64(0x1122334455667788u);
  EXPECT_EQ(output.bytes(), (Data{1, 0, 0, 0, 5,    4,    3,    2,    0xfe, 0xff, 0,    0,
                                  0, 0, 0, 0, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11}));
}

TEST(Writer, an_empty_array_is_not_aligned) {
  Output output;
  Writer out(*output);
  const uint64_t values[1] = {};
  out.u32(1);
  out.elements<8>(values, 0);
  out.copied(values, 0, 8);
  out.u32(2);
  EXPECT_EQ(output.bytes(), (Data{1, 0, 0, 0, 2, 0, 0, 0}));
}

TEST(Writer, writes_floating_point) {
  Output output;
  Writer out(*output);
  out.f32(10.0f);
  out.f64(-2.25);
  EXPECT_EQ(output.bytes(), (Data{0, 0, 0x20, 0x41, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0xc0}));
}

TEST(Writer, long_travels_as_its_low_32_bits_when_they_say_it_all) {
  Output output;
  Writer out(*output);
  EXPECT_EQ(out.narrow32(-1L), 0xffffffffu);
  EXPECT_EQ(out.narrow32(static_cast<long>(INT32_MIN)), 0x80000000u);
  EXPECT_EQ(out.narrow32(0xffffffffL), 0xffffffffu);
  EXPECT_EQ(out.narrow32(static_cast<unsigned long>(-1)), 0xffffffffu)
      << "an HRESULT in an unsigned long";
  EXPECT_EQ(out.narrow32(uint32_t{7}), 7u);
  EXPECT_TRUE(out.ok());
}

TEST(Writer, long_of_more_than_32_bits_is_bad_stub_data) {
  for (const long value : {0x100000000L, static_cast<long>(INT32_MIN) - 1}) {
    Output output;
    Writer out(*output);
    (void)out.narrow32(value);
    EXPECT_EQ(output.status(), RPC_X_BAD_STUB_DATA);
  }
}

TEST(Writer, an_enum_of_16_bits_is_at_most_32767) {
  Output output;
  Writer out(*output);
  out.enum16(0x7fff);
  EXPECT_TRUE(out.ok());
  EXPECT_EQ(output.bytes(), (Data{0xff, 0x7f}));
  out.enum16(-1);
  EXPECT_EQ(output.status(), RPC_X_ENUM_VALUE_OUT_OF_RANGE);
}

TEST(Writer, referents_are_distinct_and_not_zero) {
  Output output;
  Writer out(*output);
  int pointee = 0;
  EXPECT_EQ(out.next_referent(nullptr), 0u);
  const uint32_t first = out.next_referent(&pointee);
  EXPECT_NE(first, 0u);
  EXPECT_NE(first, out.next_referent(&pointee));
}

TEST(Writer, a_ref_pointer_may_not_be_null) {
  Output output;
  Writer out(*output);
  EXPECT_FALSE(out.reference(nullptr));
  EXPECT_EQ(output.status(), RPC_X_NULL_REF_POINTER);
}

TEST(Writer, counts_of_a_conformant_varying_array) {
  Output output;
  Writer out(*output);
  const size_t maximum = out.maximum(bound(4));
  const Extent extent = out.varying(maximum, 1, 2);
  EXPECT_EQ(extent.first, 1u);
  EXPECT_EQ(extent.number, 2u);
  EXPECT_EQ(output.bytes(), (Data{4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0}));
}

TEST(Writer, a_bound_that_is_none_is_an_invalid_bound_and_no_element_is_read) {
  for (const Bound bad : {bound(-1), bound(5) / bound(0), bound(int64_t{1} << 33)}) {
    Output output;
    Writer out(*output);
    EXPECT_EQ(out.maximum(bad), 0u);
    EXPECT_EQ(output.status(), RPC_X_INVALID_BOUND);
  }
  Output output;
  Writer out(*output);
  EXPECT_EQ(out.varying(4, 3, 2).number, 0u);
  EXPECT_EQ(output.status(), RPC_X_INVALID_BOUND);
}

TEST(Writer, nothing_beyond_a_buffer_of_the_stub_is_sent) {
  Output output;
  Writer out(*output);
  EXPECT_EQ(out.within(4, 4), 4u);
  EXPECT_TRUE(out.ok());
  EXPECT_EQ(out.within(5, 4), 0u);
  EXPECT_EQ(out.within(Extent{9, 3, 2}, 4).number, 0u);
  EXPECT_EQ(output.status(), RPC_X_INVALID_BOUND);
}

TEST(Writer, a_string_carries_its_terminator) {
  Output output;
  Writer out(*output);
  out.string("hi");
  EXPECT_EQ(output.bytes(), (Data{3, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 'h', 'i', 0}));
}

TEST(Writer, a_string_with_size_is_says_so) {
  Output output;
  Writer out(*output);
  out.string(u"x", bound(5));
  EXPECT_EQ(output.bytes(), (Data{5, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 'x', 0, 0, 0}));
}

TEST(Writer, a_string_without_terminator_in_its_buffer_is_an_invalid_bound) {
  Output output;
  Writer out(*output);
  const char text[3] = {'a', 'b', 'c'};
  out.varying_string(text, 3);
  EXPECT_EQ(output.status(), RPC_X_INVALID_BOUND);
}

TEST(Writer, data_grows_beyond_the_first_block_and_stays_one_piece) {
  Output output;
  Writer out(*output);
  Data expected;
  for (uint32_t i = 0; i < 10000; ++i) {
    out.u8(static_cast<uint8_t>(i));
    expected.push_back(static_cast<uint8_t>(i));
  }
  const Data bulk(100000, 0x5a);
  out.elements<1>(bulk.data(), bulk.size());
  expected.insert(expected.end(), bulk.begin(), bulk.end());
  EXPECT_EQ(output.bytes(), expected);
}

TEST(MarshalBuffer, hands_over_its_block_with_room_for_a_header_in_front) {
  BufferPool pool;
  MarshalBuffer buffer(pool);
  stub::Writer<Ndr20> out(buffer.output());
  out.u32(7);
  Result<Marshalled> taken = buffer.take();
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken->offset, k_head_room);
  EXPECT_EQ(taken->length, 4u);
  EXPECT_EQ(taken->block.data()[taken->offset], 7);
}

TEST(MarshalBuffer, answers_with_the_status_of_what_did_not_fit) {
  BufferPool pool;
  MarshalBuffer buffer(pool);
  stub::Writer<Ndr20> out(buffer.output());
  out.fail(RPC_X_NULL_REF_POINTER);
  EXPECT_EQ(buffer.take().status().code, RPC_X_NULL_REF_POINTER);
}

}  // namespace
}  // namespace farcall::ndr
