// Diagnostics: everything the compiler says about its input, `file:line:column: error: text` with line and caret.
#pragma once

#include <iosfwd>
#include <set>
#include <string>
#include <string_view>

#include "idl/front/source.h"

namespace farcall::idl {

class Diagnostics {
 public:
  Diagnostics(Sources& sources, std::ostream& out) : sources_(sources), out_(out) {}

  // `hint` says what to do, when there is something to say.
  void error(Location at, std::string_view text, std::string_view hint = {});
  void warning(Location at, std::string_view text, std::string_view hint = {});
  // An error that ends the run: what would follow are its consequences, and they are not reported.
  void fatal(Location at, std::string_view text);
  // Something worth knowing that is not wrong; never an error.
  void remark(Location at, std::string_view text);
  // An error without a place in a file.
  void error(std::string_view text);
  // "WHAT is not supported yet".
  void not_yet(Location at, std::string_view what);

  void set_warnings_are_errors(bool value) { warnings_are_errors_ = value; }
  void set_silent_warnings(bool value) { silent_warnings_ = value; }
  [[nodiscard]] unsigned errors() const { return errors_; }
  // Too many to be useful: readers stop early.
  [[nodiscard]] bool full() const { return stopped_ || errors_ >= k_most_errors; }

 private:
  static constexpr unsigned k_most_errors = 100;
  void print(Location at, std::string_view kind, std::string_view text, std::string_view hint);

  Sources& sources_;
  std::ostream& out_;
  std::set<std::string> said_;  // each message once
  unsigned errors_ = 0;
  bool stopped_ = false;
  bool warnings_are_errors_ = false;
  bool silent_warnings_ = false;
};

}  // namespace farcall::idl
