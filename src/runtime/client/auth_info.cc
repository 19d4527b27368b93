// Making and comparing the security settings of bindings.
#include "runtime/client/auth_info.h"

#include <utility>

#include "security/mechanisms.h"

namespace farcall::runtime::client {

Result<std::shared_ptr<AuthInfo>> make_auth_info(uint8_t auth_type, security::ClientTerms terms) {
  RPC_TRY(security::Provider & provider, security::find_provider(auth_type));
  auto made = std::make_shared<AuthInfo>();
  made->auth_type = auth_type;
  made->terms = std::move(terms);
  RPC_TRY(made->initiator, provider.initiator(made->terms));
  return made;
}

bool same_terms(const std::shared_ptr<const AuthInfo>& a,
                const std::shared_ptr<const AuthInfo>& b) {
  if (a == b) return true;
  if (!a || !b) return false;
  const security::ClientTerms& left = a->terms;
  const security::ClientTerms& right = b->terms;
  return a->auth_type == b->auth_type && left.auth_level == right.auth_level &&
         left.target == right.target && left.mutual == right.mutual && left.ntlm == right.ntlm &&
         left.server == right.server && left.impersonation == right.impersonation &&
         left.identity == right.identity && left.policy == right.policy;
}

}  // namespace farcall::runtime::client
