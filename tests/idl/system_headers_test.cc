// The SDK headers of the system IDL files are what midl makes of them; FARCALL_UPDATE_GOLDEN=1 rewrites them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "support.h"

namespace farcall::idl {
namespace {

namespace fs = std::filesystem;

const fs::path k_source(FARCALL_SOURCE_DIR);

std::vector<std::string> stems() {
  std::vector<std::string> names;
  for (const auto& each : fs::directory_iterator(k_source / "share/idl"))
    if (each.path().extension() == ".idl") names.push_back(each.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

TEST(SystemHeaders, are_what_midl_makes_of_the_system_files) {
  const TemporaryDirectory out;
  ASSERT_GE(stems().size(), 9u);
  for (const std::string& stem : stems()) {
    const std::string idl = (k_source / "share/idl" / (stem + ".idl")).string();
    const idl::Run run = run_midl(
        {"--long=32", "-no_warn", "-client", "none", "-server", "none", "-out", out.string(), idl});
    ASSERT_EQ(run.status, 0) << run.errors;
    const std::string made = read_text(out / (stem + ".h"));
    const fs::path kept = k_source / "include/farcall/sdk" / (stem + ".h");
    if (std::getenv("FARCALL_UPDATE_GOLDEN")) write_text(kept, made);
    EXPECT_EQ(made, read_text(kept)) << stem << ".h: ./dev golden rewrites it";
  }
}

// A file that imports one finds its types, and its header includes the SDK's.
TEST(SystemHeaders, are_included_for_imports_of_system_files) {
  const TemporaryDirectory out;
  write_text(out / "shelf.idl",
             "import \"oaidl.idl\", \"ms-dtyp.idl\";\n"
             "[object, uuid(9d1c6e00-7a51-4c0e-8f00-0000000000aa)] interface IShelf : IDispatch {\n"
             "  HRESULT Put([in] BSTR name, [in] VARIANT value, [in] SAFEARRAY(BSTR) more); }\n"
             "[uuid(9d1c6e00-7a51-4c0e-8f00-0000000000ab)] interface names {\n"
             "  NTSTATUS Rename([in] handle_t h, [in] PRPC_UNICODE_STRING name, [in] PRPC_SID "
             "owner); }\n");
  const idl::Run run = run_midl({"-out", out.string(), (out / "shelf.idl").string()});
  ASSERT_EQ(run.status, 0) << run.errors;
  const std::string header = read_text(out / "shelf.h");
  EXPECT_NE(header.find("#include <farcall/sdk/oaidl.h>"), std::string::npos);
  EXPECT_NE(header.find("struct IShelf : public IDispatch"), std::string::npos);
  const std::string include = std::string("-I") + FARCALL_SOURCE_DIR + "/include";
  for (const std::string file : {"shelf.h", "shelf_c.cpp", "shelf_s.cpp"}) {
    const idl::Run built = run_program({"g++", "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra",
                                        "-Werror", "-x", "c++", include, file},
                                       out.string());
    EXPECT_EQ(built.status, 0) << file << "\n" << built.errors;
  }
}

}  // namespace
}  // namespace farcall::idl
