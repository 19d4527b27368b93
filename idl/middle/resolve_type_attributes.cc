// What the attributes of a typedef, in the IDL file or the ACF, say of every use of its name.
#include "idl/middle/resolver.h"
#include "idl/middle/shapes.h"

namespace farcall::idl {

void Resolver::type_attributes(const ast::Attributes& from, const Type& target, Type& made) {
  for (const ast::Attribute& each : from) type_attribute(each, target, made);
  if (!acf_ || imported_) return;
  for (const ast::AcfInterface& interface : acf_->interfaces)
    for (const ast::AcfTypedef& each : interface.typedefs)
      for (const auto& [name, at] : each.names)
        if (name == made.name)
          for (const ast::Attribute& attribute : each.attributes)
            type_attribute(attribute, target, made);
}

void Resolver::type_attribute(const ast::Attribute& from, const Type& target, Type& made) {
  TypeAttributes& attributes = made.attributes;
  const std::string_view name = from.name;
  if (name == "string") attributes.string = true;
  if (name == "ref" || name == "unique" || name == "ptr") attributes.pointer = name;
  if (name == "range") attributes.range = range_of(from, expressions_, diagnostics_);
  if (name == "handle") attributes.generic_handle = true;
  if (name == "encode") attributes.encode = true;
  if (name == "decode") attributes.decode = true;
  if (name == "allocate") allocation(from, attributes);
  if (name.starts_with("context_handle")) context_attribute(from, target, made);
  if (name == "transmit_as") conversion(from, Conversion::Kind::transmit_as, made);
  if (name == "represent_as") conversion(from, Conversion::Kind::represent_as, made);
  if (name == "wire_marshal") conversion(from, Conversion::Kind::wire_marshal, made);
  if (name == "user_marshal") conversion(from, Conversion::Kind::user_marshal, made);
  for (const std::string_view count : {"size_is", "max_is", "length_is", "last_is", "first_is"})
    if (name == count)
      diagnostics_.error(from.at, "'" + std::string(count) +
                                      "' belongs to a parameter or a member, not to a type");
}

// context_handle, context_handle_serialize, context_handle_noserialize
void Resolver::context_attribute(const ast::Attribute& from, const Type& target, Type& made) {
  if (resolved(target).kind != TypeKind::pointer)
    return diagnostics_.error(from.at, "'" + std::string(from.name) + "' needs a pointer");
  ContextHandle& context =
      made.attributes.context ? *made.attributes.context : made.attributes.context.emplace();
  context.type_name = made.name;
  if (from.name == "context_handle_serialize") context.serialize = true;
  if (from.name == "context_handle_noserialize") context.serialize = false;
}

// transmit_as and wire_marshal name what travels, represent_as and user_marshal what programs see; the latter may be
// a type of C that the IDL file does not know.
void Resolver::conversion(const ast::Attribute& from, Conversion::Kind kind, Type& made) {
  if (!from.type)
    return diagnostics_.error(from.at, "'" + std::string(from.name) + "' needs a type");
  const ast::TypeSpec& spec = *from.type->type;
  const bool local =
      kind == Conversion::Kind::represent_as || kind == Conversion::Kind::user_marshal;
  const Type* named = nullptr;
  if (local && spec.kind == ast::TypeSpec::Kind::name && !scope_.types.contains(spec.name)) {
    named = opaque(spec.name, from.at);
  } else {
    const Type* base = type(spec);
    named = base ? declared(base, from.type->declarator) : nullptr;
  }
  if (!named) return;
  // What travels under a name of its own: the name without its attributes.
  Type& plain = model_.types.emplace_back(made);
  plain.attributes = {};
  Conversion& conversion = model_.conversions.emplace_back();
  conversion.kind = kind;
  conversion.at = from.at;
  conversion.presented = local ? named : &plain;
  conversion.wire_type = local ? made.target : named;
  conversion.name = kind == Conversion::Kind::user_marshal ? named->name : made.name;
  made.attributes.conversion = &conversion;
}

// allocate(single_node | all_nodes, free | dont_free)
void Resolver::allocation(const ast::Attribute& from, TypeAttributes& made) {
  Allocation allocation;
  for (const ast::Expr* each : from.arguments) {
    const std::string_view word = each ? each->text : std::string_view();
    if (word == "all_nodes")
      allocation.all_nodes = true;
    else if (word == "dont_free")
      allocation.dont_free = true;
    else if (word != "single_node" && word != "free" && word != "on_null" && word != "always")
      diagnostics_.error(from.at, "allocate needs single_node, all_nodes, free or dont_free");
  }
  // What a manager leaves behind such a pointer would be freed twice if nobody said so.
  if (allocation.dont_free)
    diagnostics_.warning(from.at, "allocate(dont_free) has no effect: stubs free what they send",
                         "see docs/idl.md, Memory");
  else if (allocation.all_nodes)
    diagnostics_.warning(from.at,
                         "allocate(all_nodes) has no effect: each node is allocated by itself",
                         "see docs/idl.md, Memory");
  made.allocate = allocation;
}

}  // namespace farcall::idl
