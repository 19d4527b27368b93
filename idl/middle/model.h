// The model: what an IDL file means. Names and types are resolved, attributes applied, and each value that travels
// has a Shape. Back-ends read it and derive nothing.
//
// Types describe C memory as the header spells it; Shapes describe how a value of such a type travels (pointer kinds,
// counts, strings). Everything is owned by the Model and lives as long as it; pointers between nodes are plain.
#pragma once

#include <array>
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
struct PipeType;
struct Conversion;
struct InterfaceItem;

// The transfer syntaxes for which a layout is computed.
enum class Syntax : uint8_t { ndr20, ndr64 };
inline constexpr std::array k_syntaxes = {Syntax::ndr20, Syntax::ndr64};

// One value for each transfer syntax.
template <class T>
struct PerSyntax {
  T ndr20{};
  T ndr64{};
  T& operator[](Syntax syntax) { return syntax == Syntax::ndr20 ? ndr20 : ndr64; }
  const T& operator[](Syntax syntax) const { return syntax == Syntax::ndr20 ? ndr20 : ndr64; }
  bool operator==(const PerSyntax&) const = default;
};

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
  union_,
  pointer,
  array,
  function,
  pipe,
  opaque
};

// A member of a struct or an arm of a union.
struct Member {
  std::string_view name;  // empty: an unnamed struct or union, whose members are reached without it
  Location at;
  const Type* type = nullptr;    // nullptr: an empty arm
  Shape* shape = nullptr;        // nullptr: an empty arm
  std::optional<unsigned> bits;  // a bit field; it cannot be sent
  std::vector<int64_t> labels;   // arm: its case labels, as the discriminant's type holds them
  bool is_default = false;       // arm: [default]
};

struct Parameter {
  std::string_view name;
  Location at;
  const Type* type = nullptr;
  Shape* shape = nullptr;  // nullptr: does not travel (a binding handle)
  bool in = false;
  bool out = false;
  bool is_handle = false;       // a binding handle: handle_t or a type with [handle]
  bool broken = false;          // had an error
  bool comm_status = false;     // takes the status of a failed call
  bool fault_status = false;    // takes the code of a fault
  bool partial_ignore = false;  // [in, out, unique]: of [in] only whether it is NULL travels
  std::string_view byte_count;  // the parameter that says how many bytes the [out] buffer has
  const ast::Attributes* attributes = nullptr;
  std::vector<const ast::Attribute*> acf_attributes;
};

// [context_handle], of a type or a parameter.
struct ContextHandle {
  std::string_view type_name;     // the typedef's, which names its rundown routine; empty: none
  std::optional<bool> serialize;  // context_handle_serialize, context_handle_noserialize
  bool in = false;                // of the parameter that it is
  bool out = false;
};

// allocate( ) of a type.
struct Allocation {
  bool all_nodes = false;
  bool dont_free = false;
};

// What typedef attributes say of every use of the name.
struct TypeAttributes {
  bool string = false;
  bool generic_handle = false;             // [handle]
  std::optional<ContextHandle> context;    // [context_handle]
  const Conversion* conversion = nullptr;  // transmit_as, represent_as, wire_marshal, user_marshal
  std::optional<Allocation> allocate;
  bool encode = false;  // [encode], [decode]: routines for pickling
  bool decode = false;
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
  StructType* structure = nullptr;    // structure, union
  EnumType* enumerated = nullptr;     // enumeration
  PipeType* pipe = nullptr;           // pipe
  std::vector<Parameter> parameters;  // function
  bool variadic = false;              // function
};

// Wire facts of a struct or a shape in one transfer syntax.
struct WireLayout {
  unsigned alignment = 1;
  uint64_t size = 0;         // of its flat part, when that is fixed
  bool same_memory = false;  // C memory equals the wire: no gaps that differ, no conversions
  bool operator==(const WireLayout&) const = default;
};

// Wire facts of a struct or a shape.
struct WireInfo {
  bool fixed = true;  // its flat part has always `size` bytes when it starts aligned
  bool has_pointers = false;
  bool conformant = false;  // a maximum count is hoisted in front of it
  PerSyntax<WireLayout> in;
  [[nodiscard]] PerSyntax<unsigned> alignment() const {
    return {in.ndr20.alignment, in.ndr64.alignment};
  }
  [[nodiscard]] PerSyntax<uint64_t> size() const { return {in.ndr20.size, in.ndr64.size}; }
};

