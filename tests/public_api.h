// What test programs that see Farcall as a program does have in common: a server in this process,
// bindings to it, the status that a stub raises.
#pragma once

#include <farcall/farcall.h>
#include <gtest/gtest.h>
#include <windows.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "transport_choice.h"

namespace farcall::test {

inline RPC_CSTR rpc_text(const std::string& text) {
  return reinterpret_cast<RPC_CSTR>(const_cast<char*>(text.c_str()));
}

// Frees what a function of the API has made.
inline std::string take(RPC_CSTR text) {
  std::string copy = reinterpret_cast<char*>(text);
  RpcStringFreeA(&text);
  return copy;
}

// The status that a stub raised, RPC_S_OK when it raised none.
template <class Stub>
RPC_STATUS raised_by(Stub stub) {
  RPC_STATUS status = RPC_S_OK;
  RpcTryExcept {
    stub();
  }
  RpcExcept(EXCEPTION_EXECUTE_HANDLER) {
    status = static_cast<RPC_STATUS>(RpcExceptionCode());
  }
  RpcEndExcept;
  return status;
}

// Polls until `done`; false after 20 s.
template <class Done>
bool eventually(Done done) {
  for (int i = 0; i < 20'000; ++i) {
    if (done()) return true;
    Sleep(1);
  }
  return false;
}

// An endpoint of the server's own choice on this host, for the life of the process.
inline void use_protseq(const std::string& protseq) {
  const bool local = protseq == "ncalrpc";
  if (local) (void)local_directory();
  EXPECT_EQ(FarcallServerUseProtseq(protseq.c_str(), local ? nullptr : "127.0.0.1",
                                    local ? nullptr : "0"),
            RPC_S_OK);
}

// The string bindings of the server, in the order of use_protseq().
inline std::vector<std::string> server_bindings() {
  RPC_BINDING_VECTOR* bindings = nullptr;
  EXPECT_EQ(RpcServerInqBindings(&bindings), RPC_S_OK);
  std::vector<std::string> texts;
  for (ULONG i = 0; i < bindings->Count; ++i) {
    RPC_CSTR text = nullptr;
    EXPECT_EQ(RpcBindingToStringBindingA(bindings->BindingH[i], &text), RPC_S_OK);
    texts.push_back(take(text));
  }
  RpcBindingVectorFree(&bindings);
  return texts;
}

// Serves `interfaces` over `protseqs`: the server stays up for all tests of the program.
inline std::vector<std::string> serve(std::initializer_list<RPC_IF_HANDLE> interfaces,
                                      std::initializer_list<std::string> protseqs) {
  for (const std::string& protseq : protseqs) use_protseq(protseq);
  for (const RPC_IF_HANDLE interface : interfaces)
    EXPECT_EQ(RpcServerRegisterIf(interface, nullptr, nullptr), RPC_S_OK);
  EXPECT_EQ(RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE), RPC_S_OK);
  return server_bindings();
}

// A binding that the caller frees.
inline handle_t binding_from(const std::string& text) {
  handle_t handle = nullptr;
  EXPECT_EQ(RpcBindingFromStringBindingA(rpc_text(text), &handle), RPC_S_OK) << text;
  return handle;
}

}  // namespace farcall::test
