// Credentials: getting the library's for an identity or a keytab. Everything here blocks (KDC,
// files) and may run on any thread; what it gives may be used by several handshakes at once.
#pragma once

#include <memory>

#include "security/gss/failure.h"
#include "security/gss/handles.h"
#include "security/gss/names.h"
#include "security/terms.h"

namespace farcall::security::gss {

// A credential for one mechanism, wrapped in SPNEGO's or not.
struct Wanted {
  Mechanism mechanism = Mechanism::kerberos;
  bool spnego = false;
  friend bool operator==(const Wanted&, const Wanted&) = default;
};

using SharedCredential = std::shared_ptr<const Credential>;

// Null on failure, which is then explained.
SharedCredential acquire_initiator(const Identity& identity, Wanted wanted, Failure& failure);
SharedCredential acquire_acceptor(const ServerTerms& terms, Wanted wanted, Failure& failure);

// Whether it is still good for a handshake.
[[nodiscard]] bool is_fresh(const Credential& credential);

}  // namespace farcall::security::gss
