// The program as scripts and build files use it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "support.h"

namespace farcall::idl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string k_idl = in_interface(
    "const long N = 3;\n#ifdef EXTRA\nvoid Extra();\n#endif\nvoid F([in] handle_t h, [in] long "
    "x);");

class CommandLine : public testing::Test {
 protected:
  void SetUp() override { write_text(in_ / "Foo.Idl", k_idl); }
  // midl -out OUT arguments… IN/Foo.Idl
  idl::Run midl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"-out", out_.string()});
    arguments.push_back((in_ / "foo.idl").string());  // the case of the name is of no matter
    return run_midl(arguments);
  }
  std::string output(const std::string& name) { return read_text(out_ / name); }
  TemporaryDirectory in_, out_;
};

TEST_F(CommandLine, writes_a_header_and_two_stubs_named_after_the_file) {
  const idl::Run run = midl({});
  EXPECT_EQ(run.status, 0) << run.errors;
  EXPECT_THAT(out_.names(), ElementsAre("Foo.h", "Foo_c.cpp", "Foo_s.cpp"));
  EXPECT_THAT(output("Foo.h"), HasSubstr("extern RPC_IF_HANDLE test_v1_0_c_ifspec;"));
}

TEST_F(CommandLine, output_is_the_same_from_run_to_run) {
  midl({});
  const std::string first = output("Foo.h") + output("Foo_c.cpp") + output("Foo_s.cpp");
  midl({});
  EXPECT_EQ(first, output("Foo.h") + output("Foo_c.cpp") + output("Foo_s.cpp"));
}

TEST_F(CommandLine, takes_switches_with_a_slash) {
  EXPECT_EQ(midl({"/client", "none", "/nologo", "/W4", "/WX", "/env", "x64"}).status, 0);
  EXPECT_THAT(out_.names(), ElementsAre("Foo.h", "Foo_s.cpp"));
}

TEST_F(CommandLine, names_of_outputs_can_be_chosen) {
  EXPECT_EQ(midl({"-h", "a.h", "-cstub", "b.cpp", "-sstub", "c.cpp"}).status, 0);
  EXPECT_THAT(out_.names(), ElementsAre("a.h", "b.cpp", "c.cpp"));
  EXPECT_THAT(output("b.cpp"), HasSubstr("#include \"a.h\""));
}

TEST_F(CommandLine, outputs_stay_under_the_output_directory) {
  const std::string absolute = (in_ / "x.h").string();
  for (const std::string& name : {std::string("../x.h"), std::string("a/../../x.h"), absolute}) {
    const idl::Run run = midl({"-header", name});
    EXPECT_NE(run.status, 0) << name;
    EXPECT_THAT(run.errors, HasSubstr("outside the output directory"));
  }
  EXPECT_TRUE(out_.names().empty());
}

TEST_F(CommandLine, oldnames) {
  midl({"-oldnames"});
  EXPECT_THAT(output("Foo.h"), HasSubstr("extern RPC_IF_HANDLE test_ClientIfHandle;"));
  EXPECT_THAT(output("Foo.h"), HasSubstr("extern RPC_IF_HANDLE test_ServerIfHandle;"));
  EXPECT_THAT(output("Foo_s.cpp"), HasSubstr("RPC_IF_HANDLE test_ServerIfHandle ="));
}

TEST_F(CommandLine, prefixes) {
  midl({"-prefix", "client", "c_", "server", "s_"});
  EXPECT_THAT(output("Foo.h"), HasSubstr("void c_F("));
  EXPECT_THAT(output("Foo.h"), HasSubstr("void s_F("));
  EXPECT_THAT(output("Foo_s.cpp"), HasSubstr("&::s_F,"));
}

TEST_F(CommandLine, entry_point_vectors) {
  midl({"-use_epv"});
  EXPECT_THAT(output("Foo.h"), HasSubstr("} test_v1_0_epv_t, test_v1_0_SERVER_EPV;"));
  EXPECT_THAT(output("Foo_s.cpp"), HasSubstr("&test_default_epv, &test_server, 0"));
  midl({"-no_default_epv", "-oldnames"});
  EXPECT_THAT(output("Foo.h"), HasSubstr("} test_v1_0_epv_t, test_SERVER_EPV;"));
  EXPECT_THAT(output("Foo_s.cpp"), Not(HasSubstr("default_epv")));
}

