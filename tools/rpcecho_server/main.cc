// rpcecho-server: the public rpcecho interface on the endpoints it is told, until SIGTERM or SIGINT.
#include <farcall/farcall.h>
#include <rpc.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "endpoint_mapper.h"
#include "rpcecho.h"

namespace {

struct Endpoint {
  std::string protseq = "ncacn_ip_tcp";
  std::string address = "127.0.0.1";
  std::string endpoint = "0";
};

struct Options {
  std::vector<Endpoint> endpoints;
  std::string epmapper_port;  // empty: no endpoint mapper here
  unsigned threads = 1;
  unsigned max_calls = RPC_C_LISTEN_MAX_CALLS_DEFAULT;
  FARCALL_DISPATCH dispatch = FARCALL_DISPATCH_POOL;
  std::vector<ULONG> mechanisms;  // RPC_C_AUTHN_*
  std::string spn;
  std::string keytab;
  bool require_auth = false;
  bool registers = false;  // with the endpoint mapper of this computer
};

[[noreturn]] void usage(const std::string& why) {
  std::cerr
      << "rpcecho-server: " << why << "\n"
      << "usage: rpcecho-server [--protseq ncacn_ip_tcp|ncalrpc] [--address ADDRESS] [--endpoint PORT]\n"
         "                      [--threads N] [--max-calls N] [--dispatch pool|inline]\n"
         "                      [--auth none|ntlm|kerberos|negotiate]... [--spn SERVICE/HOST]\n"
         "                      [--keytab FILE] [--require-auth]\n"
         "                      [--epmapper-port PORT | --register]\n"
         "Each --protseq after the first starts another endpoint. PORT 0 is any free port.\n"
         "Each --auth adds a mechanism; without --require-auth unauthenticated callers are\n"
         "served too, over loopback. With ntlm, negotiate takes NTLM as well.\n"
         "--epmapper-port serves the endpoint mapper from the same process, at the first endpoint's address;\n"
         "--register tells this computer's mapper of the endpoints (docs/epmapper.md).\n";
  std::exit(2);
}

unsigned number(std::string_view option, const std::string& text) {
  char* end = nullptr;
  const unsigned long value = std::strtoul(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0' || value > 1u << 20)
    usage(std::string(option) + " wants a number, not " + text);
  return static_cast<unsigned>(value);
}

FARCALL_DISPATCH dispatch_policy(const std::string& name) {
  if (name == "pool") return FARCALL_DISPATCH_POOL;
  if (name == "inline") return FARCALL_DISPATCH_INLINE;
  usage("--dispatch " + name + " is not supported (pool or inline)");
}

void add_mechanism(Options& options, const std::string& name) {
  if (name == "none") return;
  if (name == "ntlm") return options.mechanisms.push_back(RPC_C_AUTHN_WINNT);
  if (name == "kerberos") return options.mechanisms.push_back(RPC_C_AUTHN_GSS_KERBEROS);
  if (name == "negotiate") return options.mechanisms.push_back(RPC_C_AUTHN_GSS_NEGOTIATE);
  usage("--auth " + name + " is none of none, ntlm, kerberos, negotiate");
}

Options parse(int argc, char** argv) {
  Options options;
  Endpoint current;
  bool started = false;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--require-auth" || option == "--register") {
      (option == "--register" ? options.registers : options.require_auth) = true;
      --i;  // it has no value
      continue;
    }
    if (i + 1 == argc) usage(std::string(option) + " wants a value or is not known");
    const std::string value = argv[i + 1];
    if (option == "--auth") {
      add_mechanism(options, value);
    } else if (option == "--spn") {
      options.spn = value;
    } else if (option == "--keytab") {
      options.keytab = value;
    } else if (option == "--protseq") {
      if (started) options.endpoints.push_back(current);
      started = true;
      current = value == "ncalrpc" ? Endpoint{value, "", ""} : Endpoint{.protseq = value};
    } else if (option == "--address") {
      current.address = value;
    } else if (option == "--endpoint") {
      current.endpoint = value;
    } else if (option == "--epmapper-port") {
      options.epmapper_port = value;
    } else if (option == "--threads") {
      options.threads = number(option, value);
    } else if (option == "--max-calls") {
      options.max_calls = number(option, value);
    } else if (option == "--dispatch") {
      options.dispatch = dispatch_policy(value);
    } else {
      usage("unknown option " + std::string(option));
    }
  }
  options.endpoints.push_back(current);
  return options;
}

