// Varying arrays of one or more dimensions: offset and actual count of each dimension stand together in front of the
// elements (C706 14.3.3.6), so the elements are walked with all of them at hand.
#include "idl/back/marshal.h"

namespace farcall::idl {

bool varying_dimensions(const Shape& array) {
  const Shape* inner = array.element;
  if (inner->kind != Shape::Kind::array || inner->string) return false;
  return inner->varying() || varying_dimensions(*inner);
}

void Marshaller::each_dimension(const std::vector<Dimension>& dimensions, const std::string& place,
                                bool putting, bool pointees) {
  std::string at = place;
  for (size_t d = 0; d + 1 < dimensions.size(); ++d) {
    const auto& [array, extent] = dimensions[d];
    const std::string i = fresh("i");
    text_.open("for (size_t ", i, " = 0; ", i, " < ", extent, ".number; ++", i, ")");
    at = element_of(at, array->first ? extent + ".first + " + i : i);
  }
  const auto& [array, extent] = dimensions.back();
  const std::string from = array->first ? at + " + " + extent + ".first" : at;
  if (pointees) {
    const std::string i = fresh("i");
    text_.open("for (size_t ", i, " = 0; ", i, " < ", extent, ".number; ++", i, ")");
    const Value element{array->element, element_of(from, i)};
    putting ? put_pointees(element) : get_pointees(element);
    text_.close();
  } else {
    putting ? put_elements(*array, from, extent + ".number", false)
            : get_elements(*array, from, extent + ".number", false);
  }
  for (size_t d = 0; d + 1 < dimensions.size(); ++d) text_.close();
}

}  // namespace farcall::idl
