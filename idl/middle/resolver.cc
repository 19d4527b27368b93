// Definitions in file order.
#include "idl/middle/resolver.h"

#include "idl/middle/layout.h"
#include "idl/middle/sdk_names.h"

namespace farcall::idl {

Resolver::Resolver(const ast::Tree& tree, Model& model, Diagnostics& diagnostics,
                   ResolverOptions options)
    : tree_(tree),
      model_(model),
      diagnostics_(diagnostics),
      options_(options),
      expressions_(scope_, model, diagnostics, [this](const ast::TypeName& name) -> const Type* {
        const Type* base = type(*name.type);
        return base ? declared(base, name.declarator) : nullptr;
      }) {}

void Resolver::run(const ast::Acf* acf) {
  acf_ = acf;
  unit(0, model_.items);
  if (acf) apply(*acf);
  for (InterfaceItem& each : model_.interfaces)
    if (!each.imported) finish(each);
  remark_on_com();
  finish_layout(model_);
  for (Shape& each : model_.shapes)
    if (each.element && each.element->structure && each.element->structure->wire.conformant)
      each.problem = "a struct with an open array cannot be an array element";
  for (const InterfaceItem& each : model_.interfaces)
    if (each.has_stubs()) check_complete(each);
}

bool Resolver::check(const ast::Attributes& attributes, Place place, bool acf) {
  return check_attributes(attributes, place, acf, options_.app_config,
                          !interface_ || interface_->sends(), diagnostics_);
}

void Resolver::unit(uint32_t number, std::vector<Item>& items) {
  definitions(tree_.units[number].definitions, items);
}

void Resolver::definitions(const std::vector<ast::Definition>& from, std::vector<Item>& items) {
  for (const ast::Definition& each : from) {
    if (diagnostics_.full()) return;
    std::visit([&](const auto& definition) { define(definition, items); }, each);
  }
}

void Resolver::define(const ast::CppQuote& from, std::vector<Item>& items) {
  items.emplace_back(QuoteItem{from.text});
}

// #pragma midl_echo("…") is cpp_quote; other pragmas go to the header as they are.
void Resolver::define(const ast::Pragma& from, std::vector<Item>& items) {
  const size_t echo = from.text.find("midl_echo");
  const size_t open = from.text.find('"');
  const size_t close = from.text.rfind('"');
  if (echo != std::string_view::npos && close > open)
    items.emplace_back(QuoteItem{std::string(from.text.substr(open + 1, close - open - 1))});
  else if (from.text.find("once") == std::string_view::npos &&
           from.text.find("region") == std::string_view::npos)
    items.emplace_back(QuoteItem{"#" + std::string(from.text)});
}

void Resolver::define(const ast::Unsupported& from, std::vector<Item>&) {
  diagnostics_.not_yet(from.at, from.what);
}

// The header of an imported IDL file is included; a header that is imported stays a header.
void Resolver::define(const ast::Import& from, std::vector<Item>& items) {
  std::string header(from.name);
  const size_t dot = header.rfind('.');
  const bool c_header = header.ends_with(".h") || header.ends_with(".hpp");
  if (!c_header) header = header.substr(0, dot) + ".h";
  // What system files define, SDK headers of the same names define for C; <windows.h> comes with every header.
  if (!from.system)
    items.emplace_back(ImportItem{header, false});
  else if (!c_header)
    items.emplace_back(ImportItem{"farcall/sdk/" + header, true});
  if (from.unit == UINT32_MAX) return;
  const bool outer = std::exchange(imported_, true);
  const bool outer_system = std::exchange(system_, from.system);
  const uint32_t outer_unit = std::exchange(unit_, from.unit);
  InterfaceItem* const interface = std::exchange(interface_, nullptr);
  std::vector<Item> unused;
  unit(from.unit, unused);
  interface_ = interface;
  unit_ = outer_unit;
  system_ = outer_system;
  imported_ = outer;
}

// MIDL writes constants as macros: `#define X ( value )`.
void Resolver::define(const ast::Constant& from, std::vector<Item>& items) {
  const Type* base = type(*from.type);
  const Type* whole = base ? declared(base, from.declarator) : nullptr;
  const std::string_view name = from.declarator.name;
  const bool text = from.value->kind == ast::Expr::Kind::string;
  ConstantItem item{name, Expressions::text(*from.value), false};
  if (whole) check_constant(*whole, from);
  if (text) {
    item.wide = whole && resolved(*whole).target && windows_size(*resolved(*whole).target) == 2;
    if (item.text.starts_with('L')) item.text.erase(0, 1);
  }
  const Type* plain = whole ? &resolved(*whole) : nullptr;
  const bool floating = plain && plain->kind == TypeKind::base &&
                        (plain->base->wire == Wire::f32 || plain->base->wire == Wire::f64);
  ConstantValue value;
  value.is_integer = !text && !floating;
  if (value.is_integer && from.value->kind != ast::Expr::Kind::floating)
    value.value = expressions_.value(*from.value).value_or(0);
  // C's sizeof is not IDL's, where long has 4 bytes.
  if (!text && item.text.find("sizeof") != std::string::npos)
    item.text = std::to_string(value.value);
  if (!scope_.constants.try_emplace(name, value).second)
    diagnostics_.error(from.declarator.at, "'" + std::string(name) + "' is defined twice");
  items.emplace_back(std::move(item));
}

// Integers and characters, texts for pointers to characters, 0 for other pointers.
void Resolver::check_constant(const Type& type, const ast::Constant& from) {
  const Type& t = resolved(type);
  const Location at = from.value->at;
  const bool text = from.value->kind == ast::Expr::Kind::string;
  // MIDL has no floating constants; published files do.
  const bool floating =
      t.kind == TypeKind::base && (t.base->wire == Wire::f32 || t.base->wire == Wire::f64);
  if (floating && !text) return;
  if (from.value->kind == ast::Expr::Kind::floating)
    return diagnostics_.error(at, "a floating constant needs the type float or double");
  if (t.kind == TypeKind::pointer) {
    const bool characters = is_character(*t.target);
    if (text != characters)
      diagnostics_.error(at, characters ? "a constant of this type needs a text"
                                        : "a text needs the type char * or wchar_t *");
  } else if (text) {
    diagnostics_.error(at, "a text needs the type char * or wchar_t *");
  } else if (t.kind != TypeKind::base && t.kind != TypeKind::enumeration) {
    diagnostics_.error(at, "there are no constants of type " + describe(type));
  }
}

// Whether a name may get this definition besides the one it has: the same, or one of a name that the SDK headers define
// for C, as many files bring along.
bool Resolver::may_be_again(const Type& made, const Type& known) {
  const Type& a = resolved(made);
  const Type& b = resolved(known);
  if (a.kind != b.kind) return false;
  if (a.structure ? a.structure == b.structure : describe(a) == describe(b)) return true;
  if (!made.from_sdk || !known.from_sdk) return false;
  return a.kind != TypeKind::base || wire_size(a.base->wire) == wire_size(b.base->wire);
}

void Resolver::define(const ast::Typedef& from, std::vector<Item>& items) {
  const bool good = check(from.attributes, k_on_typedef);
  TypedefItem item;
  from_sdk_ = system_ || (!from.declarators.empty() && is_sdk_name(from.declarators[0].name));
  const Type* base = type(*from.type);
  if (base && from_sdk_ && from.type->has_body && base->structure) base->structure->from_sdk = true;
  from_sdk_ = false;
  if (base && from.type->has_body) item.defines = base;
  if (base && base->enumerated && ast::find(from.attributes, "v1_enum"))
    base->enumerated->v1 = true;
  if (base && from.type->has_body) union_attributes(*base, from.attributes);
  for (const ast::Declarator& each : from.declarators) {
    const Type* made = good && base ? alias(base, each, from.attributes) : nullptr;
    const auto [at, inserted] = scope_.types.try_emplace(each.name, made);
    const bool same = made && at->second && may_be_again(*made, *at->second);
    if (!inserted && at->second && made && !same)
      diagnostics_.error(each.at, "type '" + std::string(each.name) + "' is defined twice");
    if (made) item.names.push_back(made);
  }
  items.emplace_back(std::move(item));
}

// A name for a type, with the attributes of all names behind it. nullptr after an error.
const Type* Resolver::alias(const Type* base, const ast::Declarator& from,
                            const ast::Attributes& attributes) {
  const Type* target = declared(base, from);
  if (!target) return nullptr;
  Type& made = make(TypeKind::alias, from.at);
  made.name = from.name;
  made.target = target;
  made.canonical = &resolved(*target);
  made.depth = target->depth;
  made.from_sdk = system_ || is_sdk_name(from.name);
  if (target->kind == TypeKind::alias) made.attributes = target->attributes;
  made.attributes.encode = made.attributes.decode = false;  // of a name, not of what it means
  type_attributes(attributes, *target, made);
  if (made.canonical->pipe && made.canonical->pipe->name.empty())
    made.canonical->pipe->name = made.name;
  made.attributes.sdk |= made.from_sdk;
  if (target == base && base->structure && base->structure->tag == base->structure->c_name)
    base->structure->c_name = from.name;
  return &made;
}

void Resolver::define(const ast::TaggedType& from, std::vector<Item>& items) {
  check(from.attributes, k_on_typedef);
  const Type* made = type(*from.type);
  if (!made) return;
  if (made->enumerated && ast::find(from.attributes, "v1_enum")) made->enumerated->v1 = true;
  if (from.type->has_body) union_attributes(*made, from.attributes);
  items.emplace_back(TagItem{made});
}

void Resolver::define(ast::Interface* from, std::vector<Item>& items) {
  if (from->forward) return forward(*from, items);
  if (from->kind != ast::Interface::Kind::interface_) return block(*from, items);
  InterfaceItem& made = model_.interfaces.emplace_back();
  made.name = from->name;
  made.at = from->at;
  made.imported = imported_;
  made.attributes = &from->attributes;
  opaque(from->name, from->at);
  if (auto [at, inserted] = scope_.interfaces.try_emplace(from->name, &made); !inserted) {
    if (at->second)
      diagnostics_.error(from->at, "interface '" + std::string(from->name) + "' is defined twice");
    at->second = &made;
  }
  made.object = is_object(*from);
  made.base = base_interface(*from);
  if (made.object && !imported_ && com_interfaces_++ == 0) com_at_ = from->at;
  interface_ = &made;
  check(from->attributes, k_on_interface);
  interface_attributes(*from, made);
  operation_names_.clear();
  items.emplace_back(&made);
  definitions(from->body, made.items);
  interface_ = nullptr;
}

}  // namespace farcall::idl
