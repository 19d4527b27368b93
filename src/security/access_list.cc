// Reading and evaluation of the list.
#include "security/access_list.h"

#include <algorithm>
#include <utility>

#include "wire/cursor.h"

namespace farcall::security {
namespace {

// [MS-DTYP] 2.4.6
constexpr size_t k_descriptor_head = 20;
constexpr size_t k_control = 2;
constexpr size_t k_dacl = 16;
constexpr uint16_t k_dacl_present = 0x0004;
constexpr uint16_t k_self_relative = 0x8000;
// 2.4.5, 2.4.4
constexpr size_t k_list_head = 8;
constexpr size_t k_entry_head = 8;
constexpr uint8_t k_allowed = 0;
constexpr uint8_t k_denied = 1;
constexpr uint8_t k_inherit_only = 0x08;

uint16_t u16(Bytes bytes, size_t at) {
  return wire::load_u16(&bytes[at], false);
}
uint32_t u32(Bytes bytes, size_t at) {
  return wire::load_u32(&bytes[at], false);
}

bool has_list(Bytes descriptor) {
  return (u16(descriptor, k_control) & k_dacl_present) && u32(descriptor, k_dacl) != 0;
}

}  // namespace

size_t descriptor_size(const uint8_t* descriptor) {
  const Bytes head{descriptor, k_descriptor_head};
  if (!has_list(head)) return k_descriptor_head;
  const size_t list = u32(head, k_dacl);
  return list + wire::load_u16(descriptor + list + 2, false);
}

Result<AccessList> AccessList::from_descriptor(Bytes descriptor) {
  if (descriptor.size() < k_descriptor_head || descriptor[0] != 1) return Status{RPC_S_INVALID_ARG};
  if (!(u16(descriptor, k_control) & k_self_relative)) return Status{RPC_S_CANNOT_SUPPORT};
  AccessList list;
  list.everyone_ = !has_list(descriptor);
  if (list.everyone_) return list;
  const size_t at = u32(descriptor, k_dacl);
  if (at < k_descriptor_head || at > descriptor.size()) return Status{RPC_S_INVALID_ARG};
  RPC_TRY(list.read_list(descriptor.subspan(at)));
  return list;
}

AccessList AccessList::of(Sid who) {
  AccessList list;
  list.entries_.push_back({true, std::move(who)});
  return list;
}

Result<void> AccessList::read_list(Bytes list) {
  if (list.size() < k_list_head) return Status{RPC_S_INVALID_ARG};
  const size_t size = u16(list, 2);
  if (size < k_list_head || size > list.size()) return Status{RPC_S_INVALID_ARG};
  Bytes rest = list.first(size).subspan(k_list_head);
  for (uint16_t left = u16(list, 4); left != 0; --left) {
    if (rest.size() < k_entry_head) return Status{RPC_S_INVALID_ARG};
    const size_t entry = u16(rest, 2);
    if (entry < k_entry_head || entry > rest.size()) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(read_entry(rest.first(entry)));
    rest = rest.subspan(entry);
  }
  return {};
}

Result<void> AccessList::read_entry(Bytes entry) {
  const uint8_t type = entry[0];
  if (type != k_allowed && type != k_denied) return Status{RPC_S_CANNOT_SUPPORT};
  const std::optional<Sid> who = Sid::decode(entry.subspan(k_entry_head));
  if (!who) return Status{RPC_S_INVALID_ARG};
  const bool about_calls = (u32(entry, 4) & (k_call | k_generic_execute | k_generic_all)) != 0;
  if (about_calls && !(entry[1] & k_inherit_only)) entries_.push_back({type == k_allowed, *who});
  return {};
}

bool AccessList::admits(std::span<const Sid> token) const {
  if (everyone_) return true;
  for (const Entry& entry : entries_)
    if (std::ranges::find(token, entry.who) != token.end()) return entry.allow;
  return false;
}

bool AccessList::admits_everyone() const {
  return everyone_ || (!entries_.empty() && entries_.front() == Entry{true, k_sid_everyone});
}

}  // namespace farcall::security
