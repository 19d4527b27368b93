/* A server's endpoints, interfaces and listening, as far as no stub is needed. The order of the tests matters: what
   a process has registered stays. */
#include <farcall/farcall.h>
#include <rpcdcep.h>
#include <sddl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

static unsigned char k_tcp[] = "ncacn_ip_tcp";

/* The protocol sequence as every function of the family takes it. */
static RPC_STATUS use(int form, RPC_CSTR protseq, RPC_CSTR endpoint,
                      RPC_IF_HANDLE interface_handle) {
  static RPC_POLICY policy = {sizeof policy, 0, 0};
  const unsigned calls = RPC_C_PROTSEQ_MAX_REQS_DEFAULT;
  switch (form) {
    case 0:
      return RpcServerUseProtseqA(protseq, calls, NULL);
    case 1:
      return RpcServerUseProtseqExA(protseq, calls, NULL, &policy);
    case 2:
      return RpcServerUseProtseqEpA(protseq, calls, endpoint, NULL);
    case 3:
      return RpcServerUseProtseqEpExA(protseq, calls, endpoint, NULL, &policy);
    case 4:
      return RpcServerUseProtseqIfA(protseq, calls, interface_handle, NULL);
    default:
      return RpcServerUseProtseqIfExA(protseq, calls, interface_handle, NULL, &policy);
  }
}

TEST(without_endpoints_there_is_nothing_to_listen_on) {
  RPC_BINDING_VECTOR* bindings = (RPC_BINDING_VECTOR*)&bindings;
  GIVES(RPC_S_NO_BINDINGS, RpcServerInqBindings(&bindings));
  CHECK(bindings == NULL);
  GIVES(RPC_S_INVALID_ARG, RpcServerInqBindings(NULL));
  GIVES(RPC_S_INVALID_ARG, RpcBindingVectorFree(NULL));
  GIVES(RPC_S_INVALID_ARG, RpcBindingVectorFree(&bindings));
  GIVES(RPC_S_NO_PROTSEQS_REGISTERED, RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE));
  GIVES(RPC_S_NOT_LISTENING, RpcMgmtIsServerListening(NULL));
  GIVES(RPC_S_NOT_LISTENING, RpcMgmtStopServerListening(NULL));
  GIVES(RPC_S_NOT_LISTENING, RpcMgmtWaitServerListen());
}

TEST(protocol_sequences_are_checked_by_the_whole_family) {
  static RPC_SERVER_INTERFACE nothing = {.Length = sizeof nothing};
  int form;
  for (form = 0; form < 6; ++form) {
    GIVES(RPC_S_PROTSEQ_NOT_SUPPORTED, use(form, A("ncacn_np"), A("name"), &nothing));
    GIVES(RPC_S_INVALID_RPC_PROTSEQ, use(form, A("ncacn_pigeon"), A("name"), &nothing));
    GIVES(RPC_S_INVALID_RPC_PROTSEQ, use(form, A(""), A("name"), &nothing));
    GIVES(RPC_S_INVALID_RPC_PROTSEQ, use(form, NULL, A("name"), &nothing));
  }
}

TEST(endpoints_are_checked) {
  int form;
  for (form = 2; form <= 3; ++form) {
    GIVES(RPC_S_INVALID_ENDPOINT_FORMAT, use(form, k_tcp, A("http"), NULL));
    GIVES(RPC_S_INVALID_ENDPOINT_FORMAT, use(form, k_tcp, A("65536"), NULL));
    GIVES(RPC_S_INVALID_ENDPOINT_FORMAT, use(form, k_tcp, A(""), NULL));
    GIVES(RPC_S_INVALID_ENDPOINT_FORMAT, use(form, k_tcp, NULL, NULL));
    GIVES(RPC_S_INVALID_ENDPOINT_FORMAT, use(form, A("ncalrpc"), A("../x"), NULL));
    GIVES(RPC_S_INVALID_ENDPOINT_FORMAT, use(form, A("ncalrpc"), A(""), NULL));
  }
}

TEST(policies_are_checked) {
  RPC_POLICY policy = {sizeof policy, 0, 0};
  policy.Length = 4;
  GIVES(RPC_S_INVALID_ARG, RpcServerUseProtseqExA(k_tcp, 1, NULL, &policy));
  policy.Length = sizeof policy;
  policy.EndpointFlags = 0x80;
  GIVES(RPC_S_INVALID_ARG, RpcServerUseProtseqEpExW(W("ncacn_ip_tcp"), 1, W("1"), NULL, &policy));
  policy.EndpointFlags = 0;
  policy.NICFlags = 2;
  GIVES(RPC_S_INVALID_ARG, RpcServerUseAllProtseqsEx(1, NULL, &policy));
}

