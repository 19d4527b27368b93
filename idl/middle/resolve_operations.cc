// Operations: parameters, directions, results.
#include "idl/middle/layout.h"
#include "idl/middle/resolver.h"
#include "idl/middle/shapes.h"

namespace farcall::idl {
namespace {

bool is_handle(const Type& type) {
  const Type& t = resolved(type);
  return t.kind == TypeKind::base && t.base->kind == BaseKind::handle;
}

}  // namespace

void Resolver::define(const ast::Operation& from, std::vector<Item>&) {
  if (!interface_) {
    diagnostics_.error(from.declarator.at, "an operation must stand in an interface");
    return;
  }
  check(from.attributes, k_on_operation);
  Operation made;
  made.name = from.declarator.name;
  made.at = from.declarator.at;
  made.written = from.written;
  made.attributes = &from.attributes;
  made.opnum = static_cast<uint16_t>(interface_->operations.size());
  made.maybe = ast::find(from.attributes, "maybe");
  made.idempotent = ast::find(from.attributes, "idempotent");
  made.broadcast = ast::find(from.attributes, "broadcast");
  for (const Operation& each : interface_->operations)
    if (each.name == made.name)
      diagnostics_.error(made.at, "operation '" + std::string(made.name) + "' is defined twice");

  ast::Declarator result = from.declarator;
  const ast::DeclaratorPart function = result.parts.front();
  result.parts.erase(result.parts.begin());
  Type& no_type = make(TypeKind::base, made.at);
  no_type.base = &base_type(BaseKind::void_);
  const Type* base = from.type ? type(*from.type) : &no_type;
  made.result = base ? declared(base, result) : nullptr;
  parameters(function, made);
  if (made.result && !is_void(*made.result) && !interface_->local) {
    ShapeMaker shapes(
        model_, diagnostics_, expressions_, [](std::string_view) { return nullptr; },
        interface_->pointer_default);
    made.result_shape = shapes.result(*made.result, made.at, from.attributes);
    if (made.result_shape) lay_out(*made.result_shape);
  }
  if (!interface_->local) check_operation(made);
  interface_->operations.push_back(std::move(made));
}

void Resolver::parameters(const ast::DeclaratorPart& from, Operation& made) {
  for (const ast::Parameter* each : from.parameters) parameter(*each, made);
  if (interface_->local) return;
  const auto lookup = [&](std::string_view name) -> const Type* {
    for (const Parameter& each : made.parameters)
      if (each.name == name && !each.is_handle) return each.type;
    return nullptr;
  };
  ShapeMaker shapes(model_, diagnostics_, expressions_, lookup, interface_->pointer_default);
  for (Parameter& each : made.parameters) {
    if (each.is_handle) continue;
    each.shape = shapes.parameter(each, *each.attributes);
    if (!each.shape) continue;
    lay_out(*each.shape);
    check_parameter(each);
  }
}

void Resolver::parameter(const ast::Parameter& from, Operation& made) {
  if (from.ellipsis) {
    diagnostics_.not_yet(from.at, "a variable argument list");
    return;
  }
  check(from.attributes, k_on_parameter);
  const Type* base = type(*from.type);
  const Type* whole = base ? declared(base, from.declarator) : nullptr;
  if (!whole) return;
  Parameter parameter;
  parameter.name = from.declarator.name;
  parameter.at = from.declarator.at;
  parameter.type = whole;
  parameter.attributes = &from.attributes;
  parameter.out = ast::find(from.attributes, "out");
  parameter.in = ast::find(from.attributes, "in") || !parameter.out;
  parameter.is_handle = is_handle(*whole);
  if (parameter.name.empty())
    parameter.name = model_.names.emplace_back("arg" + std::to_string(made.parameters.size() + 1));
  for (const Parameter& each : made.parameters)
    if (each.name == parameter.name)
      diagnostics_.error(parameter.at,
                         "parameter '" + std::string(parameter.name) + "' stands here twice");
  made.parameters.push_back(parameter);
}

void Resolver::check_parameter(const Parameter& parameter) {
  const Shape& shape = *parameter.shape;
  if (shape.kind == Shape::Kind::structure && shape.info.conformant)
    diagnostics_.error(parameter.at, "a struct with an open array cannot be passed by value",
                       "pass a pointer to it");
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

void Resolver::check_operation(const Operation& made) {
  if (!made.maybe) return;
  bool replies = made.result && !is_void(*made.result);
  for (const Parameter& each : made.parameters) replies |= each.out;
  if (replies)
    diagnostics_.error(made.at,
                       "a [maybe] operation has no reply: no [out] parameters and no result");
}

}  // namespace farcall::idl
