#include "held_server.h"

#include <farcall/farcall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "farcall_status.h"

namespace bench {
namespace {

void register_security(const std::string& name) {
  std::string principal = "rpc/server.farcall.test";
  if (name == "ntlm")
    check("NTLM", RpcServerRegisterAuthInfoA(nullptr, RPC_C_AUTHN_WINNT, nullptr, nullptr));
  if (name == "kerberos")
    check("Kerberos", RpcServerRegisterAuthInfoA(reinterpret_cast<RPC_CSTR>(principal.data()),
                                                 RPC_C_AUTHN_GSS_KERBEROS, nullptr, nullptr));
}

// The string binding goes through `announce`; ends when `stop` is closed.
[[noreturn]] void serve(void* interface, const std::string& security, int announce, int stop) {
  check("protocol sequence", FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"));
  check("interface", RpcServerRegisterIf(interface, nullptr, nullptr));
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
    if (name == "VmHWM:") words >> usage.peak_kilobytes;
    if (name == "Threads:") words >> usage.threads;
  }
  return usage;
}

HeldServer::HeldServer(void* interface, const std::string& security) {
  int announce[2];
  if (pipe(announce) != 0 || pipe(stop_) != 0) die("pipe");
  process_ = fork();
  if (process_ == 0) {
    close(stop_[1]);
    serve(interface, security, announce[1], stop_[0]);
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
