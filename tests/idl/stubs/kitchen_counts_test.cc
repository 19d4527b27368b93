// Counts: open arrays in structs, parts of arrays, buffers whose size travels, and counts that lie.
#include <gtest/gtest.h>

#include <cstring>

#include "kitchen_fixture.h"

extern "C" {

void s_Tails(Varying* v, Nested* n, Text* t, kitchen_long* sum) {
  *sum = t ? static_cast<kitchen_long>(std::strlen(t->text)) : -1;
  for (kitchen_long i = 0; i + 1 < v->n; ++i) {
    short* values = v->v;
    *sum += values[i];
    values[i] = static_cast<short>(-values[i]);
  }
  n->head += 1;
}
void s_Buffer(byte* data, kitchen_long* size, kitchen_long* used) {
  if (data && size && used) {
    *used = 2;
    std::memcpy(data, "\7\10", 2);
  }
  if (size && *size == 4) *size = 400;        // "this is how much I would need"
  if (used && size && *size == 5) *used = 6;  // a mistake
}
void s_Part(kitchen_long, kitchen_long* first, kitchen_long* number, short values[]) {
  values[*first + *number] = 77;
  *number += 1;
}
void s_Divided(kitchen_long, kitchen_long, byte*) {}

}  // extern "C"

namespace {

using Counts = Kitchen;

struct TailMemory {
  alignas(8) unsigned char bytes[64] = {};
  template <class T>
  T* as() {
    return reinterpret_cast<T*>(bytes);
  }
};

TEST_F(Counts, structs_that_end_in_open_arrays) {
  TailMemory v_memory, n_memory, t_memory;
  Varying* v = v_memory.as<Varying>();
  v->n = 4;
  short* values = v->v;
  for (int i = 0; i < 3; ++i) values[i] = static_cast<short>(i + 1);
  Nested* n = n_memory.as<Nested>();
  n->head = 5;
  n->tail.n = 1;
  Text* t = t_memory.as<Text>();
  char* text = t->text;
  std::memcpy(text, "abc", 4);
  kitchen_long sum = 0;
  Tails(v, n, t, &sum);
  EXPECT_EQ(sum, 9);
  EXPECT_EQ(values[2], -3);
  EXPECT_EQ(n->head, 6);
  Tails(v, n, nullptr, &sum);
  EXPECT_EQ(sum, -7);
}

TEST_F(Counts, a_reply_larger_than_the_clients_struct_is_refused) {
  TailMemory v_memory, n_memory;
  Varying* v = v_memory.as<Varying>();
  v->n = 1;
  Nested* n = n_memory.as<Nested>();
  n->tail.n = 1;
  kitchen_long sum = 0;
  loopback::wire().reply_instead = loopback::from_hex(
      "0200000002000000"
      "0000000001000000"
      "0700");
  EXPECT_EQ(status_of([&] { Tails(v, n, nullptr, &sum); }), RPC_X_BYTE_COUNT_TOO_SMALL);
  EXPECT_EQ(v->n, 1);
}

TEST_F(Counts, a_buffer_whose_size_and_length_travel) {
  byte data[8] = {1, 2, 3};
  kitchen_long size = 8, used = 3;
  Buffer(data, &size, &used);
  EXPECT_EQ(used, 2);
  EXPECT_EQ(data[0], 7);
  EXPECT_EQ(data[2], 3) << "what is not sent stays";
  Buffer(nullptr, &size, &used);
  Buffer(nullptr, nullptr, nullptr);
}

TEST_F(Counts, a_size_that_grows_beyond_the_buffer_while_what_is_sent_fits) {
  byte data[4] = {};
  kitchen_long size = 4, used = 0;
  Buffer(data, &size, &used);
  EXPECT_EQ(size, 400);
  EXPECT_EQ(used, 2);
  EXPECT_EQ(data[1], 8);
}

TEST_F(Counts, a_manager_that_sends_beyond_its_buffer_gets_a_status_and_sends_nothing) {
  byte data[5] = {};
  kitchen_long size = 5, used = 0;
  EXPECT_EQ(status_of([&] { Buffer(data, &size, &used); }), RPC_X_INVALID_BOUND);
}

TEST_F(Counts, a_reply_larger_than_the_clients_buffer_is_refused) {
  byte data[2] = {};
  kitchen_long size = 2, used = 0;
  loopback::wire().reply_instead = loopback::from_hex(
      "00000200"
      "03000000"
      "00000000"
      "03000000"
      "01020300"
      "04000200"
      "03000000"
      "08000200"
      "03000000");
  EXPECT_EQ(status_of([&] { Buffer(data, &size, &used); }), RPC_X_BYTE_COUNT_TOO_SMALL);
  EXPECT_EQ(data[0], 0);
}

TEST_F(Counts, a_parameter_that_was_null_cannot_come_back_with_a_value) {
  loopback::wire().reply_instead = loopback::from_hex(
      "00000000"
      "04000200"
      "03000000"
      "00000000");
  EXPECT_EQ(status_of([] { Buffer(nullptr, nullptr, nullptr); }), RPC_X_BAD_STUB_DATA);
}

TEST_F(Counts, a_part_of_an_array) {
  short values[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  kitchen_long first = 2, number = 3;
  Part(10, &first, &number, values);
  EXPECT_EQ(number, 4);
  EXPECT_EQ(values[5], 77);
  EXPECT_EQ(values[6], 6);
}

TEST_F(Counts, counts_that_differ_from_their_expressions_are_bad_stub_data) {
  short values[10] = {};
  kitchen_long first = 1, number = 2;
  const auto call = [&] { Part(10, &first, &number, values); };
  // size 10, first 1, number 2; then maximum, offset, actual count
  const auto data = [](const char* counts) {
    return loopback::from_hex(std::string("0a000000"
                                          "01000000"
                                          "02000000") +
                              counts + "01000200");
  };
  loopback::wire().request_instead = data(
      "0a000000"
      "01000000"
      "02000000");
  EXPECT_EQ(status_of(call), RPC_S_OK);
  for (const char* counts : {"0b000000"
                             "01000000"
                             "02000000",
                             "0a000000"
                             "02000000"
                             "02000000",
                             "0a000000"
                             "01000000"
                             "01000000"}) {
    first = 1;
    number = 2;
    loopback::wire().request_instead = data(counts);
    EXPECT_EQ(status_of(call), RPC_X_BAD_STUB_DATA) << counts;
  }
}

TEST_F(Counts, a_division_by_zero_in_a_size_is_an_invalid_bound_not_a_crash) {
  byte data[4] = {1, 2, 3, 4};
  Divided(4, 1, data);
  EXPECT_EQ(status_of([&] { Divided(4, 0, data); }), RPC_X_INVALID_BOUND);
  loopback::wire().request_instead = loopback::from_hex(
      "04000000"
      "00000000"
      "04000000"
      "01020304");
  EXPECT_EQ(status_of([&] { Divided(4, 1, data); }), RPC_X_BAD_STUB_DATA);
}

}  // namespace
