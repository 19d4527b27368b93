// Registration and look-up of the server's mechanisms.
#include "runtime/server/acceptors.h"

#include <utility>

#include "security/mechanisms.h"

namespace farcall::runtime {

Result<void> Acceptors::add(uint8_t auth_type, const security::ServerTerms& terms) {
  RPC_TRY(security::Provider & provider, security::find_provider(auth_type));
  RPC_TRY(std::shared_ptr<security::Acceptor> acceptor, provider.acceptor(terms));
  add(std::move(acceptor));
  const std::lock_guard lock(mutex_);
  terms_[auth_type] = terms;
  return {};
}

std::optional<security::ServerTerms> Acceptors::terms(uint8_t auth_type) const {
  const std::lock_guard lock(mutex_);
  const auto found = terms_.find(auth_type);
  return found == terms_.end() ? std::nullopt : std::optional(found->second);
}

void Acceptors::add(std::shared_ptr<security::Acceptor> acceptor) {
  const std::lock_guard lock(mutex_);
  acceptors_.push_back(std::move(acceptor));
}

security::Acceptor* Acceptors::find(uint8_t auth_type) const {
  const std::lock_guard lock(mutex_);
  for (auto at = acceptors_.rbegin(); at != acceptors_.rend(); ++at)
    if ((*at)->auth_type() == auth_type) return at->get();
  return nullptr;
}

}  // namespace farcall::runtime
