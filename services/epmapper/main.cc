// farcall-epmapper [--listen ADDRESS] [--port PORT]: the endpoint mapper of this computer, until SIGTERM.
//
// Started by a service manager with sockets of its own (activation.h) it serves these and no others.
#include <farcall/sdk/rpc.h>
#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "activation.h"
#include "endpoint_mapper.h"

namespace {

int usage(FILE* to, int code) {
  std::fputs(
      "usage: farcall-epmapper [--listen ADDRESS] [--port PORT]\n"
      "Serves the endpoint map of this computer: to the network for reading, to the programs of "
      "this\n"
      "computer for registration (docs/epmapper.md). Default: --listen 127.0.0.1 --port 135\n"
      "Sockets that a service manager passes (LISTEN_FDS) come instead of both.\n"
      "Exit status: 0 told to end, 1 cannot serve, 2 the command line is wrong.\n",
      to);
  return code;
}

struct Place {
  const char* address = "127.0.0.1";
  const char* port = "135";
};

// -1: go on; else the exit status.
int read_command_line(int argc, char** argv, Place& place) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--help") == 0) return usage(stdout, 0);
    if (i + 1 == argc) return usage(stderr, 2);
    if (std::strcmp(argv[i], "--listen") == 0)
      place.address = argv[++i];
    else if (std::strcmp(argv[i], "--port") == 0)
      place.port = argv[++i];
    else
      return usage(stderr, 2);
  }
  return -1;
}

sigset_t block_ends() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  return ends;
}

void tell_endpoints() {
  RPC_BINDING_VECTOR* bindings = nullptr;
  if (RpcServerInqBindings(&bindings) != RPC_S_OK) return;
  for (unsigned long i = 0; i < bindings->Count; ++i) {
    RPC_CSTR text = nullptr;
    if (RpcBindingToStringBindingA(bindings->BindingH[i], &text) == RPC_S_OK)
      std::printf("listening on %s\n", reinterpret_cast<const char*>(text));
    RpcStringFreeA(&text);
  }
  RpcBindingVectorFree(&bindings);
  std::fflush(stdout);
}

int failed(const std::string& where, int32_t status) {
  std::fprintf(stderr, "farcall-epmapper: cannot serve %s: status %d\n", where.c_str(), status);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  Place place;
  if (const int code = read_command_line(argc, argv, place); code >= 0) return code;
  const auto passed = farcall::epmapper::passed_sockets();
  if (!passed) return failed("what LISTEN_PID and LISTEN_FDS say", RPC_S_INVALID_ARG);
  const sigset_t ends = block_ends();
  const std::string where =
      passed->empty() ? std::string(place.address) + '[' + place.port + ']' : "the passed sockets";
  std::string used;
  int32_t status = passed->empty() ? farcall::epmapper::serve(place.address, place.port, used)
                                   : farcall::epmapper::serve_sockets(*passed);
  if (status == RPC_S_OK) status = RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE);
  if (status != RPC_S_OK) return failed(where, status);
  tell_endpoints();
  int signal = 0;
  sigwait(&ends, &signal);
  (void)RpcMgmtStopServerListening(nullptr);
  return RpcMgmtWaitServerListen() == RPC_S_OK ? 0 : 1;
}
