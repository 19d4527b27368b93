/* The interface probe with every mechanism, on any free port of loopback; serves until SIGTERM. Its port is printed as
 * rpcecho-server prints it. */
#include <farcall/farcall.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#include "probe.h"

long Probe(handle_t client, long* answer) {
  (void)client;
  *answer = 42;
  return 0;
}

long Twelve(handle_t client, long first, long second, long* third, long* fourth) {
  (void)client;
  *third = first;
  *fourth = second;
  return 0;
}

long Eight(handle_t client, long* answer) {
  return Probe(client, answer);
}

long Four(handle_t client) {
  (void)client;
  return 0;
}

static void check(const char* what, RPC_STATUS status) {
  if (status == RPC_S_OK) return;
  fprintf(stderr, "%s: status %d\n", what, (int)status);
  exit(1);
}

static void print_port(void) {
  RPC_BINDING_VECTOR* bindings = NULL;
  RPC_CSTR text = NULL;
  check("RpcServerInqBindings", RpcServerInqBindings(&bindings));
  check("RpcBindingToStringBinding", RpcBindingToStringBindingA(bindings->BindingH[0], &text));
  printf("listening on %s\n", (char*)text);
  fflush(stdout);
  RpcStringFreeA(&text);
  RpcBindingVectorFree(&bindings);
}

int main(void) {
  static const unsigned long services[] = {RPC_C_AUTHN_WINNT, RPC_C_AUTHN_GSS_KERBEROS,
                                           RPC_C_AUTHN_GSS_NEGOTIATE};
  sigset_t end;
  int received = 0;
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  sigprocmask(SIG_BLOCK, &end, NULL);
  check("FarcallServerUseProtseq", FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"));
  for (size_t i = 0; i < sizeof services / sizeof services[0]; ++i)
    check("RpcServerRegisterAuthInfo",
          RpcServerRegisterAuthInfoA(NULL, (ULONG)services[i], NULL, NULL));
  check("RpcServerRegisterIf", RpcServerRegisterIf(probe_v1_0_s_ifspec, NULL, NULL));
  check("RpcServerListen", RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE));
  print_port();
  sigwait(&end, &received);
  RpcMgmtStopServerListening(NULL);
  RpcMgmtWaitServerListen();
  return 0;
}
