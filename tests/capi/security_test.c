/* Security settings of bindings and servers: what is taken, what is refused, what comes back. Nothing
   is asked of a KDC here. */
#include <errhandlingapi.h>
#include <farcall/farcall.h>
#include <rpcasync.h>
#include <sddl.h>
#include <winerror.h>

#include "check.h"

static handle_t make_binding(void) {
  handle_t handle = NULL;
  GIVES(RPC_S_OK, RpcBindingFromStringBindingA(A("ncacn_ip_tcp:127.0.0.1[2001]"), &handle));
  return handle;
}

static SEC_WINNT_AUTH_IDENTITY_A alice(void) {
  SEC_WINNT_AUTH_IDENTITY_A identity;
  memset(&identity, 0, sizeof identity);
  identity.User = (unsigned char*)"alice";
  identity.UserLength = 5;
  identity.Domain = (unsigned char*)"DOMAIN";
  identity.DomainLength = 6;
  identity.Password = (unsigned char*)"secret";
  identity.PasswordLength = 6;
  identity.Flags = SEC_WINNT_AUTH_IDENTITY_ANSI;
  return identity;
}

TEST(a_binding_has_no_security_at_first) {
  handle_t binding = make_binding();
  ULONG level = 77;
  GIVES(RPC_S_BINDING_HAS_NO_AUTH, RpcBindingInqAuthInfoA(binding, NULL, &level, NULL, NULL, NULL));
  CHECK(level == 77);
  RpcBindingFree(&binding);
}

TEST(settings_come_back) {
  handle_t binding = make_binding();
  SEC_WINNT_AUTH_IDENTITY_A identity = alice();
  RPC_SECURITY_QOS qos = {1, RPC_C_QOS_CAPABILITIES_DEFAULT, RPC_C_QOS_IDENTITY_STATIC,
                          RPC_C_IMP_LEVEL_IDENTIFY};
  RPC_SECURITY_QOS back;
  RPC_AUTH_IDENTITY_HANDLE handle = NULL;
  RPC_CSTR principal = NULL;
  ULONG level = 0, service = 0, authorization = 7;
  GIVES(RPC_S_OK, RpcBindingSetAuthInfoExA(binding, A("rpc/server"), RPC_C_AUTHN_LEVEL_DEFAULT,
                                           RPC_C_AUTHN_WINNT, &identity, RPC_C_AUTHZ_NONE, &qos));
  GIVES(RPC_S_OK, RpcBindingInqAuthInfoExA(binding, &principal, &level, &service, &handle,
                                           &authorization, RPC_C_SECURITY_QOS_VERSION, &back));
  TEXT_IS("rpc/server", principal);
  CHECK(level == RPC_C_AUTHN_LEVEL_PKT_PRIVACY);
  CHECK(service == RPC_C_AUTHN_WINNT);
  CHECK(handle == &identity);
  CHECK(authorization == RPC_C_AUTHZ_NONE);
  CHECK(back.ImpersonationType == RPC_C_IMP_LEVEL_IDENTIFY);
  RpcStringFreeA(&principal);
  GIVES(RPC_S_INVALID_ARG,
        RpcBindingInqAuthInfoExA(binding, NULL, NULL, NULL, NULL, NULL, 9, NULL));
  RpcBindingFree(&binding);
}

TEST(settings_are_taken_away) {
  handle_t binding = make_binding();
  SEC_WINNT_AUTH_IDENTITY_A identity = alice();
  const ULONG away[][2] = {{RPC_C_AUTHN_LEVEL_NONE, RPC_C_AUTHN_WINNT},
                           {RPC_C_AUTHN_LEVEL_PKT, RPC_C_AUTHN_NONE}};
  for (int i = 0; i < 2; ++i) {
    GIVES(RPC_S_OK, RpcBindingSetAuthInfoA(binding, NULL, RPC_C_AUTHN_LEVEL_PKT, RPC_C_AUTHN_WINNT,
                                           &identity, RPC_C_AUTHZ_NONE));
    GIVES(RPC_S_OK, RpcBindingSetAuthInfoA(binding, NULL, away[i][0], away[i][1], NULL, 0));
    GIVES(RPC_S_BINDING_HAS_NO_AUTH, RpcBindingInqAuthInfoA(binding, NULL, NULL, NULL, NULL, NULL));
  }
  RpcBindingFree(&binding);
}