TEST_F(CommandLine, long_is_spelt_long_or_has_32_bits) {
  midl({});
  EXPECT_THAT(output("Foo.h"), HasSubstr("void F(handle_t h, long x);"));
  midl({"--long=32"});
  EXPECT_THAT(output("Foo.h"), HasSubstr("void F(handle_t h, int32_t x);"));
  midl({"--long", "native"});
  EXPECT_THAT(output("Foo.h"), HasSubstr("long x"));
}

TEST_F(CommandLine, definitions_reach_the_preprocessor) {
  midl({"-DEXTRA"});
  EXPECT_THAT(output("Foo.h"), HasSubstr("void Extra(void);"));
  midl({"-D", "EXTRA=1", "-U", "EXTRA"});
  EXPECT_THAT(output("Foo.h"), Not(HasSubstr("Extra")));
}

TEST_F(CommandLine, another_preprocessor_and_its_options) {
  midl({"-cpp_cmd", "gcc", "-cpp_opt", "-E -x c -DEXTRA"});
  EXPECT_THAT(output("Foo.h"), HasSubstr("Extra"));
  const idl::Run run = midl({"-cpp_cmd", "no-such-program"});
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.errors, HasSubstr("cannot run the C preprocessor 'no-such-program'"));
}

TEST_F(CommandLine, the_preprocessor_is_no_shell) {
  write_text(in_ / "foo; touch x.idl", k_idl);
  const idl::Run run =
      run_midl({"-out", out_.string(), "-D", "A=$(touch " + (out_ / "y").string() + ")",
                (in_ / "foo; touch x.idl").string()});
  EXPECT_EQ(run.status, 0) << run.errors;
  EXPECT_THAT(out_.names(),
              ElementsAre("foo; touch x.h", "foo; touch x_c.cpp", "foo; touch x_s.cpp"));
}

TEST_F(CommandLine, no_cpp_refuses_directives) {
  const idl::Run run = midl({"-no_cpp"});
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.errors, HasSubstr(":3:1: error: preprocessor directive without a preprocessor"));
  EXPECT_TRUE(out_.names().empty());
}

TEST_F(CommandLine, the_acf_beside_the_file_is_used_or_the_one_that_is_named) {
  write_text(in_ / "FOO.ACF", "interface test { [async] F(); }");
  write_text(in_ / "other.acf", "interface test { }");
  midl({});
  EXPECT_THAT(output("Foo.h"),
              HasSubstr("void F(PRPC_ASYNC_STATE F_AsyncHandle, handle_t h, long x);"));
  midl({"-acf", (in_ / "other.acf").string()});
  EXPECT_THAT(output("Foo.h"), HasSubstr("void F(handle_t h, long x);"));
  EXPECT_THAT(midl({"-acf", (in_ / "none.acf").string()}).errors, HasSubstr("cannot read"));
}

TEST_F(CommandLine, macros_may_stand_in_an_acf) {
  write_text(in_ / "foo.acf",
             "#define HOW async\n#ifdef NOT\n#define MORE ,nocode\n#else\n#define "
             "MORE\n#endif\ninterface test { [HOW MORE] F(); }\x1a");
  EXPECT_EQ(midl({}).status, 0);
  EXPECT_THAT(output("Foo.h"), HasSubstr("PRPC_ASYNC_STATE"));
}

TEST_F(CommandLine, app_config_lets_binding_attributes_stand_in_the_idl) {
  write_text(in_ / "Foo.Idl",
             "[uuid(9d1c6e00-7a51-4c0e-8f00-0000000000dd), implicit_handle(handle_t h)] interface "
             "test { void F(); }");
  EXPECT_THAT(midl({}).errors, HasSubstr("belongs in the ACF"));
  EXPECT_EQ(midl({"-app_config"}).status, 0);
  EXPECT_THAT(output("Foo.h"), HasSubstr("extern handle_t h;"));
}

