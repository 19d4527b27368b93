#include "idl/engine/counts.h"

#include "idl/engine/error.h"
#include "idl/middle/expressions.h"

namespace farcall::idl::engine {
namespace {

// A value that an expression names and its type; no type: an integer.
struct Named {
  const Value* value = nullptr;  // nullptr: not there
  const Type* type = nullptr;
};

const Type* member_type(const StructType& structure, std::string_view name) {
  for (const Member& each : structure.members) {
    if (each.name == name) return each.type;
    if (!each.name.empty() || !each.type) continue;
    const Type& inner = resolved(*each.type);
    if (const Type* found = inner.structure ? member_type(*inner.structure, name) : nullptr)
      return found;
  }
  return nullptr;
}

const Type* type_of(const Scope& scope, std::string_view name) {
  if (scope.structure) return member_type(*scope.structure, name);
  if (scope.operation)
    for (const Parameter& each : scope.operation->parameters)
      if (each.name == name) return each.type;
  return nullptr;
}

const Value* followed(const Value& value, const FullPointees& full) {
  const Value* at = &unwrapped(value);
  if (const auto k = alias_number(*at)) {
    if (*k == 0 || *k > full.size())
      throw Error(*at, "there is no full pointer number " + std::to_string(*k) + " yet");
    at = full[*k - 1];
  }
  return at;
}

Named named(const SizeExpr& expr, const Scope& scope, const FullPointees& full) {
  switch (expr.kind) {
    case SizeExpr::Kind::variable:
      return {scope.object->member(expr.text), type_of(scope, expr.text)};
    case SizeExpr::Kind::dereference: {
      Named base = named(*expr.a, scope, full);
      if (!base.value) return {};
      const Type* type = base.type ? &resolved(*base.type) : nullptr;
      if (base.value->kind == Value::Kind::null)
        throw Error(*base.value, "null, and an expression needs what it points to");
      base.value = followed(*base.value, full);
      if (base.value->kind == Value::Kind::list) base.value = base.value->child();
      return {base.value, type ? type->target : nullptr};
    }
    case SizeExpr::Kind::member: {
      const Named base = named(*expr.a, scope, full);
      if (!base.value) return {};
      const Type* type = base.type ? &resolved(*base.type) : nullptr;
      const Value* object = followed(*base.value, full);
      return {object->member(expr.text),
              type && type->structure ? member_type(*type->structure, expr.text) : nullptr};
    }
    default:
      return {};
  }
}

// A pointer that is not followed stands for "is not NULL".
std::optional<int64_t> number_of(const Named& named) {
  if (!named.value) return std::nullopt;
  if (named.type && resolved(*named.type).kind == TypeKind::pointer)
    return named.value->kind != Value::Kind::null;
  if (named.value->kind != Value::Kind::number && named.value->kind != Value::Kind::negative)
    throw Error(*named.value, std::string("an expression needs an integer, this is ") +
                                  std::string(describe(*named.value)));
  return static_cast<int64_t>(named.value->number);
}

std::optional<int64_t> binary(const SizeExpr& expr, const Scope& scope, const FullPointees& full) {
  const auto a = evaluate(*expr.a, scope, full);
  if (a && expr.text == "&&" && *a == 0) return 0;
  if (a && expr.text == "||" && *a != 0) return 1;
  const auto b = evaluate(*expr.b, scope, full);
  if (!a || !b) return std::nullopt;
  const auto value = apply(expr.text, *a, *b);
  if (!value) throw Error("an expression over " + names_in(expr) + " divides by zero");
  return value;
}

}  // namespace

std::optional<int64_t> evaluate(const SizeExpr& expr, const Scope& scope,
                                const FullPointees& full) {
  switch (expr.kind) {
    case SizeExpr::Kind::constant:
      return expr.value;
    case SizeExpr::Kind::variable:
    case SizeExpr::Kind::dereference:
    case SizeExpr::Kind::member:
      return number_of(named(expr, scope, full));
    case SizeExpr::Kind::unary: {
      const auto a = evaluate(*expr.a, scope, full);
      return a ? apply(expr.text, *a) : std::nullopt;
    }
    case SizeExpr::Kind::binary:
      return binary(expr, scope, full);
    case SizeExpr::Kind::conditional: {
      const auto a = evaluate(*expr.a, scope, full);
      if (!a) return std::nullopt;
      return evaluate(*a ? *expr.b : *expr.c, scope, full);
    }
  }
  return std::nullopt;
}

std::optional<int64_t> evaluate(const Count& count, const Scope& scope, const FullPointees& full) {
  auto value = evaluate(*count.expr, scope, full);
  if (value && count.plus_one) value = apply("+", *value, 1);
  return value;
}

std::string names_in(const SizeExpr& expr) {
  std::string text;
  if (expr.kind == SizeExpr::Kind::variable || expr.kind == SizeExpr::Kind::member)
    text = expr.text;
  for (const SizeExpr* each : {expr.a, expr.b, expr.c}) {
    const std::string names = each ? names_in(*each) : std::string();
    if (expr.kind == SizeExpr::Kind::member && !names.empty())
      text = names + "." + text;
    else if (!names.empty())
      text += (text.empty() ? "" : ", ") + names;
  }
  return text;
}

std::vector<const Shape*> dimensions(const Shape& array) {
  std::vector<const Shape*> all;
  for (const Shape* at = &array; at->kind == Shape::Kind::array; at = at->element)
    all.push_back(at);
  return all;
}

const Shape& on_the_wire(const Shape& shape) {
  const Shape* at = &shape;
  while (at->kind == Shape::Kind::converted) at = at->target;
  return *at;
}

const Member& conformant_member(const StructType& structure) {
  return structure.members.back();
}

const Value& unwrapped(const Value& value) {
  if (value.kind == Value::Kind::pointee) return *value.first;
  const bool single = value.kind == Value::Kind::object && value.first && !value.first->next;
  return single && value.first->name == "*" ? *value.first : value;
}

std::optional<uint64_t> alias_number(const Value& value) {
  const bool single = value.kind == Value::Kind::object && value.first && !value.first->next;
  if (!single || value.first->name != "&") return std::nullopt;
  if (value.first->kind != Value::Kind::number)
    throw Error(value, "{\"&\": k} needs the number of a full pointer, counted from 1");
  return value.first->number;
}

}  // namespace farcall::idl::engine
