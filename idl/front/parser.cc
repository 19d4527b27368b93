// Files, interfaces and definitions.
#include "idl/front/parser.h"

namespace farcall::idl {
namespace {

// Blocks of the Windows Runtime's language; skipped as a whole.
constexpr std::string_view k_foreign_blocks[] = {"namespace", "runtimeclass", "delegate",
                                                 "apicontract"};

bool foreign_block(const Token& token) {
  for (const std::string_view name : k_foreign_blocks)
    if (token.is(name)) return true;
  return false;
}

using Kind = ast::Interface::Kind;
constexpr std::pair<std::string_view, Kind> k_blocks[] = {{"interface", Kind::interface_},
                                                          {"dispinterface", Kind::dispinterface},
                                                          {"coclass", Kind::coclass},
                                                          {"module", Kind::module},
                                                          {"library", Kind::library}};

const Kind* block_kind(const Token& token) {
  for (const auto& [name, kind] : k_blocks)
    if (token.is(name)) return &kind;
  return nullptr;
}

}  // namespace

// file = definition*
void Parser::file(ast::Unit& unit) {
  while (!tokens_.at_end() && !diagnostics_.full()) {
    definitions(unit.definitions, false);
    if (tokens_.at("}")) {
      diagnostics_.error(tokens_.peek().at, "'}' without a '{'");
      tokens_.take();
    }
  }
}

// definitions = definition* ; up to the end of the file or a '}'
void Parser::definitions(std::vector<ast::Definition>& out, bool in_interface) {
  const Nesting guard(depth_, tokens_, diagnostics_);
  while (!tokens_.at_end() && !diagnostics_.full() && !tokens_.at("}")) {
    if (tokens_.accept(";")) continue;
    try {
      definition(out);
    } catch (const SyntaxError&) {
      tokens_.skip_definition();
      if (!in_interface) tokens_.accept("}");
    }
  }
}

// definition = import | cpp_quote | constant | attributes? (type_definition | interface | foreign_block |
//              operation | tagged_type)
void Parser::definition(std::vector<ast::Definition>& out) {
  const Token first = tokens_.peek();
  if (first.kind == TokenKind::pragma)
    return void(out.emplace_back(ast::Pragma{tokens_.take().text}));
  if (first.is("import")) return import(out);
  if (first.is("cpp_quote")) return cpp_quote(out);
  if (first.is("const")) {
    // `const char *F();` is an operation, `const T x = v;` a constant: told apart behind the declarator.
    return constant(out);
  }
  if (first.is("importlib") || first.is("midl_pragma") || first.is("declare_guid"))
    return directive();
  ast::Attributes attributes = this->attributes();
  if (tokens_.accept("typedef")) return type_definition(out, std::move(attributes));
  const Kind* kind = block_kind(tokens_.peek());
  if (kind && (tokens_.at("{", 2) || tokens_.at(";", 2) || tokens_.at(":", 2)))
    return interface(out, *kind, std::move(attributes));
  if (foreign_block(tokens_.peek()))
    return unsupported(out, tokens_.peek().at, "a " + std::string(tokens_.peek().text) + " block");
  operation_or_type(out, std::move(attributes), first.text.data());
}

void Parser::end_of_definition(std::string_view after) {
  tokens_.expect(";", after);
}

// import = "import" string ("," string)* ";"
void Parser::import(std::vector<ast::Definition>& out) {
  tokens_.take();
  do {
    const Token name = tokens_.peek();
    if (name.kind != TokenKind::string) tokens_.fail("a file name in quotes");
    tokens_.take();
    ast::Import import;
    import.name = name.text.substr(1, name.text.size() - 2);
    import.at = name.at;
    context_.import(import);
    out.emplace_back(import);
  } while (tokens_.accept(","));
  end_of_definition("import");
}

// cpp_quote = "cpp_quote" "(" string+ ")" ";"?
void Parser::cpp_quote(std::vector<ast::Definition>& out) {
  tokens_.take();
  tokens_.expect("(", "cpp_quote");
  out.emplace_back(ast::CppQuote{string_literals()});
  tokens_.expect(")", "the text of cpp_quote");
  tokens_.accept(";");
}

// Adjacent literals as one text; \" and \\ lose their backslash, other escapes stay as they are.
std::string Parser::string_literals() {
  std::string text;
  if (tokens_.peek().kind != TokenKind::string) tokens_.fail("a string");
  while (tokens_.peek().kind == TokenKind::string) {
    const std::string_view quoted = tokens_.take().text;
    for (size_t i = 1; i + 1 < quoted.size(); ++i) {
      if (quoted[i] == '\\' && (quoted[i + 1] == '"' || quoted[i + 1] == '\\')) ++i;
      text += quoted[i];
    }
  }
  return text;
}

// constant = "const" type declarator "=" expression ";"      (or an operation that returns a const type)
void Parser::constant(std::vector<ast::Definition>& out) {
  const char* const start = tokens_.peek().text.data();
  ast::TypeSpec* type = type_spec();
  ast::Declarator name = declarator(false);
  if (!tokens_.at("=") && !name.parts.empty() &&
      name.parts[0].kind == ast::DeclaratorPart::Kind::function) {
    end_of_definition("an operation");
    const std::string_view written(start, static_cast<size_t>(tokens_.last_end() - start));
    out.emplace_back(ast::Operation{{}, type, std::move(name), written});
    return;
  }
  tokens_.expect("=", "the name of a constant");
  ast::Expr* value = conditional();
  end_of_definition("a constant");
  out.emplace_back(ast::Constant{type, std::move(name), value});
}

// type_definition = "typedef" attributes? type declarator ("," declarator)* ";"
void Parser::type_definition(std::vector<ast::Definition>& out, ast::Attributes attributes) {
  const Location at = tokens_.peek().at;
  for (ast::Attribute& each : this->attributes()) attributes.push_back(std::move(each));
  ast::TypeSpec* type = type_spec();
  ast::Typedef definition{at, std::move(attributes), type, declarator_list()};
  for (const ast::Declarator& each : definition.declarators) context_.type_names.insert(each.name);
  out.emplace_back(std::move(definition));
  end_of_definition("a type definition");
}

// interface = ("interface" | "library" | …) name (";" | (":" name)? "{" definition* "}" ";"?)
void Parser::interface(std::vector<ast::Definition>& out, ast::Interface::Kind kind,
                       ast::Attributes attributes) {
  const std::string word(tokens_.take().text);
  ast::Interface& made = context_.tree.interfaces.emplace_back();
  const Token name = tokens_.expect_name("the name of an interface");
  made.kind = kind;
  made.name = name.text;
  made.at = name.at;
  made.attributes = std::move(attributes);
  if (kind != Kind::library && kind != Kind::module) context_.type_names.insert(made.name);
  out.emplace_back(&made);
  if (tokens_.accept(";")) {
    made.forward = true;
    return;
  }
  if (tokens_.accept(":")) made.base = tokens_.expect_name("the name of the base interface").text;
  tokens_.expect("{", "the name of " + word + " '" + std::string(made.name) + "'");
  if (kind == Kind::interface_ || kind == Kind::library)
    definitions(made.body, true);
  else
    tokens_.skip_to_closing("{", "}");
  tokens_.expect("}", "the body of " + word + " '" + std::string(made.name) + "'");
  tokens_.accept(";");
}

// directive = ("importlib" | "midl_pragma" name | "declare_guid") "(" … ")" ";"?      without meaning here
void Parser::directive() {
  tokens_.take();
  if (tokens_.peek().kind == TokenKind::identifier) tokens_.take();
  tokens_.expect("(", "a directive");
  tokens_.skip_to_closing("(", ")");
  tokens_.expect(")", "the arguments of a directive");
  tokens_.accept(";");
}

// A construct that is known but not compiled: to the end of its body or statement.
void Parser::unsupported(std::vector<ast::Definition>& out, Location at, std::string what) {
  if (!what.empty()) out.emplace_back(ast::Unsupported{at, std::move(what)});
  tokens_.take();
  tokens_.skip_definition();
  tokens_.accept(";");
}

// operation   = attributes? type? declarator ";"          the declarator ends in ( parameters )
// tagged_type = attributes? ("struct" | "union" | "enum") … ";"
void Parser::operation_or_type(std::vector<ast::Definition>& out, ast::Attributes attributes,
                               const char* start) {
  const bool no_type =
      tokens_.peek().kind == TokenKind::identifier && tokens_.at("(", 1) && !starts_type(0);
  ast::TypeSpec* type = no_type ? nullptr : type_spec();
  if (type && tokens_.accept(";")) {
    if (type->kind == ast::TypeSpec::Kind::base || type->kind == ast::TypeSpec::Kind::name)
      diagnostics_.error(type->at, "this declares nothing");
    else
      out.emplace_back(ast::TaggedType{std::move(attributes), type});
    return;
  }
  const Token before = tokens_.peek();
  ast::Declarator name = declarator(false);
  if (name.parts.empty() || name.parts[0].kind != ast::DeclaratorPart::Kind::function) {
    if (!tokens_.at(";") && !tokens_.at("[") && !tokens_.at("="))
      tokens_.fail("an operation, a type or a constant");
    diagnostics_.error(before.at, "expected an operation, found a variable",
                       "operations look like `void F([in] long x);`");
    throw SyntaxError{};
  }
  end_of_definition("an operation");
  const std::string_view written(start, static_cast<size_t>(tokens_.last_end() - start));
  out.emplace_back(ast::Operation{std::move(attributes), type, std::move(name), written});
}

}  // namespace farcall::idl
