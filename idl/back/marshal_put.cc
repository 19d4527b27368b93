// Marshalling: shapes to Writer calls.
#include "idl/back/marshal.h"

namespace farcall::idl {
namespace {

std::string text_of(uint64_t value) {
  return std::to_string(value);
}

}  // namespace

// last_is is an index, whatever first_is says (C706 4.2.18.3).
std::string Marshaller::length(const Shape& array, const std::string& maximum) {
  if (array.length && array.length.plus_one && array.first)
    return code(array.length) + " - (" + first(array) + ")";
  if (array.length) return code(array.length);
  return "bound(" + maximum + ") - " + first(array);
}

std::string context_arguments(const Shape& context) {
  const ContextHandle& of = context.context;
  std::string flags;
  const auto add = [&](bool set, std::string_view name) {
    if (set) flags += (flags.empty() ? "" : " | ") + std::string(name);
  };
  add(of.in, "k_context_in");
  add(of.out, "k_context_out");
  add(of.serialize == false, "k_context_shared");
  const std::string type =
      of.type_name.empty() ? "nullptr" : "&" + std::string(of.type_name) + "_context_type";
  return type + ", " + flags;
}

// A parameter, a result or a pointee: flat part, then pointees.
void Marshaller::put_whole(const Value& value) {
  const Shape& shape = *value.shape;
  switch (shape.kind) {
    case Shape::Kind::scalar:
    case Shape::Kind::context_handle:
      return put_flat(value);
    case Shape::Kind::structure:
      put_flat(value);
      if (shape.info.has_pointers) put_pointees(value);
      return;
    case Shape::Kind::union_:
      return put_union_value(value, true);
    case Shape::Kind::converted:
      put_converted(value);
      return converted_pointee(value, true);
    case Shape::Kind::pointer: {
      const bool reference = shape.top && shape.pointer == PointerKind::ref;
      const bool full = shape.pointer == PointerKind::full;
      text_.open("if (out.",
                 reference ? "reference"
                 : full    ? "full_referent"
                           : "referent",
                 "(", value.place, "))");
      put_pointee(shape, value.place);
      return text_.close();
    }
    case Shape::Kind::array:
      return put_array(shape, value.place);
    default:  // refused by stub_support
      return;
  }
}

void Marshaller::put_flat(const Value& value) {
  const Shape& shape = *value.shape;
  switch (shape.kind) {
    case Shape::Kind::scalar:
    case Shape::Kind::pointer: {
      Run run{shape.info.alignment(), shape.info.size(), {}};
      run.items.push_back({&shape, value.place, {}});
      return put_run(run);
    }
    case Shape::Kind::context_handle:
      return text_.line("out.context(", value.place, ", ", context_arguments(shape), ");");
    case Shape::Kind::structure:
      return text_.line(call(Routine::put_body, shape, value.place), ";");
    case Shape::Kind::union_:
      return put_union_value(value, false);
    case Shape::Kind::converted:
      return put_converted(value);
    case Shape::Kind::array:
      break;
    default:  // refused by stub_support
      return;
  }
  const std::string maximum = shape.fixed ? text_of(*shape.fixed) : "maximum";
  if (shape.string) {
    text_.line("out.varying_string(", value.place, ", ", maximum, ");");
  } else if (shape.varying() || varying_dimensions(shape)) {
    put_extents(shape, value.place, maximum, false);
  } else {
    put_elements(shape, value.place, maximum, false);
  }
}

// The elements that length_is and first_is select.
void Marshaller::put_extents(const Shape& array, const std::string& place,
                             const std::string& maximum, bool whole) {
  std::vector<Dimension> dimensions;
  std::string size = maximum;
  for (const Shape* each = &array;; each = each->element) {
    const std::string extent = fresh("extent");
    const auto room = rooms_.find(place);
    const std::string counts =
        "out.varying(" + size + ", " + first(*each) + ", " + length(*each, size) + ")";
    const bool limited = each == &array && room != rooms_.end();
    text_.line("const Extent ", extent, " = ",
               limited ? "out.within(" + counts + ", " + room->second + ")" : counts, ";");
    dimensions.push_back({each, extent});
    if (!varying_dimensions(*each)) break;
    size = text_of(*each->element->fixed);
  }
  each_dimension(dimensions, place, true, false);
  if (whole && array.info.has_pointers) each_dimension(dimensions, place, true, true);
}

void Marshaller::put_pointees(const Value& value) {
  const Shape& shape = *value.shape;
  switch (shape.kind) {
    case Shape::Kind::structure:
      return pointees(Routine::put_pointees, shape, value.place,
                      shape.info.conformant ? "maximum" : "");
    case Shape::Kind::union_:
      if (value.place.ends_with('.'))
        return each_pointee(*shape.structure, value.place, size_code(*shape.switch_is, place_of_),
                            Routine::put_pointees);
      return pointees(Routine::put_pointees, shape, value.place,
                      size_code(*shape.switch_is, place_of_));
    case Shape::Kind::converted:
      return converted_pointee(value, true);
    case Shape::Kind::pointer:
      if (shape.ignored) return;
      text_.open(
          "if (",
          shape.pointer == PointerKind::full ? "out.first_visit(" + value.place + ")" : value.place,
          ")");
      put_pointee(shape, value.place);
      return text_.close();
    case Shape::Kind::array: {
      const std::string i = fresh("i");
      const std::string number = shape.fixed ? text_of(*shape.fixed) : "maximum";
      std::string from = "0", to = number;
      if (shape.varying() && !shape.string) {
        if (shape.first) from = "out.size(" + code(shape.first) + ")";
        to = (shape.first ? from + " + " : "") + "out.size(" + length(shape, number) + ")";
      }
      text_.open("for (size_t ", i, " = ", from, "; ", i, " < ", to, " && out.ok(); ++", i, ")");
      put_pointees({shape.element, element_of(value.place, i)});
      return text_.close();
    }
    default:
      return;
  }
}

void Marshaller::put_pointee(const Shape& pointer, const std::string& place) {
  const Shape& target = *pointer.target;
  const std::string pointee = "*" + place;
  if (target.kind == Shape::Kind::array)
    return put_array(target, pointer.to_array ? pointee : place);
  if (target.kind == Shape::Kind::structure && target.info.conformant) {
    const std::string maximum = fresh("maximum");
    text_.line("const size_t ", maximum, " = ", call(Routine::put_maximum, target, pointee, {}),
               ";");
    text_.line(call(Routine::put_body, target, pointee, maximum), ";");
    if (target.info.has_pointers) pointees(Routine::put_pointees, target, pointee, maximum);
    return;
  }
  put({{&target, pointee}}, true, k_anywhere);
}

// What a routine that may be a Walk needs around its call.
void Marshaller::pointees(Routine routine, const Shape& shape, const std::string& place,
                          const std::string& extra) {
  std::string text = call(routine, shape, place, extra);
  if (shape.structure->recursive) {
    const bool releasing = routine == Routine::release_pointees;
    const std::string stream = routine == Routine::put_pointees ? "out" : "in";
    text = walk_ ? "co_await " + text : (releasing ? "Walk::run(" : stream + ".walk(") + text + ")";
  }
  text_.line(text, ";");
}

// An array with its counts in front and what its elements point to behind. What is sent of a buffer whose size the
// manager may change must be in the buffer.
void Marshaller::put_array(const Shape& array, const std::string& place) {
  if (array.string) {
    if (array.fixed)
      text_.line("out.varying_string(", place, ", ", text_of(*array.fixed), ");");
    else
      text_.line("out.string(", place, array.size ? ", " + code(array.size) : std::string(), ");");
    return;
  }
  const auto room = rooms_.find(place);
  const auto within = [&](const std::string& counts) {
    return room == rooms_.end() ? counts : "out.within(" + counts + ", " + room->second + ")";
  };
  std::string number = array.fixed ? text_of(*array.fixed) : std::string();
  if (!array.fixed) {
    number = fresh("number");
    const std::string maximum = "out.maximum(" + code(array.size) + ")";
    const bool varying = array.varying() || varying_dimensions(array);
    text_.line("const size_t ", number, " = ", varying ? maximum : within(maximum), ";");
  }
  if (array.varying() || varying_dimensions(array)) return put_extents(array, place, number, true);
  put_elements(array, place, number, true);
}

std::string Marshaller::call(Routine routine, const Shape& shape, const std::string& place,
                             const std::string& maximum) {
  routines_.need(*shape.structure, routine);
  const std::string_view name = routine_name(routine);
  std::string text = std::string(name) + "(";
  if (name.starts_with("put")) text += "out, ";
  if (name.starts_with("get")) text += "in, ";
  text += place;
  if (!maximum.empty() && (shape.info.conformant || shape.structure->union_parts))
    text += ", " + maximum;
  if (routine == Routine::release_pointees && shape.structure->reaches_full) text += ", done";
  return text + ")";
}

void Marshaller::put_elements(const Shape& array, const std::string& place,
                              const std::string& number, bool whole) {
  const Shape& element = *array.element;
  const bool scalar = element.kind == Shape::Kind::scalar;
  if (scalar && (element.wire == Wire::i3264 || element.wire == Wire::u3264))
    return text_.line("out.elements_3264(", place, ", ", number, ");");
  if (scalar && element.c_long)
    return text_.line("out.narrow_elements(", place, ", ", number, ");");
  if (scalar && !element.enum16)
    return text_.line("out.template elements<", text_of(wire_size(element.wire)), ">(", place, ", ",
                      number, ");");
  if (copied_elements(element))
    return text_.line("out.copied(", place, ", ", number, ", ", pick(element.info.alignment()),
                      ");");
  const std::string i = fresh("i");
  const std::string loop = "for (size_t " + i + " = 0; " + i + " < " + number + "; ++" + i + ")";
  text_.open(loop);
  put_flat({&element, element_of(place, i)});
  text_.close();
  if (!whole || !element.info.has_pointers) return;
  text_.open(loop);
  put_pointees({&element, element_of(place, i)});
  text_.close();
}

}  // namespace farcall::idl
