// Credentials kept per identity and mechanism: getting one asks the KDC, or hashes a password, so
// that bindings with the same identity share it.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "security/gss/client_handshake.h"

namespace farcall::security::gss {

// Explicit identities, of the whole process. Any thread; a caller that needs one being fetched
// waits for it.
class CredentialCache {
 public:
  static constexpr size_t k_capacity = 64;

  SharedCredential get(const Identity& identity, Wanted wanted, Failure& failure);

 private:
  struct Entry {
    Identity identity;
    Wanted wanted;
    std::mutex fetching;
    SharedCredential credential;
  };
  std::shared_ptr<Entry> find(const Identity& identity, Wanted wanted);

  std::mutex mutex_;
  std::vector<std::shared_ptr<Entry>> entries_;  // the longest unused first
};

// The credentials of one initiator. An explicit identity's come from the cache. The process's own
// are fetched once and kept (RPC_C_QOS_IDENTITY_STATIC), until they expire.
class InitiatorCredentials final : public CredentialSource {
 public:
  InitiatorCredentials(CredentialCache& cache, Identity identity)
      : cache_(cache), identity_(std::move(identity)) {}
  SharedCredential get(Wanted wanted, Failure& failure) override;

 private:
  CredentialCache& cache_;
  const Identity identity_;
  std::mutex mutex_;
  Wanted kept_for_;
  SharedCredential kept_;
};

}  // namespace farcall::security::gss