TEST(a_copy_has_the_settings_of_its_original) {
  handle_t binding = make_binding(), copy = NULL;
  SEC_WINNT_AUTH_IDENTITY_A identity = alice();
  ULONG level = 0;
  GIVES(RPC_S_OK, RpcBindingSetAuthInfoA(binding, NULL, RPC_C_AUTHN_LEVEL_CALL, RPC_C_AUTHN_WINNT,
                                         &identity, RPC_C_AUTHZ_NONE));
  GIVES(RPC_S_OK, RpcBindingCopy(binding, &copy));
  GIVES(RPC_S_OK, RpcBindingInqAuthInfoA(copy, NULL, &level, NULL, NULL, NULL));
  CHECK(level == RPC_C_AUTHN_LEVEL_PKT);
  RpcBindingFree(&copy);
  RpcBindingFree(&binding);
}

TEST(what_is_not_there_is_refused) {
  handle_t binding = make_binding();
  SEC_WINNT_AUTH_IDENTITY_A identity = alice();
  RPC_SECURITY_QOS qos = {9, 0, 0, 0};
  GIVES(RPC_S_UNKNOWN_AUTHN_SERVICE, RpcBindingSetAuthInfoA(binding, NULL, 6, 77, NULL, 0));
  GIVES(RPC_S_UNKNOWN_AUTHN_LEVEL,
        RpcBindingSetAuthInfoA(binding, NULL, 7, RPC_C_AUTHN_WINNT, NULL, 0));
  identity.Flags = 0;
  GIVES(RPC_S_INVALID_AUTH_IDENTITY,
        RpcBindingSetAuthInfoA(binding, NULL, 6, RPC_C_AUTHN_WINNT, &identity, 0));
  identity = alice();
  GIVES(RPC_S_INVALID_ARG,
        RpcBindingSetAuthInfoExA(binding, NULL, 6, RPC_C_AUTHN_WINNT, &identity, 0, &qos));
  GIVES(RPC_S_INVALID_BINDING,
        RpcBindingSetAuthInfoA(&identity, NULL, 6, RPC_C_AUTHN_WINNT, NULL, 0));
  GIVES(RPC_S_UNKNOWN_AUTHN_SERVICE, RpcServerRegisterAuthInfoA(NULL, 77, NULL, NULL));
  RpcBindingFree(&binding);
}

