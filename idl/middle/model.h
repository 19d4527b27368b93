// The model: what an IDL file means. Names and types are resolved, attributes applied, and each value that travels
// has a Shape. Back-ends read it and derive nothing.
//
// Types describe C memory as the header spells it; Shapes describe how a value of such a type travels (pointer kinds,
// counts, strings). Everything is owned by the Model and lives as long as it; pointers between nodes are plain.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/uuid.h"
#include "idl/front/ast.h"
#include "idl/front/base_types.h"

namespace farcall::idl {

struct Shape;
struct Type;
struct StructType;
struct EnumType;

// -- sizes and counts ---------------------------------------------------------------------------------------------

// An expression over parameters or members, constants folded.
struct SizeExpr {
  enum class Kind : uint8_t { constant, variable, dereference, member, unary, binary, conditional };
  Kind kind = Kind::constant;
  int64_t value = 0;      // of a constant
  std::string_view text;  // name of a variable or member, operator
  const SizeExpr* a = nullptr;
  const SizeExpr* b = nullptr;
  const SizeExpr* c = nullptr;
};

// size_is / max_is, length_is / last_is, first_is of one level. `plus_one`: max_is and last_is name an index.
struct Count {
  const SizeExpr* expr = nullptr;
  bool plus_one = false;
  Location at;
  explicit operator bool() const { return expr != nullptr; }
};

struct Range {
  int64_t low = 0;
  int64_t high = 0;
};

// -- types --------------------------------------------------------------------------------------------------------

// opaque: a name that C knows and that cannot be sent: a COM interface, a class, SAFEARRAY.
enum class TypeKind : uint8_t {
  base,
  alias,
  enumeration,
  structure,
  pointer,
  array,
  function,
  opaque
};

struct Member {
  std::string_view name;  // empty: an anonymous struct or union
  Location at;
  const Type* type = nullptr;
  Shape* shape = nullptr;
  std::optional<unsigned> bits;  // a bit field
};

struct Parameter {
  std::string_view name;
  Location at;
  const Type* type = nullptr;
  Shape* shape = nullptr;  // nullptr: does not travel (a binding handle)
  bool in = false;
  bool out = false;
  bool is_handle = false;
  bool broken = false;  // had an error
  const ast::Attributes* attributes = nullptr;
};

// What typedef attributes say of every use of the name.
struct TypeAttributes {
  bool string = false;
  bool sdk = false;                         // `long` behind it is 32 bits in memory
  std::optional<std::string_view> pointer;  // ref, unique or ptr
  std::optional<Range> range;
};

struct Type {
  TypeKind kind = TypeKind::base;
  Location at;
  bool is_const = false;  // base, alias: written with const; pointer: the pointer itself is const
  const BaseType* base = nullptr;     // base
  std::string_view name;              // alias, opaque: its name; structure, enumeration: its tag
  const Type* target = nullptr;       // alias, pointer, array (element), function (result)
  const Type* canonical = nullptr;    // alias: what stands behind all names
  TypeAttributes attributes;          // alias: its own and those of the names behind it
  bool from_sdk = false;              // alias: the SDK headers define this name
  unsigned depth = 0;                 // levels of pointers, arrays and functions
  std::optional<uint64_t> bound;      // array; none: open
  StructType* structure = nullptr;    // structure
  EnumType* enumerated = nullptr;     // enumeration
  std::vector<Parameter> parameters;  // function
  bool variadic = false;              // function
};

// Wire facts of a struct or a shape in one transfer syntax.
struct WireInfo {
  unsigned alignment = 1;
  bool fixed = true;  // its flat part has always `size` bytes when it starts aligned
  uint64_t size = 0;
  bool has_pointers = false;
  bool conformant = false;  // a maximum count is hoisted in front of it
};

struct StructType {
  std::string_view tag;     // written or made
  std::string_view c_name;  // how C++ names it: the typedef's name or the tag
  Location at;
  bool opened = false;     // its body has begun
  bool defined = false;    // and ended
  bool recursive = false;  // reaches itself through pointers
  bool from_sdk = false;   // the SDK headers define it under c_name
  bool broken = false;     // a member had an error
  std::vector<Member> members;
  std::vector<const Type*> nested;  // types whose bodies stand among the members
  WireInfo wire;
  const Type* type = nullptr;
  uint64_t windows_size = 0;  // as MIDL's sizeof says
  uint64_t windows_alignment = 1;
  bool same_memory = false;  // C memory equals the wire: no gaps, no conversions
  bool slack = false;        // holds fixed arrays of which only a part is sent
};

// -- shapes -------------------------------------------------------------------------------------------------------

enum class PointerKind : uint8_t { ref, unique, full };

struct Shape {
  enum class Kind : uint8_t { scalar, structure, pointer, array };
  Kind kind = Kind::scalar;
  const Type* type = nullptr;  // in memory; of an array: its element type is element->type
  Location at;

  std::string_view problem;    // why no value of it can be sent; said when an operation reaches it
  Wire wire = Wire::none;      // scalar
  bool enum16 = false;         // scalar: an enum that travels in 16 bits
  bool c_long = false;         // scalar: IDL long, whose width in memory --long chooses
  std::optional<Range> range;  // scalar: of the value; array: of its size

