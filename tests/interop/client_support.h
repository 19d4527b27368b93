/* What the test clients of foreign servers share: checks, asynchronous handles, and log-ons by mechanism and level. */
#ifndef FARCALL_TESTS_INTEROP_CLIENT_SUPPORT_H
#define FARCALL_TESTS_INTEROP_CLIENT_SUPPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { k_wait = 60000 };

static inline void check(int condition, const char* what, long detail) {
  if (condition) return;
  fprintf(stderr, "client: %s (%ld)\n", what, detail);
  exit(1);
}

static inline handle_t bind_to(const char* port) {
  RPC_CSTR text = NULL;
  handle_t binding = NULL;
  RPC_STATUS status = RpcStringBindingComposeA(NULL, (RPC_CSTR) "ncacn_ip_tcp",
                                               (RPC_CSTR) "127.0.0.1", (RPC_CSTR)port, NULL, &text);
  if (status == RPC_S_OK) status = RpcBindingFromStringBindingA(text, &binding);
  check(status == RPC_S_OK, "binding", status);
  RpcStringFreeA(&text);
  return binding;
}

static inline void prepare(RPC_ASYNC_STATE* async) {
  RPC_STATUS status = RpcAsyncInitializeHandle(async, sizeof *async);
  check(status == RPC_S_OK, "RpcAsyncInitializeHandle", status);
  async->NotificationType = RpcNotificationTypeEvent;
  async->u.hEvent = CreateEventA(NULL, FALSE, FALSE, NULL);
  check(async->u.hEvent != NULL, "CreateEvent", (long)GetLastError());
}

static inline RPC_STATUS collect(RPC_ASYNC_STATE* async, void* reply) {
  RPC_STATUS status;
  check(WaitForSingleObject(async->u.hEvent, k_wait) == WAIT_OBJECT_0, "no notification", 0);
  status = RpcAsyncCompleteCall(async, reply);
  CloseHandle(async->u.hEvent);
  return status;
}

static inline ULONG service_of(const char* mechanism) {
  if (strcmp(mechanism, "ntlm") == 0) return RPC_C_AUTHN_WINNT;
  return strcmp(mechanism, "kerberos") == 0 ? RPC_C_AUTHN_GSS_KERBEROS : RPC_C_AUTHN_GSS_NEGOTIATE;
}

static inline ULONG level_of(const char* level) {
  if (strcmp(level, "connect") == 0) return RPC_C_AUTHN_LEVEL_CONNECT;
  if (strcmp(level, "pkt") == 0) return RPC_C_AUTHN_LEVEL_PKT;
  return strcmp(level, "integrity") == 0 ? RPC_C_AUTHN_LEVEL_PKT_INTEGRITY
                                         : RPC_C_AUTHN_LEVEL_PKT_PRIVACY;
}

/* As a user of tests/security/support/realm.sh. MECHANISM: ntlm, kerberos, negotiate (with the server's
 * principal), negotiate-ntlm (without). */
static inline void authenticate(handle_t binding, const char* mechanism, const char* level,
                                const char* user, const char* password) {
  const int kerberos = strcmp(mechanism, "kerberos") == 0 || strcmp(mechanism, "negotiate") == 0;
  const char* domain = kerberos ? "FARCALL.TEST" : "FARCALL";
  SEC_WINNT_AUTH_IDENTITY_A identity = {(unsigned char*)user,        (ULONG)strlen(user),
                                        (unsigned char*)domain,      (ULONG)strlen(domain),
                                        (unsigned char*)password,    (ULONG)strlen(password),
                                        SEC_WINNT_AUTH_IDENTITY_ANSI};
  RPC_STATUS status =
      RpcBindingSetAuthInfoA(binding, kerberos ? (RPC_CSTR) "host/server.farcall.test" : NULL,
                             level_of(level), service_of(mechanism), &identity, RPC_C_AUTHZ_NONE);
  check(status == RPC_S_OK, "RpcBindingSetAuthInfo", status);
}

#endif
