// Resolver: syntax tree to model. Names are looked up, attributes checked, shapes and layouts made; every error of
// the file is reported in one run.
//
// A name is known from its definition on, as in C. What an import brings in is resolved where the import stands.
#pragma once

#include <functional>
#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "idl/front/ast.h"
#include "idl/front/diagnostics.h"
#include "idl/middle/attributes.h"
#include "idl/middle/expressions.h"
#include "idl/middle/model.h"
#include "idl/middle/scope.h"

namespace farcall::idl {

struct ResolverOptions {
  bool osf = false;         // strict DCE
  bool app_config = false;  // binding attributes may stand in the IDL file
};

class Resolver {
 public:
  Resolver(const ast::Tree& tree, Model& model, Diagnostics& diagnostics, ResolverOptions options);
  // `acf` may be nullptr.
  void run(const ast::Acf* acf);

 private:
  // resolver.cc
  void unit(uint32_t number, std::vector<Item>& items);
  void definitions(const std::vector<ast::Definition>& from, std::vector<Item>& items);
  void define(const ast::Constant& from, std::vector<Item>& items);
  void define(const ast::Typedef& from, std::vector<Item>& items);
  void define(const ast::TaggedType& from, std::vector<Item>& items);
  void define(const ast::Operation& from, std::vector<Item>& items);
  void define(const ast::CppQuote& from, std::vector<Item>& items);
  void define(const ast::Pragma& from, std::vector<Item>& items);
  void define(const ast::Unsupported& from, std::vector<Item>& items);
  void define(const ast::Import& from, std::vector<Item>& items);
  void define(ast::Interface* from, std::vector<Item>& items);
  bool check(const ast::Attributes& attributes, Place place, bool acf = false);

  const Type* alias(const Type* base, const ast::Declarator& from,
                    const ast::Attributes& attributes);

  static bool may_be_again(const Type& made, const Type& known);
  void check_constant(const Type& type, const ast::Constant& from);

  // resolve_com.cc
  void forward(const ast::Interface& from, std::vector<Item>& items);
  void block(const ast::Interface& from, std::vector<Item>& items);
  bool is_object(const ast::Interface& from) const;
  const InterfaceItem* base_interface(const ast::Interface& from);
  const Type* opaque(std::string_view name, Location at);
  void remark_on_com();

  // resolve_interface.cc
  void interface_attributes(const ast::Interface& from, InterfaceItem& made);
  std::optional<Uuid> uuid(const ast::Attribute& from);
  void version(const ast::Attribute& from, InterfaceItem& made);
  void endpoints(const ast::Attribute& from, InterfaceItem& made);
  void pointer_default(const ast::Attribute& from, InterfaceItem& made);
  void implicit_handle(const ast::Attribute& from, InterfaceItem& made);

  // resolve_types.cc
  const Type* type(const ast::TypeSpec& from);
  const Type* named(const ast::TypeSpec& from);
  const Type* dce_type(std::string_view name, Location at);
  Type* tagged(const ast::TypeSpec& from, TypeKind kind);
  const Type* structure(const ast::TypeSpec& from);
  void members(const ast::TypeSpec& from, StructType& made);
  std::optional<unsigned> bits(const ast::Declarator& from);
  const Type* pipe(const ast::TypeSpec& from);
  void struct_layout(StructType& made);
  const Type* enumeration(const ast::TypeSpec& from);
  const Type* declared(const Type* base, const ast::Declarator& from);
  const Type* array(const Type* element, const ast::DeclaratorPart& part);
  const Type* function(const Type* result, const ast::DeclaratorPart& part);
  std::string_view made_tag();
  [[nodiscard]] std::string file_stem() const;
  Type& make(TypeKind kind, Location at);

  // resolve_unions.cc
  const Type* union_(const ast::TypeSpec& from);
  const Type* encapsulated(const ast::TypeSpec& from);
  void arms(const ast::TypeSpec& from, StructType& made);
  Member arm(const ast::UnionArm& from, StructType& made);
  void union_attributes(const Type& type, const ast::Attributes& attributes);

  // resolve_type_attributes.cc
  void type_attributes(const ast::Attributes& from, const Type& target, Type& made);
  void type_attribute(const ast::Attribute& from, const Type& target, Type& made);
  void context_attribute(const ast::Attribute& from, const Type& target, Type& made);
  void conversion(const ast::Attribute& from, Conversion::Kind kind, Type& made);
  void allocation(const ast::Attribute& from, TypeAttributes& made);

  // resolve_operations.cc
  std::string_view property_name(const ast::Operation& from);
  [[nodiscard]] bool sends() const;
  void parameters(const ast::DeclaratorPart& from, Operation& made);
  void parameter(const ast::Parameter& from, Operation& made);
  void check_parameter(const Parameter& parameter);
  void check_partial_ignore(const Parameter& parameter);
  void check_pipe_parameter(const Operation& made, const Parameter& parameter);
  void check_operation(const Operation& made);
  void check_union(const StructType& type);
  void check_complete(const InterfaceItem& interface);

  // apply_acf.cc
  void apply(const ast::Acf& acf);
  InterfaceItem* only_interface(const ast::Acf& acf);
  void apply(const ast::AcfInterface& from, InterfaceItem& made);
  void apply(const ast::AcfOperation& from, InterfaceItem& interface);
  void apply(const ast::AcfOperation& from, Operation& made);
  void operation_attribute(const ast::Attribute& from, InterfaceItem& interface, Operation& made);
  void finish(InterfaceItem& interface, Operation& made);
  void parameter_attribute(const ast::Attribute& from, Parameter& made);
  void finish(InterfaceItem& interface);
  static bool handle_by_type(Operation& made);
  void finish_handle(InterfaceItem& interface, Operation& made);

  // resolve_pickling.cc
  void pickled_types(InterfaceItem& interface);
  void pickled_type(const Type& type, InterfaceItem& interface, bool encode, bool decode);
  void check_pickled(const Operation& made);

  const ast::Tree& tree_;
  const ast::Acf* acf_ = nullptr;
  Model& model_;
  Diagnostics& diagnostics_;
  ResolverOptions options_;
  Scope scope_;
  Expressions expressions_;
  InterfaceItem* interface_ = nullptr;  // being resolved
  uint32_t unit_ = 0;
  unsigned com_interfaces_ = 0;  // of this file
  Location com_at_;              // the first of them
  bool imported_ = false;
  unsigned bodies_ = 0;  // of structs and unions around what is being resolved
  bool system_ = false;  // in a file of the system's
  std::unordered_set<std::string_view> operation_names_;                     // of interface_
  std::unordered_map<std::string_view, std::string_view> operation_owners_;  // of the whole file
  bool from_sdk_ = false;                      // in the body of a type that the SDK headers define
  std::map<std::string, unsigned> made_tags_;  // by the interface or file they are named after
};

}  // namespace farcall::idl
