#include "fixture.h"

#include <farcall/farcall.h>

#include "matrix_async.h"
#include "matrix_sync.h"

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

// The server stays up for all tests of the program: endpoints are for the life of a process (RpcServerUseProtseq).
std::string start_server() {
  EXPECT_EQ(FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"), RPC_S_OK);
  EXPECT_EQ(RpcServerRegisterIf(rules_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
  EXPECT_EQ(RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE), RPC_S_OK);
  RPC_BINDING_VECTOR* bindings = nullptr;
  EXPECT_EQ(RpcServerInqBindings(&bindings), RPC_S_OK);
  RPC_CSTR text = nullptr;
  RPC_CSTR endpoint = nullptr;
  EXPECT_EQ(RpcBindingToStringBindingA(bindings->BindingH[0], &text), RPC_S_OK);
  EXPECT_EQ(RpcStringBindingParseA(text, nullptr, nullptr, nullptr, &endpoint, nullptr), RPC_S_OK);
  std::string result = reinterpret_cast<char*>(endpoint);
  RpcStringFreeA(&text);
  RpcStringFreeA(&endpoint);
  RpcBindingVectorFree(&bindings);
  return result;
}

}  // namespace

std::string RulesTest::endpoint() {
  static const std::string port = start_server();
  return port;
}

void RulesTest::SetUpTestSuite() {
  (void)endpoint();
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
  const std::string text = "ncacn_ip_tcp:127.0.0.1[" + endpoint() + "]";
  handle_t handle = nullptr;
  EXPECT_EQ(RpcBindingFromStringBindingA(
                reinterpret_cast<RPC_CSTR>(const_cast<char*>(text.c_str())), &handle),
            RPC_S_OK);
  bindings_.push_back(handle);
  return handle;
}
