#include "idl/middle/shapes.h"

#include <algorithm>
#include <utility>

#include "idl/front/token_stream.h"

namespace farcall::idl {
namespace {

constexpr std::string_view k_no_com = "a COM interface cannot be sent: there are no proxies here";

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

ShapeMaker::Levels ShapeMaker::levels(const ast::Attributes& attributes, Location at) {
  Levels made;
  made.at = at;
  for (const ast::Attribute& each : attributes) {
    if (each.name == "size_is") counts(each, made.sizes, false);
    if (each.name == "max_is") counts(each, made.sizes, true);
    if (each.name == "length_is") counts(each, made.lengths, false);
    if (each.name == "last_is") counts(each, made.lengths, true);
    if (each.name == "first_is") counts(each, made.firsts, false);
    if (each.name == "string") made.string = true;
    if (each.name == "v1_enum") made.v1_enum = true;
    if (each.name == "ref" || each.name == "unique" || each.name == "ptr") {
      if (made.pointer && *made.pointer != each.name)
        diagnostics_.error(each.at, "a pointer is one of ref, unique and ptr");
      made.pointer = each.name;
      made.pointer_at = each.at;
    }
    if (each.name == "range") {
      made.range = range_of(each, expressions_, diagnostics_);
      made.range_at = each.at;
    }
  }
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

Shape* ShapeMaker::parameter(const Parameter& parameter, const ast::Attributes& attributes) {
  Levels levels = this->levels(attributes, parameter.at);
  return whole(*parameter.type, levels, true);
}

Shape* ShapeMaker::result(const Type& type, Location at, const ast::Attributes& attributes) {
  Levels levels = this->levels(attributes, at);
  return whole(type, levels, false);
}

// A shape, and that every attribute found its place.
Shape* ShapeMaker::whole(const Type& type, Levels& levels, bool top) {
  if (levels.broken) return nullptr;
  Shape* made = shape(type, levels, top);
  if (!made) return nullptr;
  if (levels.string)
    diagnostics_.error(levels.at, "[string] needs an array of or a pointer to characters");
  // MIDL takes a pointer attribute on an array inside a struct, where it means nothing.
  if (made->kind == Shape::Kind::array) levels.pointer.reset();
  if (levels.pointer)
    diagnostics_.error(levels.pointer_at, "'" + std::string(*levels.pointer) + "' needs a pointer");
  if (levels.range) diagnostics_.error(levels.range_at, "range needs an integer or a size");
  for (size_t i = levels.next;
       i < std::max({levels.sizes.size(), levels.lengths.size(), levels.firsts.size()}); ++i)
    for (const auto* list : {&levels.sizes, &levels.lengths, &levels.firsts})
      if (i < list->size() && (*list)[i])
        diagnostics_.error((*list)[i].at, "there is no pointer or array for this bound");
  return made;
}

Shape* ShapeMaker::shape(const Type& type, Levels& levels, bool top) {
  if (++levels.depth > k_max_nesting) {
    diagnostics_.error(levels.at, "nested too deeply (256 levels)");
    return nullptr;
  }
  const Type* base = &resolved(type);
  levels.string |= type.attributes.string;
  levels.sdk |= type.attributes.sdk;
  if (type.attributes.pointer && !levels.pointer) levels.pointer = type.attributes.pointer;
  if (type.attributes.range && !levels.range) levels.range = type.attributes.range;
  switch (base->kind) {
    case TypeKind::base:
    case TypeKind::enumeration:
      return scalar(type, *base, levels);
    case TypeKind::structure:
      return structure(type, *base, levels);
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
  levels.string = false;
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
    if (base.base->kind == BaseKind::int3264 || base.base->kind == BaseKind::uint3264) {
      diagnostics_.not_yet(levels.at, "__int3264");
      return nullptr;
    }
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

std::optional<PointerKind> ShapeMaker::pointer_kind(Levels& levels, bool top) {
  PointerKind kind = top ? PointerKind::ref : pointer_default_;
  const auto name = std::exchange(levels.pointer, std::nullopt);
  if (name)
    kind = *name == "ref"      ? PointerKind::ref
           : *name == "unique" ? PointerKind::unique
                               : PointerKind::full;
  if (kind != PointerKind::full) return kind;
  diagnostics_.not_yet(name && levels.pointer_at.line ? levels.pointer_at : levels.at,
                       "a full pointer [ptr]");
  return std::nullopt;
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
    diagnostics_.not_yet(levels.at, "an array of open arrays");
    return nullptr;
  }
  return &made;
}

Shape* ShapeMaker::pointer(const Type& type, const Type& base, Levels& levels, bool top) {
  const auto kind = pointer_kind(levels, top);
  if (!kind) return nullptr;
  const Type& target = *base.target;
  if (is_void(target)) return unsendable(type, levels, "a pointer to void cannot be sent");
  if (resolved(target).kind == TypeKind::opaque) return unsendable(type, levels, k_no_com);
  if (resolved(target).kind == TypeKind::function)
    return unsendable(type, levels, "a function cannot be sent");
  Shape& made = make(Shape::Kind::pointer, type, levels.at);
  made.pointer = *kind;
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

Shape* ShapeMaker::array(const Type& type, const Type& base, Levels& levels, bool top) {
  const size_t level = levels.next;
  const bool has_size = level < levels.sizes.size() && levels.sizes[level];
  const bool is_string = levels.string && is_character(*base.target);
  std::optional<PointerKind> kind = PointerKind::ref;
  if (top) kind = pointer_kind(levels, true);
  if (!kind) return nullptr;
  if (base.bound && has_size)
    diagnostics_.error(levels.sizes[level].at,
                       "size_is needs an open array, this one has a fixed bound",
                       "write [] instead of the bound");
  if (!base.bound && !has_size && !is_string)
    return unsendable(type, levels, "an open array needs size_is, max_is or [string]");
  Shape* made = elements(*base.target, levels, base.bound);
  if (!made || !top) return made;
  Shape& pointer = make(Shape::Kind::pointer, type, levels.at);
  pointer.pointer = *kind;
  pointer.top = pointer.decayed = true;
  pointer.target = made;
  return &pointer;
}

}  // namespace farcall::idl
