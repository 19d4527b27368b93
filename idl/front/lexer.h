// Lexer: preprocessed text to tokens, each with its place in the file the author wrote.
//
// The C preprocessor changes spacing and expands macros, so columns are found again: each token is looked for in the
// author's line from where the previous one stood. A token that a macro made keeps the place of the macro.
#pragma once

#include <string>
#include <string_view>

#include "idl/front/diagnostics.h"
#include "idl/front/source.h"
#include "idl/front/token.h"

namespace farcall::idl {

class Lexer {
 public:
  // `text` must be kept by `sources`; `file` is where it starts before the first line marker.
  Lexer(std::string_view text, uint32_t file, Sources& sources, Diagnostics& diagnostics);
  Token next();

 private:
  void start_line();
  bool skip_space();
  bool skip_comment();
  Token directive();
  Token make(TokenKind kind, size_t length);
  Token quoted(size_t prefix, TokenKind kind);
  Token uuid();
  size_t symbol_length() const;
  [[nodiscard]] bool line_marker(std::string_view line);
  uint32_t column_of(std::string_view token);

  std::string_view text_;
  size_t at_ = 0;
  Sources& sources_;
  Diagnostics& diagnostics_;
  uint32_t file_;
  uint32_t line_ = 1;
  size_t line_start_ = 0;
  std::string written_;    // the author's line, comments blanked
  bool same_line_ = true;  // the author's line equals the preprocessed one
  size_t found_ = 0;       // where in written_ the search goes on
  int uuid_state_ = 0;     // 1 after `uuid`, 2 after `uuid (`
};

}  // namespace farcall::idl
