// descriptor = [O:sid] [G:sid] [D:flags(entry)…]; entry = type;flags;rights;;;sid
#include "security/sddl.h"

#include <array>
#include <charconv>
#include <optional>

#include "security/sid.h"
#include "security/unix_account.h"

namespace farcall::security {
namespace {

struct Alias {
  std::string_view text;
  Sid sid;
};
const Alias k_aliases[] = {
    {"WD", {1, {0}}},  {"AN", {5, {7}}},       {"AU", {5, {11}}},      {"NU", {5, {2}}},
    {"IU", {5, {4}}},  {"SU", {5, {6}}},       {"SY", {5, {18}}},      {"LS", {5, {19}}},
    {"NS", {5, {20}}}, {"BA", {5, {32, 544}}}, {"BU", {5, {32, 545}}}, {"BG", {5, {32, 546}}},
};

struct Right {
  std::string_view text;
  uint32_t mask;
};
constexpr Right k_rights[] = {
    {"GA", 0x10000000}, {"GX", 0x20000000}, {"GW", 0x40000000}, {"GR", 0x80000000},
    {"RC", 0x00020000}, {"SD", 0x00010000}, {"WD", 0x00040000}, {"WO", 0x00080000},
    {"CC", 0x00000001}, {"DC", 0x00000002}, {"LC", 0x00000004}, {"SW", 0x00000008},
    {"RP", 0x00000010}, {"WP", 0x00000020}, {"DT", 0x00000040}, {"LO", 0x00000080},
    {"CR", 0x00000100}, {"FA", 0x001f01ff}, {"KA", 0x000f003f},
};

struct Flag {
  std::string_view text;
  uint8_t bit;
};
constexpr Flag k_entry_flags[] = {
    {"OI", 0x01}, {"CI", 0x02}, {"NP", 0x04}, {"IO", 0x08}, {"ID", 0x10}};

// The number at the start of the text, in the three bases of C.
std::optional<uint32_t> number_of(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text[0] == '0') {
    base = 8;
  }
  uint32_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

Result<uint32_t> rights_of(std::string_view text) {
  if (const std::optional<uint32_t> number = number_of(text)) return *number;
  uint32_t mask = 0;
  for (; !text.empty(); text.remove_prefix(2)) {
    if (text.size() < 2) return Status{RPC_S_INVALID_ARG};
    const Right* found = nullptr;
    for (const Right& right : k_rights)
      if (right.text == text.substr(0, 2)) found = &right;
    if (!found) return Status{RPC_S_INVALID_ARG};
    mask |= found->mask;
  }
  return mask;
}

Result<uint8_t> entry_flags_of(std::string_view text) {
  uint8_t bits = 0;
  for (; !text.empty(); text.remove_prefix(2)) {
    if (text.size() < 2) return Status{RPC_S_INVALID_ARG};
    const Flag* found = nullptr;
    for (const Flag& flag : k_entry_flags)
      if (flag.text == text.substr(0, 2)) found = &flag;
    if (!found) return Status{RPC_S_INVALID_ARG};
    bits = static_cast<uint8_t>(bits | found->bit);
  }
  return bits;
}

Result<Sid> sid_of(std::string_view text) {
  for (const Alias& alias : k_aliases)
    if (alias.text == text) return alias.sid;
  std::optional<Sid> sid;
  if (text.starts_with("user:"))
    sid = sid_of_unix_user(text.substr(5));
  else if (text.starts_with("group:"))
    sid = sid_of_unix_group(text.substr(6));
  else
    sid = Sid::from_text(text);
  if (!sid) return Status{RPC_S_UNKNOWN_PRINCIPAL};
  return std::move(*sid);
}

void put(std::vector<uint8_t>& out, uint32_t value, size_t octets) {
  for (size_t i = 0; i < octets; ++i) out.push_back(static_cast<uint8_t>(value >> 8 * i));
}

// What stands between the parentheses.
Result<void> add_entry(std::string_view text, std::vector<uint8_t>& list) {
  std::array<std::string_view, 6> field;
  for (size_t i = 0; i < field.size(); ++i) {
    const size_t end = text.find(';');
    if ((end == text.npos) != (i + 1 == field.size())) return Status{RPC_S_INVALID_ARG};
    field[i] = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  const bool allow = field[0] == "A";
  if ((!allow && field[0] != "D") || !field[3].empty() || !field[4].empty())
    return Status{RPC_S_INVALID_ARG};
  RPC_TRY(const uint8_t flags, entry_flags_of(field[1]));
  RPC_TRY(const uint32_t mask, rights_of(field[2]));
  RPC_TRY(const Sid who, sid_of(field[5]));
  std::vector<uint8_t> sid;
  who.encode(sid);
  put(list, allow ? 0 : 1, 1);
  put(list, flags, 1);
  put(list, static_cast<uint32_t>(8 + sid.size()), 2);
  put(list, mask, 4);
  list.insert(list.end(), sid.begin(), sid.end());
  return {};
}

// The list without its head; none: no access control at all. `count` entries.
Result<std::optional<std::vector<uint8_t>>> list_of(std::string_view text, size_t& count) {
  std::optional<std::vector<uint8_t>> list;
  if (text == "NO_ACCESS_CONTROL") return list;
  list.emplace();
  const std::string_view flags = text.substr(0, text.find('('));
  for (const char each : flags)  // P, AI, AR: of inheritance, which there is none of
    if (each != 'P' && each != 'A' && each != 'I' && each != 'R') return Status{RPC_S_INVALID_ARG};
  text.remove_prefix(flags.size());
  for (count = 0; !text.empty(); ++count) {
    const size_t end = text.find(')');
    if (text[0] != '(' || end == text.npos) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(add_entry(text.substr(1, end - 1), *list));
    text.remove_prefix(end + 1);
  }
  return list;
}

struct Parts {
  std::optional<std::string_view> owner, group, list;
};

// Each part begins with its letter and a colon, and ends where the next one begins. `user:` and
// `group:` have lower-case letters in front of theirs.
Result<Parts> parts_of(std::string_view text) {
  Parts parts;
  while (!text.empty()) {
    if (text.size() < 2 || text[1] != ':') return Status{RPC_S_INVALID_ARG};
    const char letter = text[0];
    text.remove_prefix(2);
    size_t end = 0;
    int depth = 0;
    for (; end < text.size(); ++end) {
      if (text[end] == '(') ++depth;
      if (text[end] == ')') --depth;
      const bool next = depth == 0 && end + 1 < text.size() && text[end + 1] == ':' &&
                        (text[end] == 'O' || text[end] == 'G' || text[end] == 'D');
      if (next) break;
    }
    std::optional<std::string_view>* const part = letter == 'O'   ? &parts.owner
                                                  : letter == 'G' ? &parts.group
                                                  : letter == 'D' ? &parts.list
                                                                  : nullptr;
    if (!part || *part) return Status{RPC_S_INVALID_ARG};
    *part = text.substr(0, end);
    text.remove_prefix(end);
  }
  return parts;
}

Result<std::vector<uint8_t>> encoded_sid(std::optional<std::string_view> text) {
  std::vector<uint8_t> out;
  if (!text) return out;
  RPC_TRY(const Sid sid, sid_of(*text));
  sid.encode(out);
  return out;
}

}  // namespace

Result<std::vector<uint8_t>> descriptor_from_text(std::string_view text) {
  RPC_TRY(const Parts parts, parts_of(text));
  RPC_TRY(const std::vector<uint8_t> owner, encoded_sid(parts.owner));
  RPC_TRY(const std::vector<uint8_t> group, encoded_sid(parts.group));
  size_t count = 0;
  std::optional<std::vector<uint8_t>> list;
  if (parts.list) {
    RPC_TRY(list, list_of(*parts.list, count));
  }
  constexpr size_t k_head = 20;
  const size_t list_size = list ? 8 + list->size() : 0;
  if (list_size > UINT16_MAX) return Status{RPC_S_INVALID_ARG};
  auto place = [at = k_head](size_t size) mutable {
    const size_t here = size ? at : 0;
    at += size;
    return static_cast<uint32_t>(here);
  };
  std::vector<uint8_t> out;
  put(out, 1, 2);
  put(out, parts.list ? 0x8004 : 0x8000, 2);
  put(out, place(owner.size()), 4);
  put(out, place(group.size()), 4);
  put(out, 0, 4);  // no system list
  put(out, place(list_size), 4);
  out.insert(out.end(), owner.begin(), owner.end());
  out.insert(out.end(), group.begin(), group.end());
  if (!list) return out;
  put(out, 2, 2);  // ACL_REVISION
  put(out, static_cast<uint32_t>(list_size), 2);
  put(out, static_cast<uint32_t>(count), 4);
  out.insert(out.end(), list->begin(), list->end());
  return out;
}

}  // namespace farcall::security