/* For one protocol sequence, in each form of the family and over all. */
static void uses_with_descriptor(RPC_STATUS expected, void* descriptor) {
  static unsigned char local[] = "ncalrpc";
  static RPC_SERVER_INTERFACE interface = {.Length = sizeof interface};
  RPC_POLICY policy = {sizeof policy, 0, 0};
  GIVES(expected, RpcServerUseProtseqA(local, 1, descriptor));
  GIVES(expected, RpcServerUseProtseqW(W("ncalrpc"), 1, descriptor));
  GIVES(expected, RpcServerUseProtseqExA(local, 1, descriptor, &policy));
  GIVES(expected, RpcServerUseProtseqExW(W("ncalrpc"), 1, descriptor, &policy));
  if (expected == RPC_S_OK) return;
  GIVES(expected, RpcServerUseProtseqEpA(local, 1, A("x"), descriptor));
  GIVES(expected, RpcServerUseProtseqEpW(W("ncalrpc"), 1, W("x"), descriptor));
  GIVES(expected, RpcServerUseProtseqEpExA(local, 1, A("x"), descriptor, &policy));
  GIVES(expected, RpcServerUseProtseqEpExW(W("ncalrpc"), 1, W("x"), descriptor, &policy));
  GIVES(expected, RpcServerUseProtseqIfA(local, 1, &interface, descriptor));
  GIVES(expected, RpcServerUseProtseqIfW(W("ncalrpc"), 1, &interface, descriptor));
  GIVES(expected, RpcServerUseProtseqIfExA(local, 1, &interface, descriptor, &policy));
  GIVES(expected, RpcServerUseProtseqIfExW(W("ncalrpc"), 1, &interface, descriptor, &policy));
  GIVES(expected, RpcServerUseAllProtseqs(1, descriptor));
  GIVES(expected, RpcServerUseAllProtseqsEx(1, descriptor, &policy));
  GIVES(expected, RpcServerUseAllProtseqsIf(1, &interface, descriptor));
  GIVES(expected, RpcServerUseAllProtseqsIfEx(1, &interface, descriptor, &policy));
}

static void uses_with_text(RPC_STATUS expected, const char* text) {
  PSECURITY_DESCRIPTOR descriptor = NULL;
  CHECK(ConvertStringSecurityDescriptorToSecurityDescriptorA(text, SDDL_REVISION_1, &descriptor,
                                                             NULL));
  uses_with_descriptor(expected, descriptor);
  free(descriptor);
}

/* What keeps somebody out is not ignored: the directory says who may connect, and an interface who may call. */
TEST(descriptors_of_ncalrpc_are_not_ignored) {
  char directory[] = "/tmp/farcall-capi-XXXXXX";
  unsigned char damaged[20] = {9};
  CHECK(mkdtemp(directory) != NULL);
  setenv("FARCALL_NCALRPC_DIR", directory, 1);
  uses_with_text(RPC_S_CANNOT_SUPPORT, "D:(A;;GA;;;BA)");
  uses_with_text(RPC_S_CANNOT_SUPPORT, "D:(D;;GA;;;AN)(A;;GA;;;WD)");
  uses_with_text(RPC_S_CANNOT_SUPPORT, "D:");
  uses_with_descriptor(RPC_S_INVALID_SECURITY_DESC, damaged);
  uses_with_text(RPC_S_OK, "D:(A;;GA;;;WD)");
  uses_with_text(RPC_S_OK, "D:NO_ACCESS_CONTROL");
  uses_with_descriptor(RPC_S_OK, NULL);
  GIVES(RPC_S_INVALID_NET_ADDR, FarcallServerUseProtseq("ncalrpc", "elsewhere.example", NULL));
}

TEST(sockets_that_listen_are_taken_and_others_are_not) {
  RPC_BINDING_VECTOR* before = NULL;
  RPC_BINDING_VECTOR* bindings = NULL;
  int ends[2];
  int listener = socket(AF_INET, SOCK_STREAM, 0); /* bound by listen() */
  int quiet = socket(AF_INET, SOCK_STREAM, 0);
  CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  CHECK(listen(listener, 1) == 0);
  GIVES(RPC_S_OK, RpcServerInqBindings(&before));
  GIVES(RPC_S_INVALID_ARG, FarcallServerUseSocket(-1));
  GIVES(RPC_S_INVALID_ARG, FarcallServerUseSocket(quiet));
  GIVES(RPC_S_INVALID_ARG, FarcallServerUseSocket(ends[0]));
  CHECK(read(ends[1], &quiet, sizeof quiet) == 0); /* it has been closed */
  GIVES(RPC_S_OK, FarcallServerUseSocket(listener));
  GIVES(RPC_S_OK, RpcServerInqBindings(&bindings));
  CHECK(bindings->Count > before->Count);
  GIVES(RPC_S_OK, RpcBindingVectorFree(&before));
  GIVES(RPC_S_OK, RpcBindingVectorFree(&bindings));
  close(ends[1]);
}

