// A server with a mapper of its own, both over TCP and ncalrpc, in the process of its clients.
#pragma once

#include <farcall/farcall.h>
#include <gtest/gtest.h>
#include <rpcndr.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "endpoint_mapper.h"
#include "managers.h"
#include "transport_choice.h"

inline RPC_CSTR c_str(const std::string& text) {
  return reinterpret_cast<RPC_CSTR>(const_cast<char*>(text.c_str()));
}

inline std::string take(RPC_CSTR text) {
  std::string copy = text ? reinterpret_cast<char*>(text) : "";
  RpcStringFreeA(&text);
  return copy;
}

class EpmapperTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!own_bindings) make_endpoints();  // once in a process
    ASSERT_EQ(RpcServerRegisterIf(question_v3_7_s_ifspec, nullptr, nullptr), RPC_S_OK);
    ASSERT_EQ(RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE), RPC_S_OK);
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(RpcMgmtStopServerListening(nullptr), RPC_S_OK);
    EXPECT_EQ(RpcMgmtWaitServerListen(), RPC_S_OK);
    EXPECT_EQ(RpcServerUnregisterIf(question_v3_7_s_ifspec, nullptr, TRUE), RPC_S_OK);
  }
  static void make_endpoints() {
    (void)farcall::test::local_directory();
    ASSERT_EQ(FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"), RPC_S_OK);
    ASSERT_EQ(FarcallServerUseProtseq("ncalrpc", nullptr, nullptr), RPC_S_OK);
    RPC_BINDING_VECTOR* bindings = nullptr;
    ASSERT_EQ(RpcServerInqBindings(&bindings), RPC_S_OK);  // without the mapper's own
    own_bindings = bindings;
    ASSERT_EQ(farcall::epmapper::serve("127.0.0.1", "0", mapper_port), RPC_S_OK);
    setenv("FARCALL_EPMAPPER", ("127.0.0.1[" + mapper_port + "]").c_str(), 1);
  }
  void SetUp() override {
    answer_with([](handle_t) { return 42L; });
  }
  void TearDown() override { (void)RpcEpUnregister(question_v3_7_s_ifspec, own_bindings, nullptr); }

  static RPC_STATUS announce(const char* note = "a note") {
    return RpcEpRegisterA(question_v3_7_s_ifspec, own_bindings, nullptr, c_str(note));
  }
  static handle_t partial(const std::string& protseq) {
    handle_t handle = nullptr;
    const std::string text = protseq == "ncalrpc" ? "ncalrpc:" : protseq + ":127.0.0.1";
    EXPECT_EQ(RpcBindingFromStringBindingA(c_str(text), &handle), RPC_S_OK);
    return handle;
  }
  static std::string text_of(handle_t handle) {
    RPC_CSTR text = nullptr;
    EXPECT_EQ(RpcBindingToStringBindingA(handle, &text), RPC_S_OK);
    return take(text);
  }
  // What a call returns, or raises.
  static long ask(handle_t handle) {
    long result = 0;
    RpcTryExcept {
      result = Ask(handle);
    }
    RpcExcept(EXCEPTION_EXECUTE_HANDLER) {
      result = static_cast<long>(RpcExceptionCode());
    }
    RpcEndExcept;
    return result;
  }
  struct Found {
    std::string binding;
    std::string note;
    unsigned short major;
  };
  static std::vector<Found> inquire(ULONG type = RPC_C_EP_ALL_ELTS, RPC_IF_ID* interface = nullptr,
                                    ULONG option = RPC_C_VERS_ALL, UUID* object = nullptr) {
    RPC_EP_INQ_HANDLE walk = nullptr;
    EXPECT_EQ(RpcMgmtEpEltInqBegin(nullptr, type, interface, option, object, &walk), RPC_S_OK);
    std::vector<Found> all;
    RPC_IF_ID id{};
    handle_t binding = nullptr;
    RPC_CSTR note = nullptr;
    RPC_STATUS status = RPC_S_OK;
    while ((status = RpcMgmtEpEltInqNextA(walk, &id, &binding, nullptr, &note)) == RPC_S_OK) {
      all.push_back({text_of(binding), take(note), id.VersMajor});
      RpcBindingFree(&binding);
    }
    EXPECT_EQ(status, RPC_X_NO_MORE_ENTRIES);
    EXPECT_EQ(RpcMgmtEpEltInqDone(&walk), RPC_S_OK);
    EXPECT_EQ(walk, nullptr);
    return all;
  }
  inline static RPC_BINDING_VECTOR* own_bindings = nullptr;
  inline static std::string mapper_port;
};
