// The compiler's list of names that the SDK headers define, against the headers.
#include "idl/middle/sdk_names.h"

#include <gtest/gtest.h>

#include <regex>

#include "support.h"

namespace farcall::idl {
namespace {

TEST(SdkNames, are_all_data_types_of_the_basic_headers) {
  const std::regex definition(
      R"(typedef\s+(?:const\s+)?[A-Za-z_0-9 ]+?\s*((?:\*?\s*[A-Z][A-Z0-9_]*\s*,\s*)*\*?\s*[A-Z][A-Z0-9_]*)\s*;)");
  const std::regex word("[A-Z][A-Z0-9_]*");
  size_t found = 0;
  for (const char* name : {"windef.h", "winnt.h", "basetsd.h", "guiddef.h"}) {
    const std::string text =
        read_text(std::filesystem::path(FARCALL_SOURCE_DIR) / "include/farcall/sdk" / name);
    ASSERT_FALSE(text.empty()) << name;
    for (std::sregex_iterator each(text.begin(), text.end(), definition), end; each != end;
         ++each) {
      const std::string list = (*each)[1];
      for (std::sregex_iterator at(list.begin(), list.end(), word); at != end; ++at, ++found)
        EXPECT_TRUE(is_sdk_name(at->str()))
            << name << " defines " << at->str() << ": add it to sdk_names.cc";
    }
  }
  EXPECT_GT(found, 100u);
  EXPECT_FALSE(is_sdk_name("Pair"));
}

}  // namespace
}  // namespace farcall::idl
