// The providers of Kerberos, NTLM and SPNEGO.
#pragma once

#include <memory>

#include "security/gss/credential_cache.h"
#include "security/provider.h"

namespace farcall::security::gss {

class GssProvider final : public Provider {
 public:
  // `cache` is shared by the mechanisms and outlives them.
  GssProvider(uint8_t auth_type, CredentialCache& cache) : auth_type_(auth_type), cache_(cache) {}

  [[nodiscard]] uint8_t auth_type() const override { return auth_type_; }
  Result<std::shared_ptr<Initiator>> initiator(const ClientTerms& terms) override;
  Result<std::shared_ptr<Acceptor>> acceptor(const ServerTerms& terms) override;

 private:
  uint8_t auth_type_;
  CredentialCache& cache_;
};

// Whether the library has it: the NTLM plugin is a package of its own.
[[nodiscard]] bool is_installed(Mechanism mechanism);

}  // namespace farcall::security::gss
