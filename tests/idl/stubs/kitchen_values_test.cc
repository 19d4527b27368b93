// Values, arrays and strings through the stubs of both sides. Built twice: with --long=native and with --long=32.
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "kitchen_fixture.h"

namespace {

All some() {
  All a{};
  a.c = 'x';
  a.sc = -3;
  a.d = -2.5;
  a.f = 0.5f;
  a.b = 1;
  std::memcpy(a.raw, "\1\2\3\4\5\6", 6);
  a.w = static_cast<WCHAR>(u'€');
  a.sm = -100;
  a.us = 200;
  a.es = 0x1c010014;
  a.i = -7;
  a.uh = UINT64_MAX;
  a.col = blue;
  a.big = huge_;
  a.l = -1;
  a.ul = 0xfffffffe;
  a.s = 65535;
  return a;
}

void expect_equal(const All& a, const All& b) {
  EXPECT_EQ(a.c, b.c);
  EXPECT_EQ(a.sc, b.sc);
  EXPECT_EQ(a.d, b.d);
  EXPECT_EQ(a.f, b.f);
  EXPECT_EQ(a.b, b.b);
  EXPECT_EQ(std::memcmp(a.raw, b.raw, 6), 0);
  EXPECT_EQ(a.w, b.w);
  EXPECT_EQ(a.sm, b.sm);
  EXPECT_EQ(a.us, b.us);
  EXPECT_EQ(a.es, b.es);
  EXPECT_EQ(a.i, b.i);
  EXPECT_EQ(a.uh, b.uh);
  EXPECT_EQ(a.col, b.col);
  EXPECT_EQ(a.big, b.big);
  EXPECT_EQ(a.l, b.l);
  EXPECT_EQ(a.ul, b.ul);
  EXPECT_EQ(a.s, b.s);
}

}  // namespace

extern "C" {

void s_Echo(All* a, All* b, All* c) {
  *b = *a;
  c->i += 1;
}
void s_Longs(LONG_ a, ULONG_ b, LONG_* ra, ULONG_* rb) {
  *ra = a;
  *rb = b;
}
Color s_NextColor(Color c, Percent) {
  return c == red ? green : c == green ? blue : static_cast<Color>(0x8000);
}
long long s_Sum(kitchen_long n, LONG_ values[], Five five, Five* other, kitchen_long grid[2][3]) {
  long long sum = 0;
  for (kitchen_long i = 0; i < n; ++i) sum += values[i];
  for (int i = 0; i < 5; ++i) sum += five[i] + (*other)[i];
  for (int i = 0; i < 6; ++i) sum += grid[i / 3][i % 3];
  return sum;
}
void s_Copy(kitchen_long n, Same from[], Same to[]) {
  for (kitchen_long i = 0; i < n; ++i) to[i] = from[i];
}
char* s_Greet(char* name, char* buffer, WCHAR* wide, kitchen_long room) {
  EXPECT_GE(room, 3);
  for (int i = 0; i < 3; ++i) wide[i] = static_cast<WCHAR>(u"hi"[i]);
  buffer[0] = 'B';
  if (!name) return nullptr;
  const std::string text = std::string("hello ") + name;
  char* result = static_cast<char*>(midl_user_allocate(text.size() + 1));
  std::memcpy(result, text.c_str(), text.size() + 1);
  return result;
}
kitchen_long s_Join(kitchen_long n, char** words, char names[2][10], char** joined) {
  std::string text;
  for (kitchen_long i = 0; i < n; ++i) text += words[i] ? words[i] : "-";
  text += names[0];
  text += names[1];
  *joined = static_cast<char*>(midl_user_allocate(text.size() + 1));
  std::memcpy(*joined, text.c_str(), text.size() + 1);
  return static_cast<kitchen_long>(text.size());
}
kitchen_long s_Names(kitchen_long a, kitchen_long b, kitchen_long c, kitchen_long d, kitchen_long e,
                     kitchen_long f) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f;
}
DWORD s_Sdk(DWORD d, LONG* l, HRESULT* hr, BYTE* bytes, GUID* g, LPCWSTR text) {
  *l = -*l;
  *hr = static_cast<HRESULT>(0x80004005u);
  return d + bytes[1] + g->Data4[7] + text[0];
}

}  // extern "C"

