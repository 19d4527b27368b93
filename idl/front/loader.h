// Loader: the files of one compilation: the IDL file, what it imports, its ACF. Each file is read once.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "idl/front/ast.h"
#include "idl/front/parser.h"
#include "idl/front/preprocessor.h"

namespace farcall::idl {

inline constexpr unsigned k_max_import_depth = 64;

class Loader final : private ParseContext {
 public:
  Loader(ast::Tree& t, Sources& s, Diagnostics& d, const PreprocessorOptions& options)
      : ParseContext(t, s, d), options_(options) {}

  // Parses the main file into tree.units[0], imports into the following units.
  void load(const std::string& path);
  void load_acf(const std::string& path, ast::Acf& acf);
  // Every file that was read, for a depfile.
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }

 private:
  struct Open {
    uint32_t unit;
    std::string directory;
  };

  void import(ast::Import& import) override;
  [[nodiscard]] std::string find(std::string_view name) const;
  void parse(uint32_t unit);

  const PreprocessorOptions& options_;
  std::vector<std::string> files_;
  std::unordered_map<std::string, uint32_t> units_;  // by canonical path
  std::vector<Open> open_;                           // the files being parsed, outermost first
};

// `path`, or the file of that name in its directory that differs in case only; empty when there is none.
std::string find_ignoring_case(const std::string& path);

}  // namespace farcall::idl
