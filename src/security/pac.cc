// KERB_VALIDATION_INFO, unmarshalled by the server stub of logon_info.idl: its "manager" makes the account of it. The NDR
// engine compares every count with the bytes that are left before it takes memory, and the memory is given back here.
#include "security/pac.h"

#include <farcall/sdk/rpcdcep.h>
#include <farcall/stub/frames.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "base/utf.h"
#include "logon_info.h"
#include "ndr/pickling.h"
#include "ndr/unmarshal_memory.h"

namespace farcall::security {
namespace {

constexpr uint32_t k_most_sub_authorities = 15;

std::string text_of(const RPC_UNICODE_STRING& string) {
  if (!string.Buffer) return {};
  return utf8_from_utf16(
      {reinterpret_cast<const char16_t*>(string.Buffer), size_t{string.Length} / 2});
}

// [MS-DTYP] 2.4.2.3.
std::optional<Sid> sid_of(const RPC_SID& sid) {
  if (sid.Revision != 1 || sid.SubAuthorityCount > k_most_sub_authorities) return std::nullopt;
  Sid found;
  for (const uint8_t byte : sid.IdentifierAuthority.Value)
    found.authority = found.authority << 8 | byte;
  found.sub_authorities.assign(sid.SubAuthority, sid.SubAuthority + sid.SubAuthorityCount);
  return found;
}

// Makes an account of what was unmarshalled; after a SID that is none it is no account.
class AccountReader {
 public:
  std::optional<Account> read(const KERB_VALIDATION_INFO& info) {
    account_.name = text_of(info.EffectiveName);
    account_.domain = text_of(info.LogonDomainName);
    add_own_domain(info);
    add_extra(info);
    add_resource_groups(info);
    if (!valid_) return std::nullopt;
    return std::move(account_);
  }

 private:
  Sid checked(const RPC_SID& sid) {
    std::optional<Sid> found = sid_of(sid);
    valid_ &= found.has_value();
    return std::move(found).value_or(Sid{});
  }

  void add_own_domain(const KERB_VALIDATION_INFO& info) {
    if (!info.LogonDomainId) return;
    const Sid domain = checked(*info.LogonDomainId);
    if (info.UserId != 0) account_.user = domain.with(info.UserId);
    account_.groups.push_back(domain.with(info.PrimaryGroupId));
    for (uint32_t i = 0; info.GroupIds && i < info.GroupCount; ++i)
      if (const uint32_t rid = info.GroupIds[i].RelativeId; rid != info.PrimaryGroupId)
        account_.groups.push_back(domain.with(rid));
  }

  // Without a relative id the user is not of this domain but the first of these ([MS-PAC] 2.5).
  void add_extra(const KERB_VALIDATION_INFO& info) {
    bool is_user = info.UserId == 0;
    for (uint32_t i = 0; info.ExtraSids && i < info.SidCount; ++i) {
      if (!info.ExtraSids[i].Sid) continue;
      Sid sid = checked(*info.ExtraSids[i].Sid);
      if (is_user)
        account_.user = std::move(sid);
      else
        account_.groups.push_back(std::move(sid));
      is_user = false;
    }
  }

  void add_resource_groups(const KERB_VALIDATION_INFO& info) {
    if (!info.ResourceGroupDomainSid) return;
    const Sid domain = checked(*info.ResourceGroupDomainSid);
    for (uint32_t i = 0; info.ResourceGroupIds && i < info.ResourceGroupCount; ++i)
      account_.groups.push_back(domain.with(info.ResourceGroupIds[i].RelativeId));
  }

  Account account_;
  bool valid_ = true;
};

// The octets behind the headers; none: they are of another version, or big-endian, which a PAC never is.
std::optional<Bytes> body_of(Bytes encoded) {
  constexpr size_t k_headers = 2 * ndr::k_version_size;
  if (encoded.size() < k_headers) return std::nullopt;
  const Result<ndr::TypeFormat> format = ndr::read_version(encoded.first(ndr::k_version_size));
  if (!format || format->version != 1 || format->swapped) return std::nullopt;
  const Bytes body = encoded.subspan(k_headers);
  const uint32_t length = ndr::read_private_header(&encoded[ndr::k_version_size], *format);
  if (length > body.size()) return std::nullopt;
  return body.first(length);
}

const RPC_SERVER_INTERFACE& interface() {
  return *static_cast<const RPC_SERVER_INTERFACE*>(farcall_logon_info_v1_0_s_ifspec);
}

}  // namespace

std::optional<Account> read_logon_info(Bytes encoded) {
  const std::optional<Bytes> body = body_of(encoded);
  if (!body) return std::nullopt;
  const stub::ServerOperation& operation =
      *static_cast<const stub::ServerInterface*>(interface().InterpreterInfo)->operations;
  BufferPool buffers;
  Arena arena(buffers);
  const stub::UserAllocator none{};  // [in] data that nobody changes lives in the arena
  const Limits limits;
  ndr::UnmarshalMemory memory(arena, none, limits);
  stub::StubInput input = memory.open(*body, false);
  void* const frame = arena.allocate(operation.frame_size);
  if (!frame) return std::nullopt;
  std::memset(frame, 0, operation.frame_size);
  operation.get_in(stub::SyntaxKind::ndr20, input, frame);
  if (input.status != RPC_S_OK) return std::nullopt;
  std::optional<Account> account;
  operation.invoke(frame, {&account, nullptr, interface().DefaultManagerEpv});
  return account;
}

}  // namespace farcall::security

// The manager of logon_info.idl.
extern "C" void farcall_s_ReadLogonInfo(handle_t account, KERB_VALIDATION_INFO* info) {
  using namespace farcall::security;  // NOLINT: of this file
  if (info) *static_cast<std::optional<Account>*>(account) = AccountReader().read(*info);
}
