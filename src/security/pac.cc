// KERB_VALIDATION_INFO in NDR 2.0. The structure has a fixed part of 216 bytes; what its pointers
// point to follows in the order of the pointers (C706 14.3.12.3). Read by hand: of 34 fields ten are
// of interest, and this folder lies below the one with the NDR engine. Every count is compared with
// the bytes that are left before anything is kept.
#include "security/pac.h"

#include <algorithm>

#include "base/utf.h"
#include "wire/cursor.h"

namespace farcall::security {
namespace {

using wire::Cursor;

constexpr size_t k_serialization_headers = 16;  // common and private, 8 bytes each
constexpr size_t k_fixed_part = 216;

// Offsets in the fixed part.
constexpr size_t k_effective_name = 48;  // the first of six strings
constexpr size_t k_user_id = 100;
constexpr size_t k_primary_group_id = 104;
constexpr size_t k_group_count = 108;
constexpr size_t k_group_ids = 112;
constexpr size_t k_logon_server = 136;  // the first of two strings
constexpr size_t k_logon_domain_id = 152;
constexpr size_t k_sid_count = 196;
constexpr size_t k_extra_sids = 200;
constexpr size_t k_resource_domain_sid = 204;
constexpr size_t k_resource_group_count = 208;
constexpr size_t k_resource_group_ids = 212;
constexpr size_t k_string_size = 8;  // RPC_UNICODE_STRING: length, maximum, pointer
constexpr size_t k_member_size = 8;  // GROUP_MEMBERSHIP, KERB_SID_AND_ATTRIBUTES

std::string text_of(Bytes utf16) {
  std::u16string units;
  for (size_t at = 0; at + 1 < utf16.size(); at += 2)
    units += static_cast<char16_t>(wire::load_u16(&utf16[at], false));
  return utf8_from_utf16(units);
}

class LogonInfo {
 public:
  LogonInfo(Bytes fixed, Bytes pointees)
      : fixed_(fixed), pointees_(pointees), size_(pointees.size()) {}

  Result<Account> read() {
    Account account;
    RPC_TRY(account.name, string(k_effective_name));
    for (size_t i = 1; i < 6; ++i) RPC_TRY(skip_string(k_effective_name + i * k_string_size));
    RPC_TRY(const std::vector<uint32_t> groups, members(k_group_ids, k_group_count));
    RPC_TRY(skip_string(k_logon_server));
    RPC_TRY(account.domain, string(k_logon_server + k_string_size));
    RPC_TRY(const std::optional<Sid> domain, sid(k_logon_domain_id));
    RPC_TRY(std::vector<Sid> extra, extra_sids());
    RPC_TRY(const std::optional<Sid> resource_domain, sid(k_resource_domain_sid));
    RPC_TRY(const std::vector<uint32_t> resources,
            members(k_resource_group_ids, k_resource_group_count));
    collect(account, domain, groups, extra);
    if (resource_domain)
      for (const uint32_t rid : resources) account.groups.push_back(resource_domain->with(rid));
    return account;
  }

 private:
  [[nodiscard]] uint32_t field(size_t at) const { return wire::load_u32(&fixed_[at], false); }

  void collect(Account& account, const std::optional<Sid>& domain,
               const std::vector<uint32_t>& groups, std::vector<Sid>& extra) const {
    if (domain) {
      // 0: the user is not of this domain but the first of the extra SIDs ([MS-PAC] 2.5).
      if (field(k_user_id) != 0) account.user = domain->with(field(k_user_id));
      account.groups.push_back(domain->with(field(k_primary_group_id)));
      for (const uint32_t rid : groups)
        if (rid != field(k_primary_group_id)) account.groups.push_back(domain->with(rid));
    }
    if (field(k_user_id) == 0 && !extra.empty()) {
      account.user = extra.front();
      extra.erase(extra.begin());
    }
    account.groups.insert(account.groups.end(), extra.begin(), extra.end());
  }

  Result<void> align() {
    const size_t over = (size_ - pointees_.left()) % 4;
    if (over) RPC_TRY(pointees_.take(4 - over));
    return {};
  }
  Result<uint32_t> u32() {
    RPC_TRY(align());
    return pointees_.u32();
  }

