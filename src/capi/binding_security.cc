// RpcBindingSetAuthInfo and RpcBindingInqAuthInfo with their variants: a client's security settings.
#include <farcall/sdk/rpc.h>

#include <utility>

#include "capi/guard.h"
#include "capi/process.h"
#include "capi/security_terms.h"
#include "capi/text.h"

using namespace farcall;
using capi::Process;
using runtime::client::AuthInfo;
using runtime::client::BindingRef;

namespace {

template <class Unit>
RPC_STATUS set(RPC_BINDING_HANDLE handle, const Unit* principal, ULONG level, ULONG service,
               RPC_AUTH_IDENTITY_HANDLE identity, ULONG authorization,
               const RPC_SECURITY_QOS* qos) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(BindingRef binding, Process::get().bindings().find(handle));
    if (service == RPC_C_AUTHN_NONE || level == RPC_C_AUTHN_LEVEL_NONE) {
      binding->set_auth(nullptr);
      return {};
    }
    RPC_TRY(const uint8_t type, capi::auth_type_from(service));
    security::ClientTerms terms;
    RPC_TRY(terms.auth_level, capi::auth_level_from(level));
    RPC_TRY(terms.identity, capi::identity_from(identity));
    terms.target = capi::from_text(principal);
    RPC_TRY(capi::apply_qos(qos, binding->is_local(), terms));
    RPC_TRY(std::shared_ptr<AuthInfo> info,
            runtime::client::make_auth_info(type, std::move(terms)));
    info->authorization = authorization;
    info->identity = identity;
    binding->set_auth(std::move(info));
    return {};
  });
}

template <class Unit>
RPC_STATUS inquire(RPC_BINDING_HANDLE handle, Unit** principal, ULONG* level, ULONG* service,
                   RPC_AUTH_IDENTITY_HANDLE* identity, ULONG* authorization,
                   RPC_SECURITY_QOS* qos) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(BindingRef binding, Process::get().bindings().find(handle));
    const std::shared_ptr<const AuthInfo> info = binding->auth();
    if (!info) return Status{RPC_S_BINDING_HAS_NO_AUTH};
    RPC_TRY(capi::give_text(info->terms.target, principal));
    if (level) *level = info->terms.auth_level;
    if (service) *service = info->auth_type;
    if (identity) *identity = info->identity;
    if (authorization) *authorization = info->authorization;
    if (qos) capi::fill_qos(info->terms, *qos);
    return {};
  });
}

template <class Unit>
RPC_STATUS inquire_ex(RPC_BINDING_HANDLE handle, Unit** principal, ULONG* level, ULONG* service,
                      RPC_AUTH_IDENTITY_HANDLE* identity, ULONG* authorization, ULONG version,
                      RPC_SECURITY_QOS* qos) {
  if (version != RPC_C_SECURITY_QOS_VERSION) return RPC_S_INVALID_ARG;
  return inquire(handle, principal, level, service, identity, authorization, qos);
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoA(RPC_BINDING_HANDLE Binding, RPC_CSTR ServerPrincName,
                                            ULONG AuthnLevel, ULONG AuthnSvc,
                                            RPC_AUTH_IDENTITY_HANDLE AuthIdentity, ULONG AuthzSvc) {
  return set(Binding, ServerPrincName, AuthnLevel, AuthnSvc, AuthIdentity, AuthzSvc, nullptr);
}

RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoW(RPC_BINDING_HANDLE Binding, RPC_WSTR ServerPrincName,
                                            ULONG AuthnLevel, ULONG AuthnSvc,
                                            RPC_AUTH_IDENTITY_HANDLE AuthIdentity, ULONG AuthzSvc) {
  return set(Binding, ServerPrincName, AuthnLevel, AuthnSvc, AuthIdentity, AuthzSvc, nullptr);
}

RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoExA(RPC_BINDING_HANDLE Binding, RPC_CSTR ServerPrincName,
                                              ULONG AuthnLevel, ULONG AuthnSvc,
                                              RPC_AUTH_IDENTITY_HANDLE AuthIdentity, ULONG AuthzSvc,
                                              RPC_SECURITY_QOS* SecurityQos) {
  return set(Binding, ServerPrincName, AuthnLevel, AuthnSvc, AuthIdentity, AuthzSvc, SecurityQos);
}

RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoExW(RPC_BINDING_HANDLE Binding, RPC_WSTR ServerPrincName,
                                              ULONG AuthnLevel, ULONG AuthnSvc,
                                              RPC_AUTH_IDENTITY_HANDLE AuthIdentity, ULONG AuthzSvc,
                                              RPC_SECURITY_QOS* SecurityQos) {
  return set(Binding, ServerPrincName, AuthnLevel, AuthnSvc, AuthIdentity, AuthzSvc, SecurityQos);
}

RPC_STATUS RPC_ENTRY RpcBindingInqAuthInfoA(RPC_BINDING_HANDLE Binding, RPC_CSTR* ServerPrincName,
                                            ULONG* AuthnLevel, ULONG* AuthnSvc,
                                            RPC_AUTH_IDENTITY_HANDLE* AuthIdentity,
                                            ULONG* AuthzSvc) {
  return inquire(Binding, ServerPrincName, AuthnLevel, AuthnSvc, AuthIdentity, AuthzSvc, nullptr);
}

RPC_STATUS RPC_ENTRY RpcBindingInqAuthInfoW(RPC_BINDING_HANDLE Binding, RPC_WSTR* ServerPrincName,
                                            ULONG* AuthnLevel, ULONG* AuthnSvc,
                                            RPC_AUTH_IDENTITY_HANDLE* AuthIdentity,
                                            ULONG* AuthzSvc) {
  return inquire(Binding, ServerPrincName, AuthnLevel, AuthnSvc, AuthIdentity, AuthzSvc, nullptr);
}

RPC_STATUS RPC_ENTRY RpcBindingInqAuthInfoExA(RPC_BINDING_HANDLE Binding, RPC_CSTR* ServerPrincName,
                                              ULONG* AuthnLevel, ULONG* AuthnSvc,
                                              RPC_AUTH_IDENTITY_HANDLE* AuthIdentity,
                                              ULONG* AuthzSvc, ULONG RpcQosVersion,
                                              RPC_SECURITY_QOS* SecurityQOS) {
  return inquire_ex(Binding, ServerPrincName, AuthnLevel, AuthnSvc, AuthIdentity, AuthzSvc,
                    RpcQosVersion, SecurityQOS);
}

RPC_STATUS RPC_ENTRY RpcBindingInqAuthInfoExW(RPC_BINDING_HANDLE Binding, RPC_WSTR* ServerPrincName,
                                              ULONG* AuthnLevel, ULONG* AuthnSvc,
                                              RPC_AUTH_IDENTITY_HANDLE* AuthIdentity,
                                              ULONG* AuthzSvc, ULONG RpcQosVersion,
                                              RPC_SECURITY_QOS* SecurityQOS) {
  return inquire_ex(Binding, ServerPrincName, AuthnLevel, AuthnSvc, AuthIdentity, AuthzSvc,
                    RpcQosVersion, SecurityQOS);
}

}  // extern "C"
