// [encode] and [decode]: operations that pickle their parameters instead of a call, and types that get routines.
//
// A type is pickled as a parameter that is a [ref] pointer to it ([MS-RPCE] 2.2.6.2), so it becomes an operation with
// that parameter. The attributes of an interface hold for all its types that can be sent, and all its operations.
#include <unordered_set>

#include "idl/middle/layout.h"
#include "idl/middle/resolver.h"
#include "idl/middle/shapes.h"

namespace farcall::idl {
namespace {

// Whether values of a type can be sent, whatever else the type is good for.
bool sendable(const Type& type) {
  std::unordered_set<const StructType*> seen;
  std::vector<const Shape*> open;
  const Type* target = &type;
  while (resolved(*target).kind == TypeKind::pointer || resolved(*target).kind == TypeKind::array)
    target = resolved(*target).target;
  const Type& end = resolved(*target);
  if (end.kind == TypeKind::enumeration) return end.enumerated->defined;
  if (end.kind == TypeKind::base) return end.base->wire != Wire::none;
  if (end.kind != TypeKind::structure || !end.structure->defined || end.structure->broken)
    return false;
  const auto reach = [&](const StructType& structure) {
    if (!seen.insert(&structure).second) return;
    for (const Member& each : structure.members)
      if (each.shape) open.push_back(each.shape);
  };
  reach(*end.structure);
  while (!open.empty()) {
    const Shape* shape = open.back();
    open.pop_back();
    for (; shape; shape = shape->target ? shape->target : shape->element) {
      if (!shape->problem.empty()) return false;
      if (shape->structure) {
        if (!shape->structure->defined) return false;
        reach(*shape->structure);
      }
    }
  }
  return true;
}

const ast::Attribute* interface_attribute(const InterfaceItem& interface, std::string_view name) {
  for (const ast::Attribute* each : interface.acf_attributes)
    if (each->name == name) return each;
  return nullptr;
}

}  // namespace

void Resolver::pickled_types(InterfaceItem& interface) {
  if (!interface.sends()) return;
  const bool all_encode = interface_attribute(interface, "encode");
  const bool all_decode = interface_attribute(interface, "decode");
  const auto each_type = [&](const std::vector<Item>& items, bool own) {
    for (const Item& item : items) {
      const auto* definition = std::get_if<TypedefItem>(&item);
      if (!definition) continue;
      for (const Type* each : definition->names) {
        const TypeAttributes& attributes = each->attributes;
        const bool named = attributes.encode || attributes.decode;
        const bool by_interface = own && (all_encode || all_decode) && !each->from_sdk &&
                                  !attributes.context && !attributes.generic_handle &&
                                  sendable(*each);
        if (named || by_interface)
          pickled_type(*each, interface, attributes.encode || (by_interface && all_encode),
                       attributes.decode || (by_interface && all_decode));
      }
    }
  };
  each_type(interface.items, true);
  for (const InterfaceItem& first : model_.interfaces) {
    if (first.imported || !first.sends()) continue;
    if (&first == &interface) each_type(model_.items, false);  // types outside interfaces, once
    break;
  }
}

void Resolver::pickled_type(const Type& type, InterfaceItem& interface, bool encode, bool decode) {
  Operation made;
  made.name = type.name;
  made.at = type.at;
  static const ast::Attributes k_none;
  made.attributes = &k_none;
  made.encode = encode;
  made.decode = decode;
  Type& void_type = make(TypeKind::base, made.at);
  void_type.base = &base_type(BaseKind::void_);
  made.result = &void_type;
  Type& pointer = make(TypeKind::pointer, made.at);
  pointer.target = &type;
  pointer.depth = type.depth + 1;
  Parameter value;
  value.name = "_pType";
  value.at = made.at;
  value.type = &pointer;
  value.in = value.out = true;
  value.attributes = &k_none;
  ShapeMaker shapes(
      model_, diagnostics_, expressions_, [](std::string_view) { return nullptr; },
      interface.pointer_default);
  value.shape = shapes.parameter(value, k_none);
  if (!value.shape) return;
  lay_out(*value.shape);
  made.parameters.push_back(value);
  finish_handle(interface, made);
  if (made.handle == HandleKind::explicit_) {
    made.parameters[0].name = "_MidlEsHandle";
    made.parameters[0].attributes = &k_none;
  }
  check_pickled(made);
  interface.pickled_types.push_back(std::move(made));
}

// What is pickled is not bound to a call.
void Resolver::check_pickled(const Operation& made) {
  const auto refuse = [&](bool has, Location at, std::string_view what) {
    if (has) diagnostics_.error(at, std::string(what) + " cannot be pickled");
  };
  refuse(made.is_async, made.at, "an asynchronous operation");
  const auto reach = [&](const Shape* shape, Location at) {
    for (; shape; shape = shape->target ? shape->target : shape->element) {
      refuse(shape->kind == Shape::Kind::context_handle, at, "a context handle");
      refuse(shape->kind == Shape::Kind::pipe, at, "a pipe");
    }
  };
  for (const Parameter& each : made.parameters) reach(each.shape, each.at);
  reach(made.result_shape, made.at);
  if (!made.encode || !made.decode) return;
  for (const Parameter& each : made.parameters)
    if (each.shape && !(each.in && each.out))
      diagnostics_.warning(each.at, "what is encoded is not what is decoded",
                           "a parameter of an operation with both attributes is [in, out]");
}

}  // namespace farcall::idl
