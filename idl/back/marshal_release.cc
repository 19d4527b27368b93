// Freeing what came from midl_user_allocate: what the pointers of a parameter lead to, the innermost first. What several
// full pointers lead to is freed once, by the first that comes to it.
#include "idl/back/marshal.h"

namespace farcall::idl {

void Marshaller::release(const Value& value, const std::string& number) {
  const Shape& shape = *value.shape;
  if (!shape.info.has_pointers) return;
  switch (shape.kind) {
    case Shape::Kind::structure:
      return pointees(Routine::release_pointees, shape, value.place, {});
    case Shape::Kind::union_:
      if (value.place.ends_with('.'))
        return each_pointee(*shape.structure, value.place, size_code(*shape.switch_is, place_of_),
                            Routine::release_pointees);
      return pointees(Routine::release_pointees, shape, value.place,
                      size_code(*shape.switch_is, place_of_));
    case Shape::Kind::array:
      return release_elements(shape, value.place,
                              !number.empty() ? number
                              : shape.fixed   ? std::to_string(*shape.fixed)
                                              : "elements_of(" + code(shape.size) + ")");
    case Shape::Kind::converted:
      return release_converted(value);
    case Shape::Kind::pointer:
      if (!shape.ignored) release_pointee(shape, value.place, number);
      return;
    default:
      return;
  }
}

void Marshaller::release_pointee(const Shape& pointer, const std::string& place,
                                 const std::string& number) {
  const Shape& target = *pointer.target;
  const bool is_array = target.kind == Shape::Kind::array;
  const bool full = pointer.pointer == PointerKind::full;
  const bool deeper = is_array ? target.element->info.has_pointers : target.info.has_pointers;
  if (!deeper && !full) return text_.line("give_back(", place, ");");
  text_.open("if (", full ? "done.first(" + place + ")" : place, ")");
  if (deeper) release({&target, is_array && !pointer.to_array ? place : "*" + place}, number);
  text_.line("give_back(", place, ");");
  text_.close();
}

void Marshaller::release_elements(const Shape& array, const std::string& place,
                                  const std::string& number) {
  const std::string i = fresh("i");
  text_.open("for (size_t ", i, " = 0; ", i, " < ", number, "; ++", i, ")");
  release({array.element, element_of(place, i)});
  text_.close();
}

}  // namespace farcall::idl
