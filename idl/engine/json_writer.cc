#include <charconv>
#include <cmath>
#include <cstdio>

#include "idl/engine/json.h"
#include "idl/engine/utf.h"

namespace farcall::idl::engine {
namespace {

// The shortest text that reads back as the same value. JSON has no word for what is not finite: a string.
std::string number_text(double value) {
  if (std::isnan(value)) return "\"NaN\"";
  if (std::isinf(value)) return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  char buffer[40];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  std::string text(buffer, result.ptr);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string simple_text(const Value& value) {
  switch (value.kind) {
    case Value::Kind::boolean:
      return value.number ? "true" : "false";
    case Value::Kind::number:
      return std::to_string(value.number);
    case Value::Kind::negative:
      return std::to_string(static_cast<int64_t>(value.number));
    case Value::Kind::real:
      return number_text(value.real);
    case Value::Kind::text:
      return quoted(*value.text);
    default:
      return "null";
  }
}

}  // namespace

std::string quoted(std::u16string_view text) {
  std::string made = "\"";
  for (size_t at = 0; at < text.size();) {
    const char32_t character = next_character(text, at);
    if (character == '"' || character == '\\') {
      made += '\\';
      made += static_cast<char>(character);
    } else if (character < 0x20 || character == 0x7f || is_surrogate(character)) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(character));
      made += escape;
    } else {
      append_utf8(made, character);
    }
  }
  return made + '"';
}

std::string write_json(const Value& value) {
  std::string text;
  const auto begin = [&](const Value& at) {
    if (!at.name.empty()) text += "\"" + std::string(at.name) + "\": ";
    if (!at.has_children()) text += simple_text(at);
    if (at.kind == Value::Kind::list) text += "[";
    if (at.kind == Value::Kind::object) text += "{";
    if (at.kind == Value::Kind::pointee) text += "{\"*\": ";
  };
  const Value* at = &value;
  begin(*at);
  for (;;) {
    if (const Value* child = at->child()) {
      at = child;
      begin(*at);
      continue;
    }
    for (;; at = at->parent) {
      if (at->has_children()) text += at->kind == Value::Kind::list ? "]" : "}";
      if (at == &value) return text;
      if (at->next) break;
    }
    at = at->next;
    text += ", ";
    begin(*at);
  }
}

}  // namespace farcall::idl::engine
