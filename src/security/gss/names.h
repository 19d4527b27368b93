// Names: a program's words for principals, in the form that each mechanism takes.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "security/gss/handles.h"
#include "security/gss/oids.h"
#include "security/terms.h"

namespace farcall::security::gss {

enum class Mechanism : uint8_t { kerberos = k_kerberos, ntlm = k_ntlm };

[[nodiscard]] const Oid& oid_of(Mechanism mechanism);

// `service/host` and `user@REALM` as Kerberos principals, taken literally: a host-based name would
// go through the resolver. NTLM takes `service@host` only, and checks nothing of it.
Result<Name> import_target(std::string_view target, Mechanism mechanism);
// RPC_S_INVALID_AUTH_IDENTITY: not a name.
Result<Name> import_user(const Identity& identity, Mechanism mechanism);
Result<Name> import_acceptor(std::string_view principal);

// Empty when the mechanism cannot say.
[[nodiscard]] std::string display(gss_name_t name);

// Whether `full` (svc/host@REALM) is the principal that a program called `wanted`, with or without
// realm.
[[nodiscard]] bool names_principal(std::string_view wanted, std::string_view full);

}  // namespace farcall::security::gss
