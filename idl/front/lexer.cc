// Comments are handled although cpp removes them: -no_cpp gives raw text. A Ctrl-Z ends the text, as in DOS files.
#include "idl/front/lexer.h"

#include <cctype>

namespace farcall::idl {
namespace {

bool starts_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}

// Comments of one line become blanks, so that tokens are not found in them.
std::string without_comments(std::string_view line) {
  std::string text(line);
  char quote = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote) {
      if (c == '\\')
        ++i;
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '/') {
      text.resize(i);
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '*') {
      size_t end = text.find("*/", i + 2);
      end = end == std::string::npos ? text.size() : end + 2;
      for (; i < end; ++i) text[i] = ' ';
      --i;
    }
  }
  return text;
}

}  // namespace

Lexer::Lexer(std::string_view text, uint32_t file, Sources& sources, Diagnostics& diagnostics)
    : text_(text), sources_(sources), diagnostics_(diagnostics), file_(file) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  start_line();
}

void Lexer::start_line() {
  line_start_ = at_;
  std::string_view here = text_.substr(at_, text_.find('\n', at_) - at_);
  if (here.ends_with('\r')) here.remove_suffix(1);
  const std::string_view written = sources_.line(file_, line_);
  same_line_ = written == here;
  if (!same_line_) written_ = without_comments(written);
  found_ = 0;
}

uint32_t Lexer::column_of(std::string_view token) {
  if (same_line_) return static_cast<uint32_t>(at_ - line_start_ + 1);
  size_t from = found_;
  for (size_t at; (at = written_.find(token, from)) != std::string::npos; from = at + 1) {
    const size_t end = at + token.size();
    if (in_word(token[0]) && ((at > 0 && in_word(written_[at - 1])) ||
                              (end < written_.size() && in_word(written_[end]))))
      continue;
    found_ = end;
    return static_cast<uint32_t>(at + 1);
  }
  const size_t shown = written_.find_first_not_of(" \t", found_);
  return static_cast<uint32_t>((shown == std::string::npos ? found_ : shown) + 1);
}

// `# 12 "file" flags` as cpp writes it, or `#line 12 "file"`.
bool Lexer::line_marker(std::string_view line) {
  if (line.starts_with("line")) line.remove_prefix(4);
  while (line.starts_with(' ')) line.remove_prefix(1);
  if (line.empty() || !digit(line[0])) return false;
  uint32_t number = 0;
  while (!line.empty() && digit(line[0])) {
    number = number * 10 + static_cast<uint32_t>(line[0] - '0');
    line.remove_prefix(1);
  }
  const size_t open = line.find('"');
  const size_t close = line.rfind('"');
  if (open != std::string_view::npos && close > open) {
    std::string path;
    for (size_t i = open + 1; i < close; ++i) {
      if (line[i] == '\\' && i + 1 < close) ++i;
      path += line[i];
    }
    file_ = sources_.file(path);
  }
  line_ = number - 1;  // the line end that follows counts
  return true;
}

bool Lexer::skip_comment() {
  if (text_.substr(at_, 2) == "//") {
    at_ = std::min(text_.find('\n', at_), text_.size());
    return true;
  }
  if (text_.substr(at_, 2) != "/*") return false;
  const size_t end = text_.find("*/", at_ + 2);
  const size_t stop = end == std::string_view::npos ? text_.size() : end + 2;
  for (; at_ < stop; ++at_) {
    if (text_[at_] != '\n') continue;
    ++line_;
    ++at_;
    start_line();
    --at_;
  }
  return true;
}

bool Lexer::skip_space() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '\n') {
      ++at_;
      ++line_;
      start_line();
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      ++at_;
    } else if (c == '\x1a') {
      at_ = text_.size();
    } else if (!skip_comment()) {
      return true;
    }
  }
  return false;
}

// At a '#' that starts a line. An empty token kind (`end` with text) means "nothing to hand on".
Token Lexer::directive() {
  const size_t end = std::min(text_.find('\n', at_), text_.size());
  std::string_view line = text_.substr(at_ + 1, end - at_ - 1);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  Token token{TokenKind::end, line, {file_, line_, 1}};
  at_ = end;
  if (line_marker(line) || line.empty()) return token;
  if (line.starts_with("pragma")) {
    token.kind = TokenKind::pragma;
  } else {
    diagnostics_.error(token.at, "preprocessor directive without a preprocessor",
                       "compile without -no_cpp");
  }
  return token;
}

Token Lexer::make(TokenKind kind, size_t length) {
  const std::string_view spelling = text_.substr(at_, length);
  const Token token{kind, spelling, {file_, line_, column_of(spelling)}};
  at_ += length;
  return token;
}

Token Lexer::quoted(size_t prefix, TokenKind kind) {
  const char quote = text_[at_ + prefix];
  size_t end = at_ + prefix + 1;
  while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
    end += text_[end] == '\\' ? 2 : 1;
  if (end >= text_.size() || text_[end] != quote) {
    end = std::min(end, text_.size());
    const Token token = make(kind, end - at_);
    diagnostics_.error(token.at, "missing closing quote");
    return token;
  }
  return make(kind, end + 1 - at_);
}

Token Lexer::uuid() {
  size_t length = 0;
  while (at_ + length < text_.size() &&
         (in_word(text_[at_ + length]) || text_[at_ + length] == '-'))
    ++length;
  return make(TokenKind::uuid, length);
}

size_t Lexer::symbol_length() const {
  const std::string_view rest = text_.substr(at_, 3);
  if (rest == "...") return 3;
  const std::string_view two = rest.substr(0, 2);
  for (const std::string_view known :
       {"<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "..", "->", "::"})
    if (two == known) return 2;
  return 1;
}

Token Lexer::next() {
  for (;;) {
    if (!skip_space()) return {TokenKind::end, {}, {file_, line_, column_of("\n")}};
    const char c = text_[at_];
    if (c == '#' && text_.substr(line_start_, at_ - line_start_).find_first_not_of(" \t") ==
                        std::string_view::npos) {
      const Token token = directive();
      if (token.kind != TokenKind::end) return token;
      continue;
    }
    if (uuid_state_ == 2) {
      uuid_state_ = 0;
      if (std::isxdigit(static_cast<unsigned char>(c))) return uuid();
    }
    if (c == 'L' && at_ + 1 < text_.size() && text_[at_ + 1] == '"')
      return quoted(1, TokenKind::wide_string);
    if (c == 'L' && at_ + 1 < text_.size() && text_[at_ + 1] == '\'')
      return quoted(1, TokenKind::character);
    if (c == '"') return quoted(0, TokenKind::string);
    if (c == '\'') return quoted(0, TokenKind::character);
    if (starts_word(c)) {
      size_t length = 1;
      while (at_ + length < text_.size() && in_word(text_[at_ + length])) ++length;
      const Token token = make(TokenKind::identifier, length);
      uuid_state_ = token.text == "uuid" || token.text == "async_uuid";
      return token;
    }
    if (digit(c) || (c == '.' && at_ + 1 < text_.size() && digit(text_[at_ + 1]))) {
      size_t length = 1;
      while (at_ + length < text_.size()) {
        const char d = text_[at_ + length];
        if (d == '.' && text_.substr(at_ + length, 2) == "..") break;  // a bound [1..n]
        if (!in_word(d) && d != '.') break;
        ++length;
      }
      return make(TokenKind::number, length);
    }
    const Token token = make(TokenKind::symbol, symbol_length());
    uuid_state_ = uuid_state_ == 1 && token.text == "(" ? 2 : 0;
    return token;
  }
}

}  // namespace farcall::idl
