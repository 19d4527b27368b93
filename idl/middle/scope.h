// Scope: the names of one compilation. IDL has one scope for type names, one for tags, one for constants; names of
// imported files are in it too.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "idl/middle/model.h"

namespace farcall::idl {

struct ConstantValue {
  bool is_integer = true;  // else text: may be emitted, not computed with
  int64_t value = 0;
};

struct Scope {
  std::unordered_map<std::string_view, const Type*> types;
  std::unordered_map<std::string_view, Type*> tags;
  std::unordered_map<std::string_view, ConstantValue> constants;
  std::unordered_map<std::string_view, InterfaceItem*> interfaces;
  std::unordered_map<std::string_view, const Type*> opaque;  // interfaces and classes as types
};

}  // namespace farcall::idl
