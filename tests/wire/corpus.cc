// Reads the corpus page line by line: headings, and the blocks fenced as `hex` and `decode`.
#include "wire/corpus.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace farcall::test {
namespace {

void append_hex(std::vector<uint8_t>& bytes, const std::string& line) {
  std::istringstream in{line};
  unsigned value = 0;
  while (in >> std::hex >> value) bytes.push_back(static_cast<uint8_t>(value));
}

}  // namespace

std::string corpus_path() {
  return FARCALL_SOURCE_DIR "/tests/corpus/pdus.md";
}

std::vector<Sample> read_corpus() {
  std::ifstream file{corpus_path()};
  std::vector<Sample> samples;
  std::string fence;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) samples.push_back({line.substr(3), {}, {}});
    if (line.starts_with("```"))
      fence = fence.empty() ? line.substr(3) : "";
    else if (fence == "hex")
      append_hex(samples.back().bytes, line);
    else if (fence == "decode")
      samples.back().decode += line + "\n";
  }
  return samples;
}

std::string corpus_with_decodes(const std::vector<std::string>& texts) {
  std::ifstream file{corpus_path()};
  std::ostringstream out;
  size_t next = 0;
  bool skipping = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "```decode") {
      out << line << "\n" << texts.at(next++);
      skipping = true;
    } else if (line == "```") {
      skipping = false;
      out << line << "\n";
    } else if (!skipping) {
      out << line << "\n";
    }
  }
  return out.str();
}

std::vector<uint8_t> sample(const std::string& name) {
  for (Sample& candidate : read_corpus())
    if (candidate.name == name) return candidate.bytes;
  std::fprintf(stderr, "no sample called %s\n", name.c_str());
  std::abort();
}

}  // namespace farcall::test
