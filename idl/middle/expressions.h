// Expressions: the values of constant ones, and size expressions over parameters or members.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "idl/front/ast.h"
#include "idl/front/diagnostics.h"
#include "idl/middle/scope.h"

namespace farcall::idl {

class Expressions {
 public:
  using TypeOf = std::function<const Type*(const ast::TypeName&)>;
  // `type_of` resolves the type in sizeof and casts.
  Expressions(const Scope& scope, Model& model, Diagnostics& diagnostics, TypeOf type_of)
      : scope_(scope), model_(model), diagnostics_(diagnostics), type_of_(std::move(type_of)) {}

  // The value of an integer constant expression; nullopt after an error, which has been reported.
  std::optional<int64_t> value(const ast::Expr& expr);
  // Whether it is a floating or text constant (allowed in const only).
  static bool is_text(const ast::Expr& expr);

  // What a name in a size expression is: its type, or nullptr when there is no such parameter or member.
  using Lookup = std::function<const Type*(std::string_view)>;
  // `type`, when wanted: the type of the expression, nullptr for what arithmetic gives.
  const SizeExpr* size(const ast::Expr& expr, const Lookup& lookup, std::string_view attribute,
                       const Type** type = nullptr);

  // As the author wrote it, for C.
  static std::string text(const ast::Expr& expr);

 private:
  struct Node {
    const SizeExpr* expr = nullptr;
    const Type* type = nullptr;  // nullptr: an integer
  };
  Node node(const ast::Expr& expr, const Lookup& lookup);
  Node name(const ast::Expr& expr, const Lookup& lookup);
  Node dereference(const ast::Expr& expr, const Lookup& lookup);
  Node member(const ast::Expr& expr, const Lookup& lookup);
  Node make(SizeExpr node, const Type* type = nullptr);
  std::optional<int64_t> literal(const ast::Expr& expr);
  std::optional<int64_t> character(const ast::Expr& expr);

  const Scope& scope_;
  Model& model_;
  Diagnostics& diagnostics_;
  TypeOf type_of_;
};

// C arithmetic on 64 bits, wrapping; nullopt for a division by zero or an unknown operator.
std::optional<int64_t> apply(std::string_view op, int64_t a);
std::optional<int64_t> apply(std::string_view op, int64_t a, int64_t b);

}  // namespace farcall::idl
