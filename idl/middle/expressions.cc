// Constants are computed in 64 bits with wrap-around; there is no undefined behaviour whatever the input says.
#include "idl/middle/expressions.h"

#include <charconv>

namespace farcall::idl {
namespace {

using ast::Expr;

}  // namespace

std::optional<int64_t> apply(std::string_view op, int64_t a) {
  if (op == "-") return static_cast<int64_t>(0 - static_cast<uint64_t>(a));
  if (op == "+") return a;
  if (op == "~") return ~a;
  if (op == "!") return a == 0;
  return std::nullopt;
}

std::optional<int64_t> apply(std::string_view op, int64_t a, int64_t b) {
  const auto x = static_cast<uint64_t>(a);
  const auto y = static_cast<uint64_t>(b);
  const auto wrapped = [](uint64_t value) { return static_cast<int64_t>(value); };
  if (op == "+") return wrapped(x + y);
  if (op == "-") return wrapped(x - y);
  if (op == "*") return wrapped(x * y);
  if (op == "/" || op == "%") {
    if (b == 0) return std::nullopt;
    if (b == -1) return op == "/" ? wrapped(0 - x) : 0;
    return op == "/" ? a / b : a % b;
  }
  if (op == "<<") return y < 64 ? wrapped(x << y) : 0;
  if (op == ">>") return y < 64 ? a >> y : 0;
  if (op == "&") return a & b;
  if (op == "|") return a | b;
  if (op == "^") return a ^ b;
  if (op == "==") return a == b;
  if (op == "!=") return a != b;
  if (op == "<") return a < b;
  if (op == ">") return a > b;
  if (op == "<=") return a <= b;
  if (op == ">=") return a >= b;
  if (op == "&&") return a && b;
  if (op == "||") return a || b;
  return std::nullopt;
}

bool Expressions::is_text(const Expr& expr) {
  return expr.kind == Expr::Kind::string || expr.kind == Expr::Kind::floating;
}

std::optional<int64_t> Expressions::literal(const Expr& expr) {
  std::string_view digits = expr.text;
  while (!digits.empty() && std::string_view("uUlL").find(digits.back()) != std::string_view::npos)
    digits.remove_suffix(1);
  if (digits.ends_with("i64") || digits.ends_with("I64")) digits.remove_suffix(3);
  if (!digits.empty() && (digits.back() == 'u' || digits.back() == 'U')) digits.remove_suffix(1);
  int base = 10;
  if (digits.starts_with("0x") || digits.starts_with("0X")) {
    base = 16;
    digits.remove_prefix(2);
  } else if (digits.size() > 1 && digits[0] == '0') {
    base = 8;
  }
  uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    diagnostics_.error(expr.at,
                       "'" + std::string(expr.text) + "' is not an integer of at most 64 bits");
    return std::nullopt;
  }
  return static_cast<int64_t>(value);
}

std::optional<int64_t> Expressions::character(const Expr& expr) {
  std::string_view text = expr.text;
  if (text.starts_with('L')) text.remove_prefix(1);
  text = text.substr(1, text.size() < 2 ? 0 : text.size() - 2);
  if (text.size() == 1) return static_cast<unsigned char>(text[0]);
  if (text.size() >= 2 && text[0] == '\\') {
    constexpr std::string_view k_names = "0abtnvfr\\'\"";
    constexpr std::string_view k_values("\0\a\b\t\n\v\f\r\\'\"", 11);
    if (text.size() == 2 && k_names.find(text[1]) != std::string_view::npos)
      return k_values[k_names.find(text[1])];
    const bool hex = text[1] == 'x';
    const std::string_view digits = text.substr(hex ? 2 : 1);
    int value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 8);
    if (error == std::errc() && end == digits.data() + digits.size()) return value;
  }
  diagnostics_.error(expr.at, "this is not a character");
  return std::nullopt;
}

std::optional<int64_t> Expressions::value(const Expr& expr) {
  const Node result = node(expr, [](std::string_view) { return nullptr; });
  if (!result.expr) return std::nullopt;
  return result.expr->value;
}

const SizeExpr* Expressions::size(const Expr& expr, const Lookup& lookup,
                                  std::string_view attribute, const Type** result_type) {
  const Node result = node(expr, lookup);
  if (!result.expr) return nullptr;
  if (result_type) *result_type = result.type;
  const Type* type = result.type ? &resolved(*result.type) : nullptr;
  const bool integer = !type || type->kind == TypeKind::enumeration ||
                       (type->kind == TypeKind::base && is_integer(type->base->wire));
  if (!integer) {
    const bool pointer = type->kind == TypeKind::pointer;
    diagnostics_.error(
        expr.at, std::string(attribute) + " needs an integer, this is " + describe(*result.type),
        pointer ? "write *" + text(expr) : "");
    return nullptr;
  }
  return result.expr;
}

Expressions::Node Expressions::make(SizeExpr node, const Type* type) {
  return {&model_.size_exprs.emplace_back(node), type};
}

Expressions::Node Expressions::name(const Expr& expr, const Lookup& lookup) {
  const Type* type = lookup(expr.text);
  if (type == &k_broken_type) return {};
  if (type) return make({SizeExpr::Kind::variable, 0, expr.text, nullptr, nullptr, nullptr}, type);
  if (expr.text == "TRUE" || expr.text == "FALSE" || expr.text == "NULL")
    return make({SizeExpr::Kind::constant, expr.text == "TRUE", {}, nullptr, nullptr, nullptr});
  const auto constant = scope_.constants.find(expr.text);
  if (constant == scope_.constants.end()) {
    diagnostics_.error(expr.at, "'" + std::string(expr.text) + "' is not known here");
    return {};
  }
  if (!constant->second.is_integer) {
    diagnostics_.error(expr.at, "'" + std::string(expr.text) + "' is not an integer");
    return {};
  }
  return make({SizeExpr::Kind::constant, constant->second.value, {}, nullptr, nullptr, nullptr});
}

