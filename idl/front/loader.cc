// Imports are found beside the importing file, then in the -I directories, ignoring case as on Windows.
#include "idl/front/loader.h"

#include <algorithm>
#include <filesystem>

#include "idl/front/acf_parser.h"

namespace farcall::idl {
namespace {

namespace fs = std::filesystem;

bool same_ignoring_case(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

}  // namespace

std::string find_ignoring_case(const std::string& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) return path;
  const fs::path wanted(path);
  const fs::path folder = wanted.has_parent_path() ? wanted.parent_path() : fs::path(".");
  std::vector<fs::path> found;
  for (fs::directory_iterator each(folder, error), end; !error && each != end;
       each.increment(error))
    if (same_ignoring_case(each->path().filename().string(), wanted.filename().string()))
      found.push_back(each->path().filename());
  if (found.empty()) return {};
  const fs::path name = *std::min_element(found.begin(), found.end());
  return wanted.has_parent_path() ? (folder / name).string() : name.string();
}

void Loader::load(const std::string& path) {
  tree.units.push_back({sources.file(path), path, {}});
  std::error_code error;
  units_[fs::weakly_canonical(path, error).string()] = 0;
  parse(0);
}

void Loader::parse(uint32_t number) {
  const std::string path = tree.units[number].path;
  std::string_view text;
  if (!preprocess(options_, path, sources, diagnostics, files_, text)) return;
  open_.push_back({number, fs::path(path).parent_path().string()});
  Lexer lexer(text, sources.file(path), sources, diagnostics);
  Parser(lexer, *this).file(tree.units[number]);
  open_.pop_back();
}

std::string Loader::find(std::string_view name) const {
  std::string file(name);
  std::replace(file.begin(), file.end(), '\\', '/');
  std::vector<std::string> folders{open_.back().directory};
  folders.insert(folders.end(), options_.directories.begin(), options_.directories.end());
  if (!options_.system_directory.empty()) folders.push_back(options_.system_directory);
  for (const std::string& folder : folders) {
    std::string path = find_ignoring_case(folder.empty() ? file : folder + "/" + file);
    if (!path.empty()) return path;
  }
  return {};
}

void Loader::import(ast::Import& import) {
  const std::string path = find(import.name);
  if (path.empty())
    return diagnostics.error(import.at,
                             "cannot find imported file '" + std::string(import.name) + "'",
                             "add its directory with -I");
  import.system =
      !options_.system_directory.empty() && path.starts_with(options_.system_directory + "/");
  std::error_code error;
  const auto number = static_cast<uint32_t>(tree.units.size());
  const auto known = units_.emplace(fs::weakly_canonical(path, error).string(), number);
  if (!known.second) {
    const uint32_t unit = known.first->second;
    const auto is_known = [unit](const Open& each) { return each.unit == unit; };
    if (std::any_of(open_.begin(), open_.end(), is_known))
      diagnostics.warning(import.at, "this file imports itself, here or through others",
                          "it is taken once; what stands further down is not known yet");
    return;
  }
  if (open_.size() >= k_max_import_depth)
    return diagnostics.fatal(import.at, "imports nested too deeply (64 levels)");
  tree.units.push_back({sources.file(path), path, {}});
  parse(number);
  import.unit = number;
}

void Loader::load_acf(const std::string& path, ast::Acf& acf) {
  std::string_view text;
  if (!preprocess(options_, path, sources, diagnostics, files_, text)) return;
  Lexer lexer(text, sources.file(path), sources, diagnostics);
  AcfParser(lexer, *this).file(acf);
}

}  // namespace farcall::idl
