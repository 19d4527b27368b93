// Unmarshalling: shapes to Reader calls. Every count is checked against its expression as soon as that is known.
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
      Run run;
      run.alignment = shape.info.in.ndr20.alignment;
      run.items.push_back({&shape, value.place, 0});
      return get_run(run);
    }
    case Shape::Kind::context_handle:
      return text_.line("in.context(", value.place, ", ", context_arguments(shape), ");");
    case Shape::Kind::structure:
      return text_.line(call(Routine::get_body, shape, value.place), ";");
    case Shape::Kind::array:
      break;
    default:  // refused by stub_support
      return;
  }
  const std::string maximum = shape.fixed ? text_of(*shape.fixed) : "maximum";
  if (shape.string) {
    text_.line("in.varying_string(", value.place, ", ", maximum, ", ", maximum, ");");
  } else if (shape.varying()) {
    const std::string extent = fresh("extent");
    text_.line("const Extent ", extent, " = in.varying(", maximum, ", ",
               text_of(least_size(*shape.element)), ");");
    get_elements(shape, value.place + " + " + extent + ".first", extent + ".number", false);
    check_counts(shape, extent);
  } else {
    get_elements(shape, value.place, maximum, false);
  }
}

void Marshaller::get_pointees(const Value& value) {
  const Shape& shape = *value.shape;
  switch (shape.kind) {
    case Shape::Kind::scalar:
      return;
    case Shape::Kind::structure:
      return text_.line(call(Routine::get_pointees, shape, value.place), ";");
    case Shape::Kind::pointer:
      return get_pointee(shape, value.place);
    case Shape::Kind::array: {
      const std::string i = fresh("i");
      const std::string number = shape.fixed ? text_of(*shape.fixed) : "maximum";
      text_.open("for (size_t ", i, " = 0; ", i, " < ", number, "; ++", i, ")");
      get_pointees({shape.element, element_of(value.place, i)});
      return text_.close();
    }
    default:  // refused by stub_support
      return;
  }
}

void Marshaller::get_pointee(const Shape& pointer, const std::string& slot) {
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
        pointer.top && (pointer.pointer == PointerKind::ref || side_ == Side::client);
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
  if (side_ == Side::client) {
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
  if (type.wire.has_pointers) {
    text_.line(call(Routine::get_pointees, *pointer.target, pointee, extent + ".size"), ";");
  }
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
  const std::string room = array.fixed  ? maximum
                           : array.size ? "in.room(" + code(array.size) + ")"
                                        : "in.string_room(" + slot + ")";
  text_.line("in.varying_string(", slot, ", ", maximum, ", ", room, ");");
}

void Marshaller::get_array_pointee(const Shape& pointer, const std::string& slot) {
  const Shape& array = *pointer.target;
  const std::string extent = fresh("extent");
  const std::string wire = text_of(least_size(*array.element));
  const std::string size = array.fixed ? text_of(*array.fixed) : "in.maximum()";
  text_.line("const Extent ", extent, " = in.", array.varying() ? "varying(" : "whole(", size, ", ",
             wire, ");");
  check_counts(array, extent);
  if (array.range)
    text_.line("in.in_range(bound(", extent, ".size), ", std::to_string(array.range->low), ", ",
               std::to_string(array.range->high), ");");
  if (side_ == Side::client && pointer.top && !array.fixed) {
    const auto room = rooms_.find(slot);
    const std::string sent =
        array.varying() ? extent + ".first + " + extent + ".number" : extent + ".size";
    text_.line("in.require_room(", sent, ", ",
               room != rooms_.end() ? room->second : "in.room(" + code(array.size) + ")", ");");
  }
  const std::string variable = fresh("target");
  text_.open("if (auto* const ", variable, " = in.",
             has_slack(*array.element) ? "claimed_target(" : "target(", slot, ", ", extent, "))");
  get_elements(array, array.varying() ? variable + " + " + extent + ".first" : variable,
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
  if (element.kind == Shape::Kind::scalar && element.c_long && !element.range) {
    text_.line("in.widen_elements(", place, ", ", number, ");");
    return;
  }
  const bool copied =
      element.kind == Shape::Kind::structure && element.structure->wire.in.ndr20.same_memory;
  if (copied)
    text_.open("if (!in.copied(", place, ", ", number, ", ",
               text_of(element.info.in.ndr20.alignment), "))");
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
  if (array.length) check_count(array.length, extent + ".number");
  if (array.first) check_count(array.first, extent + ".first");
}

// A count must be the value of its expression; when that needs a parameter that comes later, the check waits.
void Marshaller::check_count(const Count& count, const std::string& received) {
  bool late = false;
  each_variable(*count.expr, [&](std::string_view name) { late |= unavailable_.contains(name); });
  if (!late) {
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
