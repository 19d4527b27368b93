// The client's side of a handshake.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "security/gss/credentials.h"
#include "security/gss/handshake.h"

namespace farcall::security::gss {

// Where credentials come from: kept by the initiator, or for the whole process.
class CredentialSource {
 public:
  virtual ~CredentialSource() = default;
  virtual SharedCredential get(Wanted wanted, Failure& failure) = 0;
};

struct ClientPlan {
  std::shared_ptr<CredentialSource> credentials;
  std::vector<Wanted> candidates;  // the first that gets as far as a token is used
  std::string target;
  OM_uint32 flags = 0;
};

class ClientHandshake final : public Handshake {
 public:
  explicit ClientHandshake(ClientPlan plan) : plan_(std::move(plan)) {}
  bool step(Bytes token, Step& step, Failure& failure) override;
  [[nodiscard]] Mechanism mechanism() const override { return chosen_.mechanism; }
  [[nodiscard]] bool is_client() const override { return true; }

 private:
  bool begin(Step& step, Failure& failure);
  bool begin_with(Wanted candidate, Step& step, Failure& failure);
  bool advance(Bytes token, Step& step, Failure& failure);

  ClientPlan plan_;
  Wanted chosen_;
  SharedCredential credential_;
  Name target_;
};

}  // namespace farcall::security::gss