/* What each version of RPC_SECURITY_QOS adds is taken, or refused; never passed over. */
TEST(versions_of_the_quality_of_service) {
  handle_t binding = make_binding();
  SEC_WINNT_AUTH_IDENTITY_A identity = alice();
  RPC_HTTP_TRANSPORT_CREDENTIALS_A http;
  RPC_SECURITY_QOS_V5_A qos;
  RPC_SECURITY_QOS back;
  RPC_SECURITY_QOS* const any = (RPC_SECURITY_QOS*)&qos;
  memset(&http, 0, sizeof http);
  memset(&qos, 0, sizeof qos);
  for (qos.Version = 1; qos.Version <= 5; ++qos.Version) {
    qos.ImpersonationType = 1 + qos.Version % 4;
    qos.EffectiveOnly = TRUE;
    GIVES(RPC_S_OK,
          RpcBindingSetAuthInfoExA(binding, NULL, 6, RPC_C_AUTHN_WINNT, &identity, 0, any));
    GIVES(RPC_S_OK, RpcBindingInqAuthInfoExA(binding, NULL, NULL, NULL, NULL, NULL, 1, &back));
    CHECK(back.Version == 1 && back.ImpersonationType == 1 + qos.Version % 4);
    CHECK(back.IdentityTracking == RPC_C_QOS_IDENTITY_STATIC && back.Capabilities == 0);
  }
  qos.Version = 1;
  qos.IdentityTracking = 2;
  GIVES(RPC_S_INVALID_ARG,
        RpcBindingSetAuthInfoExA(binding, NULL, 6, RPC_C_AUTHN_WINNT, &identity, 0, any));
  qos.IdentityTracking = RPC_C_QOS_IDENTITY_DYNAMIC;
  qos.ImpersonationType = 5;
  GIVES(RPC_S_INVALID_ARG,
        RpcBindingSetAuthInfoExA(binding, NULL, 6, RPC_C_AUTHN_WINNT, &identity, 0, any));
  qos.ImpersonationType = RPC_C_IMP_LEVEL_DEFAULT;
  qos.AdditionalSecurityInfoType = RPC_C_AUTHN_INFO_TYPE_HTTP;
  qos.u.HttpCredentials = &http;
  GIVES(RPC_S_OK, RpcBindingSetAuthInfoExA(binding, NULL, 6, RPC_C_AUTHN_WINNT, &identity, 0, any));
  for (qos.Version = 2; qos.Version <= 5; ++qos.Version)
    GIVES(RPC_S_CANNOT_SUPPORT,
          RpcBindingSetAuthInfoExA(binding, NULL, 6, RPC_C_AUTHN_WINNT, &identity, 0, any));
  qos.Version = 2;
  qos.AdditionalSecurityInfoType = 2;
  GIVES(RPC_S_INVALID_ARG,
        RpcBindingSetAuthInfoExA(binding, NULL, 6, RPC_C_AUTHN_WINNT, &identity, 0, any));
  GIVES(RPC_S_INVALID_AUTH_IDENTITY,
        RpcBindingSetAuthInfoA(binding, NULL, 6, RPC_C_AUTHN_WINNT, RPC_C_NO_CREDENTIALS, 0));
  RpcBindingFree(&binding);
}

TEST(files_of_a_registration_are_looked_at_at_once) {
  GIVES(RPC_S_UNKNOWN_AUTHN_SERVICE, FarcallServerRegisterAuthInfo(NULL, 77, NULL, NULL));
  GIVES(RPC_S_UNKNOWN_PRINCIPAL,
        FarcallServerRegisterAuthInfo(NULL, RPC_C_AUTHN_WINNT, NULL, "/nonexistent/users"));
  GIVES(RPC_S_UNKNOWN_PRINCIPAL,
        FarcallServerRegisterAuthInfo("host/nobody.farcall.test", RPC_C_AUTHN_GSS_KERBEROS,
                                      "FILE:/nonexistent/keytab", NULL));
}

TEST(policies_are_words) {
  GIVES(RPC_S_OK, FarcallSetSecurityPolicy("ntlm=off,level=integrity"));
  GIVES(RPC_S_INVALID_ARG, FarcallSetSecurityPolicy("ntlm=never"));
  {
    handle_t binding = make_binding();
    GIVES(RPC_S_UNKNOWN_AUTHN_SERVICE,
          RpcBindingSetAuthInfoA(binding, NULL, RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_AUTHN_WINNT,
                                 NULL, RPC_C_AUTHZ_NONE));
    GIVES(RPC_S_UNSUPPORTED_AUTHN_LEVEL,
          RpcBindingSetAuthInfoA(binding, A("rpc/h"), RPC_C_AUTHN_LEVEL_CONNECT,
                                 RPC_C_AUTHN_GSS_KERBEROS, NULL, RPC_C_AUTHZ_NONE));
    GIVES(RPC_S_OK, FarcallSetSecurityPolicy(NULL));
    GIVES(RPC_S_OK, RpcBindingSetAuthInfoA(binding, NULL, RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
                                           RPC_C_AUTHN_WINNT, NULL, RPC_C_AUTHZ_NONE));
    RpcBindingFree(&binding);
  }
}

