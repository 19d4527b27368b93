#include "idl/middle/model.h"

#include <algorithm>

namespace farcall::idl {

namespace {
Type make_int() {
  Type type;
  type.base = &base_type(BaseKind::int_);
  return type;
}
}  // namespace

const Type k_broken_type = make_int();
const Type k_int_type = make_int();

const Type& resolved(const Type& type) {
  return type.kind == TypeKind::alias && type.canonical ? *type.canonical : type;
}

const StructType* struct_of(const Shape& shape) {
  const Shape* at = &shape;
  for (;;) {
    switch (at->kind) {
      case Shape::Kind::pointer:
      case Shape::Kind::converted:
        at = at->target;
        break;
      case Shape::Kind::array:
        at = at->element;
        break;
      case Shape::Kind::structure:
      case Shape::Kind::union_:
        return at->structure;
      default:
        return nullptr;
    }
    if (!at) return nullptr;  // had an error
  }
}

bool reaches_full(const Shape& shape) {
  for (const Shape* at = &shape; at; at = at->target ? at->target : at->element) {
    if (at->kind == Shape::Kind::pointer && at->pointer == PointerKind::full && !at->ignored)
      return true;
    if (at->structure) return at->structure->reaches_full;
  }
  return false;
}

bool reaches_converted(const Shape& shape) {
  for (const Shape* at = &shape; at; at = at->target ? at->target : at->element) {
    if (at->kind == Shape::Kind::converted) return true;
    if (at->structure) return at->structure->reaches_converted;
  }
  return false;
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
    case BaseKind::ushort:  // wchar_t as sources wrote it before C had the type
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
    case TypeKind::union_:
      return "union " + std::string(type.structure->c_name);
    case TypeKind::pipe:
      return "a pipe";
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
  if (at->structure) return at->structure->windows_alignment;
  if (at->kind == TypeKind::enumeration) return 4;
  if (at->kind != TypeKind::base) return 8;
  if (at->base->kind == BaseKind::long_ || at->base->kind == BaseKind::ulong) return 4;
  return std::max<uint64_t>(1, at->base->size);
}

uint64_t windows_size(const Type& type) {
  uint64_t number = 1;
  const Type* at = &resolved(type);
  for (; at->kind == TypeKind::array; at = &resolved(*at->target)) number *= at->bound.value_or(1);
  if (at->structure) return number * at->structure->windows_size;
  return number * (at->kind == TypeKind::base && at->base->size == 0 ? 0 : windows_alignment(*at));
}

}  // namespace farcall::idl
