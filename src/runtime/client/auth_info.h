// AuthInfo: what RpcBindingSetAuthInfo has settled for a binding: mechanism, identity, target,
// level.
//
// A value that never changes once it is made; bindings, association groups and calls share it. The
// initiator keeps the credentials, so all connections of a group use the same.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "security/provider.h"
#include "security/terms.h"

namespace farcall::runtime::client {

struct AuthInfo {
  uint8_t auth_type = 0;
  security::ClientTerms terms;
  std::shared_ptr<security::Initiator> initiator;
  // The program's, told back to it and nothing else.
  uint32_t authorization = 0;  // RPC_C_AUTHZ_*
  void* identity = nullptr;    // its RPC_AUTH_IDENTITY_HANDLE
};

// Asks the mechanism of this type; does not block. Errors as Provider::initiator().
Result<std::shared_ptr<AuthInfo>> make_auth_info(uint8_t auth_type, security::ClientTerms terms);

// Whether two bindings may share connections.
bool same_terms(const std::shared_ptr<const AuthInfo>& a, const std::shared_ptr<const AuthInfo>& b);

}  // namespace farcall::runtime::client
