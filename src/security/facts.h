// Facts: what both sides know once a handshake is complete. Nothing here is a claim of the peer
// that the mechanism has not verified.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "security/secret.h"
#include "security/sid.h"
#include "security/terms.h"

namespace farcall::security {

// What the domain says about the client: its PAC (KERB_VALIDATION_INFO, [MS-PAC] 2.5).
struct Account {
  std::string name;
  std::string domain;  // NetBIOS
  Sid user;
  std::vector<Sid> groups;  // primary group, groups, extra SIDs, resource groups
};

struct Facts {
  uint8_t mechanism = 0;    // k_kerberos or k_ntlm; inside SPNEGO the one it agreed on
  std::string client_name;  // user@REALM or DOMAIN\user
  std::string server_name;  // svc/host@REALM; of NTLM empty
  bool mutual = false;      // the server's name was proved to the client
  Impersonation impersonation = Impersonation::impersonate;
  std::optional<std::chrono::system_clock::time_point> expiry;
  std::optional<std::string> local_user;  // server: the local account it maps to
  std::optional<Account> account;         // server: from the PAC
  Secret session_key;                     // RpcBindingInqAuth…, SMB-like uses; raw octets

  // DOMAIN\user as Windows names the client: from the account if there is one, else client_name.
  [[nodiscard]] std::string windows_name() const;
};

}  // namespace farcall::security