TEST_F(CommandLine, AR_003_async_does_not_go_with_osf) {
  write_text(in_ / "Foo.acf", "interface test { [async] F(); }");
  EXPECT_THAT(midl({"-osf"}).errors, HasSubstr("'async' does not go with -osf"));
}

TEST_F(CommandLine, imports_and_includes_are_found_and_listed_in_the_depfile) {
  write_text(in_ / "Base.idl", "typedef struct Pair { long a; long b; } Pair;");
  write_text(in_ / "macros.h", "#define COUNT 4\n");
  write_text(in_ / "Foo.Idl",
             "import \"base.idl\", \"wtypes.idl\";\n#include \"macros.h\"\n" +
                 in_interface("void F([in] Pair *p, [in] long x[COUNT], [in] DWORD d);"));
  const idl::Run run = midl({"--depfile", (out_ / "deps.d").string()});
  EXPECT_EQ(run.status, 0) << run.errors;
  EXPECT_THAT(output("Foo.h"), HasSubstr("#include \"base.h\""));
  EXPECT_THAT(output("Foo.h"), HasSubstr("#include <farcall/sdk/wtypes.h>"))
      << "the SDK headers have what system files define";
  EXPECT_THAT(output("Foo.h"), Not(HasSubstr("struct Pair {")));
  for (const char* name : {"Base.idl", "macros.h", "Foo.Idl", "wtypes.idl", "Foo_s.cpp:"})
    EXPECT_THAT(output("deps.d"), HasSubstr(name));
}

TEST_F(CommandLine, missing_files_are_reported_where_they_are_named) {
  write_text(in_ / "a.idl", "import \"b.idl\"; typedef long A;");
  write_text(in_ / "b.idl", "typedef long B;");
  write_text(in_ / "Foo.Idl", "import \"a.idl\"; import \"nothing.idl\";" +
                                  in_interface("void F([in] A a, [in] B b);"));
  const idl::Run run = midl({});
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.errors,
              HasSubstr("Foo.Idl:1:24: error: cannot find imported file 'nothing.idl'"));
  EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '^'), 1);
}

TEST_F(CommandLine, imports_nest_64_levels) {
  for (int i = 0; i < 80; ++i)
    write_text(in_ / ("i" + std::to_string(i) + ".idl"),
               "import \"i" + std::to_string(i + 1) + ".idl\";");
  write_text(in_ / "i80.idl", "");
  write_text(in_ / "Foo.Idl", "import \"i0.idl\";" + k_idl);
  EXPECT_THAT(midl({}).errors, HasSubstr("imports nested too deeply (64 levels)"));
}

TEST_F(CommandLine, a_chain_of_imports_that_is_too_long_is_one_error_and_no_output) {
  for (int i = 0; i < 200; ++i)
    write_text(in_ / ("i" + std::to_string(i) + ".idl"),
               "import \"i" + std::to_string(i + 1) + ".idl\"; typedef T" + std::to_string(i + 1) +
                   " T" + std::to_string(i) + ";");
  write_text(in_ / "Foo.Idl", "import \"i0.idl\";" + in_interface("void F([in] T0 a);"));
  const idl::Run run = midl({});
  EXPECT_EQ(run.status, 1);
  EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '^'), 1) << run.errors;
  EXPECT_TRUE(out_.names().empty());
}

TEST_F(CommandLine, files_that_import_each_other_are_taken_once_with_one_warning) {
  write_text(in_ / "a.idl", "import \"b.idl\"; typedef long A;");
  write_text(in_ / "b.idl", "import \"a.idl\"; typedef long B;");
  write_text(in_ / "Foo.Idl", "import \"a.idl\";" + in_interface("void F([in] A a, [in] B b);"));
  const idl::Run run = midl({});
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(run.errors, HasSubstr("b.idl:1:8: warning: this file imports itself"));
  EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '^'), 1) << run.errors;
}

