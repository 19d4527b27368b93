// Reads what the program named, and compares it with what the kernel says.
#include "runtime/client/server_identity.h"

#include <optional>
#include <vector>

#include "base/log.h"
#include "runtime/client/auth_info.h"
#include "transport/peer_credentials.h"

namespace farcall::runtime::client {
namespace {

using security::Sid;

std::vector<Sid> sids_of(const transport::PeerCredentials& server) {
  std::vector<Sid> sids{security::k_sid_everyone, security::k_sid_authenticated_users,
                        security::k_sid_local, security::unix_user_sid(server.uid),
                        security::unix_group_sid(server.gid)};
  if (server.uid != 0) return sids;
  sids.push_back(security::k_sid_system);
  sids.push_back(security::k_sid_administrators);
  return sids;
}

}  // namespace

Result<security::AccessList> server_from_sid(const void* sid) {
  constexpr size_t k_most = 15;  // sub-authorities
  const auto* const bytes = static_cast<const uint8_t*>(sid);
  if (bytes[0] != 1 || bytes[1] > k_most) return Status{RPC_S_INVALID_ARG};
  std::optional<Sid> found = Sid::decode({bytes, 8 + size_t{4} * bytes[1]});
  if (!found) return Status{RPC_S_INVALID_ARG};
  return security::AccessList::of(std::move(*found));
}

Result<security::AccessList> server_from_descriptor(const void* descriptor) {
  const auto* const bytes = static_cast<const uint8_t*>(descriptor);
  return security::AccessList::from_descriptor({bytes, security::descriptor_size(bytes)});
}

Status check_server(const AuthInfo* auth, int descriptor) {
  if (!auth || !auth->terms.server) return Status{};
  const std::optional<transport::PeerCredentials> server = transport::peer_credentials(descriptor);
  if (server && auth->terms.server->admits(sids_of(*server))) return Status{};
  log(Level::warn, "client.wrong_server",
      "the server runs as uid %d, which is not the account that the program named "
      "(RPC_SECURITY_QOS)",
      server ? static_cast<int>(server->uid) : -1);
  return Status{RPC_S_ACCESS_DENIED};
}

}  // namespace farcall::runtime::client