Expressions::Node Expressions::dereference(const Expr& expr, const Lookup& lookup) {
  const Node inner = node(*expr.a, lookup);
  if (!inner.expr) return {};
  const Type* type = inner.type ? &resolved(*inner.type) : nullptr;
  if (!type || (type->kind != TypeKind::pointer && type->kind != TypeKind::array)) {
    diagnostics_.error(expr.at, "'*' needs a pointer");
    return {};
  }
  return make({SizeExpr::Kind::dereference, 0, {}, inner.expr, nullptr, nullptr}, type->target);
}

Expressions::Node Expressions::member(const Expr& expr, const Lookup& lookup) {
  const Node inner = node(*expr.a, lookup);
  if (!inner.expr) return {};
  const Type* type = inner.type ? &resolved(*inner.type) : nullptr;
  const bool through_pointer = type && type->kind == TypeKind::pointer;
  if (through_pointer) type = &resolved(*type->target);
  if (type && type->structure)
    for (const Member& each : type->structure->members)
      if (each.name == expr.text) {
        const SizeExpr* base = inner.expr;
        if (through_pointer)
          base = make({SizeExpr::Kind::dereference, 0, {}, base, nullptr, nullptr}).expr;
        return make({SizeExpr::Kind::member, 0, expr.text, base, nullptr, nullptr}, each.type);
      }
  diagnostics_.error(expr.at, "there is no member '" + std::string(expr.text) + "'");
  return {};
}

Expressions::Node Expressions::node(const Expr& expr, const Lookup& lookup) {
  const auto constant = [&](std::optional<int64_t> value) -> Node {
    if (!value) return {};
    return make({SizeExpr::Kind::constant, *value, {}, nullptr, nullptr, nullptr});
  };
  const auto is_constant = [](const SizeExpr* e) { return e->kind == SizeExpr::Kind::constant; };
  switch (expr.kind) {
    case Expr::Kind::integer:
      return constant(literal(expr));
    case Expr::Kind::character:
      return constant(character(expr));
    case Expr::Kind::floating:
    case Expr::Kind::string:
      diagnostics_.error(expr.at, "expected an integer expression");
      return {};
    case Expr::Kind::name:
      return name(expr, lookup);
    case Expr::Kind::member:
      return member(expr, lookup);
    case Expr::Kind::cast:
      return node(*expr.a, lookup);
    case Expr::Kind::size_of: {
      if (!expr.type) {
        const Node inner = node(*expr.a, lookup);
        if (!inner.expr) return {};
        return constant(inner.type ? static_cast<int64_t>(windows_size(*inner.type)) : 4);
      }
      const Type* type = type_of_(*expr.type);
      if (!type) return {};
      return constant(static_cast<int64_t>(windows_size(*type)));
    }
    case Expr::Kind::unary: {
      if (expr.text == "*") return dereference(expr, lookup);
      if (expr.text == "&") {
        diagnostics_.error(expr.at, "'&' has no place in an IDL expression");
        return {};
      }
      const Node a = node(*expr.a, lookup);
      if (!a.expr) return {};
      if (is_constant(a.expr)) return constant(apply(expr.text, a.expr->value));
      return make({SizeExpr::Kind::unary, 0, expr.text, a.expr, nullptr, nullptr});
    }
    case Expr::Kind::binary: {
      const Node a = node(*expr.a, lookup);
      const Node b = node(*expr.b, lookup);
      if (!a.expr || !b.expr) return {};
      if (is_constant(a.expr) && is_constant(b.expr)) {
        const auto value = apply(expr.text, a.expr->value, b.expr->value);
        if (!value) diagnostics_.error(expr.at, "division by zero");
        return constant(value);
      }
      return make({SizeExpr::Kind::binary, 0, expr.text, a.expr, b.expr, nullptr});
    }
    case Expr::Kind::conditional: {
      const Node a = node(*expr.a, lookup);
      const Node b = node(*expr.b, lookup);
      const Node c = node(*expr.c, lookup);
      if (!a.expr || !b.expr || !c.expr) return {};
      if (is_constant(a.expr)) return a.expr->value ? b : c;
      return make({SizeExpr::Kind::conditional, 0, {}, a.expr, b.expr, c.expr});
    }
  }
  return {};
}

std::string Expressions::text(const Expr& expr) {
  const auto part = [](const Expr& e) {
    const std::string inner = text(e);
    return e.kind == Expr::Kind::binary || e.kind == Expr::Kind::conditional ? "(" + inner + ")"
                                                                             : inner;
  };
  switch (expr.kind) {
    case Expr::Kind::unary:
      return std::string(expr.text) + part(*expr.a);
    case Expr::Kind::binary:
      return part(*expr.a) + " " + std::string(expr.text) + " " + part(*expr.b);
    case Expr::Kind::conditional:
      return part(*expr.a) + " ? " + part(*expr.b) + " : " + part(*expr.c);
    case Expr::Kind::cast:
      return part(*expr.a);
    case Expr::Kind::member:
      return text(*expr.a) + "." + std::string(expr.text);
    case Expr::Kind::size_of:
      return expr.type ? "sizeof(" + std::string(expr.type->type->name) + ")"
                       : "sizeof(" + text(*expr.a) + ")";
    default:
      return std::string(expr.text);
  }
}

}  // namespace farcall::idl
