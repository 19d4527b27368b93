// ShapeMaker: from a type and its attributes to the shape in which a parameter or member travels.
//
// Attributes apply to levels: the n-th entry of size_is to the n-th pointer or array from the outside, [string] to
// the innermost level of characters, a pointer attribute to the outermost pointer. Inner pointers are of the
// interface's pointer_default; a parameter that is a pointer itself is [ref] unless it says otherwise.
#pragma once

#include <optional>
#include <vector>

#include "idl/middle/expressions.h"
#include "idl/middle/model.h"

namespace farcall::idl {

std::optional<Range> range_of(const ast::Attribute& attribute, Expressions& expressions,
                              Diagnostics& diagnostics);

class ShapeMaker {
 public:
  ShapeMaker(Model& model, Diagnostics& diagnostics, Expressions& expressions,
             Expressions::Lookup lookup, PointerKind pointer_default)
      : model_(model),
        diagnostics_(diagnostics),
        expressions_(expressions),
        lookup_(std::move(lookup)),
        pointer_default_(pointer_default) {}

  // nullptr after an error. `sdk`: a member of a type that the SDK headers define.
  Shape* member(const Member& member, const ast::Attributes& attributes, bool sdk);
  Shape* parameter(const Parameter& parameter, const ast::Attributes& attributes);
  Shape* result(const Type& type, Location at, const ast::Attributes& attributes);
  // An arm of a union.
  Shape* arm(const Member& arm, const ast::Attributes& attributes, bool sdk);
  // The element of a pipe.
  Shape* pipe_element(const Type& type, Location at);
  // The union member of the struct that an encapsulated union is: `discriminant` names the other member.
  Shape* encapsulated(const Type& type, Location at, std::string_view discriminant);
  // Gives a union its discriminant, once, and its case labels the values that such a discriminant has.
  void set_discriminant(StructType& type, const Type& discriminant, Location at);

 private:
  // What the attributes of one declaration still have to give away.
  struct Levels {
    Location at;
    std::vector<Count> sizes, lengths, firsts;
    size_t next = 0;
    bool string = false;
    bool sdk = false;
    bool v1_enum = false;
    std::optional<std::string_view> pointer;
    Location pointer_at;
    std::optional<Range> range;
    Location range_at;
    bool member = false;  // of a struct
    bool ignored = false;
    std::optional<ContextHandle> context;
    Location context_at;
    const ast::Attribute* switch_is = nullptr;
    const Type* switch_type = nullptr;
    bool behind_pointer = false;
    unsigned depth = 0;
    bool broken = false;  // a bound had an error, which has been said
  };
  Levels levels(const ast::Attributes& attributes, Location at);
  void counts(const ast::Attribute& attribute, std::vector<Count>& out, bool plus_one);
  void attribute(const ast::Attribute& attribute, Levels& levels);
  void check_used(const Levels& levels);
  Shape* whole(const Type& type, Levels& levels, bool top);
  Shape* shape(const Type& type, Levels& levels, bool top);
  Shape* unsendable(const Type& type, Levels& levels, std::string_view problem);
  Shape* scalar(const Type& type, const Type& base, Levels& levels);
  Shape* structure(const Type& type, const Type& base, Levels& levels);
  Shape* union_(const Type& type, const Type& base, Levels& levels);
  Shape* context_handle(const Type& type, const ContextHandle& context, Levels& levels);
  Shape* converted(const Type& type, Levels& levels);
  Shape* pipe(const Type& type, const Type& base, Levels& levels);
  Shape* pointer(const Type& type, const Type& base, Levels& levels, bool top);
  Shape* ignored_pointer(const Type& type, Levels& levels);
  Shape* array(const Type& type, const Type& base, Levels& levels, bool top);
  Shape* elements(const Type& element, Levels& levels, std::optional<uint64_t> fixed);
  PointerKind pointer_kind(Levels& levels, bool top);
  Shape& make(Shape::Kind kind, const Type& type, Location at);

  Model& model_;
  Diagnostics& diagnostics_;
  Expressions& expressions_;
  Expressions::Lookup lookup_;
  PointerKind pointer_default_;
};

}  // namespace farcall::idl
