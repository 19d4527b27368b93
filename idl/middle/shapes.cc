#include "idl/middle/shapes.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "idl/front/token_stream.h"
#include "idl/middle/layout.h"

namespace farcall::idl {
namespace {

constexpr std::string_view k_no_com = "a COM interface cannot be sent: there are no proxies here";
// What a discriminant of this kind holds after `value` was put into it.
int64_t as_held(int64_t value, Wire wire) {
  switch (wire) {
    case Wire::u8:
      return static_cast<uint8_t>(value);
    case Wire::i8:
      return static_cast<int8_t>(value);
    case Wire::u16:
      return static_cast<uint16_t>(value);
    case Wire::i16:
      return static_cast<int16_t>(value);
    case Wire::u32:
    case Wire::u3264:
      return static_cast<uint32_t>(value);
    case Wire::i32:
    case Wire::i3264:
      return static_cast<int32_t>(value);
    default:
      return value;
  }
}

}  // namespace

std::optional<Range> range_of(const ast::Attribute& attribute, Expressions& expressions,
                              Diagnostics& diagnostics) {
  if (attribute.arguments.size() != 2 || !attribute.arguments[0] || !attribute.arguments[1]) {
    diagnostics.error(attribute.at, "range needs two values, as in range(0, 100)");
    return std::nullopt;
  }
  const auto low = expressions.value(*attribute.arguments[0]);
  const auto high = expressions.value(*attribute.arguments[1]);
  if (!low || !high) return std::nullopt;
  if (*low > *high) {
    diagnostics.error(attribute.at, "range from " + std::to_string(*low) + " to " +
                                        std::to_string(*high) + " is empty");
    return std::nullopt;
  }
  return Range{*low, *high};
}

Shape& ShapeMaker::make(Shape::Kind kind, const Type& type, Location at) {
  Shape& made = model_.shapes.emplace_back();
  made.kind = kind;
  made.type = &type;
  made.at = at;
  return made;
}

void ShapeMaker::counts(const ast::Attribute& attribute, std::vector<Count>& out, bool plus_one) {
  if (attribute.arguments.empty())
    diagnostics_.error(attribute.at, "'" + std::string(attribute.name) + "' needs an expression");
  for (size_t i = 0; i < attribute.arguments.size(); ++i) {
    const ast::Expr* each = attribute.arguments[i];
    if (out.size() <= i) out.resize(i + 1);
    if (!each) continue;
    if (out[i])
      diagnostics_.error(
          each->at, "'" + std::string(attribute.name) + "': this dimension has a bound already");
    out[i] = {expressions_.size(*each, lookup_, attribute.name), plus_one, each->at};
  }
}

void ShapeMaker::attribute(const ast::Attribute& attribute, Levels& made) {
  const std::string_view name = attribute.name;
  if (name == "size_is") counts(attribute, made.sizes, false);
  if (name == "max_is") counts(attribute, made.sizes, true);
  if (name == "length_is") counts(attribute, made.lengths, false);
  if (name == "last_is") counts(attribute, made.lengths, true);
  if (name == "first_is") counts(attribute, made.firsts, false);
  if (name == "string") made.string = true;
  if (name == "v1_enum") made.v1_enum = true;
  if (name == "ignore") made.ignored = true;
  if (name == "switch_is") made.switch_is = &attribute;
  if (name == "context_handle") {
    if (!made.context) made.context.emplace();
    made.context_at = attribute.at;
  }
  if (name == "ref" || name == "unique" || name == "ptr") {
    if (made.pointer && *made.pointer != name)
      diagnostics_.error(attribute.at, "a pointer is one of ref, unique and ptr");
    made.pointer = name;
    made.pointer_at = attribute.at;
  }
  if (name == "range") {
    made.range = range_of(attribute, expressions_, diagnostics_);
    made.range_at = attribute.at;
  }
}

ShapeMaker::Levels ShapeMaker::levels(const ast::Attributes& attributes, Location at) {
  Levels made;
  made.at = at;
  for (const ast::Attribute& each : attributes) attribute(each, made);
  for (const auto* list : {&made.sizes, &made.lengths, &made.firsts})
    for (const Count& each : *list) made.broken |= each.at.line != 0 && !each.expr;
  if (made.string && (!made.lengths.empty() || !made.firsts.empty()))
    diagnostics_.error(at, "[string] does not go with length_is, last_is or first_is");
  return made;
}

Shape* ShapeMaker::member(const Member& member, const ast::Attributes& attributes, bool sdk) {
  Levels levels = this->levels(attributes, member.at);
  levels.sdk = sdk;
  levels.member = true;
  if (member.bits) return unsendable(*member.type, levels, "a bit field cannot be sent");
  return whole(*member.type, levels, false);
}

Shape* ShapeMaker::arm(const Member& arm, const ast::Attributes& attributes, bool sdk) {
  Shape* made = member(arm, attributes, sdk);
  if (!made) return nullptr;
  const bool open =
      made->kind == Shape::Kind::structure ? made->structure->wire.conformant : made->conformant();
  if (open) diagnostics_.error(arm.at, "an open array cannot be an arm of a union");
  return made;
}

// How the handle of a parameter is treated may stand on the parameter in the ACF.
Shape* ShapeMaker::parameter(const Parameter& parameter, const ast::Attributes& attributes) {
  Levels levels = this->levels(attributes, parameter.at);
  return whole(*parameter.type, levels, true);
}

Shape* ShapeMaker::result(const Type& type, Location at, const ast::Attributes& attributes) {
  Levels levels = this->levels(attributes, at);
  return whole(type, levels, false);
}

Shape* ShapeMaker::pipe_element(const Type& type, Location at) {
  Levels levels;
  levels.at = at;
  return whole(type, levels, false);
}

// A shape, and that every attribute found its place.
Shape* ShapeMaker::whole(const Type& type, Levels& levels, bool top) {
  if (levels.broken) return nullptr;
  Shape* made = shape(type, levels, top);
  if (!made) return nullptr;
  if (levels.ignored && made->kind == Shape::Kind::pointer)
    made->ignored = std::exchange(levels.ignored, false);
  // MIDL takes a pointer attribute on an array inside a struct, where it means nothing.
  if (made->kind == Shape::Kind::array) levels.pointer.reset();
  check_used(levels);
  return made;
}

void ShapeMaker::check_used(const Levels& levels) {
  if (levels.string)
    diagnostics_.error(levels.at, "[string] needs an array of or a pointer to characters");
  if (levels.pointer)
    diagnostics_.error(levels.pointer_at, "'" + std::string(*levels.pointer) + "' needs a pointer");
  if (levels.range) diagnostics_.error(levels.range_at, "range needs an integer or a size");
  if (levels.ignored)
    diagnostics_.warning(levels.at, "'ignore' has no effect on what is not a pointer");
  if (levels.context) diagnostics_.error(levels.context_at, "'context_handle' needs a pointer");
  if (levels.switch_is) diagnostics_.error(levels.switch_is->at, "'switch_is' needs a union");
  for (size_t i = levels.next;
       i < std::max({levels.sizes.size(), levels.lengths.size(), levels.firsts.size()}); ++i)
    for (const auto* list : {&levels.sizes, &levels.lengths, &levels.firsts})
      if (i < list->size() && (*list)[i])
        diagnostics_.error((*list)[i].at, "there is no pointer or array for this bound");
}

Shape* ShapeMaker::shape(const Type& type, Levels& levels, bool top) {
  if (++levels.depth > k_max_nesting) {
    diagnostics_.fatal(levels.at, "nested too deeply (256 levels)");
    return nullptr;
  }
  const Type* base = &resolved(type);
  levels.string |= type.attributes.string;
  levels.sdk |= type.attributes.sdk;
  if (type.attributes.pointer && !levels.pointer) levels.pointer = type.attributes.pointer;
  if (type.attributes.range && !levels.range) levels.range = type.attributes.range;
  if (type.attributes.conversion) return converted(type, levels);
  if (type.attributes.context) return context_handle(type, *type.attributes.context, levels);
  switch (base->kind) {
    case TypeKind::base:
    case TypeKind::enumeration:
      return scalar(type, *base, levels);
    case TypeKind::structure:
      return structure(type, *base, levels);
    case TypeKind::union_:
      return union_(type, *base, levels);
    case TypeKind::pipe:
      return pipe(type, *base, levels);
    case TypeKind::pointer:
      return pointer(type, *base, levels, top);
    case TypeKind::array:
      return array(type, *base, levels, top);
    case TypeKind::opaque:
      return unsendable(type, levels, k_no_com);
    default:
      break;
  }
  return unsendable(type, levels, "a function cannot be sent");
}

// Structs of interfaces that are never called may hold anything; parameters may not.
Shape* ShapeMaker::unsendable(const Type& type, Levels& levels, std::string_view problem) {
  if (!levels.member) {
    diagnostics_.error(levels.at, problem);
    return nullptr;
  }
  Shape& made = make(Shape::Kind::scalar, type, levels.at);
  made.problem = problem;
  levels.pointer.reset();
  levels.range.reset();
  levels.string = levels.ignored = false;
  levels.switch_is = nullptr;
  levels.sizes.clear();
  levels.lengths.clear();
  levels.firsts.clear();
  return &made;
}

Shape* ShapeMaker::scalar(const Type& type, const Type& base, Levels& levels) {
  Shape& made = make(Shape::Kind::scalar, type, levels.at);
  if (base.kind == TypeKind::enumeration) {
    made.enum16 = !base.enumerated->v1 && !levels.v1_enum;
    made.wire = made.enum16 ? Wire::u16 : Wire::i32;
  } else {
    made.wire = base.base->wire;
    made.c_long =
        !levels.sdk && (base.base->kind == BaseKind::long_ || base.base->kind == BaseKind::ulong);
    if (made.wire == Wire::none)
      return unsendable(type, levels,
                        base.base->kind == BaseKind::handle
                            ? "a binding handle cannot be sent"
                            : "a value of type void cannot be sent");
  }
  if (levels.range && is_integer(made.wire)) made.range = std::exchange(levels.range, std::nullopt);
  return &made;
}

Shape* ShapeMaker::structure(const Type& type, const Type& base, Levels& levels) {
  if (!base.structure->defined && !levels.behind_pointer) {
    diagnostics_.error(levels.at, "struct '" + std::string(base.name) + "' is not defined yet",
                       "a struct can hold a pointer to itself, not itself");
    return nullptr;
  }
  Shape& made = make(Shape::Kind::structure, type, levels.at);
  made.structure = base.structure;
  return &made;
}

// The union in an encapsulated one: its discriminant is a member beside it.
Shape* ShapeMaker::encapsulated(const Type& type, Location at, std::string_view discriminant) {
  Shape& made = make(Shape::Kind::union_, type, at);
  made.structure = type.structure;
  made.switch_is = &model_.size_exprs.emplace_back(
      SizeExpr{SizeExpr::Kind::variable, 0, discriminant, nullptr, nullptr, nullptr});
  made.switch_at = at;
  return &made;
}

Shape* ShapeMaker::union_(const Type& type, const Type& base, Levels& levels) {
  StructType& made_type = *base.structure;
  if (!made_type.defined && !levels.behind_pointer) {
    diagnostics_.error(levels.at, "union '" + std::string(base.name) + "' is not defined yet");
    return nullptr;
  }
  const ast::Attribute* from = std::exchange(levels.switch_is, nullptr);
  if (!from) return unsendable(type, levels, "a union needs switch_is, which says what is in it");
  Shape& made = make(Shape::Kind::union_, type, levels.at);
  made.structure = &made_type;
  made.switch_at = from->at;
  if (from->arguments.size() != 1 || !from->arguments[0]) {
    diagnostics_.error(from->at, "'switch_is' needs an expression");
    return nullptr;
  }
  const Type* discriminant = nullptr;
  made.switch_is = expressions_.size(*from->arguments[0], lookup_, "switch_is", &discriminant);
  if (!made.switch_is) return nullptr;
  if (!made_type.union_parts->discriminant)
    set_discriminant(made_type, discriminant ? *discriminant : k_int_type, from->at);
  return &made;
}

void ShapeMaker::set_discriminant(StructType& type, const Type& discriminant, Location at) {
  const Type& base = resolved(discriminant);
  const bool fits = base.kind == TypeKind::enumeration ||
                    (base.kind == TypeKind::base && is_integer(base.base->wire));
  if (!fits)
    return diagnostics_.error(at,
                              "the discriminant of a union must be an integer, a character or "
                              "an enum, not " +
                                  describe(discriminant));
  Levels levels;
  levels.at = at;
  UnionParts& parts = *type.union_parts;
  parts.switch_type = &discriminant;
  parts.discriminant = scalar(discriminant, base, levels);
  lay_out(*parts.discriminant);
  std::unordered_set<int64_t> seen;
  for (Member& arm : type.members)
    for (int64_t& label : arm.labels) {
      label = as_held(label, parts.discriminant->enum16 ? Wire::i32 : parts.discriminant->wire);
      if (!seen.insert(label).second)
        diagnostics_.error(arm.at, "case " + std::to_string(label) + " stands here twice");
    }
  lay_out(type);
}

Shape* ShapeMaker::context_handle(const Type& type, const ContextHandle& context, Levels& levels) {
  Shape& made = make(Shape::Kind::context_handle, type, levels.at);
  made.context = context;
  levels.context.reset();
  levels.pointer.reset();
  return &made;
}

Shape* ShapeMaker::converted(const Type& type, Levels& levels) {
  Shape& made = make(Shape::Kind::converted, type, levels.at);
  made.conversion = type.attributes.conversion;
  Levels inner;
  inner.at = levels.at;
  inner.member = levels.member;
  inner.behind_pointer = levels.behind_pointer;
  inner.depth = levels.depth;
  inner.sdk = levels.sdk;
  levels.pointer.reset();
  made.target = shape(*made.conversion->wire_type, inner, false);
  return made.target ? &made : nullptr;
}

Shape* ShapeMaker::pipe(const Type& type, const Type& base, Levels& levels) {
  if (levels.member) return unsendable(type, levels, "a pipe cannot be a member");
  Shape& made = make(Shape::Kind::pipe, type, levels.at);
  made.pipe = base.pipe;
  return &made;
}

PointerKind ShapeMaker::pointer_kind(Levels& levels, bool top) {
  const auto name = std::exchange(levels.pointer, std::nullopt);
  if (!name) return top ? PointerKind::ref : pointer_default_;
  return *name == "ref"      ? PointerKind::ref
         : *name == "unique" ? PointerKind::unique
                             : PointerKind::full;
}

// The array behind a pointer, or of an array's own dimension: counts of this level, then the element.
Shape* ShapeMaker::elements(const Type& element, Levels& levels, std::optional<uint64_t> fixed) {
  const size_t level = levels.next++;
  const auto entry = [&](const std::vector<Count>& list) {
    return level < list.size() ? list[level] : Count{};
  };
  Shape& made = make(Shape::Kind::array, element, levels.at);
  made.fixed = fixed;
  made.size = entry(levels.sizes);
  made.length = entry(levels.lengths);
  made.first = entry(levels.firsts);
  made.string = levels.string && is_character(element);
  if (made.string) levels.string = false;
  if (made.size && !fixed && levels.range) made.range = std::exchange(levels.range, std::nullopt);
  made.element = shape(element, levels, false);
  if (!made.element) return nullptr;
  if (made.element->conformant()) {
    diagnostics_.error(levels.at, "only the first dimension of an array can be open");
    return nullptr;
  }
  return &made;
}

Shape* ShapeMaker::pointer(const Type& type, const Type& base, Levels& levels, bool top) {
  const Type& target = *base.target;
  if (levels.context && resolved(target).kind != TypeKind::pointer)
    return context_handle(type, *levels.context, levels);
  const PointerKind kind = pointer_kind(levels, top);
  if (levels.ignored && (is_void(target) || resolved(target).kind == TypeKind::opaque))
    return ignored_pointer(type, levels);
  if (is_void(target)) return unsendable(type, levels, "a pointer to void cannot be sent");
  if (resolved(target).kind == TypeKind::opaque) return unsendable(type, levels, k_no_com);
  if (resolved(target).kind == TypeKind::function)
    return unsendable(type, levels, "a function cannot be sent");
  Shape& made = make(Shape::Kind::pointer, type, levels.at);
  made.pointer = kind;
  made.top = top;
  const size_t level = levels.next;
  const auto given = [&](const std::vector<Count>& list) {
    return level < list.size() && list[level];
  };
  const bool is_array = given(levels.sizes) || given(levels.lengths) || given(levels.firsts) ||
                        (levels.string && is_character(target));
  levels.behind_pointer = true;
  if (is_array) {
    if (!given(levels.sizes) && !(levels.string && is_character(target))) {
      diagnostics_.error(levels.at, "length_is on a pointer needs size_is too");
      return nullptr;
    }
    made.target = elements(target, levels, std::nullopt);
  } else {
    ++levels.next;
    made.target = shape(target, levels, false);
    made.to_array = made.target && made.target->kind == Shape::Kind::array;
    if (made.to_array && made.target->conformant()) {
      diagnostics_.not_yet(levels.at, "a pointer to an open array");
      return nullptr;
    }
  }
  return made.target ? &made : nullptr;
}

// [ignore] void *: sent as NULL whatever it points to, so that its target matters to nobody.
Shape* ShapeMaker::ignored_pointer(const Type& type, Levels& levels) {
  Shape& made = make(Shape::Kind::pointer, type, levels.at);
  made.target = &make(Shape::Kind::scalar, k_int_type, levels.at);
  made.target->wire = Wire::i32;
  return &made;
}

Shape* ShapeMaker::array(const Type& type, const Type& base, Levels& levels, bool top) {
  const size_t level = levels.next;
  const bool has_size = level < levels.sizes.size() && levels.sizes[level];
  const bool is_string = levels.string && is_character(*base.target);
  const PointerKind kind = top ? pointer_kind(levels, true) : PointerKind::ref;
  if (base.bound && has_size && levels.member)
    return unsendable(type, levels, "size_is needs an open array, this one has a fixed bound");
  if (base.bound && has_size)
    diagnostics_.error(levels.sizes[level].at,
                       "size_is needs an open array, this one has a fixed bound",
                       "write [] instead of the bound");
  if (!base.bound && !has_size && !is_string)
    return unsendable(type, levels, "an open array needs size_is, max_is or [string]");
  Shape* made = elements(*base.target, levels, base.bound);
  if (!made || !top) return made;
  Shape& pointer = make(Shape::Kind::pointer, type, levels.at);
  pointer.pointer = kind;
  pointer.top = pointer.decayed = true;
  pointer.target = made;
  return &pointer;
}

}  // namespace farcall::idl
