// One form for all messages, so that editors and tests can read them.
#include "idl/front/diagnostics.h"

#include <algorithm>
#include <ostream>

namespace farcall::idl {

void Diagnostics::error(Location at, std::string_view text, std::string_view hint) {
  if (full()) return;
  print(at, "error", text, hint);
}

void Diagnostics::fatal(Location at, std::string_view text) {
  error(at, text);
  stopped_ = true;
}

void Diagnostics::warning(Location at, std::string_view text, std::string_view hint) {
  if (warnings_are_errors_) return error(at, text, hint);
  if (!stopped_ && !silent_warnings_) print(at, "warning", text, hint);
}

void Diagnostics::remark(Location at, std::string_view text) {
  if (!silent_warnings_) print(at, "remark", text, {});
}

void Diagnostics::error(std::string_view text) {
  ++errors_;
  out_ << "midl: error: " << text << "\n";
}

void Diagnostics::not_yet(Location at, std::string_view what) {
  error(at, std::string(what) + " is not supported yet");
}

void Diagnostics::print(Location at, std::string_view kind, std::string_view text,
                        std::string_view hint) {
  std::string head = sources_.path(at.file) + ":" + std::to_string(at.line) + ":" +
                     std::to_string(at.column) + ": " + std::string(kind) + ": " +
                     std::string(text);
  if (!said_.insert(head).second) return;
  if (kind == "error") ++errors_;
  out_ << head << "\n";
  const std::string_view line = sources_.line(at.file, at.line);
  if (line.find_first_not_of(" \t") != std::string_view::npos) {
    std::string caret(line.substr(0, std::min<size_t>(line.size(), at.column - 1)));
    for (char& c : caret)
      if (c != '\t') c = ' ';
    out_ << "  " << line << "\n  " << caret << "^\n";
  }
  if (!hint.empty()) out_ << "  hint: " << hint << "\n";
  if (errors_ >= k_most_errors) out_ << "midl: too many errors, stopping here\n";
}

}  // namespace farcall::idl
