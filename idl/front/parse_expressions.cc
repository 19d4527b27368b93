// C expressions, as sizes, bounds, case labels and constants use them.
#include "idl/front/parser.h"

namespace farcall::idl {
namespace {

// Binary operators, weakest first; those of one level between spaces.
constexpr std::string_view k_levels[] = {" || ",    " && ",        " | ",     " ^ ",   " & ",
                                         " == != ", " < > <= >= ", " << >> ", " + - ", " * / % "};

// Of one chain like a + b + c: its tree is as deep, and is walked by recursion.
constexpr unsigned k_most_operands = 1000;

bool of_level(const Token& token, unsigned level) {
  if (token.kind != TokenKind::symbol) return false;
  return k_levels[level].find(" " + std::string(token.text) + " ") != std::string_view::npos;
}

}  // namespace

ast::Expr* Parser::make(ast::Expr::Kind kind, const Token& token) {
  ast::Expr& made = context_.tree.exprs.emplace_back();
  made.kind = kind;
  made.at = token.at;
  made.text = token.text;
  return &made;
}

// conditional = binary ("?" conditional ":" conditional)?
ast::Expr* Parser::conditional() {
  const Nesting guard(depth_, tokens_, diagnostics_);
  ast::Expr* condition = binary(0);
  if (!tokens_.at("?")) return condition;
  ast::Expr* made = make(ast::Expr::Kind::conditional, tokens_.take());
  made->a = condition;
  made->b = conditional();
  tokens_.expect(":", "the second part of a conditional expression");
  made->c = conditional();
  return made;
}

// binary(level) = binary(level + 1) (operator binary(level + 1))*
ast::Expr* Parser::binary(unsigned level) {
  if (level == std::size(k_levels)) return unary();
  ast::Expr* left = binary(level + 1);
  for (unsigned operands = 1; of_level(tokens_.peek(), level); ++operands) {
    if (operands == k_most_operands) {
      diagnostics_.error(tokens_.peek().at, "this expression is too long");
      throw SyntaxError{};
    }
    ast::Expr* made = make(ast::Expr::Kind::binary, tokens_.take());
    made->a = left;
    made->b = binary(level + 1);
    left = made;
  }
  return left;
}

// unary = ("-" | "+" | "~" | "!" | "*" | "&") unary | "sizeof" ("(" type_name ")" | unary)
//       | "(" type_name ")" unary | postfix
ast::Expr* Parser::unary() {
  const Nesting guard(depth_, tokens_, diagnostics_);
  for (const std::string_view op : {"-", "+", "~", "!", "*", "&"}) {
    if (!tokens_.at(op)) continue;
    ast::Expr* made = make(ast::Expr::Kind::unary, tokens_.take());
    made->a = unary();
    return made;
  }
  if (tokens_.at("sizeof")) {
    ast::Expr* made = make(ast::Expr::Kind::size_of, tokens_.take());
    if (tokens_.at("(") && starts_type(1)) {
      tokens_.take();
      made->type = type_name();
      tokens_.expect(")", "a type");
    } else {
      made->a = unary();
    }
    return made;
  }
  if (tokens_.at("(") && starts_type(1)) {
    ast::Expr* made = make(ast::Expr::Kind::cast, tokens_.take());
    made->type = type_name();
    tokens_.expect(")", "the type of a cast");
    made->a = unary();
    return made;
  }
  return postfix();
}

// postfix = primary (("." | "->") name)*
ast::Expr* Parser::postfix() {
  ast::Expr* value = primary();
  while (tokens_.at(".") || tokens_.at("->")) {
    tokens_.take();
    ast::Expr* made = make(ast::Expr::Kind::member, tokens_.expect_name("a member's name"));
    made->a = value;
    value = made;
  }
  return value;
}

// primary = number | character | string+ | name | "(" conditional ")"
ast::Expr* Parser::primary() {
  const Token token = tokens_.peek();
  switch (token.kind) {
    case TokenKind::number: {
      const bool hex = token.text.starts_with("0x") || token.text.starts_with("0X");
      const bool floating = token.text.find('.') != std::string_view::npos ||
                            (!hex && token.text.find_first_of("eE") != std::string_view::npos);
      return make(floating ? ast::Expr::Kind::floating : ast::Expr::Kind::integer, tokens_.take());
    }
    case TokenKind::character:
      return make(ast::Expr::Kind::character, tokens_.take());
    case TokenKind::string:
    case TokenKind::wide_string: {
      ast::Expr* made = make(ast::Expr::Kind::string, tokens_.take());
      while (tokens_.peek().kind == token.kind) {
        std::string joined(made->text.substr(0, made->text.size() - 1));
        joined += tokens_.take().text.substr(token.kind == TokenKind::wide_string ? 2 : 1);
        made->text = context_.sources.keep(std::move(joined));
      }
      return made;
    }
    case TokenKind::identifier:
      return make(ast::Expr::Kind::name, tokens_.take());
    default:
      break;
  }
  if (!tokens_.accept("(")) tokens_.fail("an expression");
  ast::Expr* inner = conditional();
  tokens_.expect(")", "an expression");
  return inner;
}

}  // namespace farcall::idl
