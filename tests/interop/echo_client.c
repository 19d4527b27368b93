/* An asynchronous client of rpcecho, for foreign servers and our own.
 *
 * usage: interop_echo_client PORT [small]     exit 0 only if every answer was right
 *        interop_echo_client PORT auth MECHANISM LEVEL [PASSWORD]
 * small: no request larger than one fragment, one call at a time where the server is known to be simple.
 * MECHANISM: ntlm, kerberos, negotiate (with the server's principal), negotiate-ntlm (without). LEVEL:
 * connect, pkt, integrity, privacy. With a PASSWORD, which is wrong, exit 0 only if the call is refused. */
#include "client_support.h"
#include "rpcecho.h"

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
  unsigned char* out = malloc(length + 1);
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
  echo_Info info;
  RpcTryExcept {
    TestCall2(binding, 8, &info); /* our server has no such level, Impacket's no such operation */
  }
  RpcExcept(1) {
    status = (RPC_STATUS)RpcExceptionCode();
  }
  RpcEndExcept;
  check(status != RPC_S_OK, "TestCall2 should have failed", status);
}

/* A log-on that must fail: the outcome of the call. */
static int refused(handle_t binding) {
  RPC_ASYNC_STATE async;
  unsigned long answer = 0;
  RPC_STATUS status;
  prepare(&async);
  AddOne(&async, binding, 1, &answer);
  status = collect(&async, NULL);
  check(status == RPC_S_ACCESS_DENIED || status == RPC_S_SEC_PKG_ERROR, "a wrong password", status);
  puts("echo client: refused, as it must be");
  return 0;
}

int main(int argc, char** argv) {
  const int few_fragments = argc > 2 && strcmp(argv[2], "small") == 0;
  handle_t binding = NULL;
  check(argc > 1, "usage: interop_echo_client PORT [small]", 0);
  binding = bind_to(argv[1]);
  if (argc > 4 && strcmp(argv[2], "auth") == 0)
    authenticate(binding, argv[3], argv[4], "alice", argc > 5 ? argv[5] : "Password");
  if (argc > 5) return refused(binding);

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
