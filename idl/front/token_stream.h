// TokenStream: look-ahead over a Lexer, and the small steps every parser function is made of.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "idl/front/lexer.h"

namespace farcall::idl {

// Thrown where a rule cannot go on, caught where it can: at the next definition, field or attribute. The message has
// been given by then.
struct SyntaxError {};

inline constexpr unsigned k_max_nesting = 256;  // declarators, bodies, expressions

class TokenStream {
 public:
  TokenStream(Lexer& lexer, Diagnostics& diagnostics) : lexer_(lexer), diagnostics_(diagnostics) {}

  const Token& peek(size_t ahead = 0);
  Token take();
  [[nodiscard]] bool at(std::string_view spelling, size_t ahead = 0) {
    return peek(ahead).is(spelling);
  }
  [[nodiscard]] bool at_end() { return peek().kind == TokenKind::end; }
  bool accept(std::string_view spelling);
  // Takes `spelling` or reports what was expected instead and throws.
  Token expect(std::string_view spelling, std::string_view after);
  Token expect_name(std::string_view what);
  [[noreturn]] void fail(const Token& at, std::string_view expected);
  [[noreturn]] void fail(std::string_view expected) { fail(peek(), expected); }

  // Skips to behind the next `;` or `}` of this nesting level, for going on after an error.
  void skip_definition();
  // Skips to before the closing bracket of the bracket just taken.
  void skip_to_closing(std::string_view open, std::string_view close);

  // The end of the text of the last token taken.
  [[nodiscard]] const char* last_end() const { return last_end_; }

 private:
  Lexer& lexer_;
  Diagnostics& diagnostics_;
  std::deque<Token> ahead_;
  const char* last_end_ = nullptr;
};

// Counts recursion; reports and throws at k_max_nesting.
class Nesting {
 public:
  Nesting(unsigned& depth, TokenStream& tokens, Diagnostics& diagnostics) : depth_(depth) {
    if (++depth_ <= k_max_nesting) return;
    diagnostics.fatal(tokens.peek().at, "nested too deeply (256 levels)");
    --depth_;
    throw SyntaxError{};
  }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
  ~Nesting() { --depth_; }

 private:
  unsigned& depth_;
};

}  // namespace farcall::idl
