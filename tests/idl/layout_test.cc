// Layout on the wire of NDR 2.0, and which shape a declaration gives.
#include <gtest/gtest.h>

#include "idl/middle/layout.h"
#include "support.h"

namespace farcall::idl {
namespace {

WireInfo wire(const std::string& members) {
  const Compiled compiled(in_interface("typedef struct { " + members + " } T;"));
  EXPECT_EQ(compiled.errors(), 0u) << compiled.messages();
  return compiled.structure("T").wire;
}

TEST(Layout, members_stand_at_their_alignment_and_nothing_follows_the_last) {
  const WireInfo info = wire("byte a; short b; byte c; hyper d; byte e;");
  EXPECT_EQ(info.in.ndr20.alignment, 8u);
  EXPECT_EQ(info.in.ndr20.size, 17u);
  EXPECT_TRUE(info.fixed);
}

TEST(Layout, enums_have_16_bits_unless_v1) {
  EXPECT_EQ(wire("enum { a } x;").in.ndr20.size, 2u);
  EXPECT_EQ(wire("[v1_enum] enum { a } x;").in.ndr20.size, 4u);
}

TEST(Layout, pointers_are_4_bytes_and_make_a_struct_have_pointees) {
  const WireInfo info = wire("short a; long *b;");
  EXPECT_EQ(info.in.ndr20.size, 8u);
  EXPECT_TRUE(info.has_pointers);
}

TEST(Layout, elements_of_a_fixed_array_are_aligned_the_last_is_not_padded) {
  EXPECT_EQ(wire("struct { long a; byte b; } x[3];").in.ndr20.size, 8u * 2 + 5);
}

TEST(Layout, a_conformant_tail_hoists_its_count_and_keeps_the_alignment_of_its_elements) {
  const WireInfo info = wire("byte n; [size_is(n)] short a[];");
  EXPECT_TRUE(info.conformant);
  EXPECT_FALSE(info.fixed);
  EXPECT_EQ(info.in.ndr20.alignment, 2u);
}

TEST(Layout, a_varying_array_is_aligned_to_its_counts) {
  EXPECT_EQ(wire("[string] char a[10];").in.ndr20.alignment, 4u);
}

TEST(Layout, memory_equals_the_wire_without_gaps_and_conversions_only) {
  const Compiled compiled(in_interface(R"(
    typedef struct { int a; int b; } Same;
    typedef struct { Same s[2]; hyper h; byte raw[8]; } Deep;
    typedef struct { byte a; int b; } Gap;
    typedef struct { hyper a; int b; } Padded;
    typedef struct { long a; } Long;
    typedef struct { enum { x } e; short s; } Enum;
    typedef struct { int *p; } Pointer;)"));
  ASSERT_EQ(compiled.errors(), 0u) << compiled.messages();
  EXPECT_TRUE(compiled.structure("Same").wire.in.ndr20.same_memory);
  EXPECT_TRUE(compiled.structure("Deep").wire.in.ndr20.same_memory);
  for (const char* name : {"Gap", "Padded", "Long", "Enum", "Pointer"})
    EXPECT_FALSE(compiled.structure(name).wire.in.ndr20.same_memory) << name;
}

TEST(Layout, in_ndr64_pointers_and_counts_take_8_bytes_and_structs_are_padded_at_their_end) {
  EXPECT_EQ(wire("short a; long *b;").size(), (PerSyntax<uint64_t>{8, 16}));
  EXPECT_EQ(wire("hyper a; byte b;").size(), (PerSyntax<uint64_t>{9, 16}));
  EXPECT_EQ(wire("struct { long a; byte b; } x[3];").size(), (PerSyntax<uint64_t>{21, 24}));
  EXPECT_EQ(wire("[string] char a[10];").alignment(), (PerSyntax<unsigned>{4, 8}));
  EXPECT_EQ(wire("enum { a } x;").size(), (PerSyntax<uint64_t>{2, 4}));
  EXPECT_EQ(wire("__int3264 a; byte b;").size(), (PerSyntax<uint64_t>{5, 16}));
}

TEST(Layout, memory_of_int3264_equals_the_wire_of_ndr64_only) {
  const WireInfo info = wire("__int3264 a;");
  EXPECT_FALSE(info.in.ndr20.same_memory);
  EXPECT_TRUE(info.in.ndr64.same_memory);
}

// What says where union and arm start; the vectors of midltests agree.
TEST(Layout, unions_start_at_their_discriminant_and_in_ndr64_at_the_largest_alignment) {
  const std::string arms = "{ [case(1)] hyper h; [case(2)] byte b; [default] ; }";
  const Compiled compiled(in_interface("typedef [switch_type(short)] union " + arms + " U;" +
                                       "typedef [switch_type(short), ms_union] union " + arms +
                                       " Old; typedef union switch (short tag) u { case 1: hyper h;"
                                       " case 2: byte b; default: ; } E;"));
  ASSERT_EQ(compiled.errors(), 0u) << compiled.messages();
  const UnionParts& parts = *compiled.structure("U").union_parts;
  EXPECT_EQ(parts.start, (PerSyntax<unsigned>{2, 8}));
  EXPECT_EQ(parts.arm_alignment, (PerSyntax<unsigned>{1, 8}));
  EXPECT_TRUE(parts.has_default);
  EXPECT_EQ(compiled.structure("Old").union_parts->arm_alignment, (PerSyntax<unsigned>{8, 8}));
  const StructType& encapsulated = compiled.structure("E");
  ASSERT_EQ(encapsulated.members.size(), 2u);
  EXPECT_EQ(encapsulated.members[0].name, "tag");
  EXPECT_EQ(encapsulated.members[1].shape->kind, Shape::Kind::union_);
  EXPECT_TRUE(encapsulated.members[1].shape->structure->union_parts->encapsulated);
  EXPECT_EQ(encapsulated.wire.alignment(), (PerSyntax<unsigned>{8, 8}));
}

TEST(Layout, structs_that_reach_themselves_are_recursive) {
  const Compiled compiled(in_interface(R"(
    typedef struct A { struct B *b; } A;
    typedef struct B { struct A *a; struct C *c; } B;
    typedef struct C { long x; } C;
    typedef struct D { struct D *list; } D;
    typedef struct E { struct D *d; } E;)"));
  ASSERT_EQ(compiled.errors(), 0u) << compiled.messages();
  for (const char* name : {"A", "B", "D"}) EXPECT_TRUE(compiled.structure(name).recursive) << name;
  for (const char* name : {"C", "E"}) EXPECT_FALSE(compiled.structure(name).recursive) << name;
}

TEST(Layout, sizeof_is_that_of_64_bit_windows) {
  const Compiled compiled(in_interface(R"(
    typedef struct { byte a; long b; hyper c; long *p; wchar_t w[3]; } T;
    void f([in] long x[sizeof(T)], [in] long y[sizeof(long) + sizeof(long *)]);)"));
  ASSERT_EQ(compiled.errors(), 0u) << compiled.messages();
  EXPECT_EQ(compiled.operation().parameters[0].type->bound, 32u);
  EXPECT_EQ(compiled.operation().parameters[1].type->bound, 12u);
}

const Shape& parameter(const Compiled& compiled, size_t index = 0) {
  EXPECT_EQ(compiled.errors(), 0u) << compiled.messages();
  return *compiled.operation().parameters.at(index).shape;
}

TEST(Shapes, a_parameter_is_a_ref_pointer_and_inner_pointers_follow_pointer_default) {
  const Compiled compiled(in_interface("void f([in] long **x);"));
  const Shape& shape = parameter(compiled);
  EXPECT_EQ(shape.pointer, PointerKind::ref);
  EXPECT_TRUE(shape.top);
  EXPECT_EQ(shape.target->pointer, PointerKind::unique);
  EXPECT_EQ(shape.target->target->wire, Wire::i32);
}

TEST(Shapes, size_is_goes_to_levels_from_the_outside) {
  const Compiled compiled(
      in_interface("void f([in] long n, [in, size_is(, n)] long **x, [in, size_is(n)] long **y);"));
  const Shape& inner = parameter(compiled, 1);
  EXPECT_EQ(inner.target->kind, Shape::Kind::pointer);
  EXPECT_EQ(inner.target->target->kind, Shape::Kind::array);
  const Shape& outer = parameter(compiled, 2);
  EXPECT_EQ(outer.target->kind, Shape::Kind::array);
  EXPECT_EQ(outer.target->element->kind, Shape::Kind::pointer);
}

TEST(Shapes, string_goes_to_the_level_of_characters) {
  const Compiled compiled(
      in_interface("void f([in, string] wchar_t **x, [in, string] char y[10], [in] long n, "
                   "[in, string, size_is(n)] char **z);"));
  EXPECT_TRUE(parameter(compiled, 0).target->target->string);
  EXPECT_TRUE(parameter(compiled, 1).target->string);
  EXPECT_EQ(parameter(compiled, 1).target->fixed, 10u);
  EXPECT_FALSE(parameter(compiled, 3).target->string);
  EXPECT_TRUE(parameter(compiled, 3).target->element->target->string);
}

TEST(Shapes, attributes_of_typedefs_hold_where_the_name_is_used) {
  const Compiled compiled(
      in_interface("typedef [string] char *S; typedef S S2; typedef [range(1, 5)] long R;"
                   "typedef [ref] long *P; void f([in] S2 *s, [in] R r, [in] P *p);"));
  EXPECT_TRUE(parameter(compiled, 0).target->target->string);
  EXPECT_EQ(parameter(compiled, 1).range->high, 5);
  EXPECT_EQ(parameter(compiled, 2).pointer, PointerKind::ref);
}

TEST(Shapes, long_behind_a_name_of_the_sdk_is_not_a_c_long) {
  const Compiled compiled(
      in_interface("typedef unsigned long DWORD; typedef DWORD Mine; typedef long Other;"
                   "void f([in] Mine a, [in] Other b, [in] DWORD *c);"));
  EXPECT_FALSE(parameter(compiled, 0).c_long);
  EXPECT_TRUE(parameter(compiled, 1).c_long);
  EXPECT_FALSE(parameter(compiled, 2).target->c_long);
}

TEST(Shapes, a_union_takes_its_discriminant_from_switch_is_or_switch_type) {
  const Compiled compiled(in_interface(
      "typedef enum { a, b } E; typedef union { [case(a)] long l; [case(b)] short s; } U;"
      "typedef [switch_type(unsigned char)] union { [case(-1)] long l; } V;"
      "void f([in] E e, [in, switch_is(e)] U *u, [in] long n, [in, switch_is(n & 255)] V *v);"));
  const Shape& u = *parameter(compiled, 1).target;
  EXPECT_EQ(u.kind, Shape::Kind::union_);
  EXPECT_TRUE(u.structure->union_parts->discriminant->enum16);
  EXPECT_EQ(u.structure->members[1].labels, std::vector<int64_t>{1});
  EXPECT_EQ(parameter(compiled, 3).target->structure->members[0].labels, std::vector<int64_t>{255});
}

TEST(Shapes, a_context_handle_is_one_by_its_type_or_on_its_parameter) {
  const Compiled compiled(
      in_interface("typedef [context_handle] void *H; void f([in] H a, [out] H *b, "
                   "[in, context_handle] void *c, [out, context_handle] void **d);"),
      "interface test { typedef [context_handle_serialize] H; "
      "f(a, [context_handle_noserialize] b); }");
  EXPECT_EQ(parameter(compiled, 0).kind, Shape::Kind::context_handle);
  EXPECT_EQ(parameter(compiled, 0).context.type_name, "H");
  EXPECT_EQ(parameter(compiled, 0).context.serialize, true);
  EXPECT_EQ(parameter(compiled, 1).target->context.serialize, false);
  EXPECT_EQ(parameter(compiled, 2).kind, Shape::Kind::context_handle);
  EXPECT_EQ(parameter(compiled, 3).target->kind, Shape::Kind::context_handle);
  EXPECT_EQ(compiled.operation().handle, HandleKind::context);
  EXPECT_EQ(compiled.operation().handle_at, 0u);
}

TEST(Shapes, pipes_and_converted_types_say_what_travels) {
  const Compiled compiled(
      in_interface(
          "typedef pipe short P; typedef [transmit_as(hyper)] struct { byte b[9]; } X;"
          "typedef struct { long l; } W; void f([in] P a, [out] P *b, [in] X *x, [in] W *w);"),
      "interface test { typedef [user_marshal(Local)] W; }");
  EXPECT_EQ(parameter(compiled, 0).pipe->element->wire, Wire::i16);
  EXPECT_EQ(parameter(compiled, 0).pipe->name, "P");
  EXPECT_EQ(parameter(compiled, 1).target->kind, Shape::Kind::pipe);
  const Shape& x = *parameter(compiled, 2).target;
  EXPECT_EQ(x.kind, Shape::Kind::converted);
  EXPECT_EQ(x.target->wire, Wire::i64);
  EXPECT_EQ(x.conversion->name, "X");
  const Shape& w = *parameter(compiled, 3).target;
  EXPECT_EQ(w.conversion->name, "Local");
  EXPECT_EQ(w.target->kind, Shape::Kind::structure);
}

TEST(Constants, are_computed_as_c_does_and_never_overflow) {
  const Compiled compiled(in_interface(R"(
    const long A = 1 << 4 | 3; const long B = -7 / 2; const long C = ~0 & 0xff; const hyper D = 0x7fffffffffffffff + 1;
    const long E = 'a' + L'b'; const long F = 010; const long G = A > B ? A : B; const long H = !A;
    void f([in] long a[A], [in] long c[C], [in] long e[E], [in] long f[F], [in] long g[G]);)"));
  ASSERT_EQ(compiled.errors(), 0u) << compiled.messages();
  const std::vector<uint64_t> expected{19, 255, 195, 8, 19};
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(compiled.operation().parameters[i].type->bound, expected[i]) << i;
}

}  // namespace
}  // namespace farcall::idl