TEST(all_protocol_sequences_are_used_at_once) {
  RPC_BINDING_VECTOR* before = NULL;
  RPC_BINDING_VECTOR* bindings = NULL;
  GIVES(RPC_S_OK, RpcServerInqBindings(&before));
  GIVES(RPC_S_OK, RpcServerUseAllProtseqs(1, NULL));
  GIVES(RPC_S_OK, RpcServerInqBindings(&bindings));
  CHECK(bindings->Count >= before->Count + 2); /* TCP at each address, and ncalrpc */
  GIVES(RPC_S_OK, RpcBindingVectorFree(&before));
  GIVES(RPC_S_OK, RpcBindingVectorFree(&bindings));
}

TEST(misuse_what_is_no_interface_is_refused) {
  static RPC_SERVER_INTERFACE
      interfaces[3]; /* zeroed; of the right length; of the right length, with a description */
  static const char description[64] = "this is no description that a stub carries";
  RPC_IF_ID id;
  RPC_MGR_EPV* epv = NULL;
  int i;
  interfaces[1].Length = interfaces[2].Length = sizeof interfaces[0];
  interfaces[2].InterpreterInfo = description;
  for (i = -1; i < 3; ++i) {
    RPC_IF_HANDLE handle = i < 0 ? NULL : &interfaces[i];
    GIVES(RPC_S_INVALID_ARG, RpcServerRegisterIf(handle, NULL, NULL));
    GIVES(RPC_S_INVALID_ARG, RpcServerRegisterIfEx(handle, NULL, NULL, 0, 10, NULL));
    GIVES(RPC_S_INVALID_ARG, RpcServerRegisterIf2(handle, NULL, NULL, 0, 10, 1000, NULL));
    GIVES(RPC_S_INVALID_ARG, RpcServerRegisterIf3(handle, NULL, NULL, 0, 10, 1000, NULL, NULL));
    GIVES(RPC_S_INVALID_ARG, RpcServerInqIf(handle, NULL, &epv));
    GIVES(RPC_S_INVALID_ARG, RpcIfInqId(handle, &id));
    GIVES(RPC_S_INVALID_ARG, use(4, k_tcp, NULL, handle));
    GIVES(RPC_S_INVALID_ARG, RpcServerUseAllProtseqsIf(1, handle, NULL));
    GIVES(RPC_S_INVALID_ARG, RpcServerUseAllProtseqsIfEx(1, handle, NULL, NULL));
  }
  GIVES(RPC_S_UNKNOWN_IF, RpcServerUnregisterIf(&interfaces[1], NULL, TRUE));
  GIVES(RPC_S_UNKNOWN_IF, RpcServerUnregisterIfEx(&interfaces[1], NULL, TRUE));
  GIVES(RPC_S_INVALID_ARG,
        RpcServerRegisterIf3(&interfaces[1], NULL, NULL, 0, 1, 1, NULL, interfaces));
}