namespace {

using Values = Kitchen;

TEST_F(Values, all_base_types_in_out_and_in_out) {
  All a = some(), b{}, c = some();
  Echo(&a, &b, &c);
  expect_equal(a, b);
  a.i += 1;
  expect_equal(a, c);
}

TEST_F(Values, long_is_sign_extended_and_unsigned_long_is_not) {
  LONG_ a = 0;
  ULONG_ b = 0;
  Longs(-5, 0xfffffff0u, &a, &b);
  EXPECT_EQ(a, -5);
  EXPECT_EQ(b, 0xfffffff0u);
}

TEST_F(Values, long_beyond_32_bits_is_refused_before_anything_is_sent) {
  if constexpr (sizeof(LONG_) > 4) {
    LONG_ a = 0;
    ULONG_ b = 0;
    EXPECT_EQ(status_of([&] { Longs(static_cast<LONG_>(int64_t{1} << 32), 0, &a, &b); }),
              RPC_X_BAD_STUB_DATA);
    EXPECT_TRUE(loopback::wire().request.empty());
    Longs(0, static_cast<ULONG_>(-1), &a, &b);
    EXPECT_EQ(b, 0xffffffffu) << "what an HRESULT in an unsigned long looks like";
  } else {
    EXPECT_EQ(sizeof(ULONG_), 4u);
  }
}

TEST_F(Values, enums_travel_and_are_checked_on_both_sides) {
  EXPECT_EQ(NextColor(red, 1), green);
  EXPECT_EQ(NextColor(green, 100), blue);
  EXPECT_EQ(status_of([] { NextColor(blue, 1); }), RPC_X_ENUM_VALUE_OUT_OF_RANGE)
      << "from the manager";
  EXPECT_EQ(status_of([] { NextColor(static_cast<Color>(-1), 1); }), RPC_X_ENUM_VALUE_OUT_OF_RANGE);
}

TEST_F(Values, a_range_of_a_type_is_checked_by_the_server) {
  EXPECT_EQ(status_of([] { NextColor(red, 0); }), RPC_X_INVALID_BOUND);
  EXPECT_EQ(status_of([] { NextColor(red, 101); }), RPC_X_INVALID_BOUND);
}

TEST_F(Values, arrays_of_every_kind) {
  LONG_ values[] = {1, -2, 3};
  Five five = {1, 1, 1, 1, 1}, other = {2, 2, 2, 2, 2};
  kitchen_long grid[2][3] = {{100, 0, 0}, {0, 0, 200}};
  EXPECT_EQ(Sum(3, values, five, &other, grid), 2 + 5 + 10 + 300);
  EXPECT_EQ(Sum(0, values, five, &other, grid), 315);
}

TEST_F(Values, structs_whose_memory_is_the_wire) {
  Same from[3] = {{1, 0.5f, -1}, {2, 1.5f, -2}, {3, 2.5f, -3}}, to[3] = {};
  Copy(3, from, to);
  EXPECT_EQ(to[2].a, 3);
  EXPECT_EQ(to[2].f, 2.5f);
  EXPECT_EQ(to[2].h, -3);
}

TEST_F(Values, structs_whose_memory_is_the_wire_but_for_the_byte_order) {
  Same from[1] = {{1, 0.5f, -1}}, to[1] = {};
  loopback::wire().swapped = true;
  loopback::wire().request_instead =
      loopback::from_hex("00000001000000010000000a3f000000fffffffffffffffe");
  Copy(1, from, to);
  EXPECT_EQ(to[0].a, 10);
  EXPECT_EQ(to[0].f, 0.5f);
  EXPECT_EQ(to[0].h, -2);
}

TEST_F(Values, a_size_that_is_negative_or_out_of_range) {
  Same none[1] = {};
  EXPECT_EQ(status_of([&] { Copy(-1, none, none); }), RPC_X_INVALID_BOUND);
  loopback::wire().request_instead = loopback::from_hex("e9030000");
  EXPECT_EQ(status_of([&] { Copy(0, none, none); }), RPC_X_INVALID_BOUND);
}

TEST_F(Values, strings_in_out_and_returned) {
  char name[] = "you", buffer[] = "bounce";
  WCHAR wide[8] = {};
  char* answer = Greet(name, buffer, wide, 8);
  EXPECT_STREQ(answer, "hello you");
  EXPECT_STREQ(buffer, "Bounce");
  EXPECT_EQ(wide[1], static_cast<WCHAR>(u'i'));
  EXPECT_EQ(wide[2], 0);
  midl_user_free(answer);
  EXPECT_EQ(Greet(nullptr, buffer, wide, 8), nullptr);
}

TEST_F(Values, an_out_string_that_does_not_fit_is_refused) {
  char buffer[] = "b";
  WCHAR wide[8] = {};
  loopback::wire().reply_instead = loopback::from_hex(
      "0200000000000000020000004200"
      "0000"
      "080000000000000009000000"
      "410042004300440045004600470048000000");
  EXPECT_EQ(status_of([&] { Greet(nullptr, buffer, wide, 8); }), RPC_X_BAD_STUB_DATA);
  EXPECT_EQ(wide[0], 0);
}

TEST_F(Values, an_answer_longer_than_the_text_in_an_in_out_string_is_refused) {
  char buffer[] = "b";
  WCHAR wide[8] = {};
  loopback::wire().reply_instead = loopback::from_hex("030000000000000003000000424200");
  EXPECT_EQ(status_of([&] { Greet(nullptr, buffer, wide, 8); }), RPC_X_BYTE_COUNT_TOO_SMALL);
}

TEST_F(Values, arrays_of_strings) {
  char one[] = "one", three[] = "three";
  char* words[] = {one, nullptr, three};
  char names[2][10] = {"A", "long name"};
  char* joined = nullptr;
  EXPECT_EQ(Join(3, words, names, &joined), 19);
  EXPECT_STREQ(joined, "one-threeAlong name");
  midl_user_free(joined);
}

TEST_F(Values, a_text_that_fills_its_fixed_array_without_terminator_is_refused) {
  char* words[] = {nullptr};
  char names[2][10] = {};
  std::memset(names[1], 'x', 10);
  char* joined = nullptr;
  EXPECT_EQ(status_of([&] { Join(1, words, names, &joined); }), RPC_X_INVALID_BOUND);
}

TEST_F(Values, parameters_with_names_that_cxx_or_the_stub_use) {
  EXPECT_EQ(Names(1, 2, 3, 4, 5, 6), 91);
}

TEST_F(Values, types_of_the_sdk_have_32_bits) {
  static_assert(sizeof(DWORD) == 4 && sizeof(LONG) == 4);
  LONG l = 5;
  HRESULT hr = 0;
  BYTE bytes[] = {1, 2, 3};
  GUID g{};
  g.Data4[7] = 10;
  EXPECT_EQ(Sdk(3, &l, &hr, bytes, &g, reinterpret_cast<const WCHAR*>(u"A")), 3u + 2 + 10 + 'A');
  EXPECT_EQ(l, -5);
  EXPECT_EQ(hr, static_cast<HRESULT>(0x80004005u));
}

TEST_F(Values, constants_are_macros_as_midl_writes_them) {
  EXPECT_EQ(MOST, 20);
}

}  // namespace
