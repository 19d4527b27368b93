// Unions. A non-encapsulated one has its discriminant somewhere else (switch_is); an encapsulated one is the struct of
// its discriminant and a union (C706 4.2.11).
#include <unordered_map>
#include <utility>

#include "idl/middle/layout.h"
#include "idl/middle/resolver.h"
#include "idl/middle/shapes.h"

namespace farcall::idl {

const Type* Resolver::union_(const ast::TypeSpec& from) {
  if (from.switch_type) return encapsulated(from);
  if (!from.has_body && !from.name.empty()) {  // an encapsulated one may be meant
    const auto known = scope_.tags.find(from.name);
    if (known != scope_.tags.end() && known->second->kind == TypeKind::structure)
      return known->second;
  }
  Type* made = tagged(from, TypeKind::union_);
  if (!made || !from.has_body) return made;
  if (std::exchange(made->structure->opened, true)) {
    diagnostics_.error(from.at, "union '" + std::string(made->name) + "' is defined twice");
    return made;
  }
  ++bodies_;
  arms(from, *made->structure);
  --bodies_;
  lay_out(*made->structure);
  made->structure->defined = true;
  return made;
}

// union TAG switch (type NAME) UNION { … } is struct TAG { type NAME; union { … } UNION; }
const Type* Resolver::encapsulated(const ast::TypeSpec& from) {
  Type* made = tagged(from, TypeKind::structure);
  if (!made || !from.has_body) return made;
  StructType& outer = *made->structure;
  if (std::exchange(outer.opened, true)) {
    diagnostics_.error(from.at, "union '" + std::string(made->name) + "' is defined twice");
    return made;
  }
  const Type* discriminant = type(*from.switch_type);
  ast::TypeSpec unnamed;
  unnamed.at = from.at;
  Type* inner = tagged(unnamed, TypeKind::union_);
  if (!discriminant || !inner) return nullptr;
  inner->structure->opened = true;
  inner->structure->union_parts->encapsulated = true;
  arms(from, *inner->structure);
  ShapeMaker shapes(
      model_, diagnostics_, expressions_, [](std::string_view) { return nullptr; },
      interface_ ? interface_->pointer_default : PointerKind::unique);
  shapes.set_discriminant(*inner->structure, *discriminant, from.switch_type->at);
  inner->structure->defined = true;
  outer.nested.push_back(inner);
  Member tag;
  tag.name = from.switch_name;
  tag.at = from.switch_type->at;
  tag.type = discriminant;
  tag.shape = shapes.member(tag, {}, from_sdk_);
  Member held;
  held.name = from.union_name.empty() ? "tagged_union" : from.union_name;
  held.at = from.at;
  held.type = inner;
  held.shape = shapes.encapsulated(*inner, from.at, tag.name);
  outer.broken = inner->structure->broken || !tag.shape;
  outer.members = {tag, held};
  struct_layout(outer);
  outer.defined = true;
  return made;
}

void Resolver::arms(const ast::TypeSpec& from, StructType& made) {
  const bool sdk = from_sdk_;
  std::vector<const ast::Attributes*> attributes;
  static const ast::Attributes k_none;
  for (const ast::UnionArm& each : from.arms) {
    Member member = arm(each, made);
    if (each.field && !member.type) {
      made.broken = true;
      continue;
    }
    if (member.is_default && std::exchange(made.union_parts->has_default, true))
      diagnostics_.error(each.at, "a union has one default arm");
    made.members.push_back(std::move(member));
    attributes.push_back(each.field ? &each.field->attributes : &k_none);
  }
  ShapeMaker shapes(
      model_, diagnostics_, expressions_, [](std::string_view) { return nullptr; },
      interface_ ? interface_->pointer_default : PointerKind::unique);
  for (size_t i = 0; i < made.members.size(); ++i) {
    Member& each = made.members[i];
    if (!each.type) continue;
    each.shape = shapes.arm(each, *attributes[i], sdk);
    if (each.shape) lay_out(*each.shape);
  }
}

Member Resolver::arm(const ast::UnionArm& from, StructType& made) {
  Member member;
  member.at = from.at;
  member.is_default = from.is_default;
  for (const ast::Expr* each : from.labels)
    if (each) member.labels.push_back(expressions_.value(*each).value_or(0));
  if (!from.field || !check(from.field->attributes, k_on_member)) return member;
  const ast::Field& field = *from.field;
  const Type* base = type(*field.type);
  if (!base) return member;
  if (field.type->has_body) {
    made.nested.push_back(base);
    union_attributes(*base, field.attributes);
  }
  if (field.declarators.size() > 1)
    diagnostics_.error(field.declarators[1].at, "an arm of a union has one declarator");
  const ast::Declarator& declarator = field.declarators[0];
  member.name = declarator.name;
  member.at = declarator.at;
  member.type = declared(base, declarator);
  member.bits = bits(declarator);
  return member;
}

// switch_type and ms_union of the declaration in which the body of a union stands, or of the interface.
void Resolver::union_attributes(const Type& type, const ast::Attributes& attributes) {
  const bool encapsulated = type.kind == TypeKind::structure;
  StructType* made = type.structure;
  if (encapsulated && made && made->members.size() == 2 && made->members[1].type &&
      made->members[1].type->structure)
    made = made->members[1].type->structure;
  if (!made || !made->union_parts) return;
  made->union_parts->ms_union = ast::find(attributes, "ms_union") ||
                                (interface_ && ast::find(*interface_->attributes, "ms_union"));
  const ast::Attribute* written = ast::find(attributes, "switch_type");
  if (written && written->type && !made->union_parts->discriminant) {
    const Type* base = this->type(*written->type->type);
    const Type* whole = base ? declared(base, written->type->declarator) : nullptr;
    ShapeMaker shapes(
        model_, diagnostics_, expressions_, [](std::string_view) { return nullptr; },
        PointerKind::unique);
    if (whole) shapes.set_discriminant(*made, *whole, written->at);
  }
  lay_out(*made);
  if (encapsulated) lay_out(*type.structure);
}

}  // namespace farcall::idl