TEST(an_endpoint_is_listed_as_it_can_be_called) {
  RPC_BINDING_VECTOR* bindings = NULL;
  RPC_CSTR text = NULL, protseq = NULL, address = NULL, endpoint = NULL;
  GIVES(RPC_S_OK, FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"));
  GIVES(RPC_S_OK, RpcServerInqBindings(&bindings));
  CHECK(bindings->Count == 1);
  GIVES(RPC_S_OK, RpcBindingToStringBindingA(bindings->BindingH[0], &text));
  GIVES(RPC_S_OK, RpcStringBindingParseA(text, NULL, &protseq, &address, &endpoint, NULL));
  TEXT_IS("ncacn_ip_tcp", protseq);
  TEXT_IS("127.0.0.1", address);
  CHECK(atoi((char*)endpoint) > 0);
  GIVES(RPC_S_DUPLICATE_ENDPOINT,
        FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", (char*)endpoint));
  RpcStringFreeA(&text);
  RpcStringFreeA(&protseq);
  RpcStringFreeA(&address);
  RpcStringFreeA(&endpoint);
  GIVES(RPC_S_OK, RpcBindingFree(&bindings->BindingH[0])); /* the program may take one for itself */
  GIVES(RPC_S_OK, RpcBindingVectorFree(&bindings));
  CHECK(bindings == NULL);
}

TEST(farcalls_own_functions_check_their_arguments) {
  GIVES(RPC_S_INVALID_RPC_PROTSEQ, FarcallServerUseProtseq(NULL, "127.0.0.1", "0"));
  GIVES(RPC_S_INVALID_NET_ADDR, FarcallServerUseProtseq("ncacn_ip_tcp", "not an address", "0"));
  GIVES(RPC_S_INVALID_ENDPOINT_FORMAT, FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "x"));
  GIVES(RPC_S_CANNOT_SUPPORT, FarcallSetDispatchPolicy(FARCALL_DISPATCH_BATON));
  GIVES(RPC_S_INVALID_ARG, FarcallSetDispatchPolicy((FARCALL_DISPATCH)77));
  GIVES(RPC_S_OK, FarcallSetDispatchPolicy(FARCALL_DISPATCH_INLINE));
  GIVES(RPC_S_OK, FarcallSetDispatchPolicy(FARCALL_DISPATCH_POOL));
}

static DWORD WINAPI wait_for_the_end(LPVOID parameter) {
  *(RPC_STATUS*)parameter = RpcMgmtWaitServerListen();
  return 0;
}

TEST(AR_140_and_AR_141_a_server_listens_until_it_is_told_to_stop) {
  RPC_STATUS status = 99;
  HANDLE thread;
  GIVES(RPC_S_MAX_CALLS_TOO_SMALL, RpcServerListen(10, 5, TRUE));
  GIVES(RPC_S_OK, RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE));
  GIVES(RPC_S_ALREADY_LISTENING, RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE));
  GIVES(RPC_S_OK, RpcMgmtIsServerListening(NULL));
  thread = CreateThread(NULL, 0, wait_for_the_end, &status, 0, NULL);
  CHECK(WaitForSingleObject(thread, 50) == WAIT_TIMEOUT);
  GIVES(RPC_S_OK, RpcMgmtStopServerListening(NULL));
  CHECK(WaitForSingleObject(thread, 20000) == WAIT_OBJECT_0);
  CloseHandle(thread);
  GIVES(RPC_S_OK, status);
  GIVES(RPC_S_NOT_LISTENING, RpcMgmtIsServerListening(NULL));
}

TEST(protocol_sequences_of_this_computer_are_told) {
  RPC_PROTSEQ_VECTORA* vector = NULL;
  RPC_PROTSEQ_VECTORW* wide = NULL;
  GIVES(RPC_S_OK, RpcNetworkInqProtseqsA(&vector));
  CHECK(vector->Count == 2);
  TEXT_IS("ncacn_ip_tcp", vector->Protseq[0]);
  TEXT_IS("ncalrpc", vector->Protseq[1]);
  GIVES(RPC_S_OK, RpcProtseqVectorFreeA(&vector));
  CHECK(vector == NULL);
  GIVES(RPC_S_OK, RpcProtseqVectorFreeA(&vector));
  GIVES(RPC_S_OK, RpcNetworkInqProtseqsW(&wide));
  CHECK(same_wide(wide->Protseq[0], W("ncacn_ip_tcp")));
  GIVES(RPC_S_OK, RpcProtseqVectorFreeW(&wide));
  GIVES(RPC_S_INVALID_ARG, RpcNetworkInqProtseqsA(NULL));
  GIVES(RPC_S_INVALID_ARG, RpcProtseqVectorFreeA(NULL));
  GIVES(RPC_S_OK, RpcNetworkIsProtseqValidA(k_tcp));
  GIVES(RPC_S_OK, RpcNetworkIsProtseqValidA(A("ncalrpc")));
  GIVES(RPC_S_OK, RpcNetworkIsProtseqValidW(W("ncacn_ip_tcp")));
  GIVES(RPC_S_PROTSEQ_NOT_SUPPORTED, RpcNetworkIsProtseqValidA(A("ncacn_np")));
  GIVES(RPC_S_INVALID_RPC_PROTSEQ, RpcNetworkIsProtseqValidA(A("tcp")));
  GIVES(RPC_S_INVALID_RPC_PROTSEQ, RpcNetworkIsProtseqValidA(NULL));
}

int main(void) {
  RUN(without_endpoints_there_is_nothing_to_listen_on);
  RUN(protocol_sequences_are_checked_by_the_whole_family);
  RUN(endpoints_are_checked);
  RUN(policies_are_checked);
  RUN(misuse_what_is_no_interface_is_refused);
  RUN(farcalls_own_functions_check_their_arguments);
  RUN(an_endpoint_is_listed_as_it_can_be_called);
  RUN(descriptors_of_ncalrpc_are_not_ignored);
  RUN(sockets_that_listen_are_taken_and_others_are_not);
  RUN(all_protocol_sequences_are_used_at_once);
  RUN(AR_140_and_AR_141_a_server_listens_until_it_is_told_to_stop);
  RUN(protocol_sequences_of_this_computer_are_told);
  return 0;
}
