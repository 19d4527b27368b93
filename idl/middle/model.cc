#include "idl/middle/model.h"

#include <algorithm>

namespace farcall::idl {

const Type k_broken_type = [] {
  Type type;
  type.base = &base_type(BaseKind::int_);
  return type;
}();

const Type& resolved(const Type& type) {
  return type.kind == TypeKind::alias && type.canonical ? *type.canonical : type;
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
    case TypeKind::opaque:
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

uint64_t windows_alignment(const Type& type) {
  const Type* at = &resolved(type);
  while (at->kind == TypeKind::array) at = &resolved(*at->target);
  if (at->kind == TypeKind::structure) return at->structure->windows_alignment;
  if (at->kind == TypeKind::enumeration) return 4;
  if (at->kind != TypeKind::base) return 8;
  if (at->base->kind == BaseKind::long_ || at->base->kind == BaseKind::ulong) return 4;
  return std::max<uint64_t>(1, at->base->size);
}

uint64_t windows_size(const Type& type) {
  uint64_t number = 1;
  const Type* at = &resolved(type);
  for (; at->kind == TypeKind::array; at = &resolved(*at->target)) number *= at->bound.value_or(1);
  if (at->kind == TypeKind::structure) return number * at->structure->windows_size;
  return number * (at->kind == TypeKind::base && at->base->size == 0 ? 0 : windows_alignment(*at));
}

}  // namespace farcall::idl
