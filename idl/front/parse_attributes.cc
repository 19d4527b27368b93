// Attribute lists. Which attributes exist and what they mean is the middle end's table; here they are only read.
#include "idl/front/parser.h"

namespace farcall::idl {
namespace {

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  for (const std::string_view each : names)
    if (name == each) return true;
  return false;
}

bool takes_type(std::string_view name) {
  return one_of(name, {"switch_type", "transmit_as", "represent_as", "wire_marshal", "user_marshal",
                       "cs_char", "implicit_handle", "safearray"});
}

}  // namespace

// attributes = attribute_list*                             lists may stand in a row
ast::Attributes Parser::attributes() {
  ast::Attributes result;
  while (tokens_.at("[")) attribute_list(result);
  return result;
}

// attribute_list = "[" (attribute ","?)* "]"               a comma may stand before the ]
void Parser::attribute_list(ast::Attributes& out) {
  tokens_.take();
  while (!tokens_.at("]")) {
    if (tokens_.accept(",")) continue;
    try {
      attribute(out);
      if (!tokens_.at(",") && !tokens_.at("]")) tokens_.fail("',' or ']' after an attribute");
    } catch (const SyntaxError&) {
      if (tokens_.at_end() || tokens_.at(";") || tokens_.at("{") || tokens_.at("}")) throw;
      tokens_.skip_to_closing("[", "]");
      if (tokens_.at_end()) throw;
    }
  }
  tokens_.take();
}

// attribute = name ("(" attribute_arguments ")")?
void Parser::attribute(ast::Attributes& out) {
  const Token name = tokens_.expect_name("an attribute");
  ast::Attribute& made = out.emplace_back();
  made.name = name.text;
  made.at = name.at;
  if (!tokens_.accept("(")) return;
  made.has_arguments = true;
  attribute_arguments(made);
  tokens_.expect(")", "the arguments of '" + std::string(name.text) + "'");
}

// attribute_arguments = uuid | type name? | (expression? ",")* expression?
void Parser::attribute_arguments(ast::Attribute& made) {
  const Token first = tokens_.peek();
  made.text_at = first.at;
  if (one_of(made.name, {"uuid", "async_uuid"})) {
    if (first.kind != TokenKind::uuid && first.kind != TokenKind::string) tokens_.fail("a uuid");
    made.text = tokens_.take().text;
    if (first.kind == TokenKind::string) made.text = made.text.substr(1, made.text.size() - 2);
    return;
  }
  if (one_of(made.name, {"custom", "annotate"})) return tokens_.skip_to_closing("(", ")");
  if (takes_type(made.name)) {
    made.type = type_name();
    made.text = made.type->declarator.name;
    if (tokens_.accept(",")) tokens_.skip_to_closing("(", ")");  // represent_as(type, "header")
    return;
  }
  for (;;) {
    const bool empty = tokens_.at(",") || tokens_.at(")");
    made.arguments.push_back(empty ? nullptr : conditional());
    if (!tokens_.accept(",")) return;
  }
}

}  // namespace farcall::idl
