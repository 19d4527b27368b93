#include "idl/front/ast.h"

namespace farcall::idl::ast {

const Attribute* find(const Attributes& attributes, std::string_view name) {
  for (const Attribute& attribute : attributes)
    if (attribute.name == name) return &attribute;
  return nullptr;
}

}  // namespace farcall::idl::ast
