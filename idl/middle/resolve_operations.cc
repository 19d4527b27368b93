// Operations: parameters, directions, results.
#include <unordered_map>
#include <unordered_set>

#include "idl/middle/layout.h"
#include "idl/middle/resolver.h"
#include "idl/middle/shapes.h"

namespace farcall::idl {
namespace {

// A context handle is told which way it goes: its code differs.
void direct_context(Shape* shape, bool in, bool out) {
  while (shape && shape->kind == Shape::Kind::pointer) shape = shape->target;
  if (!shape || shape->kind != Shape::Kind::context_handle) return;
  shape->context.in = in;
  shape->context.out = out;
}

bool is_handle(const Type& type) {
  const Type& t = resolved(type);
  return t.kind == TypeKind::base && t.base->kind == BaseKind::handle;
}

}  // namespace

// get_X and put_X of a property X, as MIDL names them.
std::string_view Resolver::property_name(const ast::Operation& from) {
  for (const auto& [attribute, prefix] :
       {std::pair{"propget", "get_"}, {"propput", "put_"}, {"propputref", "putref_"}})
    if (ast::find(from.attributes, attribute))
      return model_.names.emplace_back(prefix + std::string(from.declarator.name));
  return from.declarator.name;
}

// Whether stubs are made for the interface at hand, so that values must be able to travel.
bool Resolver::sends() const {
  return interface_ && interface_->sends() && !interface_->imported;
}

void Resolver::define(const ast::Operation& from, std::vector<Item>& items) {
  if (!interface_) {
    diagnostics_.error(from.declarator.at, "an operation must stand in an interface");
    return;
  }
  InterfaceItem& owner = *interface_;
  check(from.attributes, k_on_operation);
  Operation made;
  made.name = property_name(from);
  made.at = from.declarator.at;
  made.written = from.written;
  made.attributes = &from.attributes;
  made.maybe = ast::find(from.attributes, "maybe");
  made.idempotent = ast::find(from.attributes, "idempotent");
  made.broadcast = ast::find(from.attributes, "broadcast");
  made.callback = ast::find(from.attributes, "callback");
  if (sends() && !operation_names_.insert(made.name).second)
    diagnostics_.error(made.at, "operation '" + std::string(made.name) + "' is defined twice");
  if (sends()) {
    const auto [known, fresh] = operation_owners_.emplace(made.name, owner.name);
    if (!fresh && known->second != owner.name)
      diagnostics_.error(made.at,
                         "operation '" + std::string(made.name) + "' stands in interface '" +
                             std::string(known->second) +
                             "' too, and C has one name space for both",
                         "give one of them another name, which the wire does not know");
  }
  if (owner.operations.size() > UINT16_MAX) {
    diagnostics_.error(made.at, "an interface has at most 65536 operations");
    return;
  }

  ast::Declarator result = from.declarator;
  const ast::DeclaratorPart function = result.parts.front();
  result.parts.erase(result.parts.begin());
  Type& no_type = make(TypeKind::base, made.at);
  no_type.base = &base_type(BaseKind::void_);
  const Type* base = from.type ? type(*from.type) : &no_type;
  made.result = base ? declared(base, result) : nullptr;
  parameters(function, made);
  if (made.result && !is_void(*made.result) && sends()) {
    ShapeMaker shapes(
        model_, diagnostics_, expressions_, [](std::string_view) { return nullptr; },
        owner.pointer_default);
    made.result_shape = shapes.result(*made.result, made.at, from.attributes);
    if (made.result_shape) lay_out(*made.result_shape);
    direct_context(made.result_shape, false, true);
  }
  std::vector<Operation>& list = made.callback ? owner.callbacks : owner.operations;
  made.opnum = static_cast<uint16_t>(list.size());
  items.emplace_back(OperationItem{list.size(), made.callback});
  list.push_back(std::move(made));
}

void Resolver::parameters(const ast::DeclaratorPart& from, Operation& made) {
  for (const ast::Parameter* each : from.parameters) parameter(*each, made);
  if (!sends()) return;
  std::unordered_map<std::string_view, const Type*> types;
  for (const Parameter& each : made.parameters)
    if (!types.emplace(each.name, each.is_handle ? nullptr : each.type).second)
      diagnostics_.error(each.at, "parameter '" + std::string(each.name) + "' stands here twice");
  const auto lookup = [&](std::string_view name) -> const Type* {
    const auto found = types.find(name);
    return found == types.end() ? nullptr : found->second;
  };
  ShapeMaker shapes(model_, diagnostics_, expressions_, lookup, interface_->pointer_default);
  for (Parameter& each : made.parameters) {
    if (each.is_handle || each.broken) continue;
    each.shape = shapes.parameter(each, *each.attributes);
    if (!each.shape) continue;
    lay_out(*each.shape);
    direct_context(each.shape, each.in, each.out);
  }
}

void Resolver::parameter(const ast::Parameter& from, Operation& made) {
  if (from.ellipsis) {
    if (interface_->sends()) diagnostics_.error(from.at, "a variable argument list cannot be sent");
    made.variadic = true;
    return;
  }
  const bool good = check(from.attributes, k_on_parameter);
  const Type* base = type(*from.type);
  const Type* whole = base ? declared(base, from.declarator) : nullptr;
  Parameter parameter;
  parameter.name = from.declarator.name;
  parameter.at = from.declarator.at;
  parameter.type = whole ? whole : &k_broken_type;
  parameter.attributes = &from.attributes;
  parameter.broken = !good || !whole;
  parameter.out = ast::find(from.attributes, "out");
  parameter.in = ast::find(from.attributes, "in") || !parameter.out;
  parameter.is_handle = is_handle(*parameter.type);
  if (parameter.name.empty())
    parameter.name = model_.names.emplace_back("arg" + std::to_string(made.parameters.size() + 1));
  made.parameters.push_back(parameter);
}

void Resolver::check_parameter(const Parameter& parameter) {
  const Shape& shape = *parameter.shape;
  if (shape.kind == Shape::Kind::pipe) return;  // [out] P p and [out] P *p
  if (shape.kind == Shape::Kind::structure && shape.info.conformant)
    diagnostics_.error(parameter.at, "a struct with an open array cannot be passed by value",
                       "pass a pointer to it");
  if (parameter.partial_ignore) check_partial_ignore(parameter);
  if (!parameter.out) return;
  if (shape.kind != Shape::Kind::pointer) {
    diagnostics_.error(parameter.at, "an [out] parameter must be a pointer or an array");
    return;
  }
  if (parameter.in) return;
  if (shape.pointer != PointerKind::ref)
    diagnostics_.error(parameter.at, "an [out] parameter must be a ref pointer",
                       "or make it [in, out]");
  if (shape.target->kind == Shape::Kind::array && shape.target->conformant() && !shape.target->size)
    diagnostics_.error(
        parameter.at,
        "an [out] string needs size_is, so that the server knows how much room there is",
        "or make it [in, out], or a pointer to a string");
  if (shape.target->kind == Shape::Kind::structure && shape.target->info.conformant)
    diagnostics_.error(parameter.at, "the size of an [out] struct with an open array is not known",
                       "make it [in, out], or a pointer to a pointer");
}

// The server makes the memory from what the [in] parameters say of its size.
void Resolver::check_partial_ignore(const Parameter& parameter) {
  const Shape& shape = *parameter.shape;
  if (!parameter.in || !parameter.out || shape.kind != Shape::Kind::pointer ||
      shape.pointer != PointerKind::unique)
    return diagnostics_.error(parameter.at, "partial_ignore needs [in, out, unique]");
  const bool open_text =
      shape.target->kind == Shape::Kind::array && shape.target->conformant() && !shape.target->size;
  const bool open_struct =
      shape.target->kind == Shape::Kind::structure && shape.target->info.conformant;
  if (open_text || open_struct)
    diagnostics_.error(parameter.at,
                       "the size of a [partial_ignore] parameter must be known from the others",
                       open_text ? "add size_is" : "make it a pointer to a pointer");
}

// A pipe's bytes are passed on while they come, so nothing of them can be sent again, or be missing (AR-084).
void Resolver::check_pipe_parameter(const Operation& made, const Parameter& parameter) {
  const Shape* shape = parameter.shape;
  if (shape->kind == Shape::Kind::pointer && shape->target->kind == Shape::Kind::pipe) {
    if (shape->pointer != PointerKind::ref)
      diagnostics_.error(parameter.at, "a pointer to a pipe must be a ref pointer");
    shape = shape->target;
  }
  if (shape->kind != Shape::Kind::pipe) return;
  const char* refused = made.idempotent  ? "idempotent"
                        : made.maybe     ? "maybe"
                        : made.broadcast ? "broadcast"
                                         : nullptr;
  if (refused)
    diagnostics_.error(parameter.at,
                       "an operation with a pipe cannot be [" + std::string(refused) + "]");
}

void Resolver::check_operation(const Operation& made) {
  if (made.callback)
    diagnostics_.warning(made.at,
                         "'" + std::string(made.name) +
                             "' is declared only: a server cannot call into a call of its client",
                         "let the client serve an interface of its own");
  for (const Parameter& each : made.parameters)
    if (each.shape) {
      check_parameter(each);
      check_pipe_parameter(made, each);
    }
  if (made.pickles()) check_pickled(made);
  if (!made.maybe) return;
  bool replies = made.result && !is_void(*made.result);
  for (const Parameter& each : made.parameters) replies |= each.out;
  if (replies)
    diagnostics_.error(made.at,
                       "a [maybe] operation has no reply: no [out] parameters and no result");
}

// Every arm has a label, or is the default one.
void Resolver::check_union(const StructType& type) {
  for (const Member& each : type.members)
    if (each.labels.empty() && !each.is_default)
      diagnostics_.error(each.at, "an arm of a union that is sent needs case or default");
}

// Every struct that an operation reaches must have a body, and every shape must be one that stubs can handle.
void Resolver::check_complete(const InterfaceItem& interface) {
  std::unordered_set<const StructType*> seen;
  std::vector<const StructType*> open;
  const auto reach = [&](const Shape* shape, Location at) {
    for (;; shape = shape->target ? shape->target : shape->element) {
      if (shape && !shape->problem.empty()) diagnostics_.error(shape->at, shape->problem);
      if (!shape || !(shape->target || shape->element)) break;
    }
    if (!shape || !shape->structure || !seen.insert(shape->structure).second) return;
    if (!shape->structure->defined)
      diagnostics_.error(at, (shape->structure->union_parts ? "union '" : "struct '") +
                                 std::string(shape->structure->tag) +
                                 "' is used here but never defined");
    open.push_back(shape->structure);
  };
  for (const Operation& operation : interface.callbacks) check_operation(operation);
  for (const Operation& operation : interface.operations) {
    check_operation(operation);
    for (const Parameter& each : operation.parameters) reach(each.shape, each.at);
    reach(operation.result_shape, operation.at);
  }
  for (const Operation& each : interface.pickled_types)
    for (const Parameter& parameter : each.parameters) reach(parameter.shape, each.at);
  while (!open.empty()) {
    const StructType* type = open.back();
    open.pop_back();
    if (type->defined && !type->broken && type->members.empty())
      diagnostics_.error(type->at, type->union_parts ? "a union without arms cannot be sent"
                                                     : "a struct without members cannot be sent");
    if (type->union_parts) check_union(*type);
    for (const Member& each : type->members) reach(each.shape, each.at);
  }
}

}  // namespace farcall::idl
