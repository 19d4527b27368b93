#include "idl/back/size_code.h"

namespace farcall::idl {
namespace {

using Kind = SizeExpr::Kind;

// A plain C++ expression for variables, members and dereferences that need no check.
Place path(const SizeExpr& expr, const PlaceOf& place_of) {
  switch (expr.kind) {
    case Kind::variable:
      return place_of(expr.text);
    case Kind::member: {
      const Place base = path(*expr.a, place_of);
      const bool plain = expr.a->kind != Kind::dereference || base.is_target;
      return {(plain ? base.text : "(" + base.text + ")") + "." + std::string(expr.text), false};
    }
    case Kind::dereference: {
      const Place base = path(*expr.a, place_of);
      if (base.is_target) return {base.text, false};
      return {"*" + base.text, false};
    }
    default:
      return {};
  }
}

// The pointer in a dereference, to be checked for NULL.
std::string pointer(const SizeExpr& expr, const PlaceOf& place_of) {
  if (expr.kind == Kind::dereference) return "follow(" + pointer(*expr.a, place_of) + ")";
  return path(expr, place_of).text;
}

bool simple(const SizeExpr& expr) {
  return expr.kind != Kind::binary && expr.kind != Kind::conditional;
}

std::string operand(const SizeExpr& expr, const PlaceOf& place_of) {
  if (expr.kind == Kind::constant) return std::to_string(expr.value);
  const std::string text = size_code(expr, place_of);
  return simple(expr) ? text : "(" + text + ")";
}

}  // namespace

std::string size_code(const SizeExpr& expr, const PlaceOf& place_of) {
  switch (expr.kind) {
    case Kind::constant:
      return "bound(" + std::to_string(expr.value) + ")";
    case Kind::variable: {
      const Place place = place_of(expr.text);
      return place.is_target ? "bound(true)" : "bound(" + place.text + ")";
    }
    case Kind::member:
      return "bound(" + path(expr, place_of).text + ")";
    case Kind::dereference: {
      const Place base = path(*expr.a, place_of);
      if (base.is_target) return "bound(" + base.text + ")";
      return "bound_at(" + pointer(*expr.a, place_of) + ")";
    }
    case Kind::unary:
      return std::string(expr.text) + operand(*expr.a, place_of);
    case Kind::binary:
      return operand(*expr.a, place_of) + " " + std::string(expr.text) + " " +
             operand(*expr.b, place_of);
    case Kind::conditional:
      return operand(*expr.a, place_of) + " ? " + size_code(*expr.b, place_of) + " : " +
             size_code(*expr.c, place_of);
  }
  return {};
}

std::string count_code(const Count& count, const PlaceOf& place_of) {
  if (!count.plus_one) return size_code(*count.expr, place_of);
  if (count.expr->kind == Kind::constant)
    return "bound(" + std::to_string(count.expr->value + 1) + ")";
  return operand(*count.expr, place_of) + " + 1";
}

void each_variable(const SizeExpr& expr, const std::function<void(std::string_view)>& visit) {
  if (expr.kind == Kind::variable) visit(expr.text);
  for (const SizeExpr* each : {expr.a, expr.b, expr.c})
    if (each) each_variable(*each, visit);
}

}  // namespace farcall::idl
