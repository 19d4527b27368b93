// Terms: what a program settles before a handshake, on the client and on the server
// (RpcBindingSetAuthInfoEx, RpcServerRegisterAuthInfo). Text is UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "security/access_list.h"
#include "security/policy.h"
#include "security/secret.h"

namespace farcall::security {

// The trailer's auth_type (RPC_C_AUTHN_*, [MS-RPCE] 2.2.1.1.7) and auth_level (2.2.1.1.8).
inline constexpr uint8_t k_spnego = 9;
inline constexpr uint8_t k_ntlm = 10;
inline constexpr uint8_t k_kerberos = 16;
inline constexpr uint8_t k_level_connect = 2;
inline constexpr uint8_t k_level_call = 3;
inline constexpr uint8_t k_level_pkt = 4;
inline constexpr uint8_t k_level_integrity = 5;
inline constexpr uint8_t k_level_privacy = 6;

enum class Impersonation : uint8_t { anonymous = 1, identify, impersonate, delegate };

// Without a user the process's own: ticket cache, client keytab, NTLM user file.
struct Identity {
  std::string user;
  std::string domain;  // realm or NetBIOS domain; empty: the default
  Secret password;
  Secret nt_hash;             // 32 hex digits, instead of the password; NTLM only
  std::string client_keytab;  // of `user`, instead of the password; Kerberos only
  friend bool operator==(const Identity&, const Identity&) = default;
};

struct ClientTerms {
  uint8_t auth_level = k_level_privacy;
  Identity identity;
  // Server principal: `service/host`, `service/host@REALM` or `user@REALM`. Without one, Kerberos
  // is not possible.
  std::string target;
  bool mutual =
      false;  // the server must prove its name too: refuses NTLM, unless `server` is given
  // Over ncalrpc: the account that the server must run as, which the kernel tells
  // (runtime/client/server_identity.h). Mechanisms do not look at it.
  std::optional<AccessList> server;
  bool ntlm = false;  // SPNEGO may end in NTLM where the policy says `named`
  Impersonation impersonation = Impersonation::impersonate;
  Policy policy = Policy::of_process();
};

struct ServerTerms {
  std::string principal;   // as `target`; empty: every key of the keytab serves
  std::string keytab;      // empty: the process's (KRB5_KTNAME)
  std::string ntlm_users;  // the file of them; empty: the process's (NTLM_USER_FILE), or winbind
  bool ntlm = false;       // as above
  Policy policy = Policy::of_process();
};

}  // namespace farcall::security
