// The attribute configuration file: attributes for the interface, its types and its operations, by name.
#include "idl/front/acf_parser.h"

namespace farcall::idl {

// file = interface*
void AcfParser::file(ast::Acf& acf) {
  while (!tokens_.at_end() && !diagnostics_.full()) {
    if (tokens_.accept(";")) continue;
    try {
      interface(acf);
    } catch (const SyntaxError&) {
      tokens_.skip_definition();
      tokens_.accept("}");
    }
  }
}

// interface = attributes? "interface" name "{" item* "}" ";"?
void AcfParser::interface(ast::Acf& acf) {
  ast::AcfInterface made;
  made.attributes = parser_.attributes();
  tokens_.expect("interface", "the attributes of an ACF");
  const Token name = tokens_.expect_name("the name of an interface");
  made.name = name.text;
  made.at = name.at;
  tokens_.expect("{", "the name of an interface");
  while (!tokens_.at("}") && !tokens_.at_end() && !diagnostics_.full()) {
    if (tokens_.accept(";")) continue;
    try {
      item(made);
    } catch (const SyntaxError&) {
      tokens_.skip_definition();
    }
  }
  acf.interfaces.push_back(std::move(made));
  tokens_.expect("}", "the body of an ACF interface");
}

// item = include | "typedef" attributes name ("," name)* ";" | attributes? operation
void AcfParser::item(ast::AcfInterface& interface) {
  if (tokens_.peek().kind == TokenKind::pragma) return void(tokens_.take());
  if (tokens_.at("include")) return include(interface);
  ast::Attributes attributes = parser_.attributes();
  if (tokens_.accept("typedef")) return type_definition(interface, std::move(attributes));
  operation(interface, std::move(attributes));
}

// include = "include" string ("," string)* ";"
void AcfParser::include(ast::AcfInterface& interface) {
  tokens_.take();
  do {
    const Token name = tokens_.peek();
    if (name.kind != TokenKind::string) tokens_.fail("a header name in quotes");
    interface.includes.push_back(tokens_.take().text.substr(1, name.text.size() - 2));
  } while (tokens_.accept(","));
  tokens_.expect(";", "include");
}

void AcfParser::type_definition(ast::AcfInterface& interface, ast::Attributes attributes) {
  ast::AcfTypedef made;
  made.attributes = std::move(attributes);
  for (ast::Attribute& each : parser_.attributes()) made.attributes.push_back(std::move(each));
  do {
    const Token name = tokens_.expect_name("the name of a type");
    made.names.emplace_back(name.text, name.at);
  } while (tokens_.accept(","));
  interface.typedefs.push_back(std::move(made));
  tokens_.expect(";", "a type definition");
}

// operation = name "(" (attributes? name ("," attributes? name)*)? ")" ";"
void AcfParser::operation(ast::AcfInterface& interface, ast::Attributes attributes) {
  ast::AcfOperation made;
  made.attributes = std::move(attributes);
  const Token name = tokens_.expect_name("an operation, 'typedef' or 'include'");
  made.name = name.text;
  made.at = name.at;
  tokens_.expect("(", "the name of an operation");
  while (!tokens_.at(")")) {
    ast::AcfOperation::Parameter parameter;
    parameter.attributes = parser_.attributes();
    const Token each = tokens_.expect_name("the name of a parameter");
    parameter.name = each.text;
    parameter.at = each.at;
    made.parameters.push_back(std::move(parameter));
    if (!tokens_.at(")")) tokens_.expect(",", "a parameter");
  }
  tokens_.take();
  interface.operations.push_back(std::move(made));
  tokens_.expect(";", "an operation");
}

}  // namespace farcall::idl
