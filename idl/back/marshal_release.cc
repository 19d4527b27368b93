// Freeing what came from midl_user_allocate: what the pointers of a parameter lead to, the innermost first.
#include "idl/back/marshal.h"

namespace farcall::idl {

void Marshaller::release(const Value& value, const std::string& number) {
  const Shape& shape = *value.shape;
  if (shape.kind == Shape::Kind::structure && shape.info.has_pointers)
    text_.line(call(Routine::release_pointees, shape, value.place, {}), ";");
  if (shape.kind == Shape::Kind::array && shape.element->info.has_pointers)
    release_elements(shape, value.place,
                     !number.empty() ? number
                     : shape.fixed   ? std::to_string(*shape.fixed)
                                     : "elements_of(" + code(shape.size) + ")");
  if (shape.kind != Shape::Kind::pointer) return;
  const Shape& target = *shape.target;
  const bool is_array = target.kind == Shape::Kind::array;
  if (!(is_array ? target.element->info.has_pointers : target.info.has_pointers)) {
    text_.line("give_back(", value.place, ");");
    return;
  }
  text_.open("if (", value.place, ")");
  release({&target, is_array && !shape.to_array ? value.place : "*" + value.place}, number);
  text_.line("give_back(", value.place, ");");
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