TEST_F(CommandLine, a_file_that_includes_itself_is_one_error_and_no_output) {
  write_text(in_ / "Foo.Idl", "#include \"Foo.Idl\"\n" + k_idl);
  const idl::Run run = midl({});
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.errors, HasSubstr("nested"));
  EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '^'), 1) << run.errors;
  EXPECT_TRUE(out_.names().empty());
}

TEST_F(CommandLine, an_error_in_an_imported_file_is_shown_there) {
  write_text(in_ / "base.idl", "\n\ntypedef nothing T;");
  write_text(in_ / "Foo.Idl", "import \"base.idl\";" + k_idl);
  EXPECT_THAT(
      midl({}).errors,
      HasSubstr("base.idl:3:9: error: unknown type 'nothing'\n  typedef nothing T;\n          ^"));
}

TEST_F(CommandLine, dump_json_prints_interfaces_and_writes_nothing) {
  const idl::Run run = midl({"--dump-json"});
  EXPECT_EQ(run.status, 0);
  EXPECT_TRUE(out_.names().empty());
  EXPECT_THAT(
      run.output,
      HasSubstr("\"uuid\": \"9d1c6e00-7a51-4c0e-8f00-0000000000dd\", \"version\": \"1.0\""));
  EXPECT_THAT(run.output, HasSubstr("\"opnum\": 0, \"name\": \"F\""));
  write_text(out_ / "json", run.output);
  EXPECT_EQ(run_program({"python3", "-m", "json.tool", (out_ / "json").string()}).status, 0);
}

TEST_F(CommandLine, protocol_says_which_syntaxes_stubs_have) {
  const std::pair<const char*, const char*> k_cases[] = {{"all", "F_frame>("},
                                                         {"dce", "F_frame, k_ndr20_only>("},
                                                         {"ndr64", "F_frame, k_ndr64_only>("}};
  for (const auto& [protocol, text] : k_cases) {
    EXPECT_EQ(midl({"-protocol", protocol}).status, 0);
    EXPECT_THAT(read_text(out_ / "Foo_c.cpp"), HasSubstr(text));
    EXPECT_THAT(read_text(out_ / "Foo_s.cpp"), HasSubstr(text));
  }
  write_text(in_ / "Foo.Idl",
             "[uuid(9d1c6e00-7a51-4c0e-8f00-0000000000dd)] interface I {"
             " typedef [wire_marshal(long)] char C; void F([in] C c); }");
  EXPECT_THAT(midl({"-protocol", "ndr64"}).errors,
              HasSubstr("-protocol ndr64 does not go with wire_marshal and user_marshal"));
  EXPECT_EQ(midl({"-protocol", "all"}).status, 0);
  EXPECT_THAT(read_text(out_ / "Foo_c.cpp"), HasSubstr("F_frame, k_ndr20_only>("));
}

TEST_F(CommandLine, syntax_check_writes_nothing) {
  EXPECT_EQ(midl({"-Zs"}).status, 0);
  EXPECT_TRUE(out_.names().empty());
}

TEST_F(CommandLine, messages_go_to_a_file) {
  write_text(in_ / "Foo.Idl", "typedef nothing T;");
  const idl::Run run = midl({"-o", (in_ / "messages").string()});
  EXPECT_EQ(run.errors, "");
  EXPECT_THAT(read_text(in_ / "messages"), HasSubstr("unknown type 'nothing'"));
}

TEST_F(CommandLine, a_response_file_holds_switches) {
  write_text(in_ / "switches", "-client none\r\n-header \"my header.h\"");
  EXPECT_EQ(midl({"@" + (in_ / "switches").string()}).status, 0);
  EXPECT_THAT(out_.names(), ElementsAre("Foo_s.cpp", "my header.h"));
}

