// Sources: every file and every preprocessed text of one compilation, and places in them.
//
// Tokens and names everywhere in the compiler are views into these texts, so they live as long as the compilation.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace farcall::idl {

inline constexpr size_t k_max_input = 16u << 20;  // bytes of one file, and of one preprocessed text

// A place in a file as the author sees it, not in the preprocessed text. Lines and columns count from 1.
struct Location {
  uint32_t file = 0;
  uint32_t line = 0;
  uint32_t column = 0;
};

class Sources {
 public:
  // The number of a file named by `path`; its text is read when first needed.
  uint32_t file(std::string_view path);
  [[nodiscard]] const std::string& path(uint32_t file) const { return files_[file].path; }
  // Line `line` of the file as written, without its end; empty when there is no such line.
  std::string_view line(uint32_t file, uint32_t line);
  // Keeps a text alive for the whole compilation.
  std::string_view keep(std::string text);

 private:
  struct File {
    std::string path;
    bool loaded = false;
    std::string text;
    std::vector<size_t> starts;  // of lines
  };
  static void load(File& file);

  std::deque<File> files_;
  std::unordered_map<std::string, uint32_t> numbers_;
  std::deque<std::string> texts_;
};

// The whole file; false when it cannot be read or is larger than k_max_input.
bool read_file(const std::string& path, std::string& text);

}  // namespace farcall::idl