// What a union has beside its arms.
struct UnionParts {
  bool encapsulated = false;  // its discriminant is a member of the struct made for it
  bool ms_union = false;      // NDR 2.0: an arm starts at the largest alignment of all arms
  bool has_default = false;
  const Type* switch_type =
      nullptr;                    // of the discriminant: written, else that of the first switch_is
  Shape* discriminant = nullptr;  // a scalar
  PerSyntax<unsigned> start{1, 1};          // where the union starts
  PerSyntax<unsigned> arm_alignment{1, 1};  // where an arm starts, beyond its own alignment
};

// A struct, or a union when it has UnionParts; its arms are the members then.
struct StructType {
  std::string_view tag;     // written or made
  std::string_view c_name;  // how C++ names it: the typedef's name or the tag
  Location at;
  bool opened = false;             // its body has begun
  bool defined = false;            // and ended
  bool recursive = false;          // reaches itself through pointers
  bool reaches_full = false;       // full pointers, directly or through others
  bool reaches_converted = false;  // values that programs see in another form
  bool from_sdk = false;           // the SDK headers define it under c_name
  bool broken = false;             // a member had an error
  UnionParts* union_parts = nullptr;
  std::vector<Member> members;
  std::vector<const Type*> nested;  // types whose bodies stand among the members
  WireInfo wire;
  const Type* type = nullptr;
  uint64_t windows_size = 0;  // as MIDL's sizeof says
  uint64_t windows_alignment = 1;
  bool slack = false;  // holds fixed arrays of which only a part is sent
};

// A pipe (C706 14.3.10); its element holds no pointers.
struct PipeType {
  Location at;
  const Type* element_type = nullptr;
  Shape* element = nullptr;
  std::string_view name;  // the typedef's
};

// A type that programs see in another form than the wire has it.
struct Conversion {
  enum class Kind : uint8_t { transmit_as, represent_as, wire_marshal, user_marshal };
  Kind kind = Kind::transmit_as;
  Location at;
  std::string_view name;            // in the names of the program's routines
  const Type* presented = nullptr;  // what the program sees
  const Type* wire_type = nullptr;  // what travels
  [[nodiscard]] bool by_user() const { return kind >= Kind::wire_marshal; }
};

// -- shapes -------------------------------------------------------------------------------------------------------

enum class PointerKind : uint8_t { ref, unique, full };

struct Shape {
  enum class Kind : uint8_t {
    scalar,
    structure,
    union_,
    pointer,
    array,
    context_handle,  // 20 bytes: attributes and a uuid
    pipe,
    converted  // `target` travels in its place
  };
  Kind kind = Kind::scalar;
  const Type* type = nullptr;  // in memory; of an array: its element type is element->type
  Location at;

  std::string_view problem;    // why no value of it can be sent; said when an operation reaches it
  Wire wire = Wire::none;      // scalar
  bool enum16 = false;         // scalar: an enum that travels in 16 bits
  bool c_long = false;         // scalar: IDL long, whose width in memory --long chooses
  std::optional<Range> range;  // scalar: of the value; array: of its size

  StructType* structure = nullptr;      // structure, union
  const SizeExpr* switch_is = nullptr;  // union: the value of its discriminant
  Location switch_at;
  ContextHandle context;                   // context_handle
  PipeType* pipe = nullptr;                // pipe
  const Conversion* conversion = nullptr;  // converted

  PointerKind pointer = PointerKind::unique;
  bool top = false;         // pointer: a parameter itself; ref: nothing on the wire
  bool decayed = false;     // pointer: written as an array parameter
  bool to_array = false;    // pointer: its C target is an array, not the first element
  bool ignored = false;     // pointer: sent as NULL
  Shape* target = nullptr;  // pointer, converted

  Shape* element = nullptr;
  std::optional<uint64_t> fixed;  // array: its bound
  Count size;                     // array: conformant
  Count length;                   // array: varying
  Count first;
  bool string = false;

