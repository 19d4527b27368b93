// Type specifiers: base types in any word order, names, structs, unions, enums, pipes.
#include "idl/front/parser.h"

namespace farcall::idl {
namespace {

using ast::TypeSpec;

enum class Word : uint8_t {
  none,
  signed_,
  unsigned_,
  short_,
  long_,
  small_,
  hyper,
  int_,
  char_,
  int8,
  int16,
  int32,
  int64,
  int3264,
  float_,
  double_,
  boolean,
  byte,
  wchar,
  void_,
  handle,
  error_status,
};

struct Spelling {
  std::string_view text;
  Word word;
};
constexpr Spelling k_words[] = {
    {"signed", Word::signed_},  {"unsigned", Word::unsigned_},
    {"short", Word::short_},    {"long", Word::long_},
    {"small", Word::small_},    {"hyper", Word::hyper},
    {"int", Word::int_},        {"char", Word::char_},
    {"__int8", Word::int8},     {"__int16", Word::int16},
    {"__int32", Word::int32},   {"__int64", Word::int64},
    {"_int64", Word::int64},    {"__int3264", Word::int3264},
    {"float", Word::float_},    {"double", Word::double_},
    {"boolean", Word::boolean}, {"byte", Word::byte},
    {"wchar_t", Word::wchar},   {"void", Word::void_},
    {"handle_t", Word::handle}, {"error_status_t", Word::error_status},
};

Word word_of(const Token& token) {
  if (token.kind != TokenKind::identifier) return Word::none;
  for (const Spelling& each : k_words)
    if (token.text == each.text) return each.word;
  return Word::none;
}

bool qualifier(const Token& token) {
  for (const std::string_view word :
       {"const", "volatile", "register", "static", "extern", "__unaligned", "far"})
    if (token.is(word)) return true;
  return false;
}

bool sizable(Word word) {
  return word > Word::unsigned_ && word <= Word::int3264;
}

BaseKind integer_kind(Word size, bool is_signed, bool is_unsigned) {
  switch (size) {
    case Word::short_:
    case Word::int16:
      return is_unsigned ? BaseKind::ushort : BaseKind::short_;
    case Word::long_:
      return is_unsigned ? BaseKind::ulong : BaseKind::long_;
    case Word::small_:
    case Word::int8:
      return is_unsigned ? BaseKind::usmall : BaseKind::small_;
    case Word::hyper:
    case Word::int64:
      return is_unsigned ? BaseKind::uhyper : BaseKind::hyper;
    case Word::char_:
      return is_unsigned ? BaseKind::uchar : is_signed ? BaseKind::schar : BaseKind::char_;
    case Word::int3264:
      return is_unsigned ? BaseKind::uint3264 : BaseKind::int3264;
    default:
      return is_unsigned ? BaseKind::uint : BaseKind::int_;  // int, __int32
  }
}

BaseKind other_kind(Word word) {
  switch (word) {
    case Word::float_:
      return BaseKind::float_;
    case Word::double_:
      return BaseKind::double_;
    case Word::boolean:
      return BaseKind::boolean;
    case Word::byte:
      return BaseKind::byte;
    case Word::wchar:
      return BaseKind::wchar;
    case Word::handle:
      return BaseKind::handle;
    case Word::error_status:
      return BaseKind::error_status;
    default:
      return BaseKind::void_;
  }
}

}  // namespace

bool Parser::starts_type(size_t ahead) {
  const Token& token = tokens_.peek(ahead);
  if (token.kind != TokenKind::identifier) return false;
  for (const std::string_view word : {"struct", "union", "enum", "pipe", "SAFEARRAY", "interface"})
    if (token.text == word) return true;
  return qualifier(token) || word_of(token) != Word::none ||
         context_.type_names.contains(token.text);
}

void Parser::type_qualifiers(TypeSpec& type) {
  while (qualifier(tokens_.peek())) type.is_const |= tokens_.take().text == "const";
}

// base_type = ("signed" | "unsigned" | size | "int" | "char")+ | "float" | "double" | "boolean" | …     in any order
bool Parser::base_type(TypeSpec& type) {
  const Token first = tokens_.peek();
  if (word_of(first) == Word::none) return false;
  bool is_signed = false, is_unsigned = false, other = false;
  Word size = Word::none;
  for (Word word; (word = word_of(tokens_.peek())) != Word::none; type_qualifiers(type)) {
    const bool had_other = other;
    if (word == Word::signed_)
      is_signed = true;
    else if (word == Word::unsigned_)
      is_unsigned = true;
    else if (!sizable(word))
      other = true;
    const bool repeated_long = word == Word::long_ && size == Word::long_;
    const bool clash = had_other || (other && (is_signed || is_unsigned || size != Word::none)) ||
                       (sizable(word) && word != Word::int_ && size != Word::none &&
                        size != Word::int_ && !repeated_long);
    if (clash) {
      diagnostics_.error(tokens_.peek().at, "'" + std::string(tokens_.peek().text) +
                                                "' does not go with the type before it");
      throw SyntaxError{};
    }
    if (other)
      type.base = other_kind(word);
    else if (repeated_long)
      size = Word::hyper;
    else if (sizable(word) && (word != Word::int_ || size == Word::none))
      size = word;
    tokens_.take();
  }
  type.kind = TypeSpec::Kind::base;
  if (!other) type.base = integer_kind(size, is_signed, is_unsigned);
  return true;
}

// type = qualifier* (base_type | structure | union | enumeration | "pipe" type | "SAFEARRAY" "(" type_name ")"
//      | "interface" name | name) qualifier*
TypeSpec* Parser::type_spec() {
  const Nesting guard(depth_, tokens_, diagnostics_);
  TypeSpec& type = context_.tree.types.emplace_back();
  type_qualifiers(type);
  const Token first = tokens_.peek();
  type.at = first.at;
  if (first.is("struct")) {
    structure(type);
  } else if (first.is("union")) {
    union_(type);
  } else if (first.is("enum")) {
    enumeration(type);
  } else if (first.is("pipe")) {
    tokens_.take();
    type.kind = TypeSpec::Kind::pipe;
    type.element = type_spec();
  } else if (first.is("SAFEARRAY") && tokens_.at("(", 1)) {
    tokens_.take();
    tokens_.take();
    type.kind = TypeSpec::Kind::safearray;
    type.element = type_name()->type;
    tokens_.expect(")", "the element type of SAFEARRAY");
  } else if (first.is("interface")) {
    tokens_.take();
    type.kind = TypeSpec::Kind::interface_;
    type.name = tokens_.expect_name("the name of an interface").text;
  } else if (!base_type(type)) {
    type.kind = TypeSpec::Kind::name;
    type.name = tokens_.expect_name("a type").text;
  }
  type_qualifiers(type);
  return &type;
}

// structure = "struct" tag? ("{" field* "}")?
void Parser::structure(TypeSpec& type) {
  tokens_.take();
  type.kind = TypeSpec::Kind::structure;
  if (tokens_.peek().kind == TokenKind::identifier) type.name = tokens_.take().text;
  if (!tokens_.at("{")) {
    if (type.name.empty()) tokens_.fail("a tag or '{' after struct");
    return;
  }
  tokens_.take();
  type.has_body = true;
  while (!tokens_.at("}") && !tokens_.at_end()) {
    try {
      if (tokens_.accept(";") || tokens_.peek().kind == TokenKind::pragma) {
        if (tokens_.peek().kind == TokenKind::pragma) tokens_.take();
        continue;
      }
      type.fields.push_back(field());
    } catch (const SyntaxError&) {
      tokens_.skip_definition();
    }
  }
  tokens_.expect("}", "the members of a struct");
}

// field = attributes? type (declarator ("," declarator)*)? ";"         without a name: an anonymous struct or union
ast::Field* Parser::field() {
  ast::Field& made = context_.tree.fields.emplace_back();
  made.attributes = attributes();
  made.type = type_spec();
  if (tokens_.at(";") && made.type->has_body)
    made.declarators.emplace_back().at = made.type->at;
  else
    made.declarators = declarator_list();
  tokens_.expect(";", "a member");
  return &made;
}

// union = "union" tag? ("switch" "(" type name ")" name?)? ("{" union_arm* "}")?
void Parser::union_(TypeSpec& type) {
  tokens_.take();
  type.kind = TypeSpec::Kind::union_;
  if (tokens_.peek().kind == TokenKind::identifier && !tokens_.at("switch"))
    type.name = tokens_.take().text;
  const bool encapsulated = tokens_.accept("switch");
  if (encapsulated) {
    tokens_.expect("(", "switch");
    type.switch_type = type_spec();
    type.switch_name = tokens_.expect_name("the name of the discriminant").text;
    tokens_.expect(")", "the discriminant");
    if (tokens_.peek().kind == TokenKind::identifier) type.union_name = tokens_.take().text;
  }
  if (!tokens_.at("{")) {
    if (type.name.empty()) tokens_.fail("a tag or '{' after union");
    return;
  }
  tokens_.take();
  type.has_body = true;
  while (!tokens_.at("}") && !tokens_.at_end()) {
    try {
      union_arm(type, encapsulated);
    } catch (const SyntaxError&) {
      tokens_.skip_definition();
    }
  }
  tokens_.expect("}", "the arms of a union");
}

// union_arm = ("case" expression ":" | "default" ":")+ (field | ";")       encapsulated
//           | attributes? (field | ";")                                    with [case(…)] or [default]
void Parser::union_arm(TypeSpec& type, bool encapsulated) {
  ast::UnionArm arm;
  arm.at = tokens_.peek().at;
  while (encapsulated && (tokens_.at("case") || tokens_.at("default"))) {
    if (tokens_.take().text == "default")
      arm.is_default = true;
    else
      arm.labels.push_back(conditional());
    tokens_.expect(":", "a case label");
  }
  arm.attributes = attributes();
  for (const ast::Attribute& each : arm.attributes) {
    if (each.name == "default") arm.is_default = true;
    if (each.name == "case")
      for (ast::Expr* label : each.arguments) arm.labels.push_back(label);
  }
  if (!tokens_.accept(";")) {
    arm.field = field();
    arm.field->attributes.insert(arm.field->attributes.begin(), arm.attributes.begin(),
                                 arm.attributes.end());
  }
  type.arms.push_back(std::move(arm));
}

// enumeration = "enum" tag? ("{" enumerator ("," enumerator)* ","? "}")?
void Parser::enumeration(TypeSpec& type) {
  tokens_.take();
  type.kind = TypeSpec::Kind::enumeration;
  if (tokens_.peek().kind == TokenKind::identifier) type.name = tokens_.take().text;
  if (!tokens_.at("{")) {
    if (type.name.empty()) tokens_.fail("a tag or '{' after enum");
    return;
  }
  tokens_.take();
  type.has_body = true;
  try {
    while (!tokens_.at("}")) enumerator(type);
  } catch (const SyntaxError&) {
    tokens_.skip_to_closing("{", "}");
  }
  tokens_.expect("}", "the enumerators");
}

// enumerator = attributes? name ("=" expression)?
void Parser::enumerator(TypeSpec& type) {
  attributes();
  const Token name = tokens_.expect_name("the name of an enumerator");
  ast::Enumerator made{name.text, name.at, nullptr};
  if (tokens_.accept("=")) made.value = conditional();
  type.enumerators.push_back(made);
  if (!tokens_.at("}")) tokens_.expect(",", "an enumerator");
}

}  // namespace farcall::idl
