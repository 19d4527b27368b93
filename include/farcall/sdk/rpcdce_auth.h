/* The functions of rpcdce.h for authentication.
 *
 * 1. A client settles who it is with RpcBindingSetAuthInfo; nothing is asked of anyone until a call
 *    is made. Credentials are copied. RPC_C_AUTHN_LEVEL_DEFAULT is RPC_C_AUTHN_LEVEL_PKT_PRIVACY.
 * 2. A server registers its mechanisms with RpcServerRegisterAuthInfo; the key is looked for at
 *    once. Registering does not refuse unauthenticated callers: RPC_IF_ALLOW_SECURE_ONLY does.
 * 3. A NULL ClientBinding is the call that the calling thread serves. Any out pointer may be NULL.
 *    Strings are freed with RpcStringFree, except Privs: a UTF-16 name that is valid as long as the
 *    client's call.
 */
#ifndef FARCALL_SDK_RPCDCE_AUTH_H
#define FARCALL_SDK_RPCDCE_AUTH_H

#include "rpcdce_constants.h"
#include "rpcdce_security.h"
#include "rpcdce_types.h"
#include "rpcnterr.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Client. RPC_C_AUTHN_NONE or RPC_C_AUTHN_LEVEL_NONE takes the settings away.
   RPC_S_UNKNOWN_AUTHN_SERVICE: not installed, or forbidden by policy; RPC_S_UNKNOWN_AUTHN_LEVEL;
   RPC_S_INVALID_AUTH_IDENTITY; RPC_S_BINDING_HAS_NO_AUTH of the functions that ask. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoA(RPC_BINDING_HANDLE Binding,
                                                     RPC_CSTR ServerPrincName, ULONG AuthnLevel,
                                                     ULONG AuthnSvc,
                                                     RPC_AUTH_IDENTITY_HANDLE AuthIdentity,
                                                     ULONG AuthzSvc);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoW(RPC_BINDING_HANDLE Binding,
                                                     RPC_WSTR ServerPrincName, ULONG AuthnLevel,
                                                     ULONG AuthnSvc,
                                                     RPC_AUTH_IDENTITY_HANDLE AuthIdentity,
                                                     ULONG AuthzSvc);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoExA(
    RPC_BINDING_HANDLE Binding, RPC_CSTR ServerPrincName, ULONG AuthnLevel, ULONG AuthnSvc,
    RPC_AUTH_IDENTITY_HANDLE AuthIdentity, ULONG AuthzSvc, RPC_SECURITY_QOS* SecurityQos);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoExW(
    RPC_BINDING_HANDLE Binding, RPC_WSTR ServerPrincName, ULONG AuthnLevel, ULONG AuthnSvc,
    RPC_AUTH_IDENTITY_HANDLE AuthIdentity, ULONG AuthzSvc, RPC_SECURITY_QOS* SecurityQos);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqAuthInfoA(RPC_BINDING_HANDLE Binding,
                                                     RPC_CSTR* ServerPrincName, ULONG* AuthnLevel,
                                                     ULONG* AuthnSvc,
                                                     RPC_AUTH_IDENTITY_HANDLE* AuthIdentity,
                                                     ULONG* AuthzSvc);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqAuthInfoW(RPC_BINDING_HANDLE Binding,
                                                     RPC_WSTR* ServerPrincName, ULONG* AuthnLevel,
                                                     ULONG* AuthnSvc,
                                                     RPC_AUTH_IDENTITY_HANDLE* AuthIdentity,
                                                     ULONG* AuthzSvc);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqAuthInfoExA(
    RPC_BINDING_HANDLE Binding, RPC_CSTR* ServerPrincName, ULONG* AuthnLevel, ULONG* AuthnSvc,
    RPC_AUTH_IDENTITY_HANDLE* AuthIdentity, ULONG* AuthzSvc, ULONG RpcQosVersion,
    RPC_SECURITY_QOS* SecurityQOS);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqAuthInfoExW(
    RPC_BINDING_HANDLE Binding, RPC_WSTR* ServerPrincName, ULONG* AuthnLevel, ULONG* AuthnSvc,
    RPC_AUTH_IDENTITY_HANDLE* AuthIdentity, ULONG* AuthzSvc, ULONG RpcQosVersion,
    RPC_SECURITY_QOS* SecurityQOS);

/* ---- Server. GetKeyFn and Arg are for keys of DCE and not looked at: keys come from the keytab.
   RPC_S_UNKNOWN_PRINCIPAL: the keytab has no key of that name. */
