#include "fixture.h"

#include <farcall/farcall.h>

#include "matrix_async.h"
#include "matrix_sync.h"
#include "transport_choice.h"

RPC_STATUS raised_by(const std::function<void()>& stub) {
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

Call::Call() : event(CreateEventA(nullptr, FALSE, FALSE, nullptr)) {
  EXPECT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
  state.NotificationType = RpcNotificationTypeEvent;
  state.u.hEvent = event;
}

Call::~Call() {
  CloseHandle(event);
}

bool Call::wait(DWORD milliseconds) {
  return WaitForSingleObject(event, milliseconds) == WAIT_OBJECT_0;
}

RPC_STATUS Call::collect(void* reply) {
  EXPECT_TRUE(wait());
  return RpcAsyncCompleteCall(&state, reply);
}

namespace {

std::string take(RPC_CSTR text) {
  std::string copy = reinterpret_cast<char*>(text);
  RpcStringFreeA(&text);
  return copy;
}

std::string endpoint_of(const std::string& binding) {
  RPC_CSTR endpoint = nullptr;
  EXPECT_EQ(RpcStringBindingParseA(reinterpret_cast<RPC_CSTR>(const_cast<char*>(binding.c_str())),
                                   nullptr, nullptr, nullptr, &endpoint, nullptr),
            RPC_S_OK);
  return take(endpoint);
}

// The server stays up for all tests of the program: endpoints are for the life of a process (RpcServerUseProtseq).
// Raw connections are made over TCP whatever the tests' calls go over.
std::vector<std::string> start_server() {
  EXPECT_EQ(FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"), RPC_S_OK);
  if (farcall::test::over_ncalrpc()) {
    EXPECT_EQ(FarcallServerUseProtseq("ncalrpc", nullptr, nullptr), RPC_S_OK);
  }
  EXPECT_EQ(RpcServerRegisterIf(rules_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
  EXPECT_EQ(RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE), RPC_S_OK);
  RPC_BINDING_VECTOR* bindings = nullptr;
  EXPECT_EQ(RpcServerInqBindings(&bindings), RPC_S_OK);
  std::vector<std::string> result;
  for (ULONG i = 0; i < bindings->Count; ++i) {
    RPC_CSTR text = nullptr;
    EXPECT_EQ(RpcBindingToStringBindingA(bindings->BindingH[i], &text), RPC_S_OK);
    result.push_back(take(text));
  }
  RpcBindingVectorFree(&bindings);
  return result;
}

const std::vector<std::string>& server_bindings() {
  static const std::vector<std::string> bindings = start_server();
  return bindings;
}

}  // namespace

std::string RulesTest::endpoint() {
  return endpoint_of(server_bindings().front());
}

std::string RulesTest::server_binding() {
  return server_bindings().back();
}

void RulesTest::SetUpTestSuite() {
  (void)server_bindings();
}

void RulesTest::SetUp() {
  parking().clear();
  if (RpcMgmtIsServerListening(nullptr) != RPC_S_OK) {
    ASSERT_EQ(RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE), RPC_S_OK);
  }
  binding = connect();
}

void RulesTest::TearDown() {
  for (handle_t& each : bindings_) RpcBindingFree(&each);
}

handle_t RulesTest::connect() {
  const std::string text = server_binding();
  handle_t handle = nullptr;
  EXPECT_EQ(RpcBindingFromStringBindingA(
                reinterpret_cast<RPC_CSTR>(const_cast<char*>(text.c_str())), &handle),
            RPC_S_OK);
  bindings_.push_back(handle);
  return handle;
}
