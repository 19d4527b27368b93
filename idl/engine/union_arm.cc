#include "idl/engine/union_arm.h"

#include <algorithm>

#include "idl/engine/error.h"

namespace farcall::idl::engine {
namespace {

bool has_name(const StructType& type, std::string_view name) {
  return std::any_of(type.members.begin(), type.members.end(), [&](const Member& each) {
    if (!each.name.empty()) return each.name == name;
    return each.shape && each.shape->structure && has_name(*each.shape->structure, name);
  });
}

}  // namespace

const Member* selected_arm(const StructType& type, int64_t discriminant) {
  const Member* chosen = nullptr;
  for (const Member& each : type.members) {
    if (std::find(each.labels.begin(), each.labels.end(), discriminant) != each.labels.end())
      return &each;
    if (each.is_default) chosen = &each;
  }
  return chosen;
}

const Value* value_of_arm(const Member& arm, const Value& value, bool unnamed) {
  const std::string name(arm.name);
  if (unnamed) {
    const Value* const found = value.member(name);
    if (arm.shape && !found) throw Error(value, "member \"" + name + "\" is missing");
    return arm.shape ? found : nullptr;
  }
  if (value.kind != Value::Kind::object)
    throw Error(value, "expected an object for a union, not " + std::string(describe(value)));
  const Value* const first = value.child();
  if (!arm.shape) {
    if (first) throw Error(*first, "the arm that is selected is empty: {}");
    return nullptr;
  }
  if (!first || first->next || first->name != name)
    throw Error(value, "expected one member, the arm \"" + name + "\" that is selected");
  return first;
}

void check_names(const StructType& type, const Value& object) {
  for (const Value* each = object.child(); each; each = each->next)
    if (!has_name(type, each->name))
      throw Error(*each, "struct " + std::string(type.c_name) + " has no such member");
}

}  // namespace farcall::idl::engine