TEST(names_of_servers) {
  RPC_CSTR name = NULL;
  ULONG level = 0;
  GIVES(RPC_S_OK, RpcServerInqDefaultPrincNameA(RPC_C_AUTHN_GSS_KERBEROS, &name));
  CHECK(strncmp((const char*)name, "host/", 5) == 0);
  RpcStringFreeA(&name);
  GIVES(RPC_S_OK, RpcServerInqDefaultPrincNameA(RPC_C_AUTHN_WINNT, &name));
  CHECK(strchr((const char*)name, '\\') != NULL);
  RpcStringFreeA(&name);
  GIVES(RPC_S_UNKNOWN_AUTHN_SERVICE, RpcServerInqDefaultPrincNameA(77, &name));
  GIVES(RPC_S_OK, RpcMgmtInqDefaultProtectLevel(RPC_C_AUTHN_WINNT, &level));
  CHECK(level == RPC_C_AUTHN_LEVEL_PKT_PRIVACY);
}

TEST(outside_of_a_call_there_is_no_caller) {
  handle_t binding = make_binding();
  PVOID context = &binding;
  LUID luid = {0, 0};
  GIVES(RPC_S_NO_CALL_ACTIVE, RpcBindingInqAuthClientA(NULL, NULL, NULL, NULL, NULL, NULL));
  GIVES(RPC_S_WRONG_KIND_OF_BINDING,
        RpcBindingInqAuthClientA(binding, NULL, NULL, NULL, NULL, NULL));
  GIVES(RPC_S_NO_CALL_ACTIVE, RpcImpersonateClient(NULL));
  GIVES(RPC_S_WRONG_KIND_OF_BINDING, RpcImpersonateClient(binding));
  GIVES(RPC_S_NO_CALL_ACTIVE, RpcRevertToSelf());
  GIVES(RPC_S_NO_CALL_ACTIVE,
        RpcGetAuthorizationContextForClient(NULL, FALSE, NULL, NULL, luid, 0, NULL, &context));
  CHECK(context == NULL);
  GIVES(RPC_S_OK, RpcFreeAuthorizationContext(&context));
  RpcBindingFree(&binding);
}

TEST(descriptors_come_from_text) {
  PSECURITY_DESCRIPTOR descriptor = NULL;
  ULONG size = 0;
  CHECK(ConvertStringSecurityDescriptorToSecurityDescriptorA("O:BAD:(A;;GA;;;WD)", SDDL_REVISION_1,
                                                             &descriptor, &size));
  CHECK(descriptor != NULL && size == 20 + 16 + 8 + 8 + 12);
  LocalFree(descriptor);
  CHECK(!ConvertStringSecurityDescriptorToSecurityDescriptorA("D:(A;;GA;;;QQ)", SDDL_REVISION_1,
                                                              &descriptor, NULL));
  CHECK(GetLastError() == ERROR_INVALID_SID && descriptor == NULL);
  CHECK(!ConvertStringSecurityDescriptorToSecurityDescriptorA("D:(", SDDL_REVISION_1, &descriptor,
                                                              NULL));
  CHECK(GetLastError() == ERROR_INVALID_PARAMETER);
  CHECK(!ConvertStringSecurityDescriptorToSecurityDescriptorA("D:", 2, &descriptor, NULL));
}

int main(void) {
  RUN(descriptors_come_from_text);
  RUN(files_of_a_registration_are_looked_at_at_once);
  RUN(policies_are_words);
  RUN(a_binding_has_no_security_at_first);
  RUN(settings_come_back);
  RUN(settings_are_taken_away);
  RUN(a_copy_has_the_settings_of_its_original);
  RUN(what_is_not_there_is_refused);
  RUN(versions_of_the_quality_of_service);
  RUN(names_of_servers);
  RUN(outside_of_a_call_there_is_no_caller);
  return 0;
}
