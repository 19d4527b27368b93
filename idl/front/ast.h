// The syntax tree of IDL and ACF text: what was written, with every position, nothing resolved.
//
// The whole language parses into it; whether a construct is taken is the middle end's decision. Nodes are owned by
// the Tree and live as long as the compilation; they point at each other with plain pointers. Names are views into
// the sources.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "idl/front/base_types.h"
#include "idl/front/source.h"
#include "idl/front/token.h"

namespace farcall::idl::ast {

struct TypeName;
struct TypeSpec;
struct Parameter;

// -- expressions --------------------------------------------------------------------------------------------------

struct Expr {
  enum class Kind : uint8_t {
    integer,
    floating,
    character,
    string,
    name,
    unary,
    binary,
    conditional,
    cast,
    size_of,
    member
  };
  Kind kind = Kind::integer;
  Location at;
  std::string_view text;  // the token, name or operator as spelt
  Expr* a = nullptr;
  Expr* b = nullptr;
  Expr* c = nullptr;
  TypeName* type = nullptr;  // of cast and sizeof
};

// -- attributes ---------------------------------------------------------------------------------------------------

struct Attribute {
  std::string_view name;
  Location at;
  bool has_arguments = false;
  std::vector<Expr*> arguments;  // nullptr: an empty position, as in size_is(, n)
  TypeName* type = nullptr;      // switch_type(type), implicit_handle(type name), …
  std::string_view text;  // uuid: the text between the parentheses; implicit_handle: the name
  Location text_at;
};
using Attributes = std::vector<Attribute>;

const Attribute* find(const Attributes& attributes, std::string_view name);

// -- types and declarators ----------------------------------------------------------------------------------------

struct DeclaratorPart {
  enum class Kind : uint8_t { pointer, array, function };
  Kind kind = Kind::pointer;
  Location at;
  bool is_const = false;  // of a pointer
  bool open = false;      // [] and [*]
  Expr* bound = nullptr;  // [bound]
  Expr* lower = nullptr;  // [lower..bound], DCE
  std::vector<Parameter*> parameters;
};

// Parts stand from the name outwards: `*x[3]` is array 3, then pointer.
struct Declarator {
  std::string_view name;  // empty: an abstract declarator
  Location at;
  std::vector<DeclaratorPart> parts;
  Expr* bits = nullptr;
};

struct Field {
  Attributes attributes;
  TypeSpec* type = nullptr;
  std::vector<Declarator> declarators;
};

struct Enumerator {
  std::string_view name;
  Location at;
  Expr* value = nullptr;
};

struct UnionArm {
  Location at;
  Attributes attributes;      // with case( ) and default of a non-encapsulated union
  std::vector<Expr*> labels;  // case labels of either form
  bool is_default = false;
  Field* field = nullptr;  // nullptr: an empty arm
};

struct TypeSpec {
  enum class Kind : uint8_t {
    base,
    name,
    structure,
    union_,
    enumeration,
    pipe,
    safearray,
    interface_
  };
  Kind kind = Kind::base;
  Location at;
  bool is_const = false;
  BaseKind base = BaseKind::int_;
  std::string_view name;  // the type's name, or the tag
  bool has_body = false;
  std::vector<Field*> fields;
  std::vector<Enumerator> enumerators;
  std::vector<UnionArm> arms;
  TypeSpec* switch_type =
      nullptr;  // encapsulated union: switch (switch_type switch_name) union_name
  std::string_view switch_name;
  std::string_view union_name;
  TypeSpec* element = nullptr;  // of a pipe
};

struct TypeName {
  TypeSpec* type = nullptr;
  Declarator declarator;
};

struct Parameter {
  Location at;
  Attributes attributes;
  TypeSpec* type = nullptr;
  Declarator declarator;
  bool ellipsis = false;
};

// -- definitions --------------------------------------------------------------------------------------------------

struct Constant {
  TypeSpec* type = nullptr;
  Declarator declarator;
  Expr* value = nullptr;
};
struct Typedef {
  Location at;
  Attributes attributes;
  TypeSpec* type = nullptr;
  std::vector<Declarator> declarators;
};
struct TaggedType {  // struct S { … }; on its own
  Attributes attributes;
  TypeSpec* type = nullptr;
};
struct Operation {
  Attributes attributes;
  TypeSpec* type = nullptr;  // nullptr: none written
  Declarator declarator;     // the outermost part next to the name is the function
  std::string_view written;  // the text from the attributes to the ; as one line
};
struct CppQuote {
  std::string text;
};
struct Pragma {
  std::string_view text;
};
struct Unsupported {  // a construct that is recognised as a whole: namespace, runtimeclass, …
  Location at;
  std::string what;
};
struct Import {
  std::string_view name;
  Location at;
  bool system = false;         // a file of the system's, found in its directory
  uint32_t unit = UINT32_MAX;  // which Unit of the Tree it became; none when it was imported before
};
struct Interface;
using Definition = std::variant<Constant, Typedef, TaggedType, Operation, CppQuote, Pragma,
                                Unsupported, Import, Interface*>;

// An interface, or one of the blocks of type libraries. Only interfaces and libraries keep their bodies: what stands in
// the others concerns automation alone.
struct Interface {
  enum class Kind : uint8_t { interface_, dispinterface, coclass, module, library };
  Kind kind = Kind::interface_;
  Attributes attributes;
  std::string_view name;
  Location at;
  bool forward = false;  // interface X;
  std::string_view base;
  std::vector<Definition> body;
};

// One file and what it defines.
struct Unit {
  uint32_t file = 0;
  std::string path;
  std::vector<Definition> definitions;
};

// -- ACF ----------------------------------------------------------------------------------------------------------

struct AcfOperation {
  Attributes attributes;
  std::string_view name;
  Location at;
  struct Parameter {
    Attributes attributes;
    std::string_view name;
    Location at;
  };
  std::vector<Parameter> parameters;
};
struct AcfTypedef {
  Attributes attributes;
  std::vector<std::pair<std::string_view, Location>> names;
};
struct AcfInterface {
  Attributes attributes;
  std::string_view name;
  Location at;
  std::vector<std::string_view> includes;
  std::vector<AcfTypedef> typedefs;
  std::vector<AcfOperation> operations;
};
struct Acf {
  std::vector<AcfInterface> interfaces;
};

struct Tree {
  std::deque<Unit> units;  // the main file first
  std::deque<Expr> exprs;
  std::deque<TypeSpec> types;
  std::deque<TypeName> type_names;
  std::deque<Field> fields;
  std::deque<Parameter> parameters;
  std::deque<Interface> interfaces;
};

}  // namespace farcall::idl::ast
