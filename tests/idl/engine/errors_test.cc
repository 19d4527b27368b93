// What does not fit is refused with the place and the reason: values on the way in, stub data on the way out.
#include <gtest/gtest.h>

#include "support.h"

namespace farcall::idl::engine {
namespace {

TEST(EngineErrors, numbers_are_held_to_their_type) {
  const Interface v(
      "typedef enum { a } E; void Op([in] byte b, [in] small s, [in] E e, [in, range(1, 3)] long r,"
      "[in] float f, [in] unsigned hyper h);");
  const auto with = [&](const std::string& member) {
    std::string json = R"({"b": 1, "s": 1, "e": 1, "r": 1, "f": 1, "h": 1})";
    json.replace(json.find(member.substr(0, 4)), 6, member);
    return v.encode("Op", json);
  };
  EXPECT_EQ(with(R"("b": 256)"), "error: b: 256 is no value of byte");
  EXPECT_EQ(with(R"("b": -1)"), "error: b: -1 is no value of byte");
  EXPECT_EQ(with(R"("b": 1.0)"),
            "error: b: expected an integer for byte, not a number with a fraction");
  EXPECT_EQ(with(R"("b": true)"), "error: b: expected an integer for byte, not true or false");
  EXPECT_EQ(with(R"("s": 128)"), "error: s: 128 is no value of small");
  EXPECT_EQ(with(R"("s": -129)"), "error: s: -129 is no value of small");
  EXPECT_EQ(with(R"("e": 32768)"), "error: e: 32768 is no value of E");
  EXPECT_EQ(with(R"("r": 4)"), "error: r: 4 is not in the range from 1 to 3");
  EXPECT_EQ(with(R"("f": 1e39)"), "error: f: too large for a float");
  EXPECT_EQ(with(R"("h": -1)"), "error: h: -1 is no value of unsigned hyper");
  EXPECT_EQ(with(R"("h": "18446744073709551616")"),
            "error: h: expected an integer for unsigned hyper, not a string");
  EXPECT_NE(with(R"("h": "18446744073709551615")").substr(0, 5), "error");
}

TEST(EngineErrors, lists_have_as_many_elements_as_the_expressions_say) {
  const Interface v(
      "void Op([in] long n, [in, size_is(n)] byte a[]);"
      "void Part([in] long n, [in, size_is(4), length_is(n)] byte a[]);"
      "void Out([in] long n, [out, size_is(n)] byte a[]);");
  EXPECT_EQ(v.encode("Op", R"({"n": 2, "a": [1]})"),
            "error: a: the list has 1 elements, the expressions say 2");
  EXPECT_EQ(v.encode("Op", R"({"n": -1, "a": []})"), "error: a: a count of -1 cannot be sent");
  EXPECT_EQ(v.encode("Op", R"({"n": 1, "a": "x"})"), "error: a: expected a list, not a string");
  EXPECT_EQ(v.encode("Part", R"({"n": 5, "a": [1,2,3,4,5]})"),
            "error: a: elements 0 to 5 are not within the array's 4");
  EXPECT_EQ(v.encode("Out", R"({"a": [1]})", k_ndr20_little, Direction::out),
            "error: a: the array needs n, which is not given");
}

TEST(EngineErrors, counts_are_compared_with_the_data_and_with_their_expressions) {
  const Interface v(
      "void Op([in] long n, [in, size_is(n)] byte a[]);"
      "void Part([in] long n, [in, size_is(4), length_is(n)] byte a[]);");
  EXPECT_EQ(v.decode("Op", "02000000 ffffffff 01 02"), "error: a: 4294967295 elements in 2 bytes");
  EXPECT_EQ(v.decode("Op", "02000000 01000000 01"),
            "error: a: the maximum count is 1, but n makes it 2");
  EXPECT_EQ(v.decode("Part", "02000000 04000000 00000000 01000000 01"),
            "error: a: the actual count is 1, but n makes it 2");
  EXPECT_EQ(v.decode("Part", "02000000 04000000 03000000 02000000 01 02"),
            "error: a: elements 3 and 2 more are not within the array's 4");
  EXPECT_EQ(v.decode("Part", "02000000 04000000 01000000 02000000 01 02"),
            "error: a: the offset is not 0");
}

TEST(EngineErrors, the_size_of_an_array_has_a_range_too) {
  const Interface v("void Op([in] long n, [in, size_is(n), range(0, 2)] byte a[]);");
  EXPECT_EQ(v.encode("Op", R"({"n": 3, "a": [1,2,3]})"),
            "error: a: a size of 3 is not in the range from 0 to 2");
  EXPECT_EQ(v.decode("Op", "03000000 03000000 01 02 03"),
            "error: a: a size of 3 is not in the range from 0 to 2");
}

TEST(EngineErrors, a_union_has_the_arm_that_its_discriminant_selects) {
  const Interface v(
      "typedef [switch_type(short)] union { [case(1)] byte b; [case(2)] short s; [case(3)]; } U;"
      "void Op([in] short t, [in, switch_is(t)] U *u);");
  EXPECT_EQ(v.encode("Op", R"({"t": 1, "u": {"s": 1}})"),
            "error: u: expected one member, the arm \"b\" that is selected");
  EXPECT_EQ(v.encode("Op", R"({"t": 1, "u": {}})"),
            "error: u: expected one member, the arm \"b\" that is selected");
  EXPECT_EQ(v.encode("Op", R"({"t": 3, "u": {"b": 1}})"),
            "error: u.b: the arm that is selected is empty: {}");
  EXPECT_EQ(v.encode("Op", R"({"t": 4, "u": {}})"), "error: u: the union has no arm for 4");
  EXPECT_EQ(v.decode("Op", "0400 0400"), "error: u: the union has no arm for 4");
  EXPECT_EQ(v.decode("Op", "0100 0200 0700"), "error: u: the discriminant is 2, but t makes it 1");
}

TEST(EngineErrors, pointers) {
  const Interface v(
      "typedef struct { [ref] long *p; } S; void Op([in] S *s);"
      "void Full([in, ptr] long *a, [in, ptr] short *b);");
  EXPECT_EQ(v.encode("Op", R"({"s": {"p": null}})"), "error: s.p: a [ref] pointer is never null");
  EXPECT_EQ(v.decode("Op", "00000000"), "error: s.p: a [ref] pointer is null");
  EXPECT_EQ(v.encode("Full", R"({"a": {"&": 1}, "b": null})"),
            "error: a: there is no full pointer number 1 yet");
  EXPECT_EQ(v.decode("Full", "01000000 02000000 01000000"),
            "error: b: equal full pointers lead to values of different types");
}

TEST(EngineErrors, strings) {
  const Interface v("void Op([in, string] char *s); void Room([in, string] char s[3]);");
  EXPECT_EQ(v.encode("Op", R"({"s": "€"})"),
            "error: s: a character above U+00FF does not fit a byte");
  EXPECT_EQ(v.encode("Op", R"({"s": [1]})"), "error: s: expected a string, not a list");
  EXPECT_EQ(v.encode("Room", R"({"s": "abc"})"),
            "error: s: the string with its terminator has 4 characters, there is room for 3");
  EXPECT_EQ(v.decode("Op", "01000000 00000000 00000000"),
            "error: s: a string without a terminator");
  EXPECT_EQ(v.decode("Op", "02000000 01000000 01000000 00"), "error: s: the offset is not 0");
}

TEST(EngineErrors, context_handles) {
  const Interface v("typedef [context_handle] void *H; void Op([in] H h);");
  EXPECT_EQ(v.encode("Op", R"({"h": {"attributes": 0}})"),
            "error: h: a context handle has two members, attributes and uuid");
  EXPECT_EQ(v.encode("Op", R"({"h": {"attributes": 0, "uuid": "1"}})"),
            "error: h.uuid: this is not a uuid");
}

TEST(EngineErrors, chunks_of_a_pipe) {
  const Interface v("typedef pipe byte P; void Op([in] P p);");
  EXPECT_EQ(v.decode("Op", "05000000 01"), "error: p: a chunk of 5 elements in 1 bytes");
  EXPECT_EQ(v.decode("Op", "0100000000000000 07 00000000000000 feffffffffffffff", k_ndr64_little),
            "error: p: the count behind a chunk is not the negated count in front of it");
  EXPECT_EQ(v.decode("Op", "01000000 07 000000 02000000 08 09 0000 00000000"),
            R"({"p": [7, 8, 9]})");
}

// Depth is data, not machine stack.
TEST(EngineErrors, a_cut_list_of_100000_nodes_is_an_error_and_a_whole_one_is_not) {
  const Interface v("typedef struct N { long v; struct N *next; } N; void Op([in] N *n);");
  std::string hex;
  for (int i = 0; i < 100000; ++i) hex += "0100000000000200";
  EXPECT_EQ(v.decode("Op", hex).substr(0, 29), "error: the stub data ends at ");
  hex += "0100000000000000";
  const std::string json = v.decode("Op", hex);
  ASSERT_EQ(json.substr(0, 24), R"({"n": {"v": 1, "next": {)");
  EXPECT_EQ(v.encode("Op", json).size(), hex.size());
}

}  // namespace
}  // namespace farcall::idl::engine
