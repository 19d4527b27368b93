#include "idl/back/com_header.h"

#include <algorithm>
#include <set>
#include <string>

#include "idl/back/c_header.h"
#include "idl/back/c_types.h"

namespace farcall::idl {
namespace {

void collect(const std::vector<Item>& items, std::set<std::string_view>& said, Text& text) {
  const auto say = [&](std::string_view name) {
    if (said.insert(name).second) text.line("typedef struct ", name, " ", name, ";");
  };
  for (const Item& each : items) {
    if (const auto* com = std::get_if<ComItem>(&each))
      if (com->kind != ComItem::Kind::library) say(com->name);
    if (const auto* interface = std::get_if<InterfaceItem*>(&each)) {
      if ((*interface)->object) say((*interface)->name);
      collect((*interface)->items, said, text);
    }
  }
}

// Entry points in the order of the table, those of the bases first. What only travels in place of another ([call_as])
// has no entry.
std::vector<const Operation*> entry_points(const InterfaceItem& item) {
  std::vector<const InterfaceItem*> chain;
  for (const InterfaceItem* at = &item; at; at = at->base) chain.push_back(at);
  std::vector<const Operation*> result;
  std::for_each(chain.rbegin(), chain.rend(), [&](const InterfaceItem* each) {
    for (const Operation& operation : each->operations)
      if (!ast::find(*operation.attributes, "call_as")) result.push_back(&operation);
  });
  return result;
}

void cxx_interface(const InterfaceItem& item, const BackOptions& options, Text& text) {
  const std::string base = item.base ? " : public " + std::string(item.base->name) : "";
  text.open("struct ", item.name, base);
  for (const Operation& each : item.operations)
    if (!ast::find(*each.attributes, "call_as"))
      text.line("virtual ", prototype(each, "STDMETHODCALLTYPE " + std::string(each.name), options),
                " = 0;");
  text.close("};");
}

void c_interface(const InterfaceItem& item, const BackOptions& options, Text& text) {
  text.open("typedef struct ", item.name, "Vtbl");
  for (const Operation* each : entry_points(item)) {
    std::string line =
        prototype(*each, "(STDMETHODCALLTYPE *" + std::string(each->name) + ")", options);
    const size_t list = line.find('(', line.find(')')) + 1;
    const bool none = line.compare(list, 5, "void)") == 0;
    line.replace(list, none ? 4 : 0, std::string(item.name) + " *This" + (none ? "" : ", "));
    text.line(line, ";");
  }
  if (entry_points(item).empty()) text.line("void *none;");
  text.close("} " + std::string(item.name) + "Vtbl;");
  text.open("struct ", item.name);
  text.line("CONST_VTBL ", item.name, "Vtbl *lpVtbl;");
  text.close("};");
}

}  // namespace

void forward_com_names(const std::vector<Item>& items, Text& text) {
  std::set<std::string_view> said;
  collect(items, said, text);
}

void emit_com_identifier(const ComItem& item, Text& text) {
  if (!item.has_uuid) return;
  const std::string name(item.name);
  switch (item.kind) {
    case ComItem::Kind::coclass:
      return text.line("extern const CLSID CLSID_", name, ";");
    case ComItem::Kind::dispinterface:
      return text.line("extern const IID DIID_", name, ";");
    default:
      return text.line("extern const IID LIBID_", name, ";");
  }
}

void emit_com_interface(const InterfaceItem& item, const BackOptions& options, Text& text) {
  const std::string guard = "__" + std::string(item.name) + "_INTERFACE_DEFINED__";
  text.raw("#ifndef " + guard + "\n#define " + guard);
  if (item.has_uuid) text.line("extern const IID IID_", item.name, ";");
  text.raw("#if defined(__cplusplus) && !defined(CINTERFACE)");
  cxx_interface(item, options, text);
  text.raw("#else");
  c_interface(item, options, text);
  text.raw("#endif\n#endif");
  text.blank();
}

}  // namespace farcall::idl
