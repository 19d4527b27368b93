// The ACF: attributes by name, then what they mean for each operation: its binding handle, its asynchronous shape.
#include <algorithm>

#include "idl/middle/resolver.h"

namespace farcall::idl {

void Resolver::apply(const ast::Acf& acf) {
  for (const ast::AcfInterface& each : acf.interfaces) {
    const auto found = scope_.interfaces.find(each.name);
    InterfaceItem* known = found == scope_.interfaces.end() ? nullptr : found->second;
    InterfaceItem* only = known ? known : only_interface(acf);
    const std::string text = "the IDL file has no interface '" + std::string(each.name) + "'";
    if (!only)
      diagnostics_.error(each.at, text);
    else if (!known)
      diagnostics_.warning(each.at, text, "taken for '" + std::string(only->name) + "'");
    if (only) apply(each, *only);
  }
}

// The interface of a file that has one and of which the ACF says nothing by its name, which MIDL does not insist on.
InterfaceItem* Resolver::only_interface(const ast::Acf& acf) {
  InterfaceItem* only = nullptr;
  for (InterfaceItem& each : model_.interfaces) {
    if (each.imported || !each.sends()) continue;
    if (only) return nullptr;
    only = &each;
  }
  for (const ast::AcfInterface& each : acf.interfaces)
    if (only && each.name == only->name) return nullptr;
  return only;
}

void Resolver::apply(const ast::AcfInterface& from, InterfaceItem& made) {
  check(from.attributes, k_on_interface, true);
  made.includes = from.includes;
  for (const ast::Attribute& each : from.attributes) made.acf_attributes.push_back(&each);
  for (const ast::AcfTypedef& each : from.typedefs) {
    check(each.attributes, k_on_acf_typedef, true);
    for (const auto& [name, at] : each.names)
      if (!scope_.types.contains(name))
        diagnostics_.error(at, "the IDL file has no type '" + std::string(name) + "'");
  }
  for (const ast::AcfOperation& each : from.operations) apply(each, made);
}

void Resolver::apply(const ast::AcfOperation& from, InterfaceItem& interface) {
  check(from.attributes, k_on_operation, true);
  for (const auto& each : from.parameters) check(each.attributes, k_on_acf_parameter, true);
  for (Operation& each : interface.operations)
    if (each.name == from.name) return apply(from, each);
  diagnostics_.error(from.at, "interface '" + std::string(interface.name) + "' has no operation '" +
                                  std::string(from.name) + "'");
}

void Resolver::apply(const ast::AcfOperation& from, Operation& made) {
  for (const ast::Attribute& attribute : from.attributes) made.acf_attributes.push_back(&attribute);
  for (const ast::AcfOperation::Parameter& each : from.parameters) {
    const auto found = std::find_if(made.parameters.begin(), made.parameters.end(),
                                    [&](const Parameter& p) { return p.name == each.name; });
    if (found == made.parameters.end()) {
      if (!each.attributes.empty())
        diagnostics_.error(each.at, "operation '" + std::string(made.name) +
                                        "' has no parameter '" + std::string(each.name) + "'");
      continue;
    }
    for (const ast::Attribute& attribute : each.attributes)
      found->acf_attributes.push_back(&attribute);
  }
}

// Interface attributes first, an operation's own override them. With -app_config they may stand in the IDL file.
void Resolver::finish(InterfaceItem& interface) {
  for (const ast::Attribute& each : *interface.attributes)
    interface.acf_attributes.push_back(&each);
  unsigned kinds = 0;
  for (const ast::Attribute* each : interface.acf_attributes) {
    if (each->name == "strict_context_handle") interface.strict_context_handle = true;
    if (each->name == "type_strict_context_handle") interface.type_strict_context_handle = true;
    if (each->name == "implicit_handle") implicit_handle(*each, interface);
    if (each->name == "explicit_handle") interface.handle = HandleKind::explicit_;
    if (each->name == "auto_handle") interface.handle = HandleKind::automatic;
    if (each->name.ends_with("_handle") && !each->name.starts_with("s") &&
        !each->name.starts_with("type") && ++kinds > 1)
      diagnostics_.error(
          each->at, "an interface has one of explicit_handle, implicit_handle and auto_handle");
  }
  pickled_types(interface);
  if (!ast::find(*interface.attributes, "uuid") && interface.has_stubs())
    diagnostics_.error(interface.at, "interface '" + std::string(interface.name) + "' needs a uuid",
                       "or [local], if it is never called over the wire");
  for (Operation& each : interface.operations) finish(interface, each);
}

void Resolver::finish(InterfaceItem& interface, Operation& made) {
  for (const ast::Attribute& attribute : *made.attributes)
    made.acf_attributes.push_back(&attribute);
  for (const ast::Attribute* attribute : interface.acf_attributes)
    for (const std::string_view name : {"async", "nocode", "encode", "decode", "enable_allocate"})
      if (attribute->name == name) operation_attribute(*attribute, interface, made);
  for (const ast::Attribute* attribute : made.acf_attributes)
    operation_attribute(*attribute, interface, made);
  for (Parameter& each : made.parameters) {
    for (const ast::Attribute& attribute : *each.attributes)
      each.acf_attributes.push_back(&attribute);
    for (const ast::Attribute* attribute : each.acf_attributes)
      parameter_attribute(*attribute, each);
  }
  if (interface.sends()) finish_handle(interface, made);
}

void Resolver::operation_attribute(const ast::Attribute& from, InterfaceItem& interface,
                                   Operation& made) {
  if (from.name == "async") {
    made.is_async = true;
    if (interface.object) diagnostics_.error(from.at, "'async' is not for COM interfaces");
    if (options_.osf) diagnostics_.error(from.at, "'async' does not go with -osf");
    if (made.maybe || made.broadcast)
      diagnostics_.not_yet(from.at, made.maybe ? "an asynchronous [maybe] operation"
                                               : "an asynchronous [broadcast] operation");
  }
  const auto set = [&](std::string_view name, bool& flag, bool value = true) {
    if (from.name == name) flag = value;
  };
  set("nocode", made.no_code);
  set("code", made.no_code, false);
  set("notify", made.notify);
  set("notify_flag", made.notify_flag);
  set("encode", made.encode);
  set("decode", made.decode);
  set("enable_allocate", made.enable_allocate);
  set("comm_status", made.comm_status);
  set("fault_status", made.fault_status);
}

void Resolver::parameter_attribute(const ast::Attribute& from, Parameter& made) {
  const std::string_view name = from.name;
  if (name == "comm_status") made.comm_status = true;
  if (name == "fault_status") made.fault_status = true;
  if (name == "partial_ignore") made.partial_ignore = true;
  if (name == "byte_count") {
    made.byte_count = from.arguments.size() == 1 && from.arguments[0] ? from.arguments[0]->text
                                                                      : std::string_view();
    if (made.byte_count.empty())
      diagnostics_.error(from.at, "byte_count needs the name of a parameter");
  }
  if (name != "context_handle_serialize" && name != "context_handle_noserialize") return;
  Shape* shape = made.shape;
  while (shape && shape->kind == Shape::Kind::pointer) shape = shape->target;
  if (shape && shape->kind == Shape::Kind::context_handle)
    shape->context.serialize = name == "context_handle_serialize";
  else if (made.shape)
    diagnostics_.error(from.at, "'" + std::string(name) + "' needs a context handle");
}

// Without a handle_t: a first parameter whose type has [handle], or the first [in] context handle.
bool Resolver::handle_by_type(Operation& made) {
  if (!made.parameters.empty() && made.parameters[0].type->attributes.generic_handle) {
    made.handle = HandleKind::generic;
    made.handle_at = 0;
    return true;
  }
  for (size_t i = 0; i < made.parameters.size(); ++i) {
    const Parameter& each = made.parameters[i];
    if (!each.in || !each.shape) continue;
    const Shape* shape = each.shape;
    if (shape->kind == Shape::Kind::pointer) shape = shape->target;
    if (shape->kind != Shape::Kind::context_handle) continue;
    made.handle = HandleKind::context;
    made.handle_at = i;
    return true;
  }
  return false;
}

// The handle parameter of an operation, or one put in front, or the interface's.
void Resolver::finish_handle(InterfaceItem& interface, Operation& made) {
  for (size_t i = 0; i < made.parameters.size(); ++i) {
    if (!made.parameters[i].is_handle) continue;
    made.handle = HandleKind::explicit_;
    made.handle_at = i;
    if (made.parameters[i].out)
      diagnostics_.error(made.parameters[i].at, "a binding handle cannot be [out]");
    for (size_t k = i + 1; k < made.parameters.size(); ++k)
      if (made.parameters[k].is_handle)
        diagnostics_.error(made.parameters[k].at, "an operation has one binding handle");
    return;
  }
  if (!made.pickles() && handle_by_type(made)) return;
  made.handle = interface.handle;
  for (const ast::Attribute* each : made.acf_attributes) {
    if (each->name == "explicit_handle") made.handle = HandleKind::explicit_;
    if (each->name == "auto_handle") made.handle = HandleKind::automatic;
  }
  // What is pickled goes where its handle says; there is nothing to find by itself.
  if (made.pickles() && made.handle == HandleKind::automatic) made.handle = HandleKind::explicit_;
  if (made.handle != HandleKind::explicit_) return;
  Type& type = make(TypeKind::base, made.at);
  type.base = &base_type(BaseKind::handle);
  Parameter handle;
  handle.name = "IDL_handle";
  handle.at = made.at;
  handle.type = &type;
  handle.in = handle.is_handle = true;
  made.parameters.insert(made.parameters.begin(), handle);
  made.handle_at = 0;
}

}  // namespace farcall::idl
