// Ways to run the compiler: the program with its command line, or the parts on a text.
#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "idl/front/ast.h"
#include "idl/front/diagnostics.h"
#include "idl/front/source.h"
#include "idl/middle/model.h"

namespace farcall::idl {

struct Run {
  int status = -1;
  std::string output;  // standard output
  std::string errors;  // standard error
};
Run run_midl(const std::vector<std::string>& arguments);
// Any program; `directory` becomes its current directory.
Run run_program(const std::vector<std::string>& words, const std::string& directory = ".");

std::string read_text(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, const std::string& text);

// A directory that is gone with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }
  [[nodiscard]] std::string string() const { return path_.string(); }
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::filesystem::path path_;
};

// A text through the front and the middle end, without a preprocessor.
class Compiled {
 public:
  explicit Compiled(const std::string& idl, const std::string& acf = {});
  [[nodiscard]] const ast::Tree& tree() const { return tree_; }
  [[nodiscard]] const Model& model() const { return model_; }
  [[nodiscard]] std::string messages() const { return messages_.str(); }
  [[nodiscard]] unsigned errors() const { return diagnostics_.errors(); }
  [[nodiscard]] const InterfaceItem& interface() const { return model_.interfaces.at(0); }
  [[nodiscard]] const Operation& operation(size_t index = 0) const {
    return interface().operations.at(index);
  }
  // The struct of this typedef name.
  [[nodiscard]] const StructType& structure(std::string_view name) const;

 private:
  TemporaryDirectory directory_;
  Sources sources_;
  std::ostringstream messages_;
  Diagnostics diagnostics_{sources_, messages_};
  ast::Tree tree_;
  ast::Acf acf_;
  Model model_;
};

// `body` inside an interface.
std::string in_interface(const std::string& body);

}  // namespace farcall::idl
