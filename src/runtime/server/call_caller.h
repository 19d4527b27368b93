// CallCaller: who has made a call, as the API tells it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "security/terms.h"

namespace farcall::runtime {

class ServerCall;

struct CallCaller {
  std::string client_name;  // DOMAIN\user, or user@REALM
  std::string server_name;  // the principal that was called; can be empty
  uint8_t auth_type = 0;    // RPC_C_AUTHN_*
  uint8_t auth_level = 0;   // RPC_C_AUTHN_LEVEL_*
  security::Impersonation impersonation = security::Impersonation::identify;
};

// Nothing: the caller is unauthenticated. Any thread that holds the call (Server::visit_call).
std::optional<CallCaller> caller_of(const ServerCall& call);
// The name again, in UTF-16, in memory that lives as long as the call's connection.
const char16_t* privileges_of(const ServerCall& call, const std::u16string& name);

}  // namespace farcall::runtime
