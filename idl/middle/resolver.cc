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
  unit(0, model_.items);
  if (acf) apply(*acf);
  for (InterfaceItem& each : model_.interfaces)
    if (!each.imported) finish(each);
  find_recursion(model_);
}

bool Resolver::check(const ast::Attributes& attributes, Place place, bool acf) {
  return check_attributes(attributes, place, acf, options_.app_config, diagnostics_);
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
  items.emplace_back(ImportItem{header});
  if (from.unit == UINT32_MAX) return;
  const bool outer = std::exchange(imported_, true);
  InterfaceItem* const interface = std::exchange(interface_, nullptr);
  std::vector<Item> unused;
  unit(from.unit, unused);
  interface_ = interface;
  imported_ = outer;
}

// MIDL writes constants as macros: `#define X ( value )`.
void Resolver::define(const ast::Constant& from, std::vector<Item>& items) {
  const Type* base = type(*from.type);
  const Type* whole = base ? declared(base, from.declarator) : nullptr;
  const std::string_view name = from.declarator.name;
  if (scope_.constants.contains(name))
    diagnostics_.error(from.declarator.at, "'" + std::string(name) + "' is defined twice");
  ConstantValue value;
  std::string text = Expressions::text(*from.value);
  if (Expressions::is_text(*from.value)) {
    value.is_integer = false;
    const Type* pointee =
        whole && resolved(*whole).kind == TypeKind::pointer ? resolved(*whole).target : nullptr;
    const bool floating = from.value->kind == ast::Expr::Kind::floating;
    if (floating || !pointee || !is_character(*pointee))
      diagnostics_.error(from.value->at, floating ? "floating constants are not part of IDL"
                                                  : "a text needs the type char * or wchar_t *");
    else if (windows_size(*pointee) == 2)
      text = "u" + text.substr(text.starts_with('L') ? 1 : 0);
  } else {
    const auto known = expressions_.value(*from.value);
    value.value = known.value_or(0);
  }
  scope_.constants[name] = value;
  items.emplace_back(ConstantItem{name, text, from.declarator.at});
}

void Resolver::define(const ast::Typedef& from, std::vector<Item>& items) {
  check(from.attributes, k_on_typedef);
  TypedefItem item;
  item.at = from.at;
  const bool sdk = !from.declarators.empty() && is_sdk_name(from.declarators[0].name);
  from_sdk_ = sdk;
  const Type* base = type(*from.type);
  from_sdk_ = false;
  if (!base) {
    for (const ast::Declarator& each : from.declarators)
      scope_.types.try_emplace(each.name, nullptr);
    return;
  }
  if (from.type->has_body) item.defines = base;
  if (ast::find(from.attributes, "v1_enum") && base->kind == TypeKind::enumeration)
    const_cast<Type*>(base)->v1_enum = true;
  for (const ast::Declarator& each : from.declarators) {
    Type& made = make(TypeKind::alias, each.at);
    made.name = each.name;
    made.target = declared(base, each);
    made.attributes = type_attributes(from.attributes);
    made.from_sdk = is_sdk_name(each.name);
    if (base->kind == TypeKind::structure && made.target == base &&
        base->structure->tag == base->structure->c_name)
      base->structure->c_name = each.name;
    const auto [at, inserted] = scope_.types.try_emplace(each.name, &made);
    if (!inserted && at->second && !made.from_sdk && !at->second->from_sdk)
      diagnostics_.error(each.at, "type '" + std::string(each.name) + "' is defined twice");
    item.names.push_back(&made);
  }
  items.emplace_back(std::move(item));
}

void Resolver::define(const ast::TaggedType& from, std::vector<Item>& items) {
  check(from.attributes, k_on_typedef);
  const Type* made = type(*from.type);
  if (!made) return;
  if (ast::find(from.attributes, "v1_enum")) const_cast<Type*>(made)->v1_enum = true;
  items.emplace_back(TagItem{made});
}

void Resolver::define(ast::Interface* from, std::vector<Item>& items) {
  if (from->forward) {
    scope_.interfaces.try_emplace(from->name, nullptr);
    return;
  }
  InterfaceItem& made = model_.interfaces.emplace_back();
  made.name = from->name;
  made.at = from->at;
  made.imported = imported_;
  made.attributes = &from->attributes;
  if (auto [at, inserted] = scope_.interfaces.try_emplace(from->name, &made); !inserted) {
    if (at->second)
      diagnostics_.error(from->at, "interface '" + std::string(from->name) + "' is defined twice");
    at->second = &made;
  }
  check(from->attributes, k_on_interface);
  interface_attributes(*from, made);
  if (!from->base.empty())
    diagnostics_.not_yet(from->at,
                         "interface '" + std::string(from->name) + "' with a base interface");
  interface_ = &made;
  items.emplace_back(&made);
  definitions(from->body, made.items);
  interface_ = nullptr;
}

}  // namespace farcall::idl
