// errors/*.idl: each file says in comments what the compiler must say of it, all of it, and nothing else.
//   // expect LINE:COLUMN: text             an error in the IDL file
//   // expect acf LINE:COLUMN: text         an error in the ACF of the same name
//   // expect warning LINE:COLUMN: text     a warning in the IDL file; `remark` likewise
//   // switches: -osf                       more switches
#include <gtest/gtest.h>

#include <algorithm>

#include "support.h"

namespace farcall::idl {
namespace {

namespace fs = std::filesystem;

const fs::path k_folder = fs::path(FARCALL_SOURCE_DIR) / "tests/idl/errors";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> files() {
  std::vector<std::string> names;
  for (const auto& each : fs::directory_iterator(k_folder))
    if (each.path().extension() == ".idl") names.push_back(each.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

class Errors : public testing::TestWithParam<std::string> {};

TEST_P(Errors, of_the_file_are_those_it_announces) {
  const std::string idl = (k_folder / (GetParam() + ".idl")).string();
  const std::string acf = (k_folder / (GetParam() + ".acf")).string();
  std::vector<std::string> expected, switches;
  for (const std::string& line : lines_of(read_text(idl))) {
    if (line.starts_with("// expect acf "))
      expected.push_back(acf + ":" + line.substr(14));
    else if (line.starts_with("// expect warning ") || line.starts_with("// expect remark "))
      expected.push_back(line.substr(10, line.find(' ', 10) - 10) + " " + idl + ":" +
                         line.substr(line.find(' ', 10) + 1));
    else if (line.starts_with("// expect "))
      expected.push_back(idl + ":" + line.substr(10));
    if (!line.starts_with("// switches: ")) continue;
    std::istringstream words(line.substr(13));
    for (std::string word; words >> word;) switches.push_back(word);
  }
  ASSERT_FALSE(expected.empty());
  const TemporaryDirectory out;
  switches.insert(switches.end(), {"-out", out.string(), idl});
  const idl::Run run = run_midl(switches);
  EXPECT_EQ(run.status, 1);
  std::vector<std::string> said;
  for (const std::string& line : lines_of(run.errors))
    for (const std::string kind : {"error", "warning", "remark"})
      if (const size_t at = line.find(": " + kind + ": "); at != std::string::npos)
        said.push_back((kind == "error" ? "" : kind + " ") + line.substr(0, at) +
                       line.substr(at + kind.size() + 2));
  std::sort(said.begin(), said.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(said, expected) << run.errors;
  EXPECT_TRUE(out.names().empty()) << "nothing is written after an error";
}

INSTANTIATE_TEST_SUITE_P(files, Errors, testing::ValuesIn(files()),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace farcall::idl
