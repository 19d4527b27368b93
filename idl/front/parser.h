// Parser: IDL tokens to a syntax tree, by recursive descent. One function per grammar symbol, with its production.
//
// It accepts the whole language, so that a construct that is not compiled yet gets one clear message later instead of
// a syntax error here. After an error it goes on at the next definition, field or attribute.
#pragma once

#include <string_view>
#include <unordered_set>

#include "idl/front/ast.h"
#include "idl/front/token_stream.h"

namespace farcall::idl {

// What the parsers of one compilation share.
struct ParseContext {
  ast::Tree& tree;
  Sources& sources;
  Diagnostics& diagnostics;
  std::unordered_set<std::string_view> type_names;  // so far; tells a cast from parentheses

  // Parses the file an import names and says which unit it became, if it is new.
  virtual void import(ast::Import& import) = 0;

 protected:
  ParseContext(ast::Tree& t, Sources& s, Diagnostics& d) : tree(t), sources(s), diagnostics(d) {}
  ~ParseContext() = default;
};

class Parser {
 public:
  Parser(Lexer& lexer, ParseContext& context)
      : tokens_(lexer, context.diagnostics), context_(context), diagnostics_(context.diagnostics) {}

  void file(ast::Unit& unit);

  // Shared with the ACF parser.
  ast::Attributes attributes();
  TokenStream& tokens() { return tokens_; }
  std::string string_literals();

 private:
  // parser.cc
  void definitions(std::vector<ast::Definition>& out, bool in_interface);
  void definition(std::vector<ast::Definition>& out);
  void import(std::vector<ast::Definition>& out);
  void cpp_quote(std::vector<ast::Definition>& out);
  void constant(std::vector<ast::Definition>& out);
  void type_definition(std::vector<ast::Definition>& out, ast::Attributes attributes);
  void interface(std::vector<ast::Definition>& out, ast::Interface::Kind kind,
                 ast::Attributes attributes);
  void directive();
  void unsupported(std::vector<ast::Definition>& out, Location at, std::string what);
  void operation_or_type(std::vector<ast::Definition>& out, ast::Attributes attributes,
                         const char* start);
  void end_of_definition(std::string_view after);

  // parse_types.cc
  ast::TypeSpec* type_spec();
  void type_qualifiers(ast::TypeSpec& type);
  bool base_type(ast::TypeSpec& type);
  void structure(ast::TypeSpec& type);
  void union_(ast::TypeSpec& type);
  void union_arm(ast::TypeSpec& type, bool encapsulated);
  void enumeration(ast::TypeSpec& type);
  void enumerator(ast::TypeSpec& type);
  ast::Field* field();
  bool starts_type(size_t ahead);

  // parse_declarators.cc
  ast::Declarator declarator(bool may_be_abstract);
  void direct_declarator(ast::Declarator& out, bool may_be_abstract);
  void array_suffix(ast::Declarator& out);
  void function_suffix(ast::Declarator& out);
  ast::Parameter* parameter();
  std::vector<ast::Declarator> declarator_list();
  ast::TypeName* type_name();

  // parse_attributes.cc
  void attribute_list(ast::Attributes& out);
  void attribute(ast::Attributes& out);
  void attribute_arguments(ast::Attribute& attribute);

  // parse_expressions.cc
  ast::Expr* conditional();
  ast::Expr* binary(unsigned level);
  ast::Expr* unary();
  ast::Expr* postfix();
  ast::Expr* primary();
  ast::Expr* make(ast::Expr::Kind kind, const Token& token);

  TokenStream tokens_;
  ParseContext& context_;
  Diagnostics& diagnostics_;
  unsigned depth_ = 0;
};

}  // namespace farcall::idl