  StructType* structure = nullptr;

  PointerKind pointer = PointerKind::unique;
  bool top = false;       // pointer: a parameter itself; ref: nothing on the wire
  bool decayed = false;   // pointer: written as an array parameter
  bool to_array = false;  // pointer: its C target is an array, not the first element
  Shape* target = nullptr;

  Shape* element = nullptr;
  std::optional<uint64_t> fixed;  // array: its bound
  Count size;                     // array: conformant
  Count length;                   // array: varying
  Count first;
  bool string = false;

  WireInfo info;

  [[nodiscard]] bool conformant() const { return kind == Kind::array && !fixed; }
  [[nodiscard]] bool varying() const { return kind == Kind::array && (string || length || first); }
};

// -- what a file defines, in its order ----------------------------------------------------------------------------

enum class HandleKind : uint8_t { explicit_, implicit, automatic };

struct Operation {
  std::string_view name;
  Location at;
  std::string_view written;  // IDL text, possibly over several lines
  uint16_t opnum = 0;
  const Type* result = nullptr;  // void: base type void_
  Shape* result_shape = nullptr;
  std::vector<Parameter> parameters;
  HandleKind handle = HandleKind::explicit_;
  size_t handle_at = 0;  // explicit: index of the handle parameter
  bool is_async = false;
  bool maybe = false;
  bool idempotent = false;
  bool broadcast = false;
  bool no_code = false;
  bool variadic = false;  // [local] only
  const ast::Attributes* attributes = nullptr;
  std::vector<const ast::Attribute*> acf_attributes;
};

struct Endpoint {
  std::string protocol;
  std::string endpoint;
};

struct ConstantItem {
  std::string_view name;
  std::string text;   // the value as C spells it
  bool wide = false;  // a text of 16-bit units
};
struct TypedefItem {
  std::vector<const Type*> names;  // aliases
  const Type* defines = nullptr;   // a struct or enum whose body stands in this typedef
};
struct TagItem {
  const Type* type = nullptr;
};
struct QuoteItem {
  std::string text;
};
// A name of COM's before or without its body: an interface, a class, a library.
struct ComItem {
  enum class Kind : uint8_t { interface_, dispinterface, coclass, library };
  Kind kind = Kind::interface_;
  std::string_view name;
  bool forward = false;  // `interface X;`
  bool has_uuid = false;
  Uuid uuid;
};
struct OperationItem {
  size_t index = 0;  // in the interface's operations
};
struct ImportItem {
  std::string header;
};
struct InterfaceItem;
using Item = std::variant<ConstantItem, TypedefItem, TagItem, QuoteItem, ImportItem, ComItem,
                          OperationItem, InterfaceItem*>;

struct InterfaceItem {
  std::string_view name;
  Location at;
  bool has_uuid = false;
  Uuid uuid;
  uint16_t major = 0;
  uint16_t minor = 0;
  bool local = false;
  bool object = false;  // a COM interface: declared, not compiled to stubs
  bool imported = false;
  const InterfaceItem* base = nullptr;  // of a COM interface
  PointerKind pointer_default = PointerKind::unique;
  std::vector<Endpoint> endpoints;
  HandleKind handle = HandleKind::automatic;
  std::string_view implicit_name;
  const Type* implicit_type = nullptr;
  std::vector<std::string_view> includes;  // of the ACF
  std::vector<Item> items;
  std::vector<Operation> operations;
  const ast::Attributes* attributes = nullptr;
  std::vector<const ast::Attribute*> acf_attributes;

  [[nodiscard]] bool has_stubs() const {
    return !local && !object && !imported && !operations.empty();
  }
  // Whether values of its operations travel by code of this compiler's.
  [[nodiscard]] bool sends() const { return !local && !object; }
};

struct EnumValue {
  std::string_view name;
  int64_t value = 0;
  std::string text;  // as C spells it; empty: none written
};

struct EnumType {
  bool v1 = false;  // 32 bits on the wire
  std::vector<EnumValue> values;
  bool defined = false;
};

struct Model {
  std::vector<Item> items;  // of the main file
  std::deque<Type> types;
  std::deque<StructType> structs;
  std::deque<Shape> shapes;
  std::deque<SizeExpr> size_exprs;
  std::deque<InterfaceItem> interfaces;
  std::deque<EnumType> enums;
  std::deque<std::string> names;  // made by the compiler
};

// Stands for the type of what had an error, so that its name is known.
extern const Type k_broken_type;

// The type behind all typedef names.
const Type& resolved(const Type& type);
bool is_void(const Type& type);
// char, unsigned char, byte, wchar_t: what [string] may be made of.
bool is_character(const Type& type);
// The size and alignment MIDL knows of a type: those of 64-bit Windows, where `long` is 4 bytes (sizeof, packing).
uint64_t windows_size(const Type& type);
uint64_t windows_alignment(const Type& type);
// How a message names a type.
std::string describe(const Type& type);

}  // namespace farcall::idl
