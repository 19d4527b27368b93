#include "idl/front/token_stream.h"

namespace farcall::idl {

const Token& TokenStream::peek(size_t ahead) {
  while (ahead_.size() <= ahead) ahead_.push_back(lexer_.next());
  return ahead_[ahead];
}

Token TokenStream::take() {
  const Token token = peek();
  if (token.kind != TokenKind::end) ahead_.pop_front();
  last_end_ = token.text.data() + token.text.size();
  return token;
}

bool TokenStream::accept(std::string_view spelling) {
  if (!at(spelling)) return false;
  take();
  return true;
}

Token TokenStream::expect(std::string_view spelling, std::string_view after) {
  if (at(spelling)) return take();
  fail("'" + std::string(spelling) + "' after " + std::string(after));
}

Token TokenStream::expect_name(std::string_view what) {
  if (peek().kind == TokenKind::identifier) return take();
  fail(what);
}

void TokenStream::fail(const Token& token, std::string_view expected) {
  const std::string found =
      token.kind == TokenKind::end ? "the end of the file" : "'" + std::string(token.text) + "'";
  diagnostics_.error(token.at, "expected " + std::string(expected) + ", found " + found);
  throw SyntaxError{};
}

void TokenStream::skip_definition() {
  for (size_t depth = 0; !at_end();) {
    if (depth == 0 && at("}")) return;  // the enclosing body's
    const Token token = take();
    if (token.is("{")) ++depth;
    if (token.is("}") && --depth == 0 && !at(";") && peek().kind != TokenKind::identifier) return;
    if (token.is(";") && depth == 0) return;
  }
}

void TokenStream::skip_to_closing(std::string_view open, std::string_view close) {
  for (size_t depth = 0; !at_end();) {
    if (depth == 0 && at(close)) return;
    const Token token = take();
    if (token.is(open)) ++depth;
    if (token.is(close)) --depth;
  }
}

}  // namespace farcall::idl
