// golden/*.idl with the expected output beside it. FARCALL_UPDATE_GOLDEN=1 (or ./dev golden) rewrites; review the diff.
//   // switches: -oldnames                  more switches
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "support.h"

namespace farcall::idl {
namespace {

namespace fs = std::filesystem;

const fs::path k_folder = fs::path(FARCALL_SOURCE_DIR) / "tests/idl/golden";

std::vector<std::string> switches_of(const std::string& idl) {
  std::vector<std::string> switches;
  std::istringstream in(idl);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("// switches: ")) continue;
    std::istringstream words(line.substr(13));
    for (std::string word; words >> word;) switches.push_back(word);
  }
  return switches;
}

std::vector<std::string> files() {
  std::vector<std::string> names;
  for (const auto& each : fs::directory_iterator(k_folder))
    if (each.path().extension() == ".idl") names.push_back(each.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

class Golden : public testing::TestWithParam<std::string> {
 protected:
  // The output of midl for the file, in `out`.
  void make(const TemporaryDirectory& out) {
    const std::string idl = (k_folder / (GetParam() + ".idl")).string();
    std::vector<std::string> switches = switches_of(read_text(idl));
    switches.insert(switches.end(), {"-out", out.string(), idl});
    const idl::Run run = run_midl(switches);
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(run.errors.find("warning"), std::string::npos) << run.errors;
  }
};

TEST_P(Golden, output_is_as_expected) {
  const TemporaryDirectory out;
  make(out);
  for (const std::string& name : out.names()) {
    const std::string made = read_text(out / name);
    if (std::getenv("FARCALL_UPDATE_GOLDEN")) write_text(k_folder / name, made);
    EXPECT_EQ(made, read_text(k_folder / name)) << name << ": ./dev golden rewrites";
  }
}

// Headers are C11 and C++20, stubs C++20; with both compilers, no warning.
TEST_P(Golden, output_compiles) {
  const TemporaryDirectory out;
  make(out);
  const std::string include = std::string("-I") + FARCALL_SOURCE_DIR + "/include";
  write_text(out / "header.c", "#include \"" + GetParam() + ".h\"\n");
  write_text(out / "header.cpp", "#include \"" + GetParam() + ".h\"\n");
  const std::vector<std::string> flags{"-fsyntax-only", "-Wall", "-Wextra",
                                       "-Werror",       include, "-I."};
  const auto compile = [&](const std::string& compiler, const std::string& standard,
                           const std::string& file, const std::vector<std::string>& more) {
    std::vector<std::string> words{compiler, "-std=" + standard};
    words.insert(words.end(), flags.begin(), flags.end());
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(file);
    const idl::Run run = run_program(words, out.string());
    EXPECT_EQ(run.status, 0) << compiler << " " << standard << " " << file << "\n" << run.errors;
  };
  for (const char* c : {"gcc", "clang-19"}) {
    compile(c, "c11", "header.c", {});
    compile(c, "c11", "header.c", {"-fshort-wchar"});
  }
  for (const char* cxx : {"g++", "clang++-19"}) {
    compile(cxx, "c++20", "header.cpp", {});
    for (const std::string& name : out.names())
      if (name.ends_with("_c.cpp") || name.ends_with("_s.cpp")) {
        compile(cxx, "c++20", name, {"-Wconversion", "-Wshadow"});
        compile(cxx, "c++20", name, {"-fshort-wchar"});
      }
  }
}

INSTANTIATE_TEST_SUITE_P(golden, Golden, testing::ValuesIn(files()),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace farcall::idl
