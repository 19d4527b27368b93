// Farcall's server: the synchronous echo returns, the asynchronous one completes its call on the
// dispatch thread.
//
//   --dispatch inline|pool   which thread that is
//   --security none|ntlm|kerberos   what clients may authenticate with; in the realm of the tests
#include <farcall/farcall.h>

#include <algorithm>
#include <string>

#include "farcall_echo.h"
#include "farcall_status.h"
#include "harness/arguments.h"
#include "harness/control.h"

long Echo(handle_t, long value) {
  return value;
}

void EchoAsync(PRPC_ASYNC_STATE state, handle_t, long value) {
  bench::check("RpcAsyncCompleteCall", RpcAsyncCompleteCall(state, &value));
}

void EchoBlock(handle_t, unsigned long size, byte* data, byte* back) {
  std::copy_n(data, size, back);
}

namespace bench {
namespace {

void register_security(const std::string& name) {
  std::string principal = "rpc/server.farcall.test";
  const bool kerberos = name == "kerberos";
  if (name == "none") return;
  check("RpcServerRegisterAuthInfo",
        RpcServerRegisterAuthInfoA(
            kerberos ? reinterpret_cast<RPC_CSTR>(principal.data()) : nullptr,
            kerberos ? RPC_C_AUTHN_GSS_KERBEROS : RPC_C_AUTHN_WINNT, nullptr, nullptr));
}

FARCALL_DISPATCH dispatch_policy(const std::string& name) {
  if (name == "inline") return FARCALL_DISPATCH_INLINE;
  if (name == "pool") return FARCALL_DISPATCH_POOL;
  die("--dispatch is inline or pool");
}

// The port that the run-time was given: the endpoint of its only binding.
uint16_t listening_port() {
  RPC_BINDING_VECTOR* bindings = nullptr;
  RPC_CSTR text = nullptr;
  RPC_CSTR endpoint = nullptr;
  check("RpcServerInqBindings", RpcServerInqBindings(&bindings));
  check("RpcBindingToStringBinding", RpcBindingToStringBindingA(bindings->BindingH[0], &text));
  check("RpcStringBindingParse",
        RpcStringBindingParseA(text, nullptr, nullptr, nullptr, &endpoint, nullptr));
  const auto port = static_cast<uint16_t>(std::stoul(reinterpret_cast<const char*>(endpoint)));
  RpcStringFreeA(&endpoint);
  RpcStringFreeA(&text);
  RpcBindingVectorFree(&bindings);
  return port;
}

void serve(const Arguments& arguments) {
  check("FarcallSetDispatchPolicy",
        FarcallSetDispatchPolicy(dispatch_policy(arguments.text("dispatch"))));
  check("FarcallServerUseProtseq", FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"));
  check("RpcServerRegisterIf", RpcServerRegisterIf(FarcallEcho_v1_0_s_ifspec, nullptr, nullptr));
  register_security(arguments.text("security", "none"));
  check("RpcServerListen", RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE));
  serve_control(listening_port());
  check("RpcMgmtStopServerListening", RpcMgmtStopServerListening(nullptr));
  check("RpcMgmtWaitServerListen", RpcMgmtWaitServerListen());
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  bench::serve(bench::Arguments(argc, argv));
  return 0;
}
