// The samples of tests/corpus/pdus.md.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"

namespace farcall::test {

struct Sample {
  std::string name;
  std::vector<uint8_t> bytes;
  std::string decode;  // the expected text
};

std::string corpus_path();
std::vector<Sample> read_corpus();
// The page with the decode blocks replaced by `texts`, in order.
std::string corpus_with_decodes(const std::vector<std::string>& texts);

// The sample of that name; ends the test program when there is none.
std::vector<uint8_t> sample(const std::string& name);

}  // namespace farcall::test
