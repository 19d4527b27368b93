// COM and type libraries: what the header must know of them. Interfaces are declared, with their entry points and those
// of their bases; there are no proxies and no type libraries here, and one remark says so.
#include "idl/middle/resolver.h"

namespace farcall::idl {
namespace {

constexpr std::string_view k_object_attributes[] = {"object", "odl", "dual", "oleautomation",
                                                    "async_uuid"};

ComItem::Kind kind_of(const ast::Interface& from) {
  switch (from.kind) {
    case ast::Interface::Kind::dispinterface:
      return ComItem::Kind::dispinterface;
    case ast::Interface::Kind::coclass:
      return ComItem::Kind::coclass;
    case ast::Interface::Kind::library:
      return ComItem::Kind::library;
    default:
      return ComItem::Kind::interface_;
  }
}

}  // namespace

// The type that an interface's or class's name stands for.
const Type* Resolver::opaque(std::string_view name, Location at) {
  const Type*& known = scope_.opaque[name];
  if (!known) {
    Type& made = make(TypeKind::opaque, at);
    made.name = name;
    known = &made;
  }
  return known;
}

void Resolver::forward(const ast::Interface& from, std::vector<Item>& items) {
  opaque(from.name, from.at);
  if (from.kind == ast::Interface::Kind::interface_)
    scope_.interfaces.try_emplace(from.name, nullptr);
  items.emplace_back(ComItem{kind_of(from), from.name, true, false, {}});
}

// A dispinterface, class or library: its identifier; a library's definitions are those of the file. A module groups
// entry points of a DLL and says nothing to C.
void Resolver::block(const ast::Interface& from, std::vector<Item>& items) {
  if (from.kind == ast::Interface::Kind::module) return;
  ComItem made{kind_of(from), from.name, false, false, {}};
  if (const ast::Attribute* id = ast::find(from.attributes, "uuid")) {
    const auto value = uuid(*id);
    made.has_uuid = value.has_value();
    made.uuid = value.value_or(Uuid{});
  }
  if (!imported_ && com_interfaces_++ == 0) com_at_ = from.at;
  if (from.kind != ast::Interface::Kind::library) opaque(from.name, from.at);
  items.emplace_back(made);
  definitions(from.body, items);
}

// [object], or one of the attributes and bases that only COM interfaces have.
bool Resolver::is_object(const ast::Interface& from) const {
  for (const std::string_view name : k_object_attributes)
    if (ast::find(from.attributes, name)) return true;
  if (from.base == "IUnknown" || from.base == "IDispatch") return true;
  const auto base = scope_.interfaces.find(from.base);
  return base != scope_.interfaces.end() && base->second && base->second->object;
}

const InterfaceItem* Resolver::base_interface(const ast::Interface& from) {
  if (from.base.empty()) return nullptr;
  const auto found = scope_.interfaces.find(from.base);
  if (found == scope_.interfaces.end() || !found->second) {
    diagnostics_.error(from.at, "the base interface '" + std::string(from.base) + "' of '" +
                                    std::string(from.name) + "' is not defined before it");
    return nullptr;
  }
  if (!is_object(from))
    diagnostics_.error(from.at, "only COM interfaces have a base interface",
                       "or is [object] missing?");
  return found->second;
}

void Resolver::remark_on_com() {
  if (com_interfaces_ == 0) return;
  diagnostics_.remark(com_at_,
                      "COM interfaces, classes and libraries get declarations only, no proxies (" +
                          std::to_string(com_interfaces_) + " in this file)");
}

}  // namespace farcall::idl
