// The header of an interface.
#include "idl/middle/resolver.h"

#include <charconv>

namespace farcall::idl {
namespace {

bool parse_number(std::string_view text, uint16_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string_view unquoted(const ast::Expr& expr) {
  return expr.text.substr(1, expr.text.size() - 2);
}

}  // namespace

void Resolver::interface_attributes(const ast::Interface& from, InterfaceItem& made) {
  for (const ast::Attribute& each : from.attributes) {
    if (each.name == "uuid") {
      const auto id = uuid(each);
      made.has_uuid = id.has_value();
      made.uuid = id.value_or(Uuid{});
    }
    if (each.name == "version") version(each, made);
    if (each.name == "endpoint") endpoints(each, made);
    if (each.name == "pointer_default") pointer_default(each, made);
    if (each.name == "local") made.local = true;
  }
}

std::optional<Uuid> Resolver::uuid(const ast::Attribute& from) {
  std::string_view text = from.text;
  if (text.size() > 2 && text.front() == '{' && text.back() == '}')
    text = text.substr(1, text.size() - 2);
  const Result<Uuid> parsed = parse_uuid(text);
  if (parsed.ok()) return *parsed;
  diagnostics_.error(from.text_at, "'" + std::string(text) + "' is not a uuid",
                     "a uuid looks like 12345678-1234-abcd-ef00-0123456789ab");
  return std::nullopt;
}

// version(major) or version(major.minor)
void Resolver::version(const ast::Attribute& from, InterfaceItem& made) {
  const ast::Expr* argument = from.arguments.size() == 1 ? from.arguments[0] : nullptr;
  const std::string_view text = argument ? argument->text : std::string_view{};
  const size_t dot = text.find('.');
  const bool good =
      parse_number(text.substr(0, dot), made.major) &&
      (dot == std::string_view::npos || parse_number(text.substr(dot + 1), made.minor));
  if (!good)
    diagnostics_.error(from.at, "version needs one or two numbers up to 65535",
                       "as in version(1.0)");
}

// endpoint("ncacn_ip_tcp:[5000]", …)
void Resolver::endpoints(const ast::Attribute& from, InterfaceItem& made) {
  for (const ast::Expr* each : from.arguments) {
    if (!each || each->kind != ast::Expr::Kind::string) {
      diagnostics_.error(from.at, "endpoint needs texts like \"ncacn_ip_tcp:[5000]\"");
      return;
    }
    const std::string_view text = unquoted(*each);
    const size_t colon = text.find(':');
    const size_t open = text.find('[');
    if (colon == std::string_view::npos || open < colon || !text.ends_with(']')) {
      diagnostics_.error(each->at, "endpoint needs texts like \"ncacn_ip_tcp:[5000]\"");
      continue;
    }
    std::string endpoint;
    for (const char c : text.substr(open + 1, text.size() - open - 2))
      if (c != '\\' || endpoint.empty() || endpoint.back() != '\\')
        endpoint += c;  // \\pipe\\x is \pipe\x
    made.endpoints.push_back({std::string(text.substr(0, colon)), endpoint});
  }
}

void Resolver::pointer_default(const ast::Attribute& from, InterfaceItem& made) {
  const std::string_view kind =
      from.arguments.size() == 1 && from.arguments[0] ? from.arguments[0]->text : "";
  if (kind == "ref")
    made.pointer_default = PointerKind::ref;
  else if (kind == "unique")
    made.pointer_default = PointerKind::unique;
  else if (kind == "ptr")
    made.pointer_default = PointerKind::full;
  else
    diagnostics_.error(from.at, "pointer_default needs ref, unique or ptr");
}

// implicit_handle(handle_t name)
void Resolver::implicit_handle(const ast::Attribute& from, InterfaceItem& made) {
  if (!from.type || from.text.empty())
    return diagnostics_.error(from.at, "implicit_handle needs a type and a name",
                              "as in implicit_handle(handle_t h)");
  const Type* type = this->type(*from.type->type);
  if (!type) return;
  const Type& t = resolved(*type);
  if (t.kind != TypeKind::base || t.base->kind != BaseKind::handle)
    return diagnostics_.not_yet(from.at, "an implicit handle of another type than handle_t");
  made.handle = HandleKind::implicit;
  made.implicit_name = from.text;
  made.implicit_type = type;
}

}  // namespace farcall::idl
