// A server's mechanisms (RpcServerRegisterAuthInfo) and what it may ask about its callers
// (RpcBindingInqAuthClient).
#include <farcall/farcall.h>
#include <farcall/sdk/rpc.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "capi/guard.h"
#include "capi/process.h"
#include "capi/security_terms.h"
#include "capi/server_call.h"
#include "capi/text.h"
#include "runtime/server/call_caller.h"

using namespace farcall;
using capi::Process;

namespace {

// SPNEGO takes NTLM from its clients only where the program has named NTLM as well, and then those
// users whom NTLM has.
Result<void> add_acceptor(uint8_t type, security::ServerTerms terms) {
  runtime::Acceptors& acceptors = Process::get().server().acceptors();
  const std::optional<security::ServerTerms> ntlm = acceptors.terms(security::k_ntlm);
  terms.ntlm = type == security::k_ntlm || ntlm.has_value();
  if (ntlm && type == security::k_spnego && terms.ntlm_users.empty())
    terms.ntlm_users = ntlm->ntlm_users;
  RPC_TRY(acceptors.add(type, terms));
  if (type != security::k_ntlm) return {};
  std::optional<security::ServerTerms> spnego = acceptors.terms(security::k_spnego);
  if (!spnego) return {};
  spnego->ntlm = true;
  if (spnego->ntlm_users.empty()) spnego->ntlm_users = terms.ntlm_users;
  return acceptors.add(security::k_spnego, *spnego);
}

Result<void> register_service(ULONG service, std::string principal, std::string keytab,
                              std::string users) {
  RPC_TRY(const uint8_t type, capi::auth_type_from(service));
  security::ServerTerms terms;
  terms.principal = std::move(principal);
  terms.keytab = std::move(keytab);
  terms.ntlm_users = std::move(users);
  return add_acceptor(type, std::move(terms));
}

template <class Unit>
RPC_STATUS register_auth(const Unit* principal, ULONG service) {
  return capi::guard([&] { return register_service(service, capi::from_text(principal), {}, {}); });
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

std::string user_name() {
  std::array<char, 4096> room;
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, room.data(), room.size(), &found) == 0 && found)
    return found->pw_name;
  return std::to_string(geteuid());
}

// Of Kerberos the host's own service, of NTLM, which has no names of servers, the account.
template <class Unit>
RPC_STATUS default_principal(ULONG service, Unit** out) {
  return capi::guard([&]() -> Result<void> {
    if (!out) return Status{RPC_S_INVALID_ARG};
    *out = nullptr;
    RPC_TRY(const uint8_t type, capi::auth_type_from(service));
    const std::string name =
        type == security::k_ntlm ? host_name() + "\\" + user_name() : "host/" + host_name();
    return capi::give_text(name, out);
  });
}

template <class Unit>
RPC_STATUS inquire(RPC_BINDING_HANDLE handle, RPC_AUTHZ_HANDLE* privileges, Unit** principal,
                   ULONG* level, ULONG* service, ULONG* authorization) {
  return capi::guard([&]() -> Result<void> {
    std::optional<runtime::CallCaller> caller;
    const char16_t* kept = nullptr;
    const Result<void> seen =
        capi::with_server_call(handle, [&](const runtime::ServerCall& call) -> Result<void> {
          caller = runtime::caller_of(call);
          if (caller && privileges)
            kept = runtime::privileges_of(call, capi::utf16_from_utf8(caller->client_name));
          return {};
        });
    if (!seen.ok() && handle && Process::get().bindings().find(handle).ok())
      return Status{RPC_S_WRONG_KIND_OF_BINDING};
    RPC_TRY(seen);
    if (!caller) return Status{RPC_S_BINDING_HAS_NO_AUTH};
    RPC_TRY(capi::give_text(caller->server_name, principal));
    if (privileges) *privileges = const_cast<char16_t*>(kept);
    if (level) *level = caller->auth_level;
    if (service) *service = caller->auth_type;
    if (authorization) *authorization = RPC_C_AUTHZ_NONE;
    return {};
  });
}

}  // namespace