void check(const char* what, RPC_STATUS status) {
  if (status == RPC_S_OK) return;
  unsigned char text[DCE_C_ERROR_STRING_LEN] = "";
  DceErrorInqTextA(status, text);
  std::cerr << "rpcecho-server: " << what << ": " << status << " " << text << "\n";
  std::exit(1);
}

// The library takes the process's keytab; this process is the tool's own.
void register_mechanisms(const Options& options) {
  if (!options.keytab.empty()) setenv("KRB5_KTNAME", options.keytab.c_str(), 1);
  std::string spn = options.spn;
  for (const ULONG mechanism : options.mechanisms) {
    const bool named = !spn.empty() && mechanism != RPC_C_AUTHN_WINNT;
    check("RpcServerRegisterAuthInfo",
          RpcServerRegisterAuthInfoA(named ? reinterpret_cast<RPC_CSTR>(spn.data()) : nullptr,
                                     mechanism, nullptr, nullptr));
  }
}

void print_endpoints() {
  RPC_BINDING_VECTOR* bindings = nullptr;
  check("RpcServerInqBindings", RpcServerInqBindings(&bindings));
  for (unsigned i = 0; i < bindings->Count; ++i) {
    RPC_CSTR text = nullptr;
    check("RpcBindingToStringBinding", RpcBindingToStringBindingA(bindings->BindingH[i], &text));
    std::cout << "listening on " << reinterpret_cast<char*>(text) << std::endl;
    RpcStringFreeA(&text);
  }
  RpcBindingVectorFree(&bindings);
}

// The endpoints of this server, in the map of its own mapper, or where there is none in the computer's.
void register_endpoints(RPC_BINDING_VECTOR* bindings, const std::string& address, const std::string& port) {
  if (!port.empty()) setenv("FARCALL_EPMAPPER", (address + "[" + port + "]").c_str(), 1);
  unsigned char note[] = "rpcecho-server";
  check("RpcEpRegister", RpcEpRegisterA(rpcecho_v1_0_s_ifspec, bindings, nullptr, note));
  RpcBindingVectorFree(&bindings);
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);

  // Signals go to one thread of ours; all threads made later inherit the mask.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  check("FarcallSetDispatchPolicy", FarcallSetDispatchPolicy(options.dispatch));
  for (const Endpoint& each : options.endpoints)
    check(
        ("endpoint " + each.protseq + ":" + each.address + "[" + each.endpoint + "]").c_str(),
        FarcallServerUseProtseq(each.protseq.c_str(), each.address.c_str(), each.endpoint.c_str()));
  RPC_BINDING_VECTOR* own = nullptr;
  std::string mapper_port;
  if (options.registers || !options.epmapper_port.empty())
    check("RpcServerInqBindings", RpcServerInqBindings(&own));  // before the mapper's endpoints come
  if (!options.epmapper_port.empty()) {
    check("endpoint mapper", farcall::epmapper::serve(options.endpoints.front().address.c_str(),
                                                      options.epmapper_port.c_str(), mapper_port));
  }
  register_mechanisms(options);
  check("RpcServerRegisterIfEx",
        RpcServerRegisterIfEx(rpcecho_v1_0_s_ifspec, nullptr, nullptr,
                              options.require_auth ? RPC_IF_ALLOW_SECURE_ONLY : 0,
                              RPC_C_LISTEN_MAX_CALLS_DEFAULT, nullptr));
  check("RpcServerListen", RpcServerListen(options.threads, options.max_calls, TRUE));
  if (own) register_endpoints(own, options.endpoints.front().address, mapper_port);
  print_endpoints();

  int signal = 0;
  sigwait(&signals, &signal);
  check("RpcMgmtStopServerListening", RpcMgmtStopServerListening(nullptr));
  return 0;
}