TEST_F(CommandLine, wrong_switches_are_errors) {
  for (const auto& [arguments, text] :
       std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"-frobnicate"}, "unknown switch -frobnicate"},
           {{"--frobnicate"}, "unknown switch --frobnicate"},
           {{"-client", "some"}, "-client needs none or stub, not some"},
           {{"-protocol", "xml"}, "-protocol needs dce, ndr64 or all, not xml"},
           {{"--long=16"}, "--long needs native or 32"},
           {{"-prefix", "nobody", "x_"}, "-prefix needs client, server or all and a prefix"},
           {{"-rpcss"}, "switch -rpcss is not supported"},
           {{"-W9"}, "unknown switch -W9"}}) {
    const idl::Run run = midl(arguments);
    EXPECT_EQ(run.status, 2) << text;
    EXPECT_THAT(run.errors, HasSubstr(text));
    EXPECT_TRUE(out_.names().empty());
  }
  EXPECT_THAT(run_midl({}).errors, HasSubstr("no input file"));
  EXPECT_THAT(run_midl({"nothing.idl"}).errors, HasSubstr("cannot read nothing.idl"));
  EXPECT_EQ(run_midl({"--help"}).status, 0);
  EXPECT_THAT(run_midl({"--version"}).output, HasSubstr("midl "));
}

TEST_F(CommandLine, every_switch_that_is_documented_as_ignored_is_taken) {
  EXPECT_EQ(midl({"-amd64",
                  "-x64",
                  "-win32",
                  "-win64",
                  "-char",
                  "ascii7",
                  "-error",
                  "all",
                  "-target",
                  "NT62",
                  "-robust",
                  "-no_robust",
                  "-Oi",
                  "-Oic",
                  "-Oicf",
                  "-Os",
                  "-c_ext",
                  "-ms_ext",
                  "-ms_union",
                  "-nologo",
                  "-lcid",
                  "1033",
                  "-backward_compat",
                  "maybenull_sizeis",
                  "-no_format_opt",
                  "-version_stamp",
                  "-msc_ver",
                  "1400",
                  "-no_def_idir",
                  "-sal",
                  "-sal_local",
                  "-savePP",
                  "-align",
                  "8",
                  "-pack",
                  "8",
                  "-Zp8",
                  "-iid",
                  "x",
                  "-dlldata",
                  "x",
                  "-proxy",
                  "x",
                  "-tlb",
                  "x",
                  "-notlb",
                  "-newtlb",
                  "-oldtlb",
                  "-new",
                  "-old",
                  "-mktyplib203",
                  "-protocol",
                  "all"})
                .status,
            0);
}

TEST_F(CommandLine, a_failed_write_is_an_error) {
  EXPECT_EQ(
      run_midl({"-out", (out_ / "no/such/directory").string(), (in_ / "Foo.Idl").string()}).status,
      1);
}

TEST_F(CommandLine, a_file_of_more_than_16_mib_is_refused_before_and_after_preprocessing) {
  write_text(in_ / "Foo.Idl", std::string((16 << 20) + 1, ' '));
  EXPECT_THAT(midl({}).errors, HasSubstr("larger than 16 MiB"));
  std::string macros =
      "#define A0 "
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n";
  for (int i = 1; i < 20; ++i) {
    const std::string a = "A" + std::to_string(i - 1);
    macros += "#define A" + std::to_string(i) + " " + a + " " + a + "\n";
  }
  write_text(in_ / "Foo.Idl", macros + "A19\n");
  EXPECT_THAT(midl({}).errors, HasSubstr("preprocessed text is larger than 16 MiB"));
}

// The minimum is 1 MB/s in a release build; this guards against what grows faster than its input.
TEST_F(CommandLine, a_megabyte_of_idl_takes_seconds_at_most) {
  std::string body;
  for (int i = 0; body.size() < (1 << 20); ++i) {
    const std::string n = std::to_string(i);
    body += "typedef struct S" + n + " { long n; [size_is(n)] struct S" + n +
            " *next; [string] wchar_t *name; } S" + n + ";\n" + "enum E" + n + " { e" + n +
            " };\n" + "void F" + n + "([in] handle_t h, [in] S" + n + " *s, [out] long *r);\n";
  }
  write_text(in_ / "Foo.Idl", in_interface(body));
  const auto start = std::chrono::steady_clock::now();
  const idl::Run run = midl({});
  EXPECT_EQ(run.status, 0) << run.errors.substr(0, 1000);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
}

}  // namespace
}  // namespace farcall::idl