typedef void(RPC_ENTRY* RPC_AUTH_KEY_RETRIEVAL_FN)(void* Arg, RPC_WSTR ServerPrincName,
                                                   ULONG KeyVer, void** Key, RPC_STATUS* Status);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerRegisterAuthInfoA(RPC_CSTR ServerPrincName, ULONG AuthnSvc,
                                                         RPC_AUTH_KEY_RETRIEVAL_FN GetKeyFn,
                                                         void* Arg);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerRegisterAuthInfoW(RPC_WSTR ServerPrincName, ULONG AuthnSvc,
                                                         RPC_AUTH_KEY_RETRIEVAL_FN GetKeyFn,
                                                         void* Arg);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInqDefaultPrincNameA(ULONG AuthnSvc, RPC_CSTR* PrincName);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInqDefaultPrincNameW(ULONG AuthnSvc, RPC_WSTR* PrincName);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqAuthClientA(RPC_BINDING_HANDLE ClientBinding,
                                                       RPC_AUTHZ_HANDLE* Privs,
                                                       RPC_CSTR* ServerPrincName,
                                                       ULONG* AuthnLevel, ULONG* AuthnSvc,
                                                       ULONG* AuthzSvc);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqAuthClientW(RPC_BINDING_HANDLE ClientBinding,
                                                       RPC_AUTHZ_HANDLE* Privs,
                                                       RPC_WSTR* ServerPrincName,
                                                       ULONG* AuthnLevel, ULONG* AuthnSvc,
                                                       ULONG* AuthzSvc);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqAuthClientExA(RPC_BINDING_HANDLE ClientBinding,
                                                         RPC_AUTHZ_HANDLE* Privs,
                                                         RPC_CSTR* ServerPrincName,
                                                         ULONG* AuthnLevel, ULONG* AuthnSvc,
                                                         ULONG* AuthzSvc, ULONG Flags);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqAuthClientExW(RPC_BINDING_HANDLE ClientBinding,
                                                         RPC_AUTHZ_HANDLE* Privs,
                                                         RPC_WSTR* ServerPrincName,
                                                         ULONG* AuthnLevel, ULONG* AuthnSvc,
                                                         ULONG* AuthzSvc, ULONG Flags);
/* The level that RPC_C_AUTHN_LEVEL_DEFAULT stands for. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtInqDefaultProtectLevel(ULONG AuthnSvc, ULONG* AuthnLevel);

/* ---- Impersonation. Linux gives a thread no token of a client. Without FARCALL_IMPERSONATION=token
   RpcImpersonateClient answers RPC_S_CANNOT_SUPPORT: a manager that believed that it acts as the
   client would act as the server. With it, RPC_S_OK means that the client's identity may be asked
   for (RpcBindingInqAuthClient) and nothing else. RPC_S_NO_CONTEXT_AVAILABLE: the caller is
   unauthenticated. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcImpersonateClient(RPC_BINDING_HANDLE BindingHandle);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcRevertToSelf(void);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcRevertToSelfEx(RPC_BINDING_HANDLE BindingHandle);

#ifdef UNICODE
#define RpcBindingSetAuthInfo RpcBindingSetAuthInfoW
#define RpcBindingSetAuthInfoEx RpcBindingSetAuthInfoExW
#define RpcBindingInqAuthInfo RpcBindingInqAuthInfoW
#define RpcBindingInqAuthInfoEx RpcBindingInqAuthInfoExW
#define RpcServerRegisterAuthInfo RpcServerRegisterAuthInfoW
#define RpcServerInqDefaultPrincName RpcServerInqDefaultPrincNameW
#define RpcBindingInqAuthClient RpcBindingInqAuthClientW
#define RpcBindingInqAuthClientEx RpcBindingInqAuthClientExW
#else
#define RpcBindingSetAuthInfo RpcBindingSetAuthInfoA
#define RpcBindingSetAuthInfoEx RpcBindingSetAuthInfoExA
#define RpcBindingInqAuthInfo RpcBindingInqAuthInfoA
#define RpcBindingInqAuthInfoEx RpcBindingInqAuthInfoExA
#define RpcServerRegisterAuthInfo RpcServerRegisterAuthInfoA
#define RpcServerInqDefaultPrincName RpcServerInqDefaultPrincNameA
#define RpcBindingInqAuthClient RpcBindingInqAuthClientA
#define RpcBindingInqAuthClientEx RpcBindingInqAuthClientExA
#endif

#ifdef __cplusplus
}
#endif

#endif
