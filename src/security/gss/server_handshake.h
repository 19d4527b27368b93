// The server's side of a handshake.
#pragma once

#include <optional>

#include "security/gss/credentials.h"
#include "security/gss/handshake.h"
#include "security/ntlm/guard.h"

namespace farcall::security::gss {

// The keys of one registration; null where it does not serve that mechanism.
struct ServerKeys {
  SharedCredential kerberos;
  SharedCredential ntlm;
};

class ServerHandshake final : public Handshake {
 public:
  ServerHandshake(ServerKeys keys, uint8_t auth_type)
      : keys_(std::move(keys)), auth_type_(auth_type) {}
  bool step(Bytes token, Step& step, Failure& failure) override;
  [[nodiscard]] Mechanism mechanism() const override { return *chosen_; }
  [[nodiscard]] bool is_client() const override { return false; }

 private:
  bool choose(Bytes token, Failure& failure);
  [[nodiscard]] std::optional<Mechanism> mechanism_of(Bytes token) const;
  [[nodiscard]] std::optional<Mechanism> preferred(Bytes token) const;
  bool accept(Bytes token, Step& step, Failure& failure);

  ServerKeys keys_;
  uint8_t auth_type_;
  std::optional<Mechanism> chosen_;
  SharedCredential credential_;
  std::optional<ntlm::TokenGuard> guard_;
};

}  // namespace farcall::security::gss
