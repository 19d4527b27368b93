// Files are read once; a file that cannot be read has no lines, which only costs a diagnostic its excerpt.
#include "idl/front/source.h"

#include <fstream>
#include <iterator>

namespace farcall::idl {

bool read_file(const std::string& path, std::string& text) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return false;
  char block[65536];
  while (in.read(block, sizeof block), in.gcount() > 0) {
    text.append(block, static_cast<size_t>(in.gcount()));
    if (text.size() > k_max_input) return false;
  }
  return !in.bad();
}

uint32_t Sources::file(std::string_view path) {
  const auto [at, inserted] =
      numbers_.try_emplace(std::string(path), static_cast<uint32_t>(files_.size()));
  if (inserted) files_.push_back({std::string(path), false, {}, {}});
  return at->second;
}

void Sources::load(File& file) {
  file.loaded = true;
  if (!read_file(file.path, file.text)) file.text.clear();
  file.starts.push_back(0);
  for (size_t i = 0; i < file.text.size(); ++i)
    if (file.text[i] == '\n') file.starts.push_back(i + 1);
}

std::string_view Sources::line(uint32_t number, uint32_t line) {
  File& file = files_[number];
  if (!file.loaded) load(file);
  if (line == 0 || line > file.starts.size()) return {};
  std::string_view text = std::string_view(file.text).substr(file.starts[line - 1]);
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string_view Sources::keep(std::string text) {
  return texts_.emplace_back(std::move(text));
}

}  // namespace farcall::idl