  // The characters of a string field, within its length in bytes.
  Result<std::string> string(size_t at) {
    if (field(at + 4) == 0) return std::string();
    RPC_TRY(u32());  // maximum
    RPC_TRY(const uint32_t offset, u32());
    RPC_TRY(const uint32_t actual, u32());
    if (offset != 0 || actual > pointees_.left() / 2) return Status{RPC_S_PROTOCOL_ERROR};
    RPC_TRY(const Bytes characters, pointees_.take(size_t{actual} * 2));
    const size_t length = field(at) & 0xffff;
    if (length > characters.size()) return Status{RPC_S_PROTOCOL_ERROR};
    return text_of(characters.first(length));
  }
  Result<void> skip_string(size_t at) {
    RPC_TRY(string(at));
    return {};
  }

  // An array of `count` elements of 8 bytes; empty without pointer.
  Result<Cursor> array(size_t pointer_at, size_t count_at) {
    if (field(pointer_at) == 0) return Cursor{{}};
    RPC_TRY(const uint32_t count, u32());
    if (count != field(count_at) || count > pointees_.left() / k_member_size)
      return Status{RPC_S_PROTOCOL_ERROR};
    RPC_TRY(const Bytes elements, pointees_.take(size_t{count} * k_member_size));
    return Cursor{elements};
  }

  // Relative ids.
  Result<std::vector<uint32_t>> members(size_t pointer_at, size_t count_at) {
    RPC_TRY(Cursor elements, array(pointer_at, count_at));
    std::vector<uint32_t> rids;
    while (elements.left()) {
      RPC_TRY(const uint32_t rid, elements.u32());
      RPC_TRY(elements.u32());  // attributes
      rids.push_back(rid);
    }
    return rids;
  }

  Result<std::vector<Sid>> extra_sids() {
    RPC_TRY(Cursor elements, array(k_extra_sids, k_sid_count));
    size_t present = 0;
    while (elements.left()) {
      RPC_TRY(const uint32_t pointer, elements.u32());
      RPC_TRY(elements.u32());  // attributes
      present += pointer != 0;
    }
    std::vector<Sid> sids;
    for (; present; --present) {
      RPC_TRY(Sid sid, read_sid());
      sids.push_back(std::move(sid));
    }
    return sids;
  }

  Result<std::optional<Sid>> sid(size_t at) {
    if (field(at) == 0) return std::optional<Sid>();
    RPC_TRY(Sid found, read_sid());
    return std::optional<Sid>(std::move(found));
  }

  // [MS-DTYP] 2.4.2.3.
  Result<Sid> read_sid() {
    static constexpr uint32_t k_most = 15;
    RPC_TRY(const uint32_t maximum, u32());
    RPC_TRY(const Bytes head, pointees_.take(8));
    if (head[0] != 1 || head[1] != maximum || maximum > k_most) return Status{RPC_S_PROTOCOL_ERROR};
    Sid found;
    for (const uint8_t byte : head.subspan(2)) found.authority = found.authority << 8 | byte;
    for (uint32_t i = 0; i < maximum; ++i) {
      RPC_TRY(const uint32_t part, pointees_.u32());
      found.sub_authorities.push_back(part);
    }
    return found;
  }

  Bytes fixed_;
  Cursor pointees_;
  size_t size_;
};

}  // namespace

std::optional<Account> read_logon_info(Bytes encoded) {
  static constexpr uint8_t k_headers[] = {1, 0x10, 8, 0};  // version, little-endian, its length
  const size_t start = k_serialization_headers + 4;        // the pointer to the structure
  if (encoded.size() < start + k_fixed_part) return std::nullopt;
  if (!std::ranges::equal(encoded.first(4), k_headers)) return std::nullopt;
  if (wire::load_u32(&encoded[k_serialization_headers], false) == 0) return std::nullopt;
  const Result<Account> account =
      LogonInfo{encoded.subspan(start, k_fixed_part), encoded.subspan(start + k_fixed_part)}.read();
  if (!account) return std::nullopt;
  return *account;
}

}  // namespace farcall::security
