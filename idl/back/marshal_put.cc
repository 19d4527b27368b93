// Marshalling: shapes to Writer calls.
#include "idl/back/marshal.h"

namespace farcall::idl {
namespace {

std::string text_of(uint64_t value) {
  return std::to_string(value);
}

}  // namespace

std::string Marshaller::length(const Shape& array, const std::string& maximum) {
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
    case Shape::Kind::pointer:
      text_.open("if (out.",
                 shape.top && shape.pointer == PointerKind::ref ? "reference" : "referent", "(",
                 value.place, "))");
      put_pointee(shape, value.place);
      return text_.close();
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
      Run run;
      run.alignment = shape.info.in.ndr20.alignment;
      run.items.push_back({&shape, value.place, 0});
      return put_run(run);
    }
    case Shape::Kind::context_handle:
      return text_.line("out.context(", value.place, ", ", context_arguments(shape), ");");
    case Shape::Kind::structure:
      return text_.line(call(Routine::put_body, shape, value.place), ";");
    case Shape::Kind::array:
      break;
    default:  // refused by stub_support
      return;
  }
  const std::string maximum = shape.fixed ? text_of(*shape.fixed) : "maximum";
  if (shape.string) {
    text_.line("out.varying_string(", value.place, ", ", maximum, ");");
  } else if (shape.varying()) {
    const std::string extent = fresh("extent");
    text_.line("const Extent ", extent, " = out.varying(", maximum, ", ", first(shape), ", ",
               length(shape, maximum), ");");
    put_elements(shape, value.place + " + " + extent + ".first", extent + ".number", false);
  } else {
    put_elements(shape, value.place, maximum, false);
  }
}

void Marshaller::put_pointees(const Value& value) {
  const Shape& shape = *value.shape;
  switch (shape.kind) {
    case Shape::Kind::scalar:
      return;
    case Shape::Kind::structure:
      return text_.line(call(Routine::put_pointees, shape, value.place), ";");
    case Shape::Kind::pointer:
      text_.open("if (", value.place, ")");
      put_pointee(shape, value.place);
      return text_.close();
    case Shape::Kind::array: {
      const std::string i = fresh("i");
      const std::string number = shape.fixed ? text_of(*shape.fixed) : "maximum";
      text_.open("for (size_t ", i, " = 0; ", i, " < ", number, "; ++", i, ")");
      put_pointees({shape.element, element_of(value.place, i)});
      return text_.close();
    }
    default:  // refused by stub_support
      return;
  }
}

// What a pointer that is not NULL leads to.
void Marshaller::put_pointee(const Shape& pointer, const std::string& place) {
  const Shape& target = *pointer.target;
  const std::string pointee = "*" + place;
  if (target.kind == Shape::Kind::array)
    return put_array(target, pointer.to_array ? pointee : place);
  if (target.kind == Shape::Kind::structure && target.info.conformant) {
    text_.line("const size_t maximum = ", call(Routine::put_maximum, target, pointee, {}), ";");
    text_.line(call(Routine::put_body, target, pointee), ";");
    if (target.info.has_pointers) text_.line(call(Routine::put_pointees, target, pointee), ";");
    return;
  }
  put({{&target, pointee}}, true, k_anywhere);
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
    text_.line("const size_t ", number, " = ", array.varying() ? maximum : within(maximum), ";");
  }
  if (!array.varying()) return put_elements(array, place, number, true);
  const std::string extent = fresh("extent");
  text_.line(
      "const Extent ", extent, " = ",
      within("out.varying(" + number + ", " + first(array) + ", " + length(array, number) + ")"),
      ";");
  put_elements(array, array.first ? place + " + " + extent + ".first" : place, extent + ".number",
               true);
}

std::string Marshaller::call(Routine routine, const Shape& shape, const std::string& place,
                             const std::string& maximum) {
  routines_.need(*shape.structure, routine);
  const std::string_view name = routine_name(routine);
  std::string text = std::string(name) + "(";
  if (name.starts_with("put")) text += "out, ";
  if (name.starts_with("get")) text += "in, ";
  text += place;
  if (shape.info.conformant && !maximum.empty()) text += ", " + maximum;
  return text + ")";
}

void Marshaller::put_elements(const Shape& array, const std::string& place,
                              const std::string& number, bool whole) {
  const Shape& element = *array.element;
  if (plain_elements(element) ||
      (element.kind == Shape::Kind::scalar && !element.c_long && !element.enum16)) {
    text_.line("out.template elements<", text_of(wire_size(element.wire)), ">(", place, ", ",
               number, ");");
    return;
  }
  if (element.kind == Shape::Kind::scalar && element.c_long) {
    text_.line("out.narrow_elements(", place, ", ", number, ");");
    return;
  }
  if (element.kind == Shape::Kind::structure && element.structure->wire.in.ndr20.same_memory) {
    text_.line("out.align(", text_of(element.info.in.ndr20.alignment), ");");
    text_.line("out.bulk(", place, ", ", number, " * ", text_of(element.info.in.ndr20.size), ");");
    return;
  }
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
