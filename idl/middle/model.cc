#include "idl/middle/model.h"

namespace farcall::idl {

const Type& resolved(const Type& type) {
  const Type* at = &type;
  while (at->kind == TypeKind::alias && at->target) at = at->target;
  return *at;
}

bool is_void(const Type& type) {
  const Type& t = resolved(type);
  return t.kind == TypeKind::base && t.base->kind == BaseKind::void_;
}

bool is_character(const Type& type) {
  const Type& t = resolved(type);
  if (t.kind != TypeKind::base) return false;
  switch (t.base->kind) {
    case BaseKind::char_:
    case BaseKind::uchar:
    case BaseKind::schar:
    case BaseKind::byte:
    case BaseKind::wchar:
      return true;
    default:
      return false;
  }
}

std::string describe(const Type& type) {
  switch (type.kind) {
    case TypeKind::base:
      return std::string(type.base->idl);
    case TypeKind::alias:
      return std::string(type.name);
    case TypeKind::enumeration:
      return "enum " + std::string(type.name);
    case TypeKind::structure:
      return "struct " + std::string(type.structure->c_name);
    case TypeKind::pointer:
      return describe(*type.target) + " *";
    case TypeKind::array:
      return "an array of " + describe(*type.target);
    case TypeKind::function:
      return "a function";
  }
  return {};
}

const EnumType* Model::enum_of(const Type* type) const {
  for (const EnumType& each : enums)
    if (each.type == type) return &each;
  return nullptr;
}

}  // namespace farcall::idl