extern "C" {

int32_t FarcallServerRegisterAuthInfo(const char* principal, uint32_t service, const char* keytab,
                                      const char* ntlm_users) {
  return capi::guard([&] {
    const auto text = [](const char* given) { return std::string(given ? given : ""); };
    return register_service(service, text(principal), text(keytab), text(ntlm_users));
  });
}

RPC_STATUS RPC_ENTRY RpcServerRegisterAuthInfoA(RPC_CSTR ServerPrincName, ULONG AuthnSvc,
                                                RPC_AUTH_KEY_RETRIEVAL_FN, void*) {
  return register_auth(ServerPrincName, AuthnSvc);
}

RPC_STATUS RPC_ENTRY RpcServerRegisterAuthInfoW(RPC_WSTR ServerPrincName, ULONG AuthnSvc,
                                                RPC_AUTH_KEY_RETRIEVAL_FN, void*) {
  return register_auth(ServerPrincName, AuthnSvc);
}

RPC_STATUS RPC_ENTRY RpcServerInqDefaultPrincNameA(ULONG AuthnSvc, RPC_CSTR* PrincName) {
  return default_principal(AuthnSvc, PrincName);
}

RPC_STATUS RPC_ENTRY RpcServerInqDefaultPrincNameW(ULONG AuthnSvc, RPC_WSTR* PrincName) {
  return default_principal(AuthnSvc, PrincName);
}

RPC_STATUS RPC_ENTRY RpcBindingInqAuthClientA(RPC_BINDING_HANDLE ClientBinding,
                                              RPC_AUTHZ_HANDLE* Privs, RPC_CSTR* ServerPrincName,
                                              ULONG* AuthnLevel, ULONG* AuthnSvc, ULONG* AuthzSvc) {
  return inquire(ClientBinding, Privs, ServerPrincName, AuthnLevel, AuthnSvc, AuthzSvc);
}

RPC_STATUS RPC_ENTRY RpcBindingInqAuthClientW(RPC_BINDING_HANDLE ClientBinding,
                                              RPC_AUTHZ_HANDLE* Privs, RPC_WSTR* ServerPrincName,
                                              ULONG* AuthnLevel, ULONG* AuthnSvc, ULONG* AuthzSvc) {
  return inquire(ClientBinding, Privs, ServerPrincName, AuthnLevel, AuthnSvc, AuthzSvc);
}

// Flags concern certificates, which no mechanism here has.
RPC_STATUS RPC_ENTRY RpcBindingInqAuthClientExA(RPC_BINDING_HANDLE ClientBinding,
                                                RPC_AUTHZ_HANDLE* Privs, RPC_CSTR* ServerPrincName,
                                                ULONG* AuthnLevel, ULONG* AuthnSvc, ULONG* AuthzSvc,
                                                ULONG) {
  return inquire(ClientBinding, Privs, ServerPrincName, AuthnLevel, AuthnSvc, AuthzSvc);
}

RPC_STATUS RPC_ENTRY RpcBindingInqAuthClientExW(RPC_BINDING_HANDLE ClientBinding,
                                                RPC_AUTHZ_HANDLE* Privs, RPC_WSTR* ServerPrincName,
                                                ULONG* AuthnLevel, ULONG* AuthnSvc, ULONG* AuthzSvc,
                                                ULONG) {
  return inquire(ClientBinding, Privs, ServerPrincName, AuthnLevel, AuthnSvc, AuthzSvc);
}

RPC_STATUS RPC_ENTRY RpcMgmtInqDefaultProtectLevel(ULONG AuthnSvc, ULONG* AuthnLevel) {
  return capi::guard([&]() -> Result<void> {
    if (!AuthnLevel) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(capi::auth_type_from(AuthnSvc));
    RPC_TRY(const uint8_t level, capi::auth_level_from(RPC_C_AUTHN_LEVEL_DEFAULT));
    *AuthnLevel = level;
    return {};
  });
}

}  // extern "C"
