// The grammar: what the wild writes parses, whether it is compiled or not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "idl/front/loader.h"
#include "support.h"

namespace farcall::idl {
namespace {

using testing::HasSubstr;
using testing::Not;

// Nothing of this is a syntax error ("expected …"), whatever else may be said of it.
void expect_syntax(const std::string& text) {
  const Compiled compiled(text);
  EXPECT_THAT(compiled.messages(), Not(HasSubstr("expected"))) << text;
}

TEST(Parser, takes_what_real_files_contain) {
  for (const char* text :
       {"[idempotent,] long *f([in] [string] char *x);",
        "typedef enum { a, b = 3, } E;",
        "typedef unsigned long int U; typedef short int S; typedef long unsigned L; typedef "
        "unsigned N;",
        "char const *f(); const char *g([in] char const *x);",
        "f([in] long x);",
        "void f(void); void g([in] long, [in] long *);",
        "typedef struct T { long x; } T, *PT, **PPT, AT[3];",
        "struct T; struct T { struct T *next; };",
        "void __stdcall f([in] long x); void f2(long x, ...);",
        "cpp_quote(\"x\"); cpp_quote(\"a\" \"b\")",
        "typedef [unique] struct { long x; } *P;",
        "typedef struct { long a : 3; long b : 5; } Bits;",
        "typedef union switch (short s) u { case 1: case 2: long a; default: ; } U;",
        "typedef [switch_type(long)] union { [case(1, 2)] long a; [default] ; } U; void f([in, "
        "switch_is(n & 3)] U *u, [in] long n);",
        "typedef pipe char Bytes; void f([in] SAFEARRAY(long) s);",
        "[propget, id(3), helpstring(\"x\")] long f([out, retval] long *r);",
        "void f([in] long (*callback)([in] long x));",
        "void f([in, size_is(, *n)] long **x, [in] long *n, [in, size_is(n ? 3 : 4)] long *y);",
        "void f([in, size_is(sizeof(long) * n)] byte b[], [in] long n, [in] long a[0..9]);",
        "const short X = (short) -1; const long Y = (X) * 2; const boolean B = TRUE; const char *Z "
        "= \"z\";",
        "interface Other; typedef [v1_enum, public] enum E { one } E;",
        "#pragma pack(push, 1)\ntypedef struct { byte b; } T;\n#pragma pack(pop)",
        ";;"}) {
    expect_syntax(in_interface(text));
  }
  expect_syntax("interface a { } interface b { };\x1a");
  expect_syntax(
      "[object, uuid(9d1c6e00-7a51-4c0e-8f00-0000000000dd)] interface a : IUnknown { HRESULT f(); "
      "}");
  expect_syntax("typedef long L; cpp_quote(\"top level\") struct T { L x; };");
  expect_syntax(
      "[uuid(9d1c6e00-7a51-4c0e-8f00-0000000000dd)] library L { importlib(\"x.tlb\"); interface a; "
      "coclass C { interface a; }; };");
}

TEST(Parser, reports_all_syntax_errors_of_a_file) {
  const Compiled compiled(in_interface(
      "long x y;\nvoid f([in] long a b);\nvoid ok();\ntypedef struct { long; long z } T;"));
  EXPECT_THAT(compiled.messages(), HasSubstr(":2:"));
  EXPECT_THAT(compiled.messages(),
              HasSubstr(":3:20: error: expected ',' after a parameter, found 'b'"));
  EXPECT_THAT(compiled.messages(), HasSubstr(":5:"));
  EXPECT_EQ(compiled.interface().operations.size(), 1u);
}

TEST(Parser, says_what_was_expected_and_shows_the_line) {
  const Compiled compiled(in_interface("void f([in] long)\nvoid g();"));
  EXPECT_THAT(compiled.messages(),
              HasSubstr("test.idl:3:1: error: expected ';' after an operation, found 'void'\n"
                        "  void g();\n"
                        "  ^\n"));
}

TEST(Parser, declarators_read_from_the_name_outwards) {
  const Compiled compiled(
      in_interface("void f([in] long (*a)[3], [in] long *b[3], [in] long **c);"));
  ASSERT_EQ(compiled.errors(), 0u) << compiled.messages();
  const auto& p = compiled.operation().parameters;
  EXPECT_EQ(describe(*p[0].type), "an array of long *");
  EXPECT_EQ(describe(*p[1].type), "an array of long *");
  EXPECT_EQ(p[0].type->kind, TypeKind::pointer);
  EXPECT_EQ(p[1].type->kind, TypeKind::array);
}

TEST(Parser, nests_256_levels_and_not_more) {
  const std::string stars(k_max_nesting + 1, '*');
  EXPECT_THAT(Compiled(in_interface("void f([in] long " + stars + "x);")).messages(),
              HasSubstr("nested too deeply"));
  for (const int depth : {300, 100000}) {
    const auto size = static_cast<size_t>(depth);
    for (const std::string& body : {"void f([in] long " + std::string(size, '(') + "*x);",
                                    "const long X = " + std::string(size, '(') + "1;",
                                    "const long X = " + std::string(size, '-') + "1;",
                                    "const long X = 1" + std::string(size, '?') + ";"}) {
      const Compiled compiled(in_interface(body));
      EXPECT_GT(compiled.errors(), 0u);
      EXPECT_LT(compiled.errors(), 4u);
    }
    std::string structs;
    for (int i = 0; i < depth; ++i) structs += "struct { ";
    EXPECT_THAT(Compiled(in_interface(structs)).messages(), HasSubstr("nested too deeply"));
    std::string sum = "1";
    for (int i = 0; i < depth; ++i) sum += "+1";
    EXPECT_EQ(Compiled(in_interface("const long X = " + sum + ";")).errors(),
              depth < 1000 ? 0u : 1u);
    std::string arrays = "long x";
    for (int i = 0; i < depth; ++i) arrays += "[1]";
    EXPECT_THAT(Compiled(in_interface("void f([in] " + arrays + ");")).messages(),
                HasSubstr("nested too deeply"));
  }
}

// What follows from such a type (a name that is not known, a brace too many) is not reported.
TEST(Parser, depth_of_100000_is_one_error_whatever_nests) {
  constexpr size_t k_depth = 100000;
  const auto repeat = [](std::string_view text) {
    std::string all;
    for (size_t i = 0; i < k_depth; ++i) all += text;
    return all;
  };
  const std::string use = "void f([in] P x);";
  for (const std::string& text :
       {in_interface("const long X = " + repeat("(") + "1" + repeat(")") + ";"),
        in_interface("const long X = " + repeat("~") + "1;"),
        in_interface("const long X = " + repeat("1 ? 2 : ") + "1;"),
        in_interface("typedef long " + repeat("*") + "P;" + use),
        in_interface("typedef long P" + repeat("[2]") + ";" + use),
        in_interface("typedef long " + repeat("(") + "*P" + repeat(")") + ";" + use),
        in_interface("typedef " + repeat("struct { ") + "long a;" + repeat("} x;") + use),
        in_interface("typedef " + repeat("union { ") + "long a;" + repeat("} x;") + use),
        in_interface("[local] void f(" + repeat("void (*g)(") + "void" + repeat(")") + ");"),
        repeat("library l { ") + repeat("}")}) {
    const Compiled compiled(text);
    EXPECT_EQ(compiled.errors(), 1u) << text.substr(0, 200);
    EXPECT_THAT(compiled.messages(), HasSubstr("nested too deeply (256 levels)"));
  }
}

TEST(Parser, chains_of_types_are_bounded_without_recursion) {
  std::string pointers = "typedef long *T0;", names = "typedef long T0;",
              structs = "typedef struct { long x; } T0;";
  for (int i = 1; i < 20000; ++i) {
    const std::string to = " T" + std::to_string(i) + ";", from = "T" + std::to_string(i - 1);
    pointers += "typedef " + from + " *" + to;
    names += "typedef " + from + to;
    structs += "typedef struct { " + from + " a; }" + to;
  }
  EXPECT_THAT(Compiled(in_interface(pointers)).messages(), HasSubstr("nested too deeply"));
  EXPECT_EQ(Compiled(in_interface(names + "void f([in] T19999 x);")).errors(), 0u);
  EXPECT_EQ(Compiled(in_interface(structs + "void f([in] T19999 *x);")).errors(), 0u);
}

TEST(Parser, stops_after_a_hundred_errors) {
  std::string body;
  for (int i = 0; i < 1000; ++i)
    body += "void f" + std::to_string(i) + "([in] nothing x);\n" + "long y y;\n";
  const Compiled compiled(in_interface(body));
  EXPECT_LE(compiled.errors(), 100u);
  EXPECT_THAT(compiled.messages(), HasSubstr("too many errors"));
}

}  // namespace
}  // namespace farcall::idl
