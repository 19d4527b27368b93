// Types: what a specifier and a declarator mean.
#include <cctype>
#include <unordered_map>
#include <utility>

#include "idl/front/token_stream.h"
#include "idl/middle/layout.h"
#include "idl/middle/resolver.h"
#include "idl/middle/shapes.h"

namespace farcall::idl {
namespace {

constexpr uint64_t k_max_bound = 1u << 30;

// The members of an unnamed struct or union are reached as those of the struct around it.
void add_unnamed(const Type& type, std::unordered_map<std::string_view, const Type*>& types) {
  if (!type.structure) return;
  for (const Member& each : type.structure->members)
    if (each.type && !each.name.empty()) types.emplace(each.name, each.type);
}

}  // namespace

Type& Resolver::make(TypeKind kind, Location at) {
  Type& made = model_.types.emplace_back();
  made.kind = kind;
  made.at = at;
  return made;
}

const Type* Resolver::type(const ast::TypeSpec& from) {
  switch (from.kind) {
    case ast::TypeSpec::Kind::base: {
      Type& made = make(TypeKind::base, from.at);
      made.base = &base_type(from.base);
      made.is_const = from.is_const;
      return &made;
    }
    case ast::TypeSpec::Kind::name:
      return named(from);
    case ast::TypeSpec::Kind::structure:
      return structure(from);
    case ast::TypeSpec::Kind::enumeration:
      return enumeration(from);
    case ast::TypeSpec::Kind::union_:
      return union_(from);
    case ast::TypeSpec::Kind::pipe:
      return pipe(from);
    case ast::TypeSpec::Kind::safearray: {
      if (!type(*from.element)) return nullptr;
      Type& made = make(TypeKind::pointer, from.at);
      const auto known = scope_.types.find("SAFEARRAY");
      const bool defined = known != scope_.types.end() && known->second;
      made.target = defined ? known->second : opaque("SAFEARRAY", from.at);
      model_.names_safearray |= !defined;
      made.depth = 1;
      return &made;
    }
    case ast::TypeSpec::Kind::interface_:
      return opaque(from.name, from.at);
  }
  return nullptr;
}

// A typedef name; nullptr in the scope stands for a name whose definition had errors.
const Type* Resolver::named(const ast::TypeSpec& from) {
  const auto found = scope_.types.find(from.name);
  if (found == scope_.types.end()) {
    if (const auto known = scope_.opaque.find(from.name); known != scope_.opaque.end())
      return known->second;
    if (const Type* dce = dce_type(from.name, from.at)) return dce;
    diagnostics_.error(from.at, "unknown type '" + std::string(from.name) + "'");
    scope_.types.emplace(from.name, nullptr);  // once
    return nullptr;
  }
  if (!found->second || !from.is_const) return found->second;
  Type& made = model_.types.emplace_back(*found->second);
  made.is_const = true;
  return &made;
}

const Type* Resolver::pipe(const ast::TypeSpec& from) {
  const Type* element = type(*from.element);
  if (!element) return nullptr;
  Type& made = make(TypeKind::pipe, from.at);
  made.pipe = &model_.pipes.emplace_back();
  made.pipe->at = from.at;
  made.pipe->element_type = element;
  ShapeMaker shapes(
      model_, diagnostics_, expressions_, [](std::string_view) { return nullptr; },
      PointerKind::unique);
  made.pipe->element = shapes.pipe_element(*element, from.at);
  if (!made.pipe->element) return nullptr;
  if (made.pipe->element->kind == Shape::Kind::context_handle)
    diagnostics_.error(from.at, "the elements of a pipe cannot be context handles");
  lay_out(*made.pipe->element);
  const WireInfo& info = made.pipe->element->info;
  if (info.has_pointers || info.conformant || !info.fixed)
    diagnostics_.error(from.at, "the element of a pipe must be of fixed size and hold no pointers");
  return &made;
}

// The integers of DCE's nbase.idl, which its compiler knows without an import; rpcndr.h has them for C.
const Type* Resolver::dce_type(std::string_view name, Location at) {
  constexpr std::pair<std::string_view, BaseKind> k_types[] = {
      {"unsigned8", BaseKind::usmall},  {"unsigned16", BaseKind::ushort},
      {"unsigned32", BaseKind::uint},   {"signed8", BaseKind::schar},
      {"signed16", BaseKind::short_},   {"signed32", BaseKind::int_},
      {"boolean8", BaseKind::usmall},   {"boolean16", BaseKind::ushort},
      {"boolean32", BaseKind::uint},    {"unsigned_char_t", BaseKind::uchar},
      {"unsigned64", BaseKind::uhyper}, {"signed64", BaseKind::hyper}};
  for (const auto& [known, kind] : k_types) {
    if (known != name) continue;
    Type& plain = make(TypeKind::base, at);
    plain.base = &base_type(kind);
    Type& made = make(TypeKind::alias, at);
    made.name = known;
    made.target = made.canonical = &plain;
    scope_.types[known] = &made;
    return &made;
  }
  return nullptr;
}

std::string Resolver::file_stem() const {
  std::string stem = tree_.units[unit_].path;
  stem = stem.substr(stem.rfind('/') + 1);
  stem = stem.substr(0, stem.find('.'));
  for (char& c : stem)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return stem;
}

// A tag as MIDL makes them for what has none: the same whether the file is compiled or imported.
std::string_view Resolver::made_tag() {
  std::string owner = interface_ ? std::string(interface_->name) : "itf_" + file_stem();
  char number[16];
  std::snprintf(number, sizeof number, "%04u", ++made_tags_[owner]);
  return model_.names.emplace_back("__MIDL_" + owner + "_" + number);
}

// struct, enum with a tag: the type of that tag, made on first sight.
Type* Resolver::tagged(const ast::TypeSpec& from, TypeKind kind) {
  const std::string_view tag = from.name.empty() ? made_tag() : from.name;
  Type*& known = scope_.tags[tag];
  if (known && known->kind != kind) {
    diagnostics_.error(from.at, "'" + std::string(tag) + "' is the tag of another kind of type");
    return nullptr;
  }
  if (!known) {
    known = &make(kind, from.at);
    known->name = tag;
    if (kind != TypeKind::enumeration) {
      StructType& made = model_.structs.emplace_back();
      made.tag = made.c_name = tag;
      made.at = from.at;
      made.type = known;
      known->structure = &made;
      if (kind == TypeKind::union_) made.union_parts = &model_.unions.emplace_back();
    } else {
      known->enumerated = &model_.enums.emplace_back();
    }
  }
  return known;
}

// A tag inside another body belongs to that body alone when it is taken already, as in C++. What the SDK headers define
// may be defined again: C sees their definition in any case.
const Type* Resolver::structure(const ast::TypeSpec& from) {
  if (from.has_body && !from.name.empty()) {
    const auto known = scope_.tags.find(from.name);
    const Type* type = known == scope_.tags.end() ? nullptr : known->second;
    const StructType* known_type = type ? type->structure : nullptr;
    if (known_type && known_type->defined &&
        (bodies_ != 0 || (known_type->from_sdk && from_sdk_))) {
      ast::TypeSpec untagged = from;
      untagged.name = {};
      return structure(untagged);
    }
  }
  Type* made = tagged(from, TypeKind::structure);
  if (!made || !from.has_body) return made;
  if (std::exchange(made->structure->opened, true)) {
    diagnostics_.error(from.at, "struct '" + std::string(made->name) + "' is defined twice");
    return made;
  }
  ++bodies_;
  members(from, *made->structure);
  --bodies_;
  struct_layout(*made->structure);
  made->structure->defined = true;
  return made;
}

void Resolver::members(const ast::TypeSpec& from, StructType& made) {
  const bool sdk = from_sdk_;
  std::vector<const ast::Attributes*> attributes;
  std::unordered_map<std::string_view, const Type*> types;
  for (const ast::Field* field : from.fields) {
    const bool good = check(field->attributes, k_on_member);
    const Type* base = type(*field->type);
    if (base && field->type->has_body) made.nested.push_back(base);
    if (base && field->type->has_body) union_attributes(*base, field->attributes);
    for (ast::Declarator each : field->declarators) {
      // An encapsulated union has a name for what it holds; without one it is MIDL's.
      if (each.name.empty() && field->type->switch_type) each.name = "tagged_union";
      const Type* whole = base ? declared(base, each) : nullptr;
      made.broken |= !whole || !good;
      if (!each.name.empty() && !types.emplace(each.name, whole ? whole : &k_broken_type).second)
        diagnostics_.error(each.at, "member '" + std::string(each.name) + "' stands here twice");
      if (!whole || !good) continue;
      Member& member = made.members.emplace_back();
      member.name = each.name;
      member.at = each.at;
      member.type = whole;
      member.bits = bits(each);
      if (each.name.empty()) add_unnamed(*base, types);
      attributes.push_back(&field->attributes);
    }
  }
  const auto lookup = [&](std::string_view name) -> const Type* {
    const auto found = types.find(name);
    return found == types.end() ? nullptr : found->second;
  };
  ShapeMaker shapes(model_, diagnostics_, expressions_, lookup,
                    interface_ ? interface_->pointer_default : PointerKind::unique);
  for (size_t i = 0; i < made.members.size(); ++i)
    made.members[i].shape = shapes.member(made.members[i], *attributes[i], sdk);
}

std::optional<unsigned> Resolver::bits(const ast::Declarator& from) {
  if (!from.bits) return std::nullopt;
  const int64_t width = expressions_.value(*from.bits).value_or(1);
  if (width < 0 || width > 64) diagnostics_.error(from.bits->at, "a bit field has 0 to 64 bits");
  return static_cast<unsigned>(width);
}

void Resolver::struct_layout(StructType& made) {
  for (size_t i = 0; i < made.members.size(); ++i) {
    const Member& each = made.members[i];
    if (!each.shape) continue;
    lay_out(*each.shape);
    if (each.shape->info.conformant && i + 1 != made.members.size())
      each.shape->problem = "an open array must be the last member";
  }
  lay_out(made);
}

const Type* Resolver::enumeration(const ast::TypeSpec& from) {
  Type* made = tagged(from, TypeKind::enumeration);
  if (!made || !from.has_body) return made;
  EnumType* type = made->enumerated;
  if (type->defined)
    diagnostics_.error(from.at, "enum '" + std::string(made->name) + "' is defined twice");
  type->defined = true;
  int64_t next = 0;
  for (const ast::Enumerator& each : from.enumerators) {
    EnumValue value{each.name, next, {}};
    if (each.value) {
      value.value = expressions_.value(*each.value).value_or(next);
      value.text = Expressions::text(*each.value);
    }
    if (value.value < INT32_MIN || value.value > UINT32_MAX)
      diagnostics_.error(each.at,
                         "the value of '" + std::string(each.name) + "' does not fit 32 bits");
    next = value.value + 1;
    if (!scope_.constants.try_emplace(each.name, ConstantValue{true, value.value}).second)
      diagnostics_.error(each.at, "'" + std::string(each.name) + "' is defined twice");
    type->values.push_back(std::move(value));
  }
  return made;
}

// The parts of a declarator stand from the name outwards, so the type is built from the last part to the first.
const Type* Resolver::declared(const Type* base, const ast::Declarator& from) {
  const Type* result = base;
  for (size_t i = from.parts.size(); i-- > 0 && result;) {
    const ast::DeclaratorPart& part = from.parts[i];
    switch (part.kind) {
      case ast::DeclaratorPart::Kind::pointer: {
        if (result->depth > k_max_nesting) {
          diagnostics_.fatal(part.at, "nested too deeply (256 levels)");
          return nullptr;
        }
        Type& made = make(TypeKind::pointer, part.at);
        made.depth = result->depth + 1;
        made.target = result;
        made.is_const = part.is_const;
        result = &made;
        break;
      }
      case ast::DeclaratorPart::Kind::array:
        result = array(result, part);
        break;
      case ast::DeclaratorPart::Kind::function:
        result = function(result, part);
        break;
    }
  }
  return result;
}

const Type* Resolver::array(const Type* element, const ast::DeclaratorPart& part) {
  Type& made = make(TypeKind::array, part.at);
  made.target = element;
  made.depth = element->depth + 1;
  if (is_void(*element) || element->depth > k_max_nesting) {
    if (is_void(*element))
      diagnostics_.error(part.at, "an array of void");
    else
      diagnostics_.fatal(part.at, "nested too deeply (256 levels)");
    return nullptr;
  }
  if (part.lower) {
    const auto low = expressions_.value(*part.lower);
    if (low && *low != 0)
      diagnostics_.error(part.lower->at, "the lower bound of an array must be 0");
  }
  if (part.open) return &made;
  const auto bound = expressions_.value(*part.bound);
  if (!bound) return nullptr;
  made.bound = static_cast<uint64_t>(*bound) + (part.lower ? 1 : 0);
  if (*bound < (part.lower ? 0 : 1) || *made.bound > k_max_bound ||
      windows_size(*element) * *made.bound > k_max_bound) {
    diagnostics_.error(part.at, "array bound out of range (1 to 1 GiB)");
    return nullptr;
  }
  return &made;
}

const Type* Resolver::function(const Type* result, const ast::DeclaratorPart& part) {
  Type& made = make(TypeKind::function, part.at);
  made.target = result;
  made.depth = result->depth + 1;
  for (const ast::Parameter* each : part.parameters) {
    if (each->ellipsis) {
      made.variadic = true;
      continue;
    }
    const Type* base = type(*each->type);
    const Type* whole = base ? declared(base, each->declarator) : nullptr;
    if (!whole) return nullptr;
    Parameter& parameter = made.parameters.emplace_back();
    parameter.name = each->declarator.name;
    parameter.at = each->at;
    parameter.type = whole;
    parameter.in = true;
  }
  return &made;
}

}  // namespace farcall::idl
