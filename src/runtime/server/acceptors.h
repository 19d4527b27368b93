// Acceptors: the mechanisms with which this process authenticates its clients
// (RpcServerRegisterAuthInfo), one for each auth_type.
//
// The one registered last counts for new handshakes. None is ever removed: contexts that it has
// made may live as long as the server. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "security/provider.h"
#include "security/terms.h"

namespace farcall::runtime {

class Acceptors {
 public:
  // Blocks (keytab). Errors as Provider::acceptor().
  Result<void> add(uint8_t auth_type, const security::ServerTerms& terms);
  void add(std::shared_ptr<security::Acceptor> acceptor);
  // What the one that counts was made with; none: there is none, or it was made otherwise.
  [[nodiscard]] std::optional<security::ServerTerms> terms(uint8_t auth_type) const;
  // nullptr when there is none.
  [[nodiscard]] security::Acceptor* find(uint8_t auth_type) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<security::Acceptor>> acceptors_;
  std::map<uint8_t, security::ServerTerms> terms_;
};

}  // namespace farcall::runtime
