#include "idl/back/dump.h"

#include "idl/back/text.h"

namespace farcall::idl {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) result += c;
  }
  return result + "\"";
}

std::string attribute_names(const ast::Attributes* attributes,
                            const std::vector<const ast::Attribute*>& more) {
  std::string text;
  const auto add = [&](std::string_view name) {
    const std::string entry = quoted(name);
    if (text.find(entry) == std::string::npos) text += (text.empty() ? "" : ", ") + entry;
  };
  if (attributes)
    for (const ast::Attribute& each : *attributes) add(each.name);
  for (const ast::Attribute* each : more) add(each->name);
  return "[" + text + "]";
}

void operation(Text& text, const Operation& each, bool last) {
  text.line("{\"opnum\": ", std::to_string(each.opnum), ", \"name\": ", quoted(each.name),
            ", \"attributes\": ", attribute_names(each.attributes, each.acf_attributes), ",");
  text.line(" \"result\": ", quoted(each.result ? describe(*each.result) : ""),
            ", \"parameters\": [");
  for (const Parameter& parameter : each.parameters)
    text.line("   {\"name\": ", quoted(parameter.name),
              ", \"type\": ", quoted(describe(*parameter.type)),
              ", \"attributes\": ", attribute_names(parameter.attributes, {}), "}",
              &parameter == &each.parameters.back() ? "" : ",");
  text.line(" ]}", last ? "" : ",");
}

}  // namespace

std::string dump_json(const Model& model) {
  Text text;
  text.open("");
  text.line("\"interfaces\": [");
  bool first = true;
  for (const InterfaceItem& each : model.interfaces) {
    if (each.imported) continue;
    if (!first) text.line(",");
    first = false;
    text.line("{\"name\": ", quoted(each.name),
              ", \"uuid\": ", each.has_uuid ? quoted(to_string(each.uuid)) : "null",
              ", \"version\": \"", std::to_string(each.major), ".", std::to_string(each.minor),
              "\",");
    text.line(" \"attributes\": ", attribute_names(each.attributes, each.acf_attributes), ",");
    text.line(" \"operations\": [");
    for (const Operation& op : each.operations) operation(text, op, &op == &each.operations.back());
    text.line(" ]}");
  }
  text.line("]");
  text.close();
  return text.str();
}

}  // namespace farcall::idl
