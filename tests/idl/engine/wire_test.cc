// Each kind of type in the three forms of stub data, worked out by hand from C706 chapter 14 and [MS-RPCE] 2.2.5.
// Referent identifiers are 0x20000, 0x20004, … as Windows numbers them.
#include <gtest/gtest.h>

#include <ostream>

#include "support.h"

namespace farcall::idl::engine {
namespace {

struct Case {
  const char* name;
  const char* body;  // operation Op
  const char* json;
  const char* little;
  const char* big;  // empty: not worked out
  const char* ndr64;
  Direction direction = Direction::in;
  const char* acf = "";
};

void PrintTo(const Case& each, std::ostream* out) {
  *out << each.name;
}

std::string without_spaces(std::string_view text) {
  std::string made;
  for (const char c : text)
    if (c != ' ') made += c;
  return made;
}

const Case k_cases[] = {
    {"small_integers",
     "void Op([in] byte b, [in] boolean o, [in] char c, [in] small s, [in] unsigned small u);",
     R"({"b": 255, "o": 2, "c": 200, "s": -128, "u": 129})", "ff 02 c8 80 81", "ff 02 c8 80 81",
     "ff 02 c8 80 81"},
    {"integers_at_their_alignment",
     "void Op([in] byte b, [in] short s, [in] byte c, [in] unsigned long l, [in] hyper h);",
     R"({"b": 1, "s": -2, "c": 3, "l": 4294967295, "h": -5})",
     "01 00 feff 03 000000 ffffffff 00000000 fbffffffffffffff",
     "01 00 fffe 03 000000 ffffffff 00000000 fffffffffffffffb",
     "01 00 feff 03 000000 ffffffff 00000000 fbffffffffffffff"},
    {"floating_point", "void Op([in] float f, [in] double d);", R"({"f": 1.5, "d": -2.25})",
     "0000c03f 00000000 00000000000002c0", "3fc00000 00000000 c002000000000000",
     "0000c03f 00000000 00000000000002c0"},
    {"wide_characters_and_status", "void Op([in] wchar_t w, [in] error_status_t e);",
     R"({"w": 8364, "e": 5})", "ac20 0000 05000000", "20ac 0000 00000005", "ac20 0000 05000000"},
    {"int3264_is_4_or_8_bytes", "void Op([in] byte b, [in] __int3264 i);", R"({"b": 1, "i": -3})",
     "01 000000 fdffffff", "01 000000 fffffffd", "01 00000000000000 fdffffffffffffff"},
    {"enums",
     "typedef enum { a, b } E; typedef [v1_enum] enum { c, d } F;"
     "void Op([in] E e, [in] byte x, [in] F f);",
     R"({"e": 1, "x": 9, "f": 1})", "0100 09 00 01000000", "0001 09 00 00000001",
     "01000000 09 000000 01000000"},
    {"ndr64_pads_a_struct_at_its_end",
     "typedef struct { short a; byte b; } S; typedef struct { S s; byte c; } T;"
     "void Op([in] T *t, [in] byte x);",
     R"({"t": {"s": {"a": 1, "b": 2}, "c": 3}, "x": 4})", "0100 02 03 04", "0001 02 03 04",
     "0100 02 00 03 00 04"},
    {"a_result_comes_last", "long Op([in] long a, [out] short *b);", R"({"b": 7, "return": -1})",
     "0700 0000 ffffffff", "0007 0000 ffffffff", "0700 0000 ffffffff", Direction::out},
    {"fixed_arrays_in_rows", "void Op([in] short a[2][3]);", R"({"a": [[1, 2, 3], [4, 5, 6]]})",
     "0100 0200 0300 0400 0500 0600", "0001 0002 0003 0004 0005 0006",
     "0100 0200 0300 0400 0500 0600"},
    {"conformant", "void Op([in] long n, [in, size_is(n)] short a[]);", R"({"n": 2, "a": [1, 2]})",
     "02000000 02000000 0100 0200", "00000002 00000002 0001 0002",
     "02000000 00000000 0200000000000000 0100 0200"},
    {"max_is_names_the_last_index", "void Op([in, max_is(n)] byte a[], [in] long n);",
     R"({"a": [1, 2, 3], "n": 2})", "03000000 01 02 03 00 02000000",
     "00000003 01 02 03 00 00000002", "0300000000000000 01 02 03 00 02000000"},
    {"varying", "void Op([in] long f, [in] long n, [in, first_is(f), length_is(n)] byte a[9]);",
     R"({"f": 2, "n": 3, "a": [1, 2, 3]})", "02000000 03000000 02000000 03000000 01 02 03",
     "00000002 00000003 00000002 00000003 01 02 03",
     "02000000 03000000 0200000000000000 0300000000000000 01 02 03"},
    {"last_is_counts_from_first_is",
     "void Op([in] long f, [in] long l, [in, size_is(8), first_is(f), last_is(l)] byte a[]);",
     R"({"f": 2, "l": 4, "a": [1, 2, 3]})", "02000000 04000000 08000000 02000000 03000000 01 02 03",
     "00000002 00000004 00000008 00000002 00000003 01 02 03",
     "02000000 04000000 0800000000000000 0200000000000000 0300000000000000 01 02 03"},
    {"rows_of_an_open_array", "void Op([in] long n, [in, size_is(n)] short a[][2]);",
     R"({"n": 2, "a": [[1, 2], [3, 4]]})", "02000000 02000000 0100 0200 0300 0400",
     "00000002 00000002 0001 0002 0003 0004",
     "02000000 00000000 0200000000000000 0100 0200 0300 0400"},
    {"strings", "void Op([in, string] char *a, [in, string] wchar_t *w);",
     R"({"a": "hé", "w": "€"})",
     "03000000 00000000 03000000 68 e9 00 00 02000000 00000000 02000000 ac20 0000",
     "00000003 00000000 00000003 68 e9 00 00 00000002 00000000 00000002 20ac 0000",
     "0300000000000000 0000000000000000 0300000000000000 68 e9 00 0000000000"
     "0200000000000000 0000000000000000 0200000000000000 ac20 0000"},
    {"a_string_in_a_buffer_of_its_own_size",
     "void Op([in] long n, [in, string, size_is(n)] char *a, [in, string] char f[6]);",
     R"({"n": 5, "a": "x", "f": "yz"})",
     "05000000 05000000 00000000 02000000 78 00 0000 00000000 03000000 79 7a 00",
     "00000005 00000005 00000000 00000002 78 00 0000 00000000 00000003 79 7a 00",
     "05000000 00000000 0500000000000000 0000000000000000 0200000000000000 78 00 000000000000"
     "0000000000000000 0300000000000000 79 7a 00"},
    {"conformant_struct_and_its_count_in_front",
     "typedef struct { byte n; [size_is(n)] long a[]; } S; void Op([in] byte x, [in] S *s);",
     R"({"x": 9, "s": {"n": 1, "a": [5]}})", "09 000000 01000000 01 000000 05000000",
     "09 000000 00000001 01 000000 00000005",
     "09 00000000000000 0100000000000000 01 000000 05000000"},
    {"unique_pointers", "void Op([in, unique] short *a, [in, unique] short *b);",
     R"({"a": 1, "b": null})", "00000200 0100 0000 00000000", "00020000 0001 0000 00000000",
     "0000020000000000 0100 000000000000 0000000000000000"},
    {"pointees_come_depth_first",
     "typedef struct { short v; short *p; } I; typedef struct { I *a; short *b; } S; void Op([in] "
     "S *s);",
     R"({"s": {"a": {"v": 1, "p": 2}, "b": 3}})", "00000200 04000200 0100 0000 08000200 0200 0300",
     "00020000 00020004 0001 0000 00020008 0002 0003",
     "0000020000000000 0400020000000000 0100 000000000000 0800020000000000 0200 0300"},
    {"a_ref_pointer_in_a_struct_has_a_referent",
     "typedef struct { [ref] short *p; } S; void Op([in] S *s);", R"({"s": {"p": 2}})",
     "00000200 0200", "00020000 0002", "0000020000000000 0200"},
    {"pointers_to_null_pointers", "void Op([in, unique] long ***p);",
     R"({"p": {"*": {"*": null}}})", "00000200 04000200 00000000", "00020000 00020004 00000000",
     "0000020000000000 0400020000000000 0000000000000000"},
    {"an_array_of_strings", "void Op([in] long n, [in, size_is(n), string] char **a);",
     R"({"n": 3, "a": ["x", null, ""]})",
     "03000000 03000000 00000200 00000000 04000200 02000000 00000000 02000000 7800 0000"
     "01000000 00000000 01000000 00",
     "00000003 00000003 00020000 00000000 00020004 00000002 00000000 00000002 7800 0000"
     "00000001 00000000 00000001 00",
     "03000000 00000000 0300000000000000 0000020000000000 0000000000000000 0400020000000000"
     "0200000000000000 0000000000000000 0200000000000000 7800 000000000000"
     "0100000000000000 0000000000000000 0100000000000000 00"},
    {"counts_of_two_levels", "void Op([in] long n, [in] long m, [in, size_is(n, m)] short **a);",
     R"({"n": 2, "m": 1, "a": [[7], [8]]})",
     "02000000 01000000 02000000 00000200 04000200 01000000 0700 0000 01000000 0800",
     "00000002 00000001 00000002 00020000 00020004 00000001 0007 0000 00000001 0008",
     "02000000 01000000 0200000000000000 0000020000000000 0400020000000000"
     "0100000000000000 0700 000000000000 0100000000000000 0800"},
    {"equal_full_pointers_share_a_pointee",
     "void Op([in, ptr] long *a, [in, ptr] long *b, [in, ptr] long *c);",
     R"({"a": 5, "b": {"&": 1}, "c": 6})", "00000200 05000000 00000200 04000200 06000000",
     "00020000 00000005 00020000 00020004 00000006",
     "0000020000000000 05000000 00000000 0000020000000000 0400020000000000 06000000"},
    {"a_cycle_of_full_pointers",
     "typedef struct N { long v; [ptr] struct N *next; } N; void Op([in, ptr] N *n);",
     R"({"n": {"v": 1, "next": {"v": 2, "next": {"&": 1}}}})",
     "00000200 01000000 04000200 02000000 00000200", "00020000 00000001 00020004 00000002 00020000",
     "0000020000000000 01000000 00000000 0400020000000000 02000000 00000000 0000020000000000"},
    {"the_pointee_of_equal_pointers_stands_where_it_is_reached_first",
     "typedef struct I { long v; [ptr] long *p; } I; typedef struct { [ptr] I *a; [ptr] long *b; } "
     "S;"
     "void Op([in] S *s);",
     R"({"s": {"a": {"v": 1, "p": {"&": 2}}, "b": 9}})",
     "00000200 04000200 01000000 04000200 09000000", "00020000 00020004 00000001 00020004 00000009",
     "0000020000000000 0400020000000000 01000000 00000000 0400020000000000 09000000"},
    {"union_with_an_arm_at_its_own_alignment_or_at_the_largest",
     "typedef [switch_type(short)] union { [case(1)] byte b; [case(2)] hyper h; [default]; } U;"
     "void Op([in] short t, [in, switch_is(t)] U *u);",
     R"({"t": 1, "u": {"b": 5}})", "0100 0100 05", "0001 0001 05",
     "0100 000000000000 0100 000000000000 05"},
    {"empty_default_arm",
     "typedef [switch_type(short)] union { [case(1)] byte b; [default]; } U;"
     "void Op([in] short t, [in, switch_is(t)] U *u, [in] byte x);",
     R"({"t": 3, "u": {}, "x": 8})", "0300 0300 08", "0003 0003 08", "0300 0300 08"},
    {"encapsulated_union",
     "typedef union switch (long kind) value { case 1: short s; case 2: case 3: [string] char *t; "
     "} U;"
     "void Op([in] U *u);",
     R"({"u": {"kind": 3, "value": {"t": "a"}}})",
     "03000000 00000200 02000000 00000000 02000000 6100",
     "00000003 00020000 00000002 00000000 00000002 6100",
     "03000000 00000000 0000020000000000 0200000000000000 0000000000000000 0200000000000000 6100"},
    {"context_handle", "typedef [context_handle] void *H; void Op([in] H h);",
     R"({"h": {"attributes": 0, "uuid": "01234567-89ab-cdef-0123-456789abcdef"}})",
     "00000000 67452301 ab89 efcd 0123456789abcdef", "00000000 01234567 89ab cdef 0123456789abcdef",
     "00000000 67452301 ab89 efcd 0123456789abcdef"},
    {"pipe", "typedef pipe short P; void Op([in] byte b, [in] P p);", R"({"b": 1, "p": [2, 3]})",
     "01 000000 02000000 0200 0300 00000000", "01 000000 00000002 0002 0003 00000000",
     "01 00000000000000 0200000000000000 0200 0300 00000000 feffffffffffffff"
     "0000000000000000 0000000000000000"},
    {"a_condition_asks_whether_a_pointer_is_null",
     "void Op([in, unique] long *n, [in, size_is(n ? *n : 1)] byte a[]);",
     R"({"n": null, "a": [7]})", "00000000 01000000 07", "00000000 00000001 07",
     "0000000000000000 0100000000000000 07"},
    {"an_empty_array_is_not_aligned",
     "void Op([in] long n, [in, size_is(n)] hyper a[], [in] long after);",
     R"({"n": 0, "a": [], "after": 9})", "00000000 00000000 09000000", "00000000 00000000 00000009",
     "00000000 00000000 0000000000000000 09000000"},
    {"of_a_partially_ignored_pointer_only_its_presence_is_sent",
     "void Op([in] byte n, [in, out, unique, size_is(n)] short *a, [in, out, unique] long *b,"
     "[in] byte after);",
     R"({"n": 2, "a": {}, "b": null, "after": 9})", "02 000000 00000200 00000000 09",
     "02 000000 00020000 00000000 09", "02 00000000000000 0000020000000000 0000000000000000 09",
     Direction::in, "Op(n, [partial_ignore] a, [partial_ignore] b, after);"},
    {"expressions_are_those_of_c",
     "void Op([in] long n, [in, size_is((n + 1) * 2 >> 1 & ~1)] byte a[]);",
     R"({"n": 2, "a": [7, 8]})", "02000000 02000000 07 08", "00000002 00000002 07 08",
     "02000000 00000000 0200000000000000 07 08"},
};

class Wire : public testing::TestWithParam<Case> {};

TEST_P(Wire, is_what_the_specification_says_both_ways) {
  const Case& each = GetParam();
  const Interface v(each.body, each.acf);
  const std::pair<TransferSyntax, const char*> forms[] = {
      {k_ndr20_little, each.little}, {k_ndr20_big, each.big}, {k_ndr64_little, each.ndr64}};
  for (const auto& [syntax, hex] : forms) {
    EXPECT_EQ(v.encode("Op", each.json, syntax, each.direction), without_spaces(hex));
    EXPECT_EQ(v.decode("Op", hex, syntax, each.direction), each.json);
  }
}

std::string name_of(const testing::TestParamInfo<Case>& each) {
  return each.param.name;
}
INSTANTIATE_TEST_SUITE_P(Engine, Wire, testing::ValuesIn(k_cases), name_of);

}  // namespace
}  // namespace farcall::idl::engine
