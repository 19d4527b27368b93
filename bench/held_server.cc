#include "held_server.h"

#include <farcall/farcall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <sstream>
#include <vector>

#include "farcall_held.h"
#include "farcall_status.h"

namespace bench {
namespace {

struct Lot {
  std::mutex mutex;
  std::vector<PRPC_ASYNC_STATE> calls;
};
Lot& lot() {
  static Lot made;
  return made;
}

int64_t release_all() {
  std::vector<PRPC_ASYNC_STATE> calls;
  {
    const std::lock_guard lock(lot().mutex);
    calls.swap(lot().calls);
  }
  const auto begin = std::chrono::steady_clock::now();
  long answer = 1;
  for (PRPC_ASYNC_STATE call : calls) check("complete", RpcAsyncCompleteCall(call, &answer));
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                               begin)
      .count();
}

void register_security(const std::string& name) {
  std::string principal = "rpc/server.farcall.test";
  if (name == "ntlm")
    check("NTLM", RpcServerRegisterAuthInfoA(nullptr, RPC_C_AUTHN_WINNT, nullptr, nullptr));
  if (name == "kerberos")
    check("Kerberos", RpcServerRegisterAuthInfoA(reinterpret_cast<RPC_CSTR>(principal.data()),
                                                 RPC_C_AUTHN_GSS_KERBEROS, nullptr, nullptr));
}

// The string binding goes through `announce`; ends when `stop` is closed.
[[noreturn]] void serve(const std::string& security, int announce, int stop) {
  check("protocol sequence", FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"));
  check("interface", RpcServerRegisterIf(FarcallHeld_v1_0_s_ifspec, nullptr, nullptr));
  register_security(security);
  check("listen", RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE));
  RPC_BINDING_VECTOR* bindings = nullptr;
  RPC_CSTR text = nullptr;
  check("bindings", RpcServerInqBindings(&bindings));
  check("text", RpcBindingToStringBindingA(bindings->BindingH[0], &text));
  dprintf(announce, "%s", reinterpret_cast<char*>(text));
  close(announce);
  char nothing = 0;
  while (read(stop, &nothing, 1) > 0) continue;
  _exit(0);
}

}  // namespace

Usage usage_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  Usage usage;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    if (name == "VmRSS:") words >> usage.kilobytes;
    if (name == "Threads:") words >> usage.threads;
  }
  return usage;
}

HeldServer::HeldServer(const std::string& security) {
  int announce[2];
  if (pipe(announce) != 0 || pipe(stop_) != 0) die("pipe");
  process_ = fork();
  if (process_ == 0) {
    close(stop_[1]);
    serve(security, announce[1], stop_[0]);
  }
  close(announce[1]);
  char text[256] = "";
  if (read(announce[0], text, sizeof text - 1) <= 0) die("the server did not start");
  close(announce[0]);
  address_ = text;
}

HeldServer::~HeldServer() {
  close(stop_[1]);
  close(stop_[0]);
  waitpid(process_, nullptr, 0);
}

}  // namespace bench

extern "C" {
void s_Park(PRPC_ASYNC_STATE state, handle_t, long) {
  const std::lock_guard lock(bench::lot().mutex);
  bench::lot().calls.push_back(state);
}
long s_Parked(handle_t) {
  const std::lock_guard lock(bench::lot().mutex);
  return static_cast<long>(bench::lot().calls.size());
}
hyper s_Release(handle_t) {
  return bench::release_all();
}
}
