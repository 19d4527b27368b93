/* An asynchronous client of rpcecho, for foreign servers and our own.
 *
 * usage: interop_echo_client PORT [small]     exit 0 only if every answer was right
 * small: no request larger than one fragment, one call at a time where the server is known to be simple. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "rpcecho.h"

enum { k_wait = 60000 };

static void check(int condition, const char *what, long detail) {
  if (condition) return;
  fprintf(stderr, "echo client: %s (%ld)\n", what, detail);
  exit(1);
}

static void prepare(RPC_ASYNC_STATE *async) {
  RPC_STATUS status = RpcAsyncInitializeHandle(async, sizeof *async);
  check(status == RPC_S_OK, "RpcAsyncInitializeHandle", status);
  async->NotificationType = RpcNotificationTypeEvent;
  async->u.hEvent = CreateEventA(NULL, FALSE, FALSE, NULL);
  check(async->u.hEvent != NULL, "CreateEvent", (long)GetLastError());
}

static RPC_STATUS collect(RPC_ASYNC_STATE *async, void *reply) {
  RPC_STATUS status;
  check(WaitForSingleObject(async->u.hEvent, k_wait) == WAIT_OBJECT_0, "no notification", 0);
  status = RpcAsyncCompleteCall(async, reply);
  CloseHandle(async->u.hEvent);
  return status;
}

static void add_one(handle_t binding, unsigned long value) {
  RPC_ASYNC_STATE async;
  unsigned long answer = 0;
  RPC_STATUS status;
  prepare(&async);
  AddOne(&async, binding, value, &answer);
  status = collect(&async, NULL);
  check(status == RPC_S_OK, "AddOne", status);
  check(answer == ((value + 1) & 0xffffffffu), "AddOne's answer", (long)answer);
}

static void echo_data(handle_t binding, unsigned long length) {
  RPC_ASYNC_STATE async;
  unsigned char *in = malloc(length + 1), *out = malloc(length + 1);
  unsigned long i;
  RPC_STATUS status;
  check(in && out, "memory", 0);
  for (i = 0; i < length; ++i) in[i] = (unsigned char)(7 * i + (i >> 8));
  memset(out, 0xee, length + 1);
  prepare(&async);
  EchoData(&async, binding, length, in, out);
  status = collect(&async, NULL);
  check(status == RPC_S_OK, "EchoData", status);
  check(memcmp(in, out, length) == 0 && out[length] == 0xee, "EchoData's answer", (long)length);
  free(in);
  free(out);
}

static void source_data(handle_t binding, unsigned long length) {
  RPC_ASYNC_STATE async;
  unsigned char *out = malloc(length + 1);
  unsigned long i;
  RPC_STATUS status;
  check(out != NULL, "memory", 0);
  prepare(&async);
  SourceData(&async, binding, length, out);
  status = collect(&async, NULL);
  check(status == RPC_S_OK, "SourceData", status);
  for (i = 0; i < length; ++i) check(out[i] == (unsigned char)i, "SourceData's answer", (long)i);
  free(out);
}

/* Several calls at once: each handle tells its own outcome (AR-009, AR-038). */
static void overlapping(handle_t binding) {
  enum { k_calls = 50 };
  static RPC_ASYNC_STATE async[k_calls];
  static unsigned long answer[k_calls];
  unsigned i;
  for (i = 0; i < k_calls; ++i) {
    prepare(&async[i]);
    AddOne(&async[i], binding, 1000 + i, &answer[i]);
  }
  for (i = k_calls; i-- > 0;) {
    RPC_STATUS status = collect(&async[i], NULL);
    check(status == RPC_S_OK && answer[i] == 1001 + i, "overlapping AddOne", status);
  }
}

/* A client with asynchronous stubs does not see the difference when a call is refused. */
static void fault(handle_t binding) {
  RPC_STATUS status = RPC_S_OK;
  RpcTryExcept {
    TestCall2(binding); /* no server of the test has it as this IDL does */
  }
  RpcExcept(1) {
    status = (RPC_STATUS)RpcExceptionCode();
  }
  RpcEndExcept;
  check(status != RPC_S_OK, "TestCall2 should have failed", status);
}

int main(int argc, char **argv) {
  const int few_fragments = argc > 2 && strcmp(argv[2], "small") == 0;
  RPC_CSTR text = NULL;
  handle_t binding = NULL;
  RPC_STATUS status;
  check(argc > 1, "usage: interop_echo_client PORT [small]", 0);
  status = RpcStringBindingComposeA(NULL, (RPC_CSTR) "ncacn_ip_tcp", (RPC_CSTR) "127.0.0.1",
                                    (RPC_CSTR)argv[1], NULL, &text);
  if (status == RPC_S_OK) status = RpcBindingFromStringBindingA(text, &binding);
  check(status == RPC_S_OK, "binding", status);
  RpcStringFreeA(&text);

  add_one(binding, 0);
  add_one(binding, 41);
  add_one(binding, 0xffffffffu);
  echo_data(binding, 0);
  echo_data(binding, 1);
  echo_data(binding, 700);
  source_data(binding, 0);
  source_data(binding, 5000);
  source_data(binding, 200000);
  overlapping(binding);
  if (!few_fragments) {
    fault(binding);
    echo_data(binding, 4096);
    echo_data(binding, 65536);
    echo_data(binding, 1 << 20);
  }
  add_one(binding, 7);
  RpcBindingFree(&binding);
  puts("echo client: every answer was right");
  return 0;
}