  WireInfo info;

  // An array whose own bound is open; one of open arrays has `info.conformant` too.
  [[nodiscard]] bool conformant() const { return kind == Kind::array && !fixed; }
  [[nodiscard]] bool varying() const { return kind == Kind::array && (string || length || first); }
};

// -- what a file defines, in its order ----------------------------------------------------------------------------

// Where the binding of a call comes from. explicit_, generic and context: the parameter `handle_at`.
enum class HandleKind : uint8_t { explicit_, implicit, automatic, generic, context };

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
  bool variadic = false;      // [local] only
  bool callback = false;      // the server calls it, at the client
  bool comm_status = false;   // the result takes the status of a failed call
  bool fault_status = false;  // the result takes the code of a fault
  bool notify = false;        // NAME_notify is called when the call has ended
  bool notify_flag = false;   // NAME_notify_flag
  bool encode = false;        // a routine for pickling instead of a call
  bool decode = false;
  bool enable_allocate = false;
  const ast::Attributes* attributes = nullptr;
  std::vector<const ast::Attribute*> acf_attributes;

  [[nodiscard]] bool pickles() const { return encode || decode; }
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
  size_t index = 0;  // in the interface's operations, or its callbacks
  bool callback = false;
};
struct ImportItem {
  std::string header;
  bool system = false;  // one of the SDK's
};
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
  bool strict_context_handle = false;
  bool type_strict_context_handle = false;
  PointerKind pointer_default = PointerKind::unique;
  std::vector<Endpoint> endpoints;
  HandleKind handle = HandleKind::automatic;
  std::string_view implicit_name;
  const Type* implicit_type = nullptr;
  std::vector<std::string_view> includes;  // of the ACF
  std::vector<Item> items;
  std::vector<Operation> operations;
  std::vector<Operation> callbacks;  // numbered on their own
  // Of types with [encode] or [decode], named after them: a handle, when that is explicit, and a pointer to a value.
  std::vector<Operation> pickled_types;
  const ast::Attributes* attributes = nullptr;
  std::vector<const ast::Attribute*> acf_attributes;

  [[nodiscard]] bool has_stubs() const {
    return sends() && !imported && !(operations.empty() && pickled_types.empty());
  }
  // Whether there is something that a server is called for.
  [[nodiscard]] bool serves() const {
    for (const Operation& each : operations)
      if (!each.pickles()) return true;
    return false;
  }
  // Whether something of it is pickled, so that stubs and programs need more headers.
  [[nodiscard]] bool pickles() const {
    for (const Operation& each : operations)
      if (each.pickles() && !imported) return true;
    return !pickled_types.empty();
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
  bool names_safearray =
      false;                // SAFEARRAY(type) where oaidl.idl, which defines it, is not imported
  std::vector<Item> items;  // of the main file
  std::deque<Type> types;
  std::deque<StructType> structs;
  std::deque<Shape> shapes;
  std::deque<SizeExpr> size_exprs;
  std::deque<InterfaceItem> interfaces;
  std::deque<EnumType> enums;
  std::deque<UnionParts> unions;
  std::deque<PipeType> pipes;
  std::deque<Conversion> conversions;
  std::deque<std::string> names;  // made by the compiler
};

// Stands for the type of what had an error, so that its name is known.
extern const Type k_broken_type;
// What arithmetic gives.
extern const Type k_int_type;

// The type behind all typedef names.
const Type& resolved(const Type& type);
// Whether a full pointer stands in a shape or is reached from it.
bool reaches_full(const Shape& shape);
// The same of converted values.
bool reaches_converted(const Shape& shape);
// The struct or union that a shape ends in, through pointers, arrays and conversions; nullptr: none.
const StructType* struct_of(const Shape& shape);
bool is_void(const Type& type);
// char, unsigned char, byte, wchar_t, unsigned short: what [string] may be made of.
bool is_character(const Type& type);
// The size and alignment MIDL knows of a type: those of 64-bit Windows, where `long` is 4 bytes (sizeof, packing).
uint64_t windows_size(const Type& type);
uint64_t windows_alignment(const Type& type);
// How a message names a type.
std::string describe(const Type& type);

}  // namespace farcall::idl
