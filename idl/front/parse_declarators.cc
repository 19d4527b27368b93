// Declarators: C's, with IDL's array bounds and attributes on parameters.
#include "idl/front/parser.h"

namespace farcall::idl {
namespace {

using ast::DeclaratorPart;

bool calling_convention(const Token& token) {
  for (const std::string_view word :
       {"__stdcall", "_stdcall", "__cdecl", "_cdecl", "__fastcall", "pascal", "cdecl", "stdcall",
        "__RPC_USER", "__RPC_STUB", "__RPC_API", "STDMETHODCALLTYPE", "__RPC_FAR", "far", "_far",
        "__far", "__ptr64", "__ptr32", "__unaligned"})
    if (token.is(word)) return true;
  return false;
}

}  // namespace

// declarator = ("*" "const"?)* direct_declarator
ast::Declarator Parser::declarator(bool may_be_abstract) {
  const Nesting guard(depth_, tokens_, diagnostics_);
  std::vector<DeclaratorPart> pointers;
  for (;;) {
    if (tokens_.at("*")) {
      pointers.push_back(
          {DeclaratorPart::Kind::pointer, tokens_.take().at, false, false, nullptr, nullptr, {}});
      if (pointers.size() > k_max_nesting) {
        diagnostics_.fatal(tokens_.peek().at, "nested too deeply (256 levels)");
        throw SyntaxError{};
      }
    } else if (tokens_.at("const") || tokens_.at("volatile")) {
      if (tokens_.take().text == "const" && !pointers.empty()) pointers.back().is_const = true;
    } else if (calling_convention(tokens_.peek())) {
      tokens_.take();
    } else {
      break;
    }
  }
  ast::Declarator made;
  made.at = tokens_.peek().at;
  direct_declarator(made, may_be_abstract);
  made.parts.insert(made.parts.end(), pointers.rbegin(), pointers.rend());
  if (tokens_.accept(":")) made.bits = conditional();
  return made;
}

// direct_declarator = (name | "(" declarator ")")? (array_suffix | function_suffix)*
void Parser::direct_declarator(ast::Declarator& out, bool may_be_abstract) {
  if (tokens_.peek().kind == TokenKind::identifier) {
    const Token name = tokens_.take();
    out.name = name.text;
    out.at = name.at;
  } else if (tokens_.at("(") &&
             (tokens_.at("*", 1) || tokens_.at("(", 1) || calling_convention(tokens_.peek(1)) ||
              (tokens_.peek(1).kind == TokenKind::identifier && !starts_type(1)))) {
    tokens_.take();
    out = declarator(may_be_abstract);
    tokens_.expect(")", "a declarator");
  } else if (!may_be_abstract && !tokens_.at(":")) {
    tokens_.fail("a name");
  }
  while (tokens_.at("[") || tokens_.at("(")) {
    if (out.parts.size() > k_max_nesting) {
      diagnostics_.fatal(tokens_.peek().at, "nested too deeply (256 levels)");
      throw SyntaxError{};
    }
    if (tokens_.at("["))
      array_suffix(out);
    else
      function_suffix(out);
  }
}

// array_suffix = "[" ("*" | expression (".." expression)?)? "]"
void Parser::array_suffix(ast::Declarator& out) {
  DeclaratorPart part;
  part.kind = DeclaratorPart::Kind::array;
  part.at = tokens_.take().at;
  if (tokens_.at("]")) {
    part.open = true;
  } else if (tokens_.at("*") && tokens_.at("]", 1)) {
    tokens_.take();
    part.open = true;
  } else {
    part.bound = conditional();
    if (tokens_.accept("..")) {
      part.lower = part.bound;
      part.open = tokens_.accept("*");
      part.bound = part.open ? nullptr : conditional();
    }
  }
  tokens_.expect("]", "an array bound");
  out.parts.push_back(std::move(part));
}

// function_suffix = "(" ("void" | parameter ("," parameter)* ","?)? ")" "const"?
void Parser::function_suffix(ast::Declarator& out) {
  DeclaratorPart part;
  part.kind = DeclaratorPart::Kind::function;
  part.at = tokens_.take().at;
  if (tokens_.at("void") && tokens_.at(")", 1)) tokens_.take();
  while (!tokens_.at(")")) {
    part.parameters.push_back(parameter());
    if (!tokens_.at(")")) tokens_.expect(",", "a parameter");
  }
  tokens_.take();
  tokens_.accept("const");
  out.parts.push_back(std::move(part));
}

// parameter = "..." | attributes? type declarator?
ast::Parameter* Parser::parameter() {
  ast::Parameter& made = context_.tree.parameters.emplace_back();
  made.at = tokens_.peek().at;
  if (tokens_.accept("...")) {
    made.ellipsis = true;
    return &made;
  }
  made.attributes = attributes();
  made.type = type_spec();
  made.declarator = declarator(true);
  return &made;
}

// declarator_list = declarator ("," declarator)*
std::vector<ast::Declarator> Parser::declarator_list() {
  std::vector<ast::Declarator> list;
  do list.push_back(declarator(false));
  while (tokens_.accept(","));
  return list;
}

// type_name = type declarator                              the declarator may be abstract
ast::TypeName* Parser::type_name() {
  ast::TypeName& made = context_.tree.type_names.emplace_back();
  made.type = type_spec();
  made.declarator = declarator(true);
  return &made;
}

}  // namespace farcall::idl
