// Unmarshalling: shapes to Reader calls. Every count is checked against its expression as soon as that is known.
#include <utility>

#include "idl/back/marshal.h"
#include "idl/middle/layout.h"

namespace farcall::idl {
namespace {

std::string text_of(uint64_t value) {
  return std::to_string(value);
}

}  // namespace

std::string tail_path(const StructType& type) {
  if (type.members.empty()) return {};
  const Member& last = type.members.back();
  if (last.shape->kind == Shape::Kind::array) return std::string(last.name);
  return std::string(last.name) + "." + tail_path(*last.shape->structure);
}

const Shape* tail_shape(const StructType& type) {
  const Shape& last = *type.members.back().shape;
  return last.kind == Shape::Kind::array ? &last : tail_shape(*last.structure);
}

uint64_t least_size(const Shape& shape) {
  if (shape.info.fixed && shape.info.in.ndr20.size) return shape.info.in.ndr20.size;
  return shape.kind == Shape::Kind::structure && !shape.structure->members.empty()
             ? 1
             : shape.info.in.ndr20.alignment;
}

// A parameter, a result or a pointee: flat part, then pointees.
void Marshaller::get_whole(const Value& value) {
  const Shape& shape = *value.shape;
  switch (shape.kind) {
    case Shape::Kind::scalar:
    case Shape::Kind::context_handle:
      return get_flat(value);
    case Shape::Kind::structure:
      get_flat(value);
      if (shape.info.has_pointers) get_pointees(value);
      return;
    case Shape::Kind::union_:
      return get_union_value(value, true);
    case Shape::Kind::converted:
      get_converted(value);
      return converted_pointee(value, false);
    case Shape::Kind::pointer:
      if (!shape.top) get_flat(value);
      return get_pointee(shape, value.place);
    case Shape::Kind::array:
      return;
    default:  // refused by stub_support
      return;
  }
}

void Marshaller::get_flat(const Value& value) {
  const Shape& shape = *value.shape;
  switch (shape.kind) {
    case Shape::Kind::scalar:
    case Shape::Kind::pointer: {
      Run run{shape.info.alignment(), shape.info.size(), {}};
      run.items.push_back({&shape, value.place, {}});
      return get_run(run);
    }
    case Shape::Kind::context_handle:
      return text_.line("in.context(", value.place, ", ", context_arguments(shape), ");");
    case Shape::Kind::structure:
      return text_.line(call(Routine::get_body, shape, value.place), ";");
    case Shape::Kind::union_:
      return get_union_value(value, false);
    case Shape::Kind::converted:
      return get_converted(value);
    case Shape::Kind::array:
      break;
    default:  // refused by stub_support
      return;
  }
  const std::string maximum = shape.fixed ? text_of(*shape.fixed) : "maximum";
  if (shape.string) {
    text_.line("in.varying_string(", value.place, ", ", maximum, ", ", maximum, ");");
  } else if (shape.varying() || varying_dimensions(shape)) {
    get_extents(shape, value.place, maximum, false);
  } else {
    get_elements(shape, value.place, maximum, false);
  }
}

// Offsets and actual counts, each within its maximum and as its expressions say, and the elements that they select.
void Marshaller::get_extents(const Shape& array, const std::string& place,
                             const std::string& maximum, bool whole) {
  std::vector<Dimension> dimensions;
  std::string size = maximum;
  for (const Shape* each = &array;; each = each->element) {
    const std::string extent = fresh("extent");
    if (varying_dimensions(array))
      text_.line("const Extent ", extent, " = in.dimension(", size, ");");
    else
      text_.line("const Extent ", extent, " = in.varying(", size, ", ",
                 text_of(least_size(*each->element)), ");");
    const bool last_is = each->length.plus_one && each->first;
    if (each->length)
      check_count(each->length,
                  (last_is ? extent + ".first + " : std::string()) + extent + ".number");
    if (each->first) check_count(each->first, extent + ".first");
    dimensions.push_back({each, extent});
    if (!varying_dimensions(*each)) break;
    size = text_of(*each->element->fixed);
  }
  if (array.size) check_count(array.size, dimensions[0].extent + ".size");
  for (const auto& [each, extent] : dimensions) {
    if (!each->first) text_.line("in.require(", extent, ".first == 0);");
  }
  each_dimension(dimensions, place, false, false);
  if (whole && array.info.has_pointers) each_dimension(dimensions, place, false, true);
}

void Marshaller::get_pointees(const Value& value) {
  const Shape& shape = *value.shape;
  switch (shape.kind) {
    case Shape::Kind::structure:
      return pointees(Routine::get_pointees, shape, value.place,
                      shape.info.conformant ? "maximum" : "");
    case Shape::Kind::union_:
      if (value.place.ends_with('.'))
        return each_pointee(*shape.structure, value.place, size_code(*shape.switch_is, place_of_),
                            Routine::get_pointees);
      return pointees(Routine::get_pointees, shape, value.place,
                      size_code(*shape.switch_is, place_of_));
    case Shape::Kind::converted:
      return converted_pointee(value, false);
    case Shape::Kind::pointer:
      if (!shape.ignored) get_pointee(shape, value.place);
      return;
    case Shape::Kind::array: {
      const std::string i = fresh("i");
      const std::string number = shape.fixed ? text_of(*shape.fixed) : "maximum";
      std::string from = "0", to = number;
      if (shape.varying() && !shape.string) {
        if (shape.first) from = "elements_of(" + code(shape.first) + ")";
        if (shape.length)
          to = (shape.first && !shape.length.plus_one ? from + " + " : "") + "elements_of(" +
               code(shape.length) + ")";
      }
      text_.open("for (size_t ", i, " = ", from, "; ", i, " < ", to, " && in.ok(); ++", i, ")");
      get_pointees({shape.element, element_of(value.place, i)});
      return text_.close();
    }
    default:
      return;
  }
}

// A full pointer comes to its pointee, or finds that it is there already.
void Marshaller::get_pointee(const Shape& pointer, const std::string& slot) {
  if (pointer.pointer != PointerKind::full || (pointer.top && side_ == Side::client))
    return get_unvisited(pointer, slot);
  const Shape& target = *pointer.target;
  const bool array = target.kind == Shape::Kind::array && !pointer.to_array;
  const bool counted = array && !target.string && target.size;
  std::string number;
  if (counted) {
    number = fresh("number");
    text_.line("size_t ", number, " = 0;");
  }
  text_.open("if (in.", array && target.string ? "first_visit_string(" : "first_visit(", slot,
             counted ? ", &" + number : std::string(), "))");
  get_unvisited(pointer, slot);
  if (counted) {
    text_.close("} else if (" + slot + ") {");
    Text inner(text_.indent() + 1);
    std::swap(inner, text_);
    check_count(target.size, number);
    std::swap(inner, text_);
    text_.append(inner);
    text_.line("}");
  } else {
    text_.close();
  }
}

// The pointee of a pointer that is NULL, pending or kept.
void Marshaller::get_unvisited(const Shape& pointer, const std::string& slot) {
  const Shape& target = *pointer.target;
  if (pointer.to_array) {
    const std::string whole = fresh("target");
    text_.open("if (auto* const ", whole, " = in.target(", slot, "))");
    get_flat({&target, "*" + whole});
    if (target.info.has_pointers) get_pointees({&target, "*" + whole});
    return text_.close();
  }
  if (target.kind == Shape::Kind::array ||
      (target.kind == Shape::Kind::structure && target.info.conformant)) {
    const bool always_there =
        pointer.pointer == PointerKind::full ||
        (pointer.top && (pointer.pointer == PointerKind::ref || side_ == Side::client));
    if (!always_there) text_.open("if (", slot, ")");
    if (target.kind == Shape::Kind::structure)
      get_struct_pointee(pointer, slot);
    else if (target.string)
      get_string_pointee(pointer, slot);
    else
      get_array_pointee(pointer, slot);
    if (!always_there) text_.close();
    return;
  }
  const std::string variable = fresh("target");
  text_.open("if (auto* const ", variable, " = in.",
             has_slack(target) ? "claimed_target(" : "target(", slot, "))");
  get({{&target, "*" + variable}}, true, k_anywhere);
  text_.close();
}

// A struct with an open array: its maximum count comes first and decides how much memory it takes.
void Marshaller::get_struct_pointee(const Shape& pointer, const std::string& slot) {
  const StructType& type = *pointer.target->structure;
  const Shape& tail = *tail_shape(type);
  const std::string extent = fresh("extent");
  if (tail.varying())
    text_.line("const Extent ", extent, "{in.maximum(), 0, 0};");
  else
    text_.line("const Extent ", extent, " = in.whole(in.maximum(), ",
               text_of(least_size(*tail.element)), ");");
  if (side_ == Side::client && !(pointer.top && roomy_.contains(slot))) {
    const std::string room = call(Routine::tail_room, *pointer.target, "*" + slot, {});
    if (pointer.top)
      text_.line("in.require_room(", extent, ".size, ", room, ");");
    else
      text_.line("if (in.kept(", slot, ")) in.refit(", slot, ", ", room, ", bound(", extent,
                 ".size));");
  }
  const std::string variable = fresh("target");
  const std::string path = tail_path(type);
  text_.open("if (auto* const ", variable, " = in.target(", slot, ", offsetof(",
             types_.structure(type), ", ", path, "), sizeof(",
             slot.starts_with('*') ? "(" + slot + ")" : slot, "->", path, "[0]), ", extent, "))");
  const std::string pointee = "*" + variable;
  text_.line(call(Routine::get_body, *pointer.target, pointee, extent + ".size"), ";");
  if (type.wire.has_pointers)
    pointees(Routine::get_pointees, *pointer.target, pointee, extent + ".size");
  text_.close();
}

void Marshaller::get_string_pointee(const Shape& pointer, const std::string& slot) {
  const Shape& array = *pointer.target;
  std::string maximum = array.fixed ? text_of(*array.fixed) : fresh("maximum");
  if (!array.fixed) text_.line("const size_t ", maximum, " = in.maximum();");
  if (array.size) check_count(array.size, maximum);
  if (side_ == Side::server || !pointer.top) {
    text_.line("in.string(", slot, ", ", maximum, ");");
    return;
  }
  const auto known = rooms_.find(slot);
  const std::string room = known != rooms_.end()                  ? known->second
                           : array.fixed || roomy_.contains(slot) ? maximum
                           : array.size ? "in.room(" + code(array.size) + ")"
                                        : "in.string_room(" + slot + ")";
  text_.line("in.varying_string(", slot, ", ", maximum, ", ", room, ");");
}

void Marshaller::get_array_pointee(const Shape& pointer, const std::string& slot) {
  const Shape& array = *pointer.target;
  const std::string extent = fresh("extent");
  const bool varying = array.varying(), inner = varying_dimensions(array);
  const std::string wire = text_of(least_size(*array.element));
  const std::string size = array.fixed ? text_of(*array.fixed) : "in.maximum()";
  if (inner)
    text_.line("const Extent ", extent, "{", size, ", 0, 0};");
  else
    text_.line("const Extent ", extent, " = in.", varying ? "varying(" : "whole(", size, ", ", wire,
               ");");
  if (!inner) check_counts(array, extent);
  if (array.range)
    text_.line("in.in_range(bound(", extent, ".size), ", std::to_string(array.range->low), ", ",
               std::to_string(array.range->high), ");");
  if (side_ == Side::client && pointer.top && !array.fixed && !roomy_.contains(slot)) {
    const auto room = rooms_.find(slot);
    const std::string sent =
        varying && !inner ? extent + ".first + " + extent + ".number" : extent + ".size";
    text_.line("in.require_room(", sent, ", ",
               room != rooms_.end() ? room->second : "in.room(" + code(array.size) + ")", ");");
  }
  const std::string variable = fresh("target");
  text_.open("if (auto* const ", variable, " = in.",
             has_slack(*array.element) || inner ? "claimed_target(" : "target(", slot, ", ", extent,
             "))");
  if (inner)
    get_extents(array, variable, extent + ".size", true);
  else
    get_elements(array, varying ? variable + " + " + extent + ".first" : variable,
                 extent + ".number", true);
  text_.close();
}

void Marshaller::get_elements(const Shape& array, const std::string& place,
                              const std::string& number, bool whole) {
  const Shape& element = *array.element;
  if (plain_elements(element)) {
    text_.line("in.template elements<", text_of(wire_size(element.wire)), ">(", place, ", ", number,
               ");");
    return;
  }
  const bool scalar = element.kind == Shape::Kind::scalar && !element.range;
  if (scalar && element.c_long) return text_.line("in.widen_elements(", place, ", ", number, ");");
  if (scalar && (element.wire == Wire::i3264 || element.wire == Wire::u3264))
    return text_.line("in.elements_3264(", place, ", ", number, ");");
  const bool copied = copied_elements(element);
  if (copied)
    text_.open("if (!in.copied(", place, ", ", number, ", ", pick(element.info.alignment()), "))");
  const std::string i = fresh("i");
  const std::string loop = "for (size_t " + i + " = 0; " + i + " < " + number + "; ++" + i + ")";
  text_.open(loop);
  get_flat({&element, element_of(place, i)});
  text_.close();
  if (copied) text_.close();
  if (!whole || !element.info.has_pointers) return;
  text_.open(loop);
  get_pointees({&element, element_of(place, i)});
  text_.close();
}

void Marshaller::check_counts(const Shape& array, const std::string& extent) {
  if (array.size) check_count(array.size, extent + ".size");
  const bool last_is = array.length.plus_one && array.first;
  if (array.length)
    check_count(array.length,
                (last_is ? extent + ".first + " : std::string()) + extent + ".number");
  if (array.first) check_count(array.first, extent + ".first");
}

// A count must be the value of its expression; when that needs a parameter that comes later, the check waits.
void Marshaller::check_count(const Count& count, const std::string& received) {
  if (!is_late(*count.expr)) {
    text_.line("in.require_size(", received, ", ", code(count), ");");
    return;
  }
  const std::string variable = fresh("late_count");
  late_variables_.push_back("size_t " + variable + " = k_no_count;");
  text_.line("in.remember_size(", variable, ", ", received, ");");
  late_checks_.push_back("if (" + variable + " != k_no_count) in.require_size(" + variable + ", " +
                         code(count) + ");");
}

}  // namespace farcall::idl
