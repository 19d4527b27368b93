// Declarations are built from the inside out, as C reads them.
#include "idl/back/c_types.h"

#include <algorithm>

namespace farcall::idl {

std::string identifier(std::string_view name) {
  constexpr std::string_view k_words[] = {"alignas",
                                          "alignof",
                                          "and",
                                          "asm",
                                          "auto",
                                          "bitand",
                                          "bitor",
                                          "bool",
                                          "catch",
                                          "class",
                                          "compl",
                                          "concept",
                                          "consteval",
                                          "constexpr",
                                          "constinit",
                                          "const_cast",
                                          "co_await",
                                          "co_return",
                                          "co_yield",
                                          "decltype",
                                          "delete",
                                          "dynamic_cast",
                                          "explicit",
                                          "export",
                                          "false",
                                          "friend",
                                          "inline",
                                          "mutable",
                                          "namespace",
                                          "new",
                                          "noexcept",
                                          "not",
                                          "nullptr",
                                          "operator",
                                          "or",
                                          "private",
                                          "protected",
                                          "public",
                                          "reinterpret_cast",
                                          "requires",
                                          "static_assert",
                                          "static_cast",
                                          "template",
                                          "this",
                                          "thread_local",
                                          "throw",
                                          "true",
                                          "try",
                                          "typeid",
                                          "typename",
                                          "using",
                                          "virtual",
                                          "xor"};
  const bool word = std::find(std::begin(k_words), std::end(k_words), name) != std::end(k_words);
  return std::string(name) + (word ? "_" : "");
}

std::string CTypes::structure(const StructType& type) const {
  if (type.from_sdk) return (qualified_ ? "::" : "") + std::string(type.c_name);
  if (type.c_name != type.tag) return (qualified_ ? "::" : "") + std::string(type.c_name);
  const std::string keyword = type.union_parts ? "union " : "struct ";
  return qualified_ ? "::" + std::string(type.tag) : keyword + std::string(type.tag);
}

std::string CTypes::specifier(const Type& type) const {
  const std::string scope = qualified_ ? "::" : "";
  switch (type.kind) {
    case TypeKind::base:
      if (options_.long32 && type.base->kind == BaseKind::long_) return "int32_t";
      if (options_.long32 && type.base->kind == BaseKind::ulong) return "uint32_t";
      return std::string(type.base->c_name);
    case TypeKind::alias:
      if (const Conversion* conversion = type.attributes.conversion)
        return scope + std::string(conversion->presented->name);
      [[fallthrough]];
    case TypeKind::opaque:
      return scope + std::string(type.name);
    case TypeKind::enumeration:
      return "enum " + scope + std::string(type.name);
    case TypeKind::structure:
      if (type.structure->from_sdk) return scope + std::string(type.structure->c_name);
      return "struct " + scope + std::string(type.structure->tag);
    case TypeKind::union_:
      if (type.structure->from_sdk) return scope + std::string(type.structure->c_name);
      return "union " + scope + std::string(type.structure->tag);
    default:
      return {};
  }
}

std::string CTypes::parameters(const Type& function) const {
  if (function.parameters.empty() && !function.variadic) return "(void)";
  std::string text;
  for (const Parameter& each : function.parameters) {
    if (!text.empty()) text += ", ";
    text += declare(*each.type, identifier(each.name));
  }
  if (function.variadic) text += text.empty() ? "..." : ", ...";
  return "(" + text + ")";
}

std::string CTypes::wrap(const Type& type, std::string inner, bool drop_const) const {
  switch (type.kind) {
    case TypeKind::pointer: {
      const bool constant = type.is_const && !drop_const;
      inner = "*" + std::string(constant ? (inner.empty() ? "const" : "const ") : "") + inner;
      const bool suffix =
          type.target->kind == TypeKind::array || type.target->kind == TypeKind::function;
      return wrap(*type.target, suffix ? "(" + inner + ")" : inner, false);
    }
    case TypeKind::array:
      return wrap(*type.target, inner + "[" + (type.bound ? std::to_string(*type.bound) : "") + "]",
                  drop_const);
    case TypeKind::function:
      return wrap(*type.target, inner + parameters(type), false);
    default:
      break;
  }
  std::string text = specifier(type);
  if (type.is_const && !drop_const) text = "const " + text;
  if (inner.empty()) return text;
  if (inner[0] != '*') return text + " " + inner;
  const size_t stars = std::min(inner.find_first_not_of('*'), inner.size());
  const std::string rest = inner.substr(stars);
  return text + inner.substr(0, stars) + (rest.empty() || rest[0] == '[' ? "" : " ") + rest;
}

std::string CTypes::declare(const Type& type, std::string_view name) const {
  return wrap(type, std::string(name), false);
}

std::string CTypes::declare_mutable(const Type& type, std::string_view name) const {
  return wrap(type, std::string(name), true);
}

std::string CTypes::decayed(const Type& type, std::string_view name) const {
  const Type& array = resolved(type);
  if (array.kind != TypeKind::array) return declare_mutable(type, name);
  Type pointer;
  pointer.kind = TypeKind::pointer;
  pointer.target = array.target;
  return declare_mutable(pointer, name);
}

}  // namespace farcall::idl
