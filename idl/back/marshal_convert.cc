// Types that programs see in another form than the wire has it. transmit_as and represent_as: routines of the program turn
// one into the other, and what travels is put and got whole where the value stands. wire_marshal and user_marshal: routines
// of the program write and read the bytes themselves; where the wire type is a pointer, they do so as its pointee.
#include "idl/back/marshal.h"

namespace farcall::idl {
namespace {

bool is_pointer(const Shape& shape) {
  return shape.target->kind == Shape::Kind::pointer;
}

// How what the program writes is aligned.
std::string user_alignment(const Shape& shape) {
  const Shape& wire = is_pointer(shape) ? *shape.target->target : *shape.target;
  return pick(wire.info.alignment());
}

// What travels, as the pointee of a pointer that does not.
Shape wire_pointer(const Shape& shape) {
  Shape pointer;
  pointer.kind = Shape::Kind::pointer;
  pointer.pointer = PointerKind::ref;
  pointer.target = shape.target;
  pointer.to_array = shape.target->kind == Shape::Kind::array;
  return pointer;
}

std::string routine_of(const Shape& shape, std::string_view suffix) {
  return "::" + std::string(shape.conversion->name) + std::string(suffix);
}

}  // namespace

void Marshaller::put_converted(const Value& value) {
  const Shape& shape = *value.shape;
  const Conversion& conversion = *shape.conversion;
  if (conversion.by_user()) {
    if (is_pointer(shape)) return text_.line("out.user_referent();");
    return put_user(value);
  }
  const bool transmit = conversion.kind == Conversion::Kind::transmit_as;
  const std::string wire = fresh("wire");
  text_.line(types_.declare_mutable(*conversion.wire_type, "*" + wire), " = nullptr;");
  text_.line(routine_of(shape, transmit ? "_to_xmit" : "_from_local"), "(const_cast<",
             types_.declare_mutable(*conversion.presented, "*"), ">(&", value.place, "), &", wire,
             ");");
  text_.open("if (out.reference(", wire, "))");
  put_pointee(wire_pointer(shape), wire);
  text_.close();
  text_.line(routine_of(shape, transmit ? "_free_xmit" : "_free_inst"), "(", wire, ");");
}

void Marshaller::get_converted(const Value& value) {
  const Shape& shape = *value.shape;
  const Conversion& conversion = *shape.conversion;
  if (conversion.by_user()) {
    if (is_pointer(shape)) return text_.line("in.user_referent();");
    return get_user(value);
  }
  const bool transmit = conversion.kind == Conversion::Kind::transmit_as;
  // One with an open array at its end has no size before it comes.
  const bool open = shape.target->info.conformant;
  const std::string wire = fresh("wire"), memory = fresh("memory");
  text_.line(types_.declare_mutable(*conversion.wire_type, (open ? "*" : "") + wire), "{};");
  text_.line("const auto ", memory, " = in.use_own();");
  if (open) {
    text_.line("in.expect(", wire, ");");
    get_struct_pointee(wire_pointer(shape), wire);
  } else {
    get({{shape.target, wire}}, true, k_anywhere);
  }
  text_.line("in.use_again(", memory, ");");
  text_.line("if (in.ok()) ", routine_of(shape, transmit ? "_from_xmit" : "_to_local"), "(",
             open ? "" : "&", wire, ", &", value.place, ");");
}

void Marshaller::put_user(const Value& value) {
  text_.line("out.user_marshal(", value.place, ", ", user_alignment(*value.shape), ", &",
             routine_of(*value.shape, "_UserSize"), ", &", routine_of(*value.shape, "_UserMarshal"),
             ");");
}

void Marshaller::get_user(const Value& value) {
  text_.line("in.user_unmarshal(", value.place, ", ", user_alignment(*value.shape), ", &",
             routine_of(*value.shape, "_UserUnmarshal"), ");");
}

// Pointees of a converted value: only those that the program itself writes.
void Marshaller::converted_pointee(const Value& value, bool putting) {
  if (!value.shape->conversion->by_user() || !is_pointer(*value.shape)) return;
  putting ? put_user(value) : get_user(value);
}

void Marshaller::release_converted(const Value& value) {
  const Conversion& conversion = *value.shape->conversion;
  if (conversion.by_user())
    return text_.line("user_free(", value.place, ", &", routine_of(*value.shape, "_UserFree"),
                      ");");
  const bool transmit = conversion.kind == Conversion::Kind::transmit_as;
  text_.line(routine_of(*value.shape, transmit ? "_free_inst" : "_free_local"), "(const_cast<",
             types_.declare_mutable(*conversion.presented, "*"), ">(&", value.place, "));");
}

}  // namespace farcall::idl
