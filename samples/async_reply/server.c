/* The server: it parks a call, lets its thread go, and answers later from another one.
 *
 * The procedure is the one of Microsoft's page "Sending the Asynchronous Reply": it works in slices, asks between
 * them whether the client has cancelled, and replies with RpcAsyncCompleteCall. */
#include <farcall/farcall.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "async_reply.h"

struct job {
  PRPC_ASYNC_STATE pAsync;
  unsigned long delay;
};

static LONG cancelled_calls;

static void reply(PRPC_ASYNC_STATE pAsync, long nReply) {
  RPC_STATUS status = RpcAsyncCompleteCall(pAsync, &nReply);
  if (status != RPC_S_OK) printf("server: the reply could not be delivered: %d\n", (int)status);
}

/* Runs on a thread of the application's own; the RPC thread that brought the call is long gone. */
static DWORD WINAPI work(LPVOID parameter) {
  struct job job = *(struct job *)parameter;
  long slice;
  free(parameter);
  for (slice = 0; slice < SLICES; ++slice) {
    Sleep((DWORD)(job.delay / SLICES));
    if (RpcServerTestCancel(RpcAsyncGetCallHandle(job.pAsync)) == RPC_S_OK) {
      InterlockedIncrement(&cancelled_calls);
      printf("server: the client cancelled after slice %ld of %d; stopping early\n", slice + 1, (int)SLICES);
      break;
    }
    if ((slice + 1) % 5 == 0) printf("server: %ld %% done\n", (slice + 1) * 100 / SLICES);
  }
  reply(job.pAsync, slice);
  return 0;
}

void AsyncFunc(PRPC_ASYNC_STATE pAsync, handle_t hBinding, unsigned long nAsychDelay) {
  struct job *job;
  HANDLE thread;
  (void)hBinding;
  if (nAsychDelay == 0) { /* all is at hand: answer on this thread, "opportunistically" */
    printf("server: answering on the dispatch thread\n");
    reply(pAsync, 0);
    return;
  }
  job = malloc(sizeof *job);
  if (!job) RpcRaiseException(RPC_S_OUT_OF_MEMORY);
  job->pAsync = pAsync;
  job->delay = nAsychDelay;
  thread = CreateThread(NULL, 0, work, job, 0, NULL);
  if (!thread) { /* the call is still ours: an exception ends it */
    free(job);
    RpcRaiseException(RPC_S_OUT_OF_THREADS);
  }
  CloseHandle(thread);
}

void Refuse(PRPC_ASYNC_STATE pAsync, handle_t hBinding, unsigned long nCode) {
  (void)hBinding;
  printf("server: refusing with code %lu\n", nCode);
  RpcAsyncAbortCall(pAsync, (ULONG)nCode);
}

long NonAsyncFunc(handle_t hBinding, const char *pszMessage) {
  (void)hBinding;
  printf("server: synchronous call says \"%s\"\n", pszMessage);
  return (long)strlen(pszMessage);
}

long CancelledCalls(handle_t hBinding) {
  (void)hBinding;
  return cancelled_calls;
}

void Shutdown(handle_t hBinding) {
  (void)hBinding;
  RpcMgmtStopServerListening(NULL);
}

static void check(const char *what, RPC_STATUS status) {
  if (status == RPC_S_OK) return;
  fprintf(stderr, "server: %s: %d\n", what, (int)status);
  exit(1);
}

static void print_bindings(void) {
  RPC_BINDING_VECTOR *bindings;
  RPC_CSTR text;
  unsigned i;
  check("RpcServerInqBindings", RpcServerInqBindings(&bindings));
  for (i = 0; i < bindings->Count; ++i) {
    check("RpcBindingToStringBinding", RpcBindingToStringBindingA(bindings->BindingH[i], &text));
    printf("listening on %s\n", (char *)text);
    RpcStringFreeA(&text);
  }
  RpcBindingVectorFree(&bindings);
}

int main(int argc, char **argv) {
  const char *address = "127.0.0.1";
  const char *endpoint = "0"; /* any free port */
  int i;
  for (i = 1; i + 1 < argc; i += 2) {
    if (strcmp(argv[i], "--address") == 0)
      address = argv[i + 1];
    else if (strcmp(argv[i], "--port") == 0)
      endpoint = argv[i + 1];
    else
      break;
  }
  if (i < argc) {
    fprintf(stderr, "usage: %s [--address ADDRESS] [--port PORT]\n", argv[0]);
    return 2;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  check("FarcallServerUseProtseq", FarcallServerUseProtseq("ncacn_ip_tcp", address, endpoint));
  check("RpcServerRegisterIf", RpcServerRegisterIf(AsyncReply_v1_0_s_ifspec, NULL, NULL));
  print_bindings();
  check("RpcServerListen", RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, FALSE));
  check("RpcServerUnregisterIf", RpcServerUnregisterIf(NULL, NULL, TRUE));
  printf("server: stopped\n");
  return 0;
}
