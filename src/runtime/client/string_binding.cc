// String bindings as RpcStringBindingParse and RpcStringBindingCompose treat them (SDK "String
// Binding", C706 3.1).
//
// The endpoint may be positional, `[2001]`, or named, `[endpoint=2001]`, in any place of the option
// list; a bracket whose first item is another `name=value` has no endpoint.
#include "runtime/client/string_binding.h"

#include <strings.h>

#include "base/uuid.h"

namespace farcall::runtime::client {
namespace {

constexpr std::string_view k_special = "@:[],=\\";
constexpr std::string_view k_endpoint_option = "endpoint";

// Position of the first unescaped `delimiter`, or npos.
size_t find_unescaped(std::string_view text, char delimiter) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == delimiter)
      return i;
  }
  return std::string_view::npos;
}

// A backslash at the very end escapes nothing.
bool complete_escapes(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\\' && ++i == text.size()) return false;
  return true;
}

std::string unescape(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    plain += text[i];
  }
  return plain;
}

void append_escaped(std::string& out, std::string_view plain) {
  for (const char c : plain) {
    if (k_special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
}

bool is_endpoint_option(std::string_view item) {
  const size_t equals = find_unescaped(item, '=');
  return equals == k_endpoint_option.size() &&
         strncasecmp(item.data(), k_endpoint_option.data(), equals) == 0;
}

// Splits what stands between the brackets into endpoint and options.
Status parse_bracket(std::string_view text, StringBinding& parts) {
  bool have_endpoint = false;
  for (bool first = true; !text.empty(); first = false) {
    const size_t comma = find_unescaped(text, ',');
    const std::string_view item = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    const bool named = is_endpoint_option(item);
    if (named || (first && find_unescaped(item, '=') == std::string_view::npos)) {
      if (have_endpoint) return Status{RPC_S_INVALID_STRING_BINDING};
      have_endpoint = !item.empty();
      parts.endpoint = unescape(named ? item.substr(k_endpoint_option.size() + 1) : item);
    } else {
      if (!parts.options.empty()) parts.options += ',';
      parts.options += item;
    }
  }
  return Status{};
}

}  // namespace

Result<StringBinding> parse_string_binding(std::string_view text) {
  const Status invalid{RPC_S_INVALID_STRING_BINDING};
  if (text.size() > k_max_string_binding) return Status{RPC_S_STRING_TOO_LONG};
  if (!complete_escapes(text)) return invalid;
  StringBinding parts;
  const size_t colon = find_unescaped(text, ':');
  if (colon == std::string_view::npos) return invalid;
  std::string_view head = text.substr(0, colon);
  if (const size_t at = find_unescaped(head, '@'); at != std::string_view::npos) {
    parts.object_uuid = unescape(head.substr(0, at));
    if (!parse_uuid(parts.object_uuid)) return invalid;
    head.remove_prefix(at + 1);
  }
  parts.protseq = unescape(head);

  const std::string_view rest = text.substr(colon + 1);
  const size_t open = find_unescaped(rest, '[');
  const std::string_view address = rest.substr(0, open);
  if (find_unescaped(address, ']') != std::string_view::npos) return invalid;
  parts.network_address = unescape(address);
  if (open == std::string_view::npos) return parts;

  const std::string_view bracket = rest.substr(open + 1);
  const size_t close = find_unescaped(bracket, ']');
  if (close == std::string_view::npos || close + 1 != bracket.size()) return invalid;
  RPC_TRY(parse_bracket(bracket.substr(0, close), parts));
  return parts;
}

Result<std::string> compose_string_binding(const StringBinding& parts) {
  std::string text;
  if (!parts.object_uuid.empty()) {
    if (!parse_uuid(parts.object_uuid)) return Status{RPC_S_INVALID_STRING_UUID};
    text += parts.object_uuid + '@';
  }
  text += parts.protseq + ':';
  append_escaped(text, parts.network_address);
  if (!parts.endpoint.empty() || !parts.options.empty()) {
    text += '[';
    append_escaped(text, parts.endpoint);
    if (!parts.options.empty()) text += ',' + parts.options;
    text += ']';
  }
  return text;
}

}  // namespace farcall::runtime::client
