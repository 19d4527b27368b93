// farcall-epmapper [--listen ADDRESS] [--port PORT]: the endpoint mapper of this computer, until SIGTERM.
#include <farcall/sdk/rpc.h>
#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "endpoint_mapper.h"

namespace {

int usage(FILE* to, int code) {
  std::fputs(
      "usage: farcall-epmapper [--listen ADDRESS] [--port PORT]\n"
      "Serves the endpoint map of this computer: to the network for reading, to the programs of "
      "this\n"
      "computer for registration (docs/epmapper.md). Default: --listen 127.0.0.1 --port 135\n",
      to);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  const char* address = "127.0.0.1";
  const char* port = "135";
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--help") == 0) return usage(stdout, 0);
    if (i + 1 == argc) return usage(stderr, 2);
    if (std::strcmp(argv[i], "--listen") == 0)
      address = argv[++i];
    else if (std::strcmp(argv[i], "--port") == 0)
      port = argv[++i];
    else
      return usage(stderr, 2);
  }
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::string used;
  int32_t status = farcall::epmapper::serve(address, port, used);
  if (status == RPC_S_OK) status = RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE);
  if (status != RPC_S_OK) {
    std::fprintf(stderr, "farcall-epmapper: cannot serve %s[%s]: status %d\n", address, port,
                 status);
    return 1;
  }
  std::printf("listening on ncacn_ip_tcp:%s[%s]\n", address, used.c_str());
  std::printf("listening on ncalrpc:[%s]\n", farcall::epmapper::local_endpoint(used).c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&ends, &signal);
  (void)RpcMgmtStopServerListening(nullptr);
  return RpcMgmtWaitServerListen() == RPC_S_OK ? 0 : 1;
}
