// ACF text to its syntax tree.
#pragma once

#include "idl/front/ast.h"
#include "idl/front/parser.h"

namespace farcall::idl {

class AcfParser {
 public:
  AcfParser(Lexer& lexer, ParseContext& context)
      : parser_(lexer, context), tokens_(parser_.tokens()), diagnostics_(context.diagnostics) {}
  void file(ast::Acf& acf);

 private:
  void interface(ast::Acf& acf);
  void item(ast::AcfInterface& interface);
  void include(ast::AcfInterface& interface);
  void type_definition(ast::AcfInterface& interface, ast::Attributes attributes);
  void operation(ast::AcfInterface& interface, ast::Attributes attributes);

  Parser parser_;
  TokenStream& tokens_;
  Diagnostics& diagnostics_;
};

}  // namespace farcall::idl
